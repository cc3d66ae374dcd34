"""Small whole documents of an office, to be damaged."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import cache
from typing import Any

from bench.hostile import compound

OLD = {"doc": "WordDocument", "ppt": "PowerPoint Document"}
"""The stream by which each older format of Office is known."""
WORDS = "The heat pump hums in the cellar, says Kees Vos."
HTML = (
    '<!doctype html><html><head><meta charset="utf-8"><title>Pumps</title><meta name="author" content="Kees Vos">'
    f'<meta name="date" content="2024-01-01"></head><body><nav>x</nav><h1>Pumps</h1><p>{WORDS}</p><table><tr><td>a</td>'
    "</tr></table><ul><li>b</li></ul><a href='c.html'>c</a><!-- d --><script>e()</script></body></html>"
).encode()


MAIL = (
    f"From: Kees Vos <kv@w.example>\nTo: Mina Vis <mv@w.example>\nSubject: Re: Pumps\nDate: Mon, 1 Jan 2024 10:00:00 "
    '+0100\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary="b"\n\n--b\nContent-Type: text/plain\n\n'
    f"{WORDS}\n> Where?\n--b\nContent-Type: message/rfc822\n\nFrom: mv@w.example\nSubject: Pumps\n\nHere.\n--b\n"
    "Content-Disposition: attachment; filename=a.html\n\n<p>attached</p>\n--b--\n"
).encode()
RICH_TEXT = (
    rf"{{\rtf1\ansi\ansicpg1252{{\fonttbl{{\f0 Arial;}}}}{{\info{{\author Kees Vos}}{{\creatim\yr2024\mo1\dy1}}}}"
    rf"{{\header x\par}}\pard {WORDS}{{\footnote note}}\par \u8364?\'e9 {{\deleted gone}}\trowd\cellx1 a\cell\row}}"
).encode()
MEETING = (
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Pumps\r\nDTSTART:20240101T100000Z\r\nRRULE:FREQ="
    "YEARLY\r\nORGANIZER;CN=Kees Vos:mailto:kv@w.example\r\nATTENDEE;CN=Mina Vis:mailto:mv@w.example\r\nDESCRIPTION:"
    f"{WORDS}\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
).encode()


@cache
def documents() -> tuple[tuple[str, bytes], ...]:
    """One document of each format, by its suffix."""
    return (("docx", _word()), ("pptx", _slides()), ("xlsx", _sheets()), ("odt", _open_text()), ("ods", _open_sheets()),
            ("odp", _open_slides()), ("pdf", _pdf()), ("epub", _book()), ("html", HTML), ("txt", WORDS.encode()),
            ("md", WORDS.encode()), ("rtf", RICH_TEXT), ("eml", MAIL), ("ics", MEETING),
            *((suffix, compound.old(stream, WORDS)) for suffix, stream in OLD.items()),
            ("xls", compound.old_sheets({"Pumps": [["Name", "Price"], [WORDS, 3.5]]})),
            ("msg", compound.message(WORDS)))  # fmt: skip


def _saved(save: Callable[[Any], None]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()


def _pdf() -> bytes:
    from fpdf import FPDF

    document = FPDF()
    document.set_author("Kees Vos")
    document.add_page()
    document.set_font("helvetica", size=12)
    document.cell(text=WORDS)
    return bytes(document.output())


def _word() -> bytes:
    import docx

    document = docx.Document()
    document.core_properties.author = "Kees Vos"
    document.add_paragraph(WORDS)
    document.add_table(1, 1).cell(0, 0).text = "and in a table"
    return _saved(document.save)


def _slides() -> bytes:
    import pptx

    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Pumps"
    slide.placeholders[1].text = WORDS
    return _saved(deck.save)


def _open_text() -> bytes:
    from odf import opendocument, text

    document = opendocument.OpenDocumentText()
    document.text.addElement(text.P(text=WORDS))
    return _saved(document.write)


def _sheets() -> bytes:
    import openpyxl
    from openpyxl.chart import BarChart, Reference

    book = openpyxl.Workbook()
    book.active.append(["Pump", "Price"])
    book.active.append([WORDS, 3.5])
    chart = BarChart()
    chart.title = "Prices"
    chart.add_data(Reference(book.active, min_col=2, min_row=1, max_row=2), titles_from_data=True)
    book.active.add_chart(chart, "D2")
    return _saved(book.save)


def _open_sheets() -> bytes:
    from odf import opendocument, table, text

    document = opendocument.OpenDocumentSpreadsheet()
    sheet, row, cell = table.Table(name="Pumps"), table.TableRow(), table.TableCell()
    cell.addElement(text.P(text=WORDS))
    row.addElement(cell)
    sheet.addElement(row)
    document.spreadsheet.addElement(sheet)
    return _saved(document.write)


def _open_slides() -> bytes:
    from odf import draw, opendocument, style, text

    document = opendocument.OpenDocumentPresentation()
    layout = style.PageLayout(name="a")
    document.automaticstyles.addElement(layout)
    master = style.MasterPage(name="b", pagelayoutname=layout)
    document.masterstyles.addElement(master)
    page, frame, box = draw.Page(masterpagename=master), draw.Frame(width="1cm", height="1cm"), draw.TextBox()
    box.addElement(text.P(text=WORDS))
    frame.addElement(box)
    page.addElement(frame)
    document.presentation.addElement(page)
    return _saved(document.write)


def _book() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("mimetype", "application/epub+zip")
        package.writestr(
            "META-INF/container.xml", '<container><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>'
        )
        package.writestr(
            "a.opf",
            '<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>Pumps</dc:title><dc:creator>Kees '
            'Vos</dc:creator></metadata><manifest><item id="a" href="a.xml" media-type="application/xhtml+xml"/>'
            '</manifest><spine><itemref idref="a"/></spine></package>',
        )
        package.writestr("a.xml", HTML)
    return out.getvalue()
