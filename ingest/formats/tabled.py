"""The beginning of a text with its headings, points and tables as Markdown writes them, for what reads minutes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

MOST = 100_000
"""Characters of a text that are written so."""
DEEPEST = 6


def heading(level: int, words: str) -> str:
    """A heading of this level."""
    return f"{'#' * min(max(level, 1), DEEPEST)} {words}"


def table(rows: Iterable[Sequence[str]], *, headed: bool = False) -> Iterator[str]:
    """The rows of a table, empty cells included; `headed`: the first is known to be its head."""
    for number, cells in enumerate(rows):
        yield f"| {' | '.join(map(_cell, cells))} |"
        if headed and not number:
            yield f"{'|---' * len(cells)}|"


def _cell(words: str) -> str:
    """The words of a cell in one line, its lines with commas between them."""
    lines = (" ".join(line.split()).strip(",") for line in words.replace("|", "/").split("\n"))
    return ", ".join(line for line in lines if line)
