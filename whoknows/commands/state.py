"""The graph as a whole: `export`, `import`."""

from __future__ import annotations

import gzip
import io
import json
import os
import shutil
import stat
import sys
import tempfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import IO, Annotated, cast

import typer

from graph.facts import Json
from graph.line_check import flaw_of
from graph.loading import RECORDS
from graph.suppression import SECRET
from whoknows.commands.options import SettingsOption
from whoknows.console import tell, ticker
from whoknows.data_folder import FILE
from whoknows.errors import SettingsError
from whoknows.settings import load_settings
from whoknows.wiring import open_installation


@contextmanager
def _opened(path: Path, mode: str) -> Iterator[IO[str]]:
    """Open a text file, `-` for standard input or output, .gz compressed. Raises SettingsError when it cannot be."""
    if str(path) == "-":
        yield sys.stdout if "w" in mode else sys.stdin
        return
    try:
        with path.open(mode + "b") as raw:
            if "w" in mode:
                _for_us_only(raw)
            packed = path.suffix == ".gz"
            with (
                gzip.open(raw, mode + "b") if packed else nullcontext(raw) as stream,
                io.TextIOWrapper(cast(IO[bytes], stream), "utf-8") as text,
            ):
                yield text
    except (OSError, UnicodeDecodeError, EOFError, zlib.error) as error:
        raise SettingsError("file-unreadable", path=str(path), reason=str(error)) from error


def _for_us_only(file: IO[bytes]) -> None:
    """An export holds what only some may read, also one that takes the place of a file for all."""
    if stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        os.fchmod(file.fileno(), FILE)


def export_graph(
    file: Annotated[Path, typer.Argument(help="The file to write; - is standard output, .gz compresses.")],
    settings: SettingsOption = None,
    derived: Annotated[bool, typer.Option("--derived", help="Include what can be rebuilt.")] = False,
) -> None:
    """Write the graph as sorted JSON Lines.

    It holds everything that was read from sources and typed by people. Equal graphs give equal exports.

    Example: whoknows export graph.jsonl.gz
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
    """Read a graph from JSON Lines into an empty store. Then run: whoknows reindex.

    Example: whoknows import graph.jsonl.gz
    """
    with open_installation(load_settings(settings)) as installation, ticker("import") as show:
        if installation.store.seq() and not into_existing:
            raise SettingsError("import-not-empty")
        with _readable_twice(file) as source:
            secret = installation.store.ledger.get(SECRET)
            for record in _records(source, file, show.show, check=True):
                # all of it is looked at first, so that a broken line leaves nothing half imported
                if secret is not None and record.get("name") == SECRET and record.get("value") != secret:
                    raise SettingsError("import-other-secret")
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
