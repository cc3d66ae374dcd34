"""The product's graph of who wrote what, put into an empty Neo4j in a minute: by its import, from an index."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.neo4j.schema import LIVE
from models.index.contract import ACT_KINDS, Snapshot
from models.rankers.matches import able_persons
from tests.neo4j_server import administer, configure, free_port

Row = Sequence[object]


@dataclass(frozen=True, slots=True)
class _File:
    """One file for the import: the option that takes it, how its columns are called, and its rows."""

    option: str
    names: Row
    rows: Iterable[Row]


def fill(home: Path, snapshot: Snapshot) -> int:
    """Put documents, accounts, persons, groups and acts into a stopped server; gives the number of documents.

    They have the shape of the product's graph. Bare calls of the driver would take several minutes for a million
    messages; the graph is the same. Of the properties of a node only its key is there and what votes, rights and the
    full text need. An act has the share of the work that the index reckoned, and a person says by `able` whether they
    may appear: in the product's graph both would have to be worked out, from all acts on the document and from the
    person's account. The `number` of a person and of their accounts is that of the index.
    """
    written = home / "import"
    written.mkdir(parents=True)
    arguments = []
    ordinals = np.flatnonzero(snapshot.columns.alive)
    for number, each in enumerate(_files(snapshot, ordinals)):
        file = written / f"{number}.csv"
        _write(file, each.names, each.rows)
        arguments.append(f"{each.option}={file}")
    configure(home, free_port())
    arguments += ["--multiline-fields=true", f"--report-file={written / 'report'}"]
    administer(home, "database", "import", "full", "neo4j", *arguments)
    for file in written.iterdir():
        file.unlink()
    return len(ordinals)


def _files(snapshot: Snapshot, ordinals: NDArray[np.int64]) -> Iterator[_File]:
    accounts, groups = snapshot.keys("accounts"), snapshot.keys("groups")
    bound = snapshot.person_of[: len(accounts)].tolist()
    named: Row = ("key:string", "title:string", "text:string", "rule:string", "state:long")
    yield _File("--nodes=Node:Document", (":ID(Document)", *named), _documents(snapshot, ordinals))
    rows: Iterable[Row] = ((number, key, bound[number], LIVE) for number, key in enumerate(accounts))
    yield _File("--nodes=Node:Account", (":ID(Account)", "key:string", "number:long", "state:long"), rows)
    yield _File("--nodes=Node:Person", (":ID(Person)", "key:string", "number:long", "able:boolean"), _persons(snapshot))
    rows = ((number, key, LIVE) for number, key in enumerate(groups))
    yield _File("--nodes=Node:Group", (":ID(Group)", "key:string", "state:long"), rows)
    rows = ((account, person) for account, person in enumerate(bound) if person >= 0)
    yield _File("--relationships=IS", (":START_ID(Account)", ":END_ID(Person)"), rows)
    inside = snapshot.columns["group"][ordinals]
    rows = zip(ordinals[inside >= 0].tolist(), inside[inside >= 0].tolist(), strict=True)
    yield _File("--relationships=IN", (":START_ID(Document)", ":END_ID(Group)"), rows)
    acts, places = snapshot.columns.acts_of(ordinals)
    names = (":START_ID(Account)", ":END_ID(Document)", "share:double", ":TYPE")
    yield _File("--relationships", names, _acts(snapshot, acts, ordinals[places]))


def _documents(snapshot: Snapshot, ordinals: NDArray[np.int64]) -> Iterator[Row]:
    columns, rules = snapshot.columns, snapshot.keys("rules")
    for number, rule in zip(ordinals.tolist(), columns["rule"][ordinals].tolist(), strict=True):
        key, title, _ = columns.name_of(number)
        yield number, key, title, columns.text_of(number), rules[rule], LIVE


def _persons(snapshot: Snapshot) -> Iterator[Row]:
    able = able_persons(snapshot, leavers=False, now=None).tolist()
    for number, row in enumerate(snapshot.persons):
        yield number, row.key, number, "true" if able[number] else "false"


def _acts(snapshot: Snapshot, rows: NDArray[np.int64], documents: NDArray[np.int64]) -> Iterator[Row]:
    columns = snapshot.columns
    types = (ACT_KINDS[deed].name for deed in columns["deed"][rows].tolist())
    return zip(
        columns["account"][rows].tolist(), documents.tolist(), columns["share"][rows].tolist(), types, strict=True
    )


def _write(file: Path, names: Row, rows: Iterable[Row]) -> None:
    with file.open("w", encoding="utf-8", newline="") as target:
        writer = csv.writer(target)
        writer.writerow(names)
        writer.writerows(rows)
