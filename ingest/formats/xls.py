"""Text of a workbook of Excel before 2007 (xls) or in the binary format (xlsb), by calamine."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetVisibleEnum, load_workbook

from ingest.deadline import Allowance
from ingest.formats import FormatError, Limits, ParsedBody
from ingest.formats.compound import with_properties
from ingest.formats.locks import unlocked
from ingest.formats.registry import COMPOUND
from ingest.formats.sheets import MOST_COLUMNS, MOST_SHEETS, SheetText, number, written


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The text of the sheets of this workbook, hidden ones behind. FormatError when it is broken or encrypted."""
    told = SheetText(limits, Allowance(limits.seconds))
    try:
        workbook = load_workbook(io.BytesIO(unlocked(body) if body.startswith(COMPOUND) else body))
        for name in _names(workbook):
            told.add(name, _rows(workbook.get_sheet_by_name(name)))
    except (CalamineError, OSError, ValueError) as error:
        raise FormatError("office-broken", reason=str(error)[:100]) from error
    parsed = ParsedBody(None, told.text, problems=told.problems, tabled=told.tabled)
    return with_properties(parsed, body) if body.startswith(COMPOUND) else parsed


def _names(workbook: CalamineWorkbook) -> list[str]:
    shown = [each for each in workbook.sheets_metadata if each.visible != SheetVisibleEnum.VeryHidden]
    shown.sort(key=lambda each: each.visible == SheetVisibleEnum.Hidden)
    return [each.name for each in shown[: MOST_SHEETS + 1]]


def _rows(sheet: CalamineSheet) -> Iterator[list[str]]:
    for row in sheet.iter_rows():
        yield [_cell(each) for each in row[: MOST_COLUMNS + 1]]


def _cell(value: float | str | bool | time | date | datetime | timedelta) -> str:
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, int | float):
        return number(value)
    return written(value) if isinstance(value, datetime) else str(value)
