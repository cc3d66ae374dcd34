"""Parts of Office files: kinds, names, forms and passwords as programs really write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest

from ingest import formats
from ingest.formats import FormatError
from ingest.formats.registry import OPEN_TEXT, SLIDES, WORD
from ingest.sources.media_types import media_type_of
from tests.ingest.formats.packages import changed, packed, parts_of, renamed, replaced, strict
from tests.ingest.formats.test_office import WORDS, docx, odt, pptx

MAKERS: dict[str, Callable[[], bytes]] = {WORD: docx, SLIDES: pptx}
MAIN = {WORD: "document.xml", SLIDES: "presentation.xml"}
KINDS = [
    (WORD, "wordprocessingml.template.main+xml", "dotx"),
    (WORD, "ms-word.document.macroEnabled.main+xml", "docm"),
    (WORD, "ms-word.template.macroEnabledTemplate.main+xml", "dotm"),
    (SLIDES, "presentationml.slideshow.main+xml", "ppsx"),
    (SLIDES, "presentationml.template.main+xml", "potx"),
    (SLIDES, "ms-powerpoint.presentation.macroEnabled.main+xml", "pptm"),
    (SLIDES, "ms-powerpoint.slideshow.macroEnabled.main+xml", "ppsm"),
    (SLIDES, "ms-powerpoint.template.macroEnabled.main+xml", "potm"),
]


def read(name: str, body: bytes) -> tuple[str, str]:
    """The format of a file, and its text."""
    media_type = media_type_of(name, body)
    assert media_type is not None
    return media_type, formats.parse(body, media_type).text


@pytest.mark.parametrize(("media_type", "kind", "suffix"), KINDS)
def test_templates_and_macros_are_read(media_type: str, kind: str, suffix: str) -> None:
    usual = {WORD: "vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
             SLIDES: "vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"}[media_type]  # fmt: skip
    new = f"vnd.{kind}" if kind.startswith("ms-") else f"vnd.openxmlformats-officedocument.{kind}"
    body = replaced(MAKERS[media_type](), "[Content_Types].xml", usual, new)
    for name in (f"a.{suffix}", "a.bin"):
        kind_of_it, text = read(name, body)
        assert kind_of_it == media_type
        assert WORDS in text


@pytest.mark.parametrize("media_type", [WORD, SLIDES])
def test_main_part_of_another_name(media_type: str) -> None:
    body = renamed(MAKERS[media_type](), MAIN[media_type], "main1.xml")
    assert not [name for name in parts_of(body) if name.endswith(f"/{MAIN[media_type]}")]
    assert read("a.bin", body)[0] == media_type
    assert WORDS in read("a.bin", body)[1]


@pytest.mark.parametrize("media_type", [WORD, SLIDES])
def test_strict_files(media_type: str) -> None:
    body = strict(MAKERS[media_type]())
    parsed = formats.parse(body, media_type)
    assert WORDS in parsed.text
    assert parsed.title == "Quiet pumps"


@pytest.mark.parametrize("media_type", [WORD, SLIDES])
def test_names_of_parts_in_another_case_and_with_slashes_of_windows(media_type: str) -> None:
    body = changed(MAKERS[media_type](), lambda name, part: (name.replace("/", "\\").upper(), part))
    assert WORDS in read("a.bin", body)[1]


TEXT_BOX = (
    '<w:p xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:wps="http://schemas.microsoft.com/'
    'office/word/2010/wordprocessingShape" xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:t>Voor</w:t></w:r><w:r>'
    "<mc:AlternateContent>{choice}<mc:Fallback><w:pict><v:textbox>{box}</v:textbox></w:pict></mc:Fallback>"
    "</mc:AlternateContent></w:r><w:r><w:t> en na.</w:t></w:r></w:p>"
)
BOX = "<w:txbxContent><w:p><w:r><w:t>Let op de klep</w:t></w:r></w:p></w:txbxContent>"


@pytest.mark.parametrize(
    "choice",
    [
        f'<mc:Choice Requires="wps"><w:drawing><wps:txbx>{BOX}</wps:txbx></w:drawing></mc:Choice>',
        '<mc:Choice Requires="wps"><w:drawing/></mc:Choice>',
        '<mc:Choice Requires="wpc"/>' + f'<mc:Choice Requires="wps">{BOX}</mc:Choice>',
    ],
)
def test_a_text_box_is_told_once(choice: str) -> None:
    xml = TEXT_BOX.format(choice=choice, box=BOX)
    body = replaced(docx(), "word/document.xml", "<w:body>", f"<w:body>{xml}")
    text = formats.parse(body, WORD).text
    assert text.count("Let op de klep") == 1
    assert "Voor en na." in text


def test_what_was_deleted_is_out_in_text_boxes_too() -> None:
    gone = f'<w:p><w:del w:id="1" w:author="A"><w:r>{BOX}</w:r></w:del><w:r><w:t>Dit staat er.</w:t></w:r></w:p>'
    text = formats.parse(replaced(docx(), "word/document.xml", "<w:body>", f"<w:body>{gone}"), WORD).text
    assert "Dit staat er." in text
    assert "klep" not in text


def test_slides_come_in_the_order_in_which_they_are_shown() -> None:
    import pptx as library

    deck = library.Presentation()
    for title in ("Derde", "Eerste", "Tweede"):
        deck.slides.add_slide(deck.slide_layouts[5]).shapes.title.text = title
    ids = deck.slides._sldIdLst
    ids.append(ids[0])
    ids[1].set("show", "0")
    out = io.BytesIO()
    deck.save(out)
    assert formats.parse(out.getvalue(), SLIDES).text.split() == ["Eerste", "Tweede", "Derde"]


def locked_odt() -> bytes:
    parts = parts_of(odt())
    manifest = parts["META-INF/manifest.xml"].decode()
    entry = 'manifest:full-path="content.xml"'
    assert entry in manifest
    locked = '<manifest:encryption-data manifest:checksum="x"/>'
    parts["META-INF/manifest.xml"] = manifest.replace("</manifest:manifest>", f"{locked}</manifest:manifest>").encode()
    parts["content.xml"] = bytes(range(256))
    return packed(parts)


def locked_office(body: bytes, password: str = "geheim") -> bytes:
    from msoffcrypto.format.ooxml import OOXMLFile

    out = io.BytesIO()
    OOXMLFile(io.BytesIO(body)).encrypt(password, out)
    return out.getvalue()


def locked_zip() -> bytes:
    body = bytearray(packed(parts_of(docx()), zipfile.ZIP_STORED))
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = body.find(signature)
        while at >= 0:
            body[at + flags] |= 1
            at = body.find(signature, at + 4)
    return bytes(body)


@pytest.mark.parametrize(
    ("media_type", "name", "body"),
    [
        (OPEN_TEXT, "brief.odt", locked_odt()),
        (WORD, "brief.docx", locked_office(docx())),
        (SLIDES, "deck.pptx", locked_office(pptx())),
        (WORD, "brief.docx", locked_zip()),
    ],
)
def test_a_password_is_told_as_one(media_type: str, name: str, body: bytes) -> None:
    assert media_type_of(name, body) == media_type
    with pytest.raises(FormatError, match="office-encrypted"):
        formats.parse(body, media_type)


def test_a_lock_that_everybody_opens_is_none() -> None:
    body = locked_office(docx(), "VelvetSweatshop")
    assert media_type_of("brief.docx", body) == WORD
    assert WORDS in formats.parse(body, WORD).text


@pytest.mark.parametrize("method", [zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_damage_in_any_way_of_packing_costs_only_the_file(method: int) -> None:
    sound = packed(parts_of(docx()), method)
    assert WORDS in read("a.docx", sound)[1]
    for place in range(40, 400, 9):
        body = bytearray(sound)
        body[place] ^= 0xFF
        with suppress(FormatError):
            read("a.docx", bytes(body))
