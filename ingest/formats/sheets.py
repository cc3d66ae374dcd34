"""Rows of spreadsheets as text: how many are taken, and how a cell is written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

from graph.facts import Problem
from ingest.deadline import Allowance
from ingest.formats import Limits, tabled

MOST_SHEETS = 100
MOST_ROWS = 10_000
MOST_COLUMNS = 200
MOST_TABLES, MOST_TABLED = 10, 500
"""Sheets, and rows of each, in which people are looked for."""
LONGEST_CELL = 2_000
BETWEEN = " | "
FIRST_DAY = datetime(1899, 12, 30)  # noqa: DTZ001 (a date in a cell has no zone)
LAST_SERIAL = 2_958_465
"""9999-12-31 as the number of a day."""


@dataclass(slots=True)
class SheetText:
    """The text of sheets that are added one by one: the name of each, then its rows, as far as the limits let in."""

    limits: Limits
    allowance: Allowance
    blocks: list[str] = field(default_factory=list)
    tables: list[str] = field(default_factory=list)
    cut: bool = False
    size: int = 0

    @property
    def full(self) -> bool:
        """Whether no more is taken."""
        return self.size > self.limits.characters or self.allowance.over or len(self.blocks) >= MOST_SHEETS

    def add(self, name: str, rows: Iterable[Sequence[str]]) -> None:
        """Take the rows of a sheet. One without a word or number is left out."""
        if self.full:
            self.cut = True
            return
        kept = list(self._rows(rows))
        lines = [BETWEEN.join(cell for cell in row if cell) for row in kept]
        if lines:
            self.blocks.append("\n".join((name, *lines) if name else lines))
        if lines and len(self.tables) < MOST_TABLES:
            table = tabled.table(kept[:MOST_TABLED])
            self.tables.append("\n".join((f"## {name}", *table) if name else table))

    def _rows(self, rows: Iterable[Sequence[str]]) -> Iterator[list[str]]:
        before: list[str] = []
        for number, row in enumerate(rows):
            if number >= MOST_ROWS or self.size > self.limits.characters or self.allowance.over:
                self.cut = True
                return
            self.cut = self.cut or len(row) > MOST_COLUMNS
            cells = [_tidy(each) for each in row[:MOST_COLUMNS]]
            while cells and not cells[-1]:
                cells.pop()
            words = [cell for cell in cells if cell]
            if words and words != before:
                self.size += sum(map(len, words)) + len(BETWEEN) * (len(words) - 1) + 1
                yield cells
            before = words

    @property
    def text(self) -> str:
        """All that was taken."""
        return "\n\n".join(self.blocks)

    @property
    def tabled(self) -> str:
        """The beginning of it as tables of Markdown."""
        return "\n\n".join(self.tables)[: tabled.MOST]

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is told when there was more than the limits let in."""
        limits = {"sheets": str(MOST_SHEETS), "rows": str(MOST_ROWS), "columns": str(MOST_COLUMNS)}
        return (Problem(None, "sheets-cut", limits),) if self.cut else ()


def _tidy(cell: str) -> str:
    return " ".join(cell[:LONGEST_CELL].split())


def number(value: float) -> str:
    """A number as a cell shows it: no decimals where there are none."""
    return str(int(value)) if abs(value) < 1e15 and value == int(value) else f"{value:.10g}"


def day(serial: float, *, from_1904: bool = False) -> str:
    """The date of a day counted from 1900, or 1904 as on old Macs, with the time where there is one."""
    serial += 1462 if from_1904 else 0
    if not 0 <= serial <= LAST_SERIAL:
        return number(serial)
    moment = FIRST_DAY + timedelta(days=serial)
    moment = (moment + timedelta(microseconds=500_000)).replace(microsecond=0)
    if serial < 1:
        return f"{moment:%H:%M}"
    return written(moment)


def written(moment: datetime) -> str:
    """A moment as a cell shows it: no time where there is none."""
    return f"{moment:%Y-%m-%d}" if moment.time() == time() else f"{moment:%Y-%m-%d %H:%M}"
