"""The graph as a whole: `export`, `import`, `evaluate`."""

from __future__ import annotations

import gzip
import io
import json
import shutil
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated, cast

import typer

from graph.facts import Json
from graph.line_check import flaw_of
from graph.loading import RECORDS
from models.index.reader import Index
from whoknows.commands.setup import JsonOption, SettingsOption
from whoknows.console import out, print_json, tell, ticker
from whoknows.jobs.evaluate import evaluate as evaluate_run
from whoknows.settings import SettingsError, load_settings
from whoknows.wiring import now, open_installation


def add_commands(app: typer.Typer) -> None:
    app.command("export")(export_graph)
    app.command("import")(import_graph)
    app.command()(evaluate)


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[IO[str]]:
    """Open a text file, `-` for standard input or output, .gz compressed. Raises SettingsError when it cannot be."""
    if str(path) == "-":
        yield sys.stdout if "w" in mode else sys.stdin
        return
    try:
        if path.suffix == ".gz":
            with gzip.open(path, mode + "b") as packed, io.TextIOWrapper(cast(IO[bytes], packed), "utf-8") as text:
                yield text
        else:
            with path.open(mode, encoding="utf-8") as file:
                yield file
    except (OSError, UnicodeDecodeError, EOFError, zlib.error) as error:
        raise SettingsError("file-unreadable", path=str(path), reason=str(error)) from error


def export_graph(
    file: Annotated[Path, typer.Argument(help="Where to; - is standard output, .gz compresses.")],
    settings: SettingsOption = None,
    derived: Annotated[bool, typer.Option("--derived", help="What can be rebuilt too.")] = False,
) -> None:
    """Write the graph as sorted JSON Lines: source and authored state, complete but for change numbers and run times.

    Two exports are equal exactly when the graphs are. Example: whoknows export graph.jsonl.gz
    """
    count = 0
    with (
        open_installation(load_settings(settings), create=False) as installation,
        ticker("export") as show,
        _opened(file, "w") as target,
    ):
        for count, line in enumerate(installation.store.dump(derived=derived), start=1):
            target.write(json.dumps(line, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n")
            if count % 1000 == 0:
                show.show(count)
    tell("exported", records=count, path=file)


def import_graph(
    file: Annotated[Path, typer.Argument(help="What `whoknows export` wrote; - is standard input.")],
    settings: SettingsOption = None,
    into_existing: Annotated[bool, typer.Option("--into-existing", help="The store need not be empty.")] = False,
) -> None:
    """Read a graph from JSON Lines into an empty store. Afterwards: whoknows reindex.

    Example: whoknows import graph.jsonl.gz
    """
    with open_installation(load_settings(settings)) as installation, ticker("import") as show:
        if installation.store.seq() and not into_existing:
            raise SettingsError("import-not-empty")
        with _readable_twice(file) as source:
            for _ in _records(source, file, show.show, check=True):
                pass  # all of it is looked at first, so that a broken line leaves nothing half imported
            count = installation.store.load(_records(source, file, show.show))
    tell("imported", records=count, path=file)


@contextmanager
def _readable_twice(file: Path) -> Iterator[Path]:
    """The file; what comes by standard input is put into one first."""
    if str(file) != "-":
        yield file
        return
    with tempfile.NamedTemporaryFile("wb") as kept:
        shutil.copyfileobj(sys.stdin.buffer, kept)
        kept.flush()
        yield Path(kept.name)


def _records(source: Path, file: Path, show: Callable[..., None], check: bool = False) -> Iterator[dict[str, Json]]:
    """The records of a file. Raises SettingsError at the first line that is none; `check` looks at its fields too."""
    with _opened(source, "r") as lines:
        for number, line in enumerate(lines, start=1):
            place = {"line": str(number), "path": str(file)}
            try:
                record = json.loads(line)
            except (ValueError, RecursionError) as error:
                raise SettingsError("import-broken", reason=str(error), **place) from error
            if not isinstance(record, dict):
                raise SettingsError("import-broken", reason="no JSON object", **place)
            if not isinstance(record.get("record"), str) or record["record"] not in RECORDS:
                raise SettingsError("import-kind-unknown", known=", ".join(sorted(RECORDS)), **place)
            flaw = flaw_of(record) if check else None
            if flaw is not None:
                message = "import-field-missing" if flaw.missing else "import-field-wrong"
                raise SettingsError(message, field=flaw.field, **place)
            if number % 1000 == 0:
                show(number)
            yield record


def evaluate(
    topics: Annotated[Path, typer.Argument(help="TREC topics: qid TAB question a line, or TREC's own form.")],
    qrels: Annotated[Path, typer.Argument(help="TREC qrels: qid 0 person-id relevance.")],
    settings: SettingsOption = None,
    pool: Annotated[Path | None, typer.Option(help="Only these person ids are judged: a second figure.")] = None,
    as_json: JsonOption = False,
) -> None:
    """How well are these questions answered? MAP, MRR, nDCG@10 and P@5 with 95 % confidence intervals.

    The figures come through the very function that answers people. Example: whoknows evaluate topics.tsv qrels.txt
    """
    loaded = load_settings(settings)
    with open_installation(loaded, create=False) as installation:
        report = evaluate_run(installation.store, Index.open(loaded.index), topics, qrels, pool=pool, now=now())
    if as_json:
        print_json(report)
    else:
        out.print(report.table(), markup=False)
