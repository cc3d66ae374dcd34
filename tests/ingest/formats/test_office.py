"""Text and properties of files of office programs."""

from __future__ import annotations

import contextlib
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import formats
from ingest.formats import FormatError, Limits
from ingest.formats.registry import OPEN_TEXT, SLIDES, WORD
from ingest.isolation import Isolated

WORDS = "The heat pump hums in the cellar."


def pdf(author: str = "Ada Vos; Bram Kok") -> bytes:
    from fpdf import FPDF

    document = FPDF()
    document.set_author(author)
    document.set_title("Quiet pumps")
    document.set_creation_date(datetime(2024, 1, 31, 12, tzinfo=UTC))
    document.add_page()
    document.set_font("helvetica", size=12)
    document.cell(text=WORDS)
    return bytes(document.output())


def docx(author: str = "Ada Vos; Bram Kok") -> bytes:
    import docx as library

    document = library.Document()
    document.core_properties.author = author
    document.core_properties.title = "Quiet pumps"
    document.core_properties.modified = datetime(2024, 1, 31, 12)  # noqa: DTZ001 (the library wants it naive, in UTC)
    document.add_paragraph(WORDS)
    document.add_table(1, 1).cell(0, 0).text = "and in a table"
    return _saved(document.save)


def pptx(author: str = "Ada Vos; Bram Kok") -> bytes:
    import pptx as library

    deck = library.Presentation()
    deck.core_properties.author = author
    deck.core_properties.title = "Quiet pumps"
    deck.core_properties.modified = datetime(2024, 1, 31, 12)  # noqa: DTZ001
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "Pumps"
    slide.placeholders[1].text = WORDS
    slide.notes_slide.notes_text_frame.text = "and in the notes"
    return _saved(deck.save)


def odt(author: str = "Ada Vos; Bram Kok") -> bytes:
    from odf import dc, meta, opendocument, text

    document = opendocument.OpenDocumentText()
    document.meta.addElement(meta.InitialCreator(text=author))
    document.meta.addElement(dc.Title(text="Quiet pumps"))
    document.meta.addElement(dc.Date(text="2024-01-31T12:00:00"))
    document.text.addElement(text.P(text=WORDS))
    return _saved(document.write)


def _saved(save: Callable[[Any], None]) -> bytes:
    file = io.BytesIO()
    save(file)
    return file.getvalue()


MADE = {"application/pdf": pdf, WORD: docx, SLIDES: pptx, OPEN_TEXT: odt}


@cache
def made(media_type: str) -> bytes:
    """One file for all examples: the libraries write another one each time."""
    return MADE[media_type]()


@pytest.mark.parametrize("media_type", list(MADE))
def test_text_and_properties(media_type: str) -> None:
    parsed = formats.parse(MADE[media_type](), media_type)
    assert WORDS in parsed.text
    assert parsed.title == "Quiet pumps"
    assert parsed.authors == ("Ada Vos", "Bram Kok")
    assert parsed.at == int(datetime(2024, 1, 31, 12, tzinfo=UTC).timestamp())


@pytest.mark.parametrize("media_type", list(MADE))
def test_programs_are_no_authors(media_type: str) -> None:
    assert formats.parse(MADE[media_type]("Microsoft Office User"), media_type).authors == ()


def test_tables_and_notes() -> None:
    assert "and in a table" in formats.parse(docx(), WORD).text
    assert "and in the notes" in formats.parse(pptx(), SLIDES).text


@pytest.mark.parametrize("media_type", list(MADE))
@pytest.mark.parametrize("part", [0.1, 0.5, 0.9])
def test_half_a_file_is_a_format_error(media_type: str, part: float) -> None:
    body = MADE[media_type]()
    with pytest.raises(FormatError):
        formats.parse(body[: int(len(body) * part)], media_type)


@pytest.mark.parametrize("media_type", list(MADE))
@given(data=st.data())
def test_damage_is_a_format_error_or_less_text(media_type: str, data: st.DataObject) -> None:
    body = bytearray(made(media_type))
    for _ in range(data.draw(st.integers(1, 5))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    with contextlib.suppress(FormatError):
        assert isinstance(formats.parse(bytes(body), media_type).text, str)


def bomb() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 50_000_000 + b"</a>")
    return file.getvalue()


def entities() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        text = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'
        archive.writestr("word/document.xml", text)
    return file.getvalue()


def deep() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("word/document.xml", "<a>" * 250 + "</a>" * 250)
    return file.getvalue()


@pytest.mark.parametrize(
    ("body", "message"), [(bomb(), "archive-bomb"), (entities(), "xml-declares-entities"), (deep(), "xml-too-deep")]
)
def test_hostile_files(body: bytes, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        formats.parse(body, WORD)


def test_child_process_says_the_same() -> None:
    with Isolated(Limits()) as isolated:
        for media_type, make in MADE.items():
            assert isolated.parse(make(), media_type) == formats.parse(make(), media_type)
        with pytest.raises(FormatError, match="archive-bomb"):
            isolated.parse(bomb(), WORD)


def test_child_process_is_ended_when_it_takes_too_long() -> None:
    with Isolated(Limits(seconds=0.01)) as isolated, pytest.raises(FormatError, match="parse-took-too-long"):
        isolated.parse(pdf(), "application/pdf")


def test_child_process_without_memory_is_one_problem() -> None:
    with Isolated(Limits(memory=1 << 20)) as isolated, pytest.raises(FormatError):
        isolated.parse(pdf(), "application/pdf")
