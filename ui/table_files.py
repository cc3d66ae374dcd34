"""Tables as files: CSV, and XLSX for programs for tables. No cell is ever a formula."""

from __future__ import annotations

import csv
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from io import BytesIO, StringIO

FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a text that programs for tables would take for a formula."""
WIDEST, LEAST = 60, 8
"""Letters of the width of a column."""
TITLE = 31
"""Letters of the name of a sheet, at most."""
MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""What a workbook says of when it was made, whenever that was: the same rows are the same file."""
Row = Sequence[object]


def csv_of(rows: Iterable[Row]) -> bytes:
    """Rows as CSV in UTF-8, with the mark by which programs for tables know that it is."""
    table = StringIO()
    csv.writer(table).writerows([cell_of(each) for each in row] for row in rows)
    return ("\ufeff" + table.getvalue()).encode()


def xlsx_of(name: str, rows: Iterable[Row]) -> bytes:
    """The same rows as a workbook of one sheet, its first row set apart and kept in sight."""
    from xlsxwriter import Workbook  # loads a tenth of a second of modules

    made = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Workbook(made, options)
    book.set_properties({"created": MADE})
    sheet, bold = book.add_worksheet(_sheet_name(name)), book.add_format({"bold": True})
    widths: dict[int, int] = {}
    for line, row in enumerate(rows):
        for column, value in enumerate(row):
            widths[column] = max(widths.get(column, LEAST), min(len(str(value)) + 1, WIDEST))
            if isinstance(value, int | float):
                sheet.write_number(line, column, value)
            else:
                sheet.write_string(line, column, str(value), *(() if line else (bold,)))
    for column, width in widths.items():
        sheet.set_column(column, column, width)
    sheet.freeze_panes(1, 1)
    book.close()
    return made.getvalue()


def cell_of(value: object) -> object:
    """A cell of CSV that no program takes for a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value


def _sheet_name(name: str) -> str:
    """A name that sheets may have."""
    return "".join(each for each in name if each not in "[]:*?/\\'")[:TITLE].strip() or "1"
