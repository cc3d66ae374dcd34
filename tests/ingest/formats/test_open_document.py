"""OpenDocument files: notes, text boxes, forms, headers, slides and charts."""

from __future__ import annotations

import io
from typing import Any

from odf import draw, opendocument, presentation, style, text

from ingest import formats
from ingest.formats.registry import OPEN_SLIDES, OPEN_TEXT
from ingest.sources.media_types import media_type_of
from tests.ingest.formats.packages import packed, parts_of, replaced

DRAW = "xmlns:draw='urn:oasis:names:tc:opendocument:xmlns:drawing:1.0'"


def saved(document: Any) -> bytes:
    out = io.BytesIO()
    document.write(out)
    return out.getvalue()


def letter(*words: str) -> bytes:
    document = opendocument.OpenDocumentText()
    for each in words:
        document.text.addElement(text.P(text=each))
    return saved(document)


def test_notes_and_text_boxes_do_not_interrupt_a_sentence() -> None:
    inside = (
        "De klep<text:note text:note-class='footnote'><text:note-citation>1</text:note-citation><tex"
        "t:note-body><text:p>Zie "
        f"het advies.</text:p></text:note-body></text:note> lekt<draw:frame {DRAW}><draw:text-box>"
        "<text:p>Let op</text:p></draw:text-box></draw:frame> nu."
    )
    body = replaced(letter("De klep", "Daarna."), "content.xml", "De klep", inside)
    assert formats.parse(body, OPEN_TEXT).text.split("\n") == [
        "De klep lekt nu.",
        "Let op",
        "Daarna.",
        "Zie het advies.",
    ]


def test_what_was_filled_in_and_what_was_deleted() -> None:
    form = (
        '<form xmlns="urn:oasis:names:tc:opendocument:xmlns:form:1.0" xmlns:f="urn:oasis:names:tc:op'
        "endocument:xmlns:form:"
        '1.0"><f:text f:name="Text 1" f:current-value="Boosterpomp"/></form><text:tracked-changes><text:changed-region>'
        "<text:deletion><text:p>oude regel</text:p></text:deletion></text:changed-region></text:tracked-changes>"
    )
    body = replaced(letter("Aanvraag"), "content.xml", "<text:p", f"{form}<text:p")
    assert formats.parse(body, OPEN_TEXT).text.split("\n") == ["Boosterpomp", "Aanvraag"]


def test_headers_of_pages_are_apart() -> None:
    document = opendocument.OpenDocumentText()
    layout = style.PageLayout(name="a")
    document.automaticstyles.addElement(layout)
    master = style.MasterPage(name="Standard", pagelayoutname=layout)
    header, footer = style.Header(), style.Footer()
    header.addElement(text.P(text="Vertrouwelijk"))
    footer.addElement(text.P(text="Vertrouwelijk"))
    master.addElement(header)
    master.addElement(footer)
    document.masterstyles.addElement(master)
    document.text.addElement(text.P(text="De pomp."))
    parsed = formats.parse(saved(document), OPEN_TEXT)
    (aside,) = parsed.passages
    assert parsed.text == "De pomp.\n\nVertrouwelijk"
    assert parsed.text[aside.start :] == "Vertrouwelijk"


def test_charts_are_found_by_their_words() -> None:
    chart = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xm'
        'lns:text="urn:oasis:'
        'names:tc:opendocument:xmlns:text:1.0"><office:body><text:p>Storingen per pomp</text:p><text:p>4711</text:p>'
        "</office:body></office:document-content>"
    )
    place = "<draw:object xmlns:xlink='http://www.w3.org/1999/xlink' xlink:href='./Object 1'/>"
    body = replaced(letter("Zie hier"), "content.xml", "Zie hier", f"Zie hier<draw:frame {DRAW}>{place}</draw:frame>")
    parts = {**parts_of(body), "Object 1/content.xml": chart.encode()}
    assert formats.parse(packed(parts), OPEN_TEXT).text == "Zie hier\nStoringen per pomp"


def slides() -> bytes:
    document = opendocument.OpenDocumentPresentation()
    layout = style.PageLayout(name="a")
    document.automaticstyles.addElement(layout)
    master = style.MasterPage(name="b", pagelayoutname=layout)
    document.masterstyles.addElement(master)
    for title in ("Pompen", "Kleppen"):
        page = draw.Page(masterpagename=master)
        for words, asked in ((title, None), ("Klik om tekst toe te voegen", "true")):
            frame, box = draw.Frame(width="1cm", height="1cm"), draw.TextBox()
            if asked:
                frame.setAttrNS("urn:oasis:names:tc:opendocument:xmlns:presentation:1.0", "placeholder", asked)
            box.addElement(text.P(text=words))
            frame.addElement(box)
            page.addElement(frame)
        notes, frame, box = presentation.Notes(), draw.Frame(), draw.TextBox()
        box.addElement(text.P(text=f"Zeg iets over {title}."))
        frame.addElement(box)
        notes.addElement(frame)
        page.addElement(notes)
        document.presentation.addElement(page)
    return saved(document)


def test_slides_with_their_notes() -> None:
    assert media_type_of("deck.bin", slides()) == OPEN_SLIDES
    parsed = formats.parse(slides(), OPEN_SLIDES)
    assert parsed.text == "Pompen\nZeg iets over Pompen.\n\nKleppen\nZeg iets over Kleppen."


def test_templates() -> None:
    body = replaced(letter("De pomp."), "mimetype", OPEN_TEXT, f"{OPEN_TEXT}-template")
    kind = media_type_of("brief.ott", body)
    assert kind == f"{OPEN_TEXT}-template"
    assert formats.parse(body, kind).text == "De pomp."
