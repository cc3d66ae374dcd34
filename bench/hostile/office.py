"""Small whole documents of an office, to be damaged."""

from __future__ import annotations

import io
from collections.abc import Callable
from functools import cache
from typing import Any

WORDS = "The heat pump hums in the cellar, says Kees Vos."
HTML = (
    '<!doctype html><html><head><meta charset="utf-8"><title>Pumps</title><meta name="author" content="Kees Vos">'
    f'<meta name="date" content="2024-01-01"></head><body><nav>x</nav><h1>Pumps</h1><p>{WORDS}</p><table><tr><td>a</td>'
    "</tr></table><ul><li>b</li></ul><a href='c.html'>c</a><!-- d --><script>e()</script></body></html>"
).encode()


@cache
def documents() -> tuple[tuple[str, bytes], ...]:
    """One document of each format, by its suffix."""
    return (("docx", _word()), ("pptx", _slides()), ("odt", _open_text()), ("pdf", _pdf()), ("html", HTML),
            ("txt", WORDS.encode()), ("md", WORDS.encode()))  # fmt: skip


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
