"""The lines of a people file in CSV, as spreadsheets, PowerShell and directories write it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator

from graph.facts import Problem
from ingest.sources.columns import map_columns

DELIMITERS = ",;\t|"
HEADER_WITHIN = 12
"""Lines within which the header stands: a title, a date or an empty line may be above it."""
SAMPLE = 1_000
"""Lines that are looked at to find out what a column means."""
LONGEST = 6_000_000
"""Characters of a cell: a picture of 4 MB is one."""
_MOST_LINES = 1_000_000
_SEPARATOR = re.compile(r"\s{0,20}\"?sep=(.)\"?[ \t]{0,20}\r?\n", re.IGNORECASE)
_TYPE = re.compile(r"\s{0,20}\"?#TYPE [^\n]{0,2000}\n", re.IGNORECASE)


def cells_of(text: str, delimiter: str | None = None) -> Iterator[list[str] | Problem]:
    """The lines; a Problem without id where it is not known what a line says, so that nobody is taken for gone.

    A line that only tells a program how to read the file (``sep=;``, ``#TYPE ...``) is none.
    """
    text, stated = _without_marks(text.replace("\x00", ""))
    csv.field_size_limit(LONGEST)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or stated or likely_delimiter(text))
    within = _within(text)
    last, open_quote = text.count("\n"), text.count('"') % 2 == 1
    for _ in range(_MOST_LINES):
        try:
            line = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            yield Problem(None, "directory-no-csv", {"line": str(reader.line_num), "reason": str(error)})
            continue
        if open_quote and reader.line_num == last and any("\n" in cell for cell in line):
            yield Problem(None, "directory-quote-open", {"line": str(reader.line_num), "start": line[0][:40]})
        else:
            yield _divided(line[0], within) if within and len(line) == 1 else line
    yield Problem(None, "directory-too-long", {"limit": str(_MOST_LINES)})


def _within(text: str) -> str | None:
    """What divides the cells within lines that are one quoted cell each, as of a CSV that was saved undivided."""
    first = next((line for line in text[:20_000].splitlines() if line.strip()), "")
    cells = _divided(first, "\n") if first.startswith('"') else []
    if len(cells) != 1 or cells[0].startswith('"'):
        return None
    delimiter = likely_delimiter(cells[0])
    return delimiter if _likeness(cells[0], delimiter)[0] > 1 else None


def _divided(line: str, delimiter: str) -> list[str]:
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


def likely_delimiter(text: str) -> str:
    """What divides the cells: with it one of the first lines has most headers that are known."""
    first = [line for line in text[:100_000].splitlines()[:HEADER_WITHIN] if line.strip()]
    return max(DELIMITERS, key=lambda each: max((_likeness(line, each) for line in first), default=(0, 0)))


def _likeness(line: str, delimiter: str) -> tuple[int, int]:
    cells = _divided(line, delimiter)
    return len(map_columns(cells, [], {}).places), len(cells)


def _without_marks(text: str) -> tuple[str, str | None]:
    """The text without lines for programs, and the delimiter that one of them states."""
    stated = None
    text = text.removeprefix("\ufeff")
    for _ in range(2):
        if found := _SEPARATOR.match(text):
            stated, text = found[1], text[found.end() :]
        elif found := _TYPE.match(text):
            text = text[found.end() :]
    return text, stated
