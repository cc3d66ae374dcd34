"""Spreadsheets as text: what cells show, which sheets come first, and what is too much."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import openpyxl
import pytest

from bench.hostile.compound import old_sheets
from ingest import formats
from ingest.formats import FormatError, Limits, ParsedBody
from ingest.formats.registry import OLD_SHEETS, OPEN_SHEETS, SHEETS
from ingest.formats.sheets import MOST_ROWS
from ingest.isolation import Isolated
from ingest.sources.media_types import media_type_of
from tests.ingest.formats.packages import renamed, replaced, strict


def saved(book: Any) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def workbook() -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Pompen"
    for row in (
        ["Naam", "Keuring", "Prijs", "Goed"],
        ["Boosterpomp", datetime(2024, 1, 31), 1250.0, True],  # noqa: DTZ001
        ["Dompelpomp", datetime(2024, 2, 1, 13, 30), 0.125, False],  # noqa: DTZ001
    ):
        sheet.append(row)
    hidden = book.create_sheet("Lijsten", 0)
    hidden.append(["Leverancier"])
    hidden.sheet_state = "hidden"
    secret = book.create_sheet("Macro")
    secret.append(["alleen voor programma's"])
    secret.sheet_state = "veryHidden"
    book.properties.creator, book.properties.title = "Ada Vos", "Pompenlijst"
    book.active = 1
    return saved(book)


TEXT = (
    "Pompen\nNaam | Keuring | Prijs | Goed\nBoosterpomp | 2024-01-31 | 1250 | TRUE\n"
    "Dompelpomp | 2024-02-01 13:30 | 0.125 | FALSE\n\nLijsten\nLeverancier"
)


def test_sheets_as_text() -> None:
    parsed = formats.parse(workbook(), SHEETS)
    assert (parsed.title, parsed.authors, parsed.text) == ("Pompenlijst", ("Ada Vos",), TEXT)


@pytest.mark.parametrize("change", [strict, lambda body: renamed(body, "workbook.xml", "boek1.xml")])
def test_strict_and_renamed(change: Any) -> None:
    body = change(workbook())
    assert media_type_of("a.bin", body) == SHEETS
    assert formats.parse(body, SHEETS).text == TEXT


@pytest.mark.parametrize(
    "kind",
    [
        "vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
        "vnd.ms-excel.sheet.macroEnabled.main+xml",
        "vnd.ms-excel.template.macroEnabled.main+xml",
    ],
)
def test_templates_and_macros(kind: str) -> None:
    usual = "vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    assert media_type_of("a.bin", replaced(workbook(), "[Content_Types].xml", usual, kind)) == SHEETS


def test_a_cell_far_away_costs_nothing() -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    book["Pompen"]["XFD1048576"] = "ver weg"
    body = saved(book)
    with Isolated(Limits()) as isolated:
        parsed = isolated.parse(body, SHEETS)
    assert "Boosterpomp" in parsed.text
    assert "ver weg" in parsed.text


def test_what_is_too_much_is_told() -> None:
    book = openpyxl.Workbook()
    for number in range(MOST_ROWS + 5):
        book.active.append([f"pomp {number}"])
    parsed = formats.parse(saved(book), SHEETS)
    assert parsed.text.endswith(f"pomp {MOST_ROWS - 1}")
    assert [each.message for each in parsed.problems] == ["sheets-cut"]


def test_time_that_is_over_leaves_what_was_read() -> None:
    parsed = formats.parse(workbook(), SHEETS, Limits(seconds=1e-6))
    assert [each.message for each in parsed.problems] == ["sheets-cut"]


def test_charts_and_text_boxes() -> None:
    from openpyxl.chart import BarChart, Reference

    book = openpyxl.load_workbook(io.BytesIO(workbook()))
    sheet = book["Pompen"]
    chart = BarChart()
    chart.title = "Prijs per pomp"
    chart.y_axis.title = "Euro"
    chart.add_data(Reference(sheet, min_col=3, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "F2")
    text = formats.parse(saved(book), SHEETS).text
    assert "Prijs per pomp" in text
    assert "Euro" in text


def test_rich_text_without_its_pronunciation() -> None:
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out)
    bold = book.add_format({"bold": True})
    book.add_worksheet("Pompen").write_rich_string(0, 0, "Booster", bold, "pomp")
    book.close()
    spoken = "</r><rPh sb='0' eb='1'><t>buustur</t></rPh></si>"
    body = replaced(out.getvalue(), "xl/sharedStrings.xml", "</r></si>", spoken)
    assert formats.parse(body, SHEETS).text == "Pompen\nBoosterpomp"


def ods() -> bytes:
    from odf import dc, opendocument, table, text

    def cell(words: str, **attributes: Any) -> Any:
        made = table.TableCell(**attributes)
        if words:
            made.addElement(text.P(text=words))
        return made

    document = opendocument.OpenDocumentSpreadsheet()
    document.meta.addElement(dc.Title(text="Pompenlijst"))
    sheet = table.Table(name="Pompen")
    for words in ("Boosterpomp", "Dompelpomp"):
        row = table.TableRow()
        row.addElement(cell(words))
        row.addElement(cell("31/01/24", valuetype="date", datevalue="2024-01-31"))
        sheet.addElement(row)
    filler = table.TableRow(numberrowsrepeated="1048570")
    filler.addElement(cell("", numbercolumnsrepeated="1024"))
    sheet.addElement(filler)
    document.spreadsheet.addElement(sheet)
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def test_open_document_sheets() -> None:
    assert media_type_of("a.bin", ods()) == OPEN_SHEETS
    parsed: ParsedBody = formats.parse(ods(), OPEN_SHEETS)
    assert (parsed.title, parsed.text) == (
        "Pompenlijst",
        "Pompen\nBoosterpomp | 2024-01-31\nDompelpomp | 2024-01-31",
    )


@pytest.mark.parametrize(("body", "kind"), [(workbook(), SHEETS), (ods(), OPEN_SHEETS)])
@pytest.mark.parametrize("part", [0.3, 0.9])
def test_half_a_file(body: bytes, kind: str, part: float) -> None:
    with pytest.raises(FormatError):
        formats.parse(body[: int(part * len(body))], kind)


def test_sheets_of_excel_97() -> None:
    body = old_sheets({"Lijst": [["Leverancier"]], "Pompen": [["Naam", "Prijs"], ["Boosterpomp", 1250.0]]}, ["Lijst"])
    assert media_type_of("a.bin", body) == OLD_SHEETS
    with Isolated(Limits()) as isolated:
        assert isolated.parse(body, OLD_SHEETS).text == "Pompen\nNaam | Prijs\nBoosterpomp | 1250\n\nLijst\nLeverancier"


def test_half_a_workbook_of_excel_97() -> None:
    body = old_sheets({"Pompen": [["Naam"]]})
    with Isolated(Limits()) as isolated, pytest.raises(FormatError):
        isolated.parse(body[:600], OLD_SHEETS)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"<html><table><tr><td>Boosterpomp</td></tr></table></html>", "text/html"),
        ("Naam\tPrijs\nBoosterpomp\t€5\n".encode("windows-1252"), "text/plain"),
        (b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?><Workbook/>', OLD_SHEETS),
        (b"\x09\x08\x10\x00\x00\x06\x05\x00", OLD_SHEETS),
    ],
)
def test_what_web_systems_call_a_workbook(body: bytes, kind: str) -> None:
    assert media_type_of("export.xls", body) == kind
