"""How does a graph of who wrote what get into an empty Neo4j in seconds? By its own import, from an index."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from models.index.reader import Snapshot
from tests.neo4j_server import administer, configure, free_port

Row = Sequence[object]


def fill(home: Path, snapshot: Snapshot) -> int:
    """Documents with title and text, persons, and who wrote which: into a server that stands still; how many documents?

    Bare calls of the driver would take several minutes for a million messages; the graph is the same.
    """
    written = home / "import"
    written.mkdir(parents=True)
    people = len(snapshot.people.persons)
    ordinals = np.flatnonzero(snapshot.columns.alive)
    files = {
        "--nodes=Document": ((":ID(Document)", "title:string", "text:string"), _documents(snapshot, ordinals)),
        "--nodes=Person": ((":ID(Person)", "number:long"), ((number, number) for number in range(people))),
        "--relationships=WROTE": ((":START_ID(Person)", ":END_ID(Document)"), _written(snapshot, ordinals)),
    }
    arguments = []
    for option, (names, rows) in files.items():
        file = written / f"{option.rpartition('=')[2]}.csv"
        _write(file, names, rows)
        arguments.append(f"{option}={file}")
    configure(home, free_port())
    arguments += ["--multiline-fields=true", f"--report-file={written / 'report'}"]
    administer(home, "database", "import", "full", "neo4j", *arguments)
    for file in written.iterdir():
        file.unlink()
    return len(ordinals)


def _documents(snapshot: Snapshot, ordinals: NDArray[np.int64]) -> Iterator[Row]:
    columns = snapshot.columns
    return ((number, columns.name_of(number)[1], columns.text_of(number)) for number in ordinals.tolist())


def _written(snapshot: Snapshot, ordinals: NDArray[np.int64]) -> Iterator[Row]:
    rows, places = snapshot.columns.acts_of(ordinals)
    owners = snapshot.person_of[snapshot.columns["account"][rows]]
    bound = owners >= 0
    return zip(owners[bound].tolist(), ordinals[places[bound]].tolist(), strict=True)


def _write(file: Path, names: Row, rows: Iterable[Row]) -> None:
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(names)
        writer.writerows(rows)
