"""Rich text, e-books and calendars: text in its order, properties, people, and what is no text."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from graph.facts import Act
from ingest import formats
from ingest.formats import FormatError, Limits
from ingest.formats.registry import CALENDAR, EPUB, RTF
from ingest.isolation import Isolated
from ingest.sources.media_types import media_type_of
from tests.ingest.formats.packages import packed, parts_of

NOON = int(datetime(2024, 1, 31, 12, tzinfo=UTC).timestamp())


def told(acts: tuple[Act, ...]) -> list[tuple[str, str | None]]:
    return [(act.kind.value, act.name) for act in acts]


# --- rich text ---

RICH = r"""{\rtf1\ansi\ansicpg1252\deff0{\*\revtbl {Unknown;}{Daan Bos;}}
{\fonttbl{\f0\fswiss\fcharset0 Arial;}{\f1\fcharset238 Times;}}
{\info{\title Stille pompen}{\author Ada Vos}{\operator Bram Kok}{\creatim\yr2023\mo1\dy1}
{\revtim\yr2024\mo1\dy31\hr12\min0}}
{\header \pard Vertrouwelijk\par}{\footer Blad {\field{\*\fldinst PAGE}{\fldrslt 1}}}
\pard Een caf\'e9 voor \u8364?5 \endash  \'93stil\'94\par
zicht{\v verborgen}baar{\deleted\revauthdel1  gewist} werk{\super\chftn}{\footnote \pard Een noot.} gaat door\par
{\f1\fcharset238 \'b9\'e6}\par
\trowd\cellx100\cellx200\intbl cel een\cell cel twee\cell\row
{\*\shppict{\pict\pngblip 89504e47}}{\*\atnauthor Cato Mul}{\*\annotation {\*\atnid CM}opmerking}
{\shp{\*\shpinst{\sp{\sn x}{\sv 1}}{\shptxt \pard Let op de klep\par}}{\shprslt{\*\do \pard Let op de klep}}}
{\field{\*\fldinst HYPERLINK "http://x.example/a"}{\fldrslt klik hier}}\par\u-10179?\u-8704?\par
}"""


def test_rich_text() -> None:
    assert media_type_of("a.doc", RICH.encode()) == RTF
    parsed = formats.parse(RICH.encode(), RTF)
    assert parsed.text.split("\n") == [
        "Een café voor €5 – “stil”", "zichtbaar werk gaat door", "ąć", "cel een | cel twee", "klik hier", "😀",
        "Een noot.", "Let op de klep", "", "Vertrouwelijk", "Blad 1",
    ]  # fmt: skip
    assert (parsed.title, parsed.at) == ("Stille pompen", NOON)
    assert told(parsed.acts) == [
        ("wrote", "Ada Vos"), ("edited", "Bram Kok"), ("commented", "Cato Mul"), ("edited", "Daan Bos"),
    ]  # fmt: skip
    (aside,) = parsed.passages
    assert parsed.text[aside.start :] == "Vertrouwelijk\nBlad 1"


@pytest.mark.parametrize("body", [b"", b"hello", b"{\\html}"])
def test_what_is_no_rich_text(body: bytes) -> None:
    with pytest.raises(FormatError, match="rtf-broken"):
        formats.parse(body, RTF)


def test_rich_text_with_too_many_brackets() -> None:
    with pytest.raises(FormatError, match="xml-too-deep"):
        formats.parse(b"{\\rtf1 " + b"{" * 100_000, RTF)
    assert formats.parse(b"{\\rtf1 over}}}}}", RTF).text == "over"


# --- e-books ---

CONTAINER = (
    '<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/package.opf" media-type="application/oebps-package+xml"/></rootfiles></container>'
)
PACKAGE = """<?xml version="1.0"?><package xmlns="http://www.idpf.org/2007/opf" version="3.0">
<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Stille pompen</dc:title>
<dc:creator id="c1">Ada Vos</dc:creator><meta refines="#c1" property="role" scheme="marc:relators">aut</meta>
<dc:creator id="c2">Kees Tekenaar</dc:creator><meta refines="#c2" property="role">ill</meta>
<dc:date>2024-01-31T12:00:00Z</dc:date><dc:subject>pompen; techniek</dc:subject><dc:language>nl-NL</dc:language>
</metadata><manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/>
<item id="b" href="b%20twee.xhtml" media-type="application/xhtml+xml"/>
<item id="a" href="text/a.xhtml" media-type="application/xhtml+xml"/></manifest>
<spine><itemref idref="nav"/><itemref idref="a"/><itemref idref="b"/></spine></package>"""
CHAPTER = (
    '<?xml version="1.0" encoding="utf-8"?><!DOCTYPE html><html xmlns="http://www.w3.org/1999/xhtml"><head><title>x'
    "</title></head><body><p>{}</p></body></html>"
)


def epub() -> bytes:
    return packed({
        "mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, "OEBPS/package.opf": PACKAGE,
        "OEBPS/nav.xhtml": CHAPTER.format("Inhoud"), "OEBPS/text/a.xhtml": CHAPTER.format("Eerst de klep."),
        "OEBPS/b twee.xhtml": CHAPTER.format("Dan de pomp."),
    })  # fmt: skip


def test_a_book() -> None:
    assert media_type_of("boek.bin", epub()) == EPUB
    with Isolated(Limits()) as isolated:
        parsed = isolated.parse(epub(), EPUB)
    assert parsed.text == "Eerst de klep.\n\nDan de pomp."
    assert (parsed.title, parsed.authors, parsed.at) == ("Stille pompen", ("Ada Vos",), NOON)
    assert (parsed.tags, parsed.language) == (("pompen", "techniek"), "nl")


def test_a_book_of_a_program_that_knows_no_author() -> None:
    parts = parts_of(epub())
    package = (
        parts["OEBPS/package.opf"].replace(b"Ada Vos", b"Unknown Author").replace(b"Stille pompen", b"Unknown Title")
    )
    parsed = formats.parse(packed({**parts, "OEBPS/package.opf": package}), EPUB)
    assert (parsed.title, parsed.authors) == (None, ())


LOCK = (
    '<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><EncryptedData><CipherData>'
    '<CipherReference URI="OEBPS/{}"/></CipherData></EncryptedData></encryption>'
)


def test_a_protected_book_and_one_with_protected_fonts() -> None:
    both = LOCK.format("text/a.xhtml").replace("</encryption>", "") + LOCK.format("b%20twee.xhtml").partition(">")[2]
    with pytest.raises(FormatError, match="epub-protected"):
        formats.parse(packed({**parts_of(epub()), "META-INF/encryption.xml": both}), EPUB)
    fonts = packed({**parts_of(epub()), "META-INF/encryption.xml": LOCK.format("font.otf")})
    assert "Eerst de klep." in formats.parse(fonts, EPUB).text


# --- calendars ---

MEETING = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Microsoft Corporation//Outlook 16.0 MIMEDIR//EN
METHOD:REQUEST
BEGIN:VEVENT
UID:1@acme.example
SUMMARY;LANGUAGE=nl:Overleg boosterpompen
DTSTART;TZID=W. Europe Standard Time:20240131T130000
ORGANIZER;CN=Ada Vos:mailto:Ada.Vos@acme.example
ATTENDEE;CN="Kok, Bram";PARTSTAT=ACCEPTED:mailto:bram.kok@acme.example
ATTENDEE;CN=Cato Mul;PARTSTAT=DECLINED:mailto:cato@acme.example
ATTENDEE;CUTYPE=ROOM;CN=Zaal 1:mailto:zaal1@acme.example
DESCRIPTION:Agenda:\\n1. Keuring van de pompen\\, en de kosten.\\n2. Rondv
 raag
LOCATION:Zaal 1
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n")


def test_a_meeting() -> None:
    assert media_type_of("uitnodiging.txt", MEETING.encode()) == CALENDAR
    parsed = formats.parse(MEETING.encode(), CALENDAR)
    assert (parsed.title, parsed.at) == ("Overleg boosterpompen", NOON)
    assert parsed.text == (
        "Overleg boosterpompen\nZaal 1\nAgenda:\n1. Keuring van de pompen, en de kosten.\n2. Rondvraag"
    )
    assert told(parsed.acts) == [("wrote", "Ada Vos"), ("attended", "Bram Kok")]
    assert parsed.acts[0].account == "ada.vos@acme.example"


@pytest.mark.parametrize(
    ("text", "message"),
    [("hello", "calendar-broken"), (MEETING[: len(MEETING) // 2], "calendar-broken")],
)
def test_what_is_no_calendar(text: str, message: str) -> None:
    with pytest.raises(FormatError, match=message):
        formats.parse(text.encode(), CALENDAR)


def test_a_calendar_of_many_meetings_tells_each_text_once() -> None:
    event = MEETING.partition("BEGIN:VEVENT")[2].partition("END:VEVENT")[0]
    events = f"BEGIN:VEVENT{event}END:VEVENT\r\n" * 3
    body = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nX-WR-CALNAME:Team techniek\r\n{events}END:VCALENDAR\r\n"
    parsed = formats.parse(body.encode(), CALENDAR)
    assert parsed.title == "Team techniek"
    assert parsed.text.count("Overleg boosterpompen") == 1


def test_meetings_to_come_give_a_calendar_no_date_ahead() -> None:
    event = (
        MEETING.partition("BEGIN:VEVENT")[2]
        .partition("END:VEVENT")[0]
        .replace("UID:", "DTSTAMP:20240301T000000Z\r\nUID:")
    )
    later = event.replace("20240131T", "20990131T").replace("Ada Vos", "Daan Bos").replace("pompen", "kleppen")
    events = "".join(f"BEGIN:VEVENT{each}END:VEVENT\r\n" for each in (event, later))
    parsed = formats.parse(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{events}END:VCALENDAR\r\n".encode(), CALENDAR)
    assert parsed.at == NOON
    assert [(act.name, act.at) for act in parsed.acts if act.kind.value == "wrote"] == [
        ("Ada Vos", NOON),
        ("Daan Bos", None),
    ]


@pytest.mark.parametrize("name", ["overleg.vtt", "film.srt"])
def test_transcripts_in_a_folder_of_files(name: str) -> None:
    body = b"WEBVTT\n\n00:00:01.000 --> 00:00:04.000\nAda Vos: De pomp moet elk jaar gekeurd worden.\n"
    kind = media_type_of(name, body)
    assert kind is not None
    assert formats.parse(body, kind).text == "De pomp moet elk jaar gekeurd worden."
