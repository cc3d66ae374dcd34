"""Those present in a table of a document of any format: under a heading, by ticks, in columns, beside a label."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest

from graph.facts import ActKind, DocumentKind, Item
from ingest import formats
from ingest.bounds import bounded_body
from ingest.formats.registry import OPEN_TEXT, SHEETS, WORD
from ingest.mapping import with_visible

Rows = Sequence[Sequence[str]]
END = "Opening"
SAID = "Cato Mul opent."
TABLES: dict[str, tuple[str, Rows]] = {
    "under a heading": ("Aanwezigen", [["Naam", "Namens"], ["Ivo de Haan", "Acme"], ["Noor Prins", ""]]),
    "under a heading, without a head": ("Aanwezigen", [["Ivo de Haan", "voorzitter"], ["Noor Prins", "notulist"]]),
    "ticked": (
        "Vergadering",
        [["Naam", "Aanwezig", "Afwezig"], ["Ivo de Haan", "x", ""], ["Cato Mul", "", "x"], ["Noor Prins", "x", ""]],
    ),
    "in columns": ("Vergadering", [["Aanwezig", "Afwezig"], ["Ivo de Haan", "Cato Mul"], ["Noor Prins", ""]]),
    "beside a label": ("Vergadering", [["Aanwezig:", "Ivo de Haan\nNoor Prins"], ["Afwezig:", "Cato Mul"]]),
}


def in_html(heading: str, rows: Rows) -> bytes:
    cells = ("".join(f"<td><p>{cell.replace(chr(10), '</p><p>')}</p></td>" for cell in row) for row in rows)
    table = "".join(f"<tr>{each}</tr>" for each in cells)
    return f"<h2>{heading}</h2><table>{table}</table><h2>{END}</h2><p>{SAID}</p>".encode()


def in_markdown(heading: str, rows: Rows) -> bytes:
    lines = [f"| {' | '.join(cell.replace(chr(10), '<br>') for cell in row)} |" for row in rows]
    lines[1:1] = ["|---" * len(rows[0]) + "|"] if ":" not in rows[0][0] else []
    return "\n".join((f"## {heading}", "", *lines, "", f"## {END}", "", SAID)).encode()


def in_word(heading: str, rows: Rows) -> bytes:
    import docx

    document = docx.Document()
    document.add_heading(heading, 2)
    table = document.add_table(len(rows), len(rows[0]))
    for row, cells in zip(table.rows, rows, strict=True):
        for cell, words in zip(row.cells, cells, strict=True):
            cell.text = words
    document.add_heading(END, 2)
    document.add_paragraph(SAID)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def in_open_document(heading: str, rows: Rows) -> bytes:
    from odf import opendocument, table, text

    document = opendocument.OpenDocumentText()
    document.text.addElement(text.H(outlinelevel=2, text=heading))
    made = table.Table()
    for row in rows:
        line = table.TableRow()
        for words in row:
            cell = table.TableCell()
            for each in words.split("\n"):
                cell.addElement(text.P(text=each))
            line.addElement(cell)
        made.addElement(line)
    document.text.addElement(made)
    document.text.addElement(text.H(outlinelevel=2, text=END))
    document.text.addElement(text.P(text=SAID))
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


MADE = {
    "text/html": in_html,
    "text/markdown": in_markdown,
    WORD: in_word,
    OPEN_TEXT: in_open_document,
}


@pytest.mark.parametrize("name", TABLES)
@pytest.mark.parametrize(("media_type", "make"), MADE.items(), ids=["html", "markdown", "word", "open document"])
def test_those_present_in_a_table(name: str, media_type: str, make: Callable[[str, Rows], bytes]) -> None:
    assert present(make(*TABLES[name]), media_type) == ["Ivo de Haan", "Noor Prins"]


def test_a_list_of_those_present_in_a_sheet() -> None:
    import openpyxl

    book = openpyxl.Workbook()
    for row in (["Naam", "Namens", "Aanwezig"], ["Ivo de Haan", "Acme", "x"], ["Cato Mul", "Acme", None]):
        book.active.append(row)
    book.active.append(["Noor Prins", None, "x"])
    out = io.BytesIO()
    book.save(out)
    item = Item("lijst.xlsx", out.getvalue(), SHEETS, DocumentKind.FILE, "Presentielijst")
    told = with_visible(item, bounded_body(formats.parse(item.body, SHEETS), "lijst.xlsx")).acts
    assert [act.name for act in told if act.kind is ActKind.ATTENDED] == ["Ivo de Haan", "Noor Prins"]


@pytest.mark.parametrize(
    "text",
    [
        '{{< section "Aanwezigen" >}}\n- Ivo de Haan\n- Noor Prins\n{{< /section >}}\n\n## Opening\nCato Mul opent.',
        '{{% section title="Aanwezigen" %}}\nIvo de Haan, Noor Prins\n{{% /section %}}\n\nCato Mul opent.',
        "---\ntitle: Notulen\naanwezigen: [Ivo de Haan, Noor Prins]\n---\nCato Mul opent.",
    ],
)
def test_those_present_by_what_a_generator_of_sites_reads(text: str) -> None:
    assert present(text.encode(), "text/markdown") == ["Ivo de Haan", "Noor Prins"]


def test_a_table_that_lays_out_a_page_is_no_table_of_people() -> None:
    page = (
        "<table><tr><td><h2>Aanwezig</h2><ul><li>Ivo de Haan</li></ul></td><td><h2>Menu</h2>Cato Mul</td></tr></table>"
    )
    assert present(page.encode(), "text/html") == ["Ivo de Haan"]


METADATA: dict[str, Rows] = {
    "beside labels": [["Auteur", "Ada Vos"], ["Reviewer", "Bram Kok"], ["Datum", "3 mei 2024"]],
    "versions": [["Versie", "Auteur", "Reviewer"], ["0.1", "Ada Vos", ""], ["1.0", "Ada Vos", "Bram Kok"]],
}


@pytest.mark.parametrize("name", METADATA)
@pytest.mark.parametrize(("media_type", "make"), MADE.items(), ids=["html", "markdown", "word", "open document"])
def test_those_who_worked_on_a_document_by_the_table_at_its_head(
    name: str, media_type: str, make: Callable[[str, Rows], bytes]
) -> None:
    item = Item("ontwerp", make("Versiebeheer", METADATA[name]), media_type, DocumentKind.FILE, "Ontwerp")
    told = with_visible(item, bounded_body(formats.parse(item.body, media_type), "ontwerp")).acts
    assert {(act.kind.value, act.name) for act in told if act.name != "python-docx"} == {
        ("wrote", "Ada Vos"),
        ("commented", "Bram Kok"),
    }


def test_those_of_a_list_of_definitions() -> None:
    page = b"<h1>Ontwerp</h1><dl><dt><b>Auteur:</b></dt><dd>Ada Vos</dd><dt>Reviewers</dt><dd>Bram Kok</dd></dl>"
    item = Item("ontwerp", page, "text/html", DocumentKind.FILE, "Ontwerp")
    told = with_visible(item, bounded_body(formats.parse(item.body, "text/html"), "ontwerp")).acts
    assert [(act.kind.value, act.name) for act in told] == [("wrote", "Ada Vos"), ("commented", "Bram Kok")]
    minutes = b"<dl><dt>Aanwezig</dt><dd>Ivo de Haan</dd><dd>Noor Prins</dd><dt>Afwezig</dt><dd>Cato Mul</dd></dl>"
    assert present(minutes, "text/html") == ["Ivo de Haan", "Noor Prins"]


def present(body: bytes, media_type: str) -> list[str | None]:
    item = Item("overleg", body, media_type, DocumentKind.FILE, "Notulen bouwoverleg")
    return [act.name for act in with_visible(item, bounded_body(formats.parse(body, media_type), "overleg")).acts]
