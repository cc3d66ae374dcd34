"""Mails and Outlook messages in files of their own: whose they are, own words, and what is attached."""

from __future__ import annotations

import base64
import contextlib
from datetime import UTC, datetime
from email.message import EmailMessage

import pytest

from bench.hostile.compound import outlook
from graph.facts import ActKind, DocumentKind, Item
from graph.own_words import TextParts
from ingest import formats
from ingest.formats import FormatError, Limits, ParsedBody
from ingest.formats.registry import MAIL, OUTLOOK
from ingest.isolation import Isolated
from ingest.own import words_of_item
from ingest.sources.media_types import media_type_of
from tests.ingest.formats.test_office import docx

SENT = int(datetime(2024, 1, 31, 12, tzinfo=UTC).timestamp())
OWN = "De membraanpomp moet elk jaar gekeurd worden."
ANSWER = (
    f"{OWN}\n\nGroet,\nAda\n\nOp 30 jan. 2024 om 10:00 schreef Bram Kok <bram@acme.example>:\n> Hoe vaak keuren we?\n"
)


def letter(text: str = ANSWER, subject: str = "Re: Keuring", **headers: str) -> EmailMessage:
    message = EmailMessage()
    told = {"From": "Ada Vos <ada@acme.example>", "To": "Bram Kok <bram@acme.example>", "Subject": subject,
            "Date": "Wed, 31 Jan 2024 13:00:00 +0100", "Message-ID": "<1@acme.example>", **headers}  # fmt: skip
    for name, value in told.items():
        message[name] = value
    message.set_content(text)
    return message


def words(parsed: ParsedBody, media_type: str = MAIL) -> TextParts:
    return words_of_item(Item("a", b"", media_type, DocumentKind.FILE), parsed)


def who(parsed: ParsedBody) -> list[tuple[str, str | None, str | None]]:
    return [(act.kind.value, act.name, act.email) for act in parsed.acts]


def test_a_mail_is_its_writers() -> None:
    body = letter().as_bytes()
    assert media_type_of("keuring.eml", body) == MAIL
    parsed = formats.parse(body, MAIL)
    assert (parsed.title, parsed.at) == ("Keuring", SENT)
    assert who(parsed) == [("wrote", "Ada Vos", "ada@acme.example"), ("named", "Bram Kok", "bram@acme.example")]
    assert OWN in words(parsed).own
    assert "Hoe vaak" in words(parsed).rest


def test_attachments_are_found_and_nobodys() -> None:
    message = letter()
    message.add_attachment(docx(), maintype="application", subtype="octet-stream", filename="Pompen.docx")
    message.add_attachment(b"\x89PNG\r\n", maintype="image", subtype="png", filename="foto.png")
    with Isolated(Limits()) as isolated:
        parsed = isolated.parse(message.as_bytes(), MAIL)
    assert OWN in words(parsed).own
    for text in ("Pompen.docx", "The heat pump hums in the cellar."):
        assert text not in words(parsed).own
        assert text in words(parsed).rest


def test_a_forward_is_the_inner_authors() -> None:
    forwarded = (
        "---------- Forwarded message ---------\nVan: Cato Mul <cato@acme.example>\nDatum: di 30 jan 2024 om 10:00\n"
        f"Onderwerp: Keuring\nAan: Ada Vos <ada@acme.example>\n\n{OWN}\n"
    )
    parsed = formats.parse(letter(forwarded, "Fwd: Keuring").as_bytes(), MAIL)
    assert who(parsed)[0] == ("wrote", "Cato Mul", "cato@acme.example")
    assert OWN in words(parsed).own
    parsed = formats.parse(letter(f"Kijk eens, dit is wat we zochten.\n\n{forwarded}", "Fwd: x").as_bytes(), MAIL)
    assert who(parsed)[0] == ("wrote", "Ada Vos", "ada@acme.example")
    assert OWN not in parsed.text
    assert "wat we zochten" in words(parsed).own
    (inner,) = parsed.inner
    assert who(inner) == [("wrote", "Cato Mul", "cato@acme.example")]
    assert OWN in words(inner).own


def attached_by_type() -> EmailMessage:
    message = letter()
    message.add_attachment(other())
    return message


def attached_as_file() -> EmailMessage:
    message = letter()
    message.add_attachment(other().as_bytes(), maintype="application", subtype="octet-stream", filename="Storing.eml")
    return message


def attached_packed() -> bytes:
    packed = base64.encodebytes(other().as_bytes()).decode()
    head = "Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n"
    return attached_by_type().as_bytes().split(b"Content-Type: message/rfc822")[0] + head.encode() + packed.encode()


def other() -> EmailMessage:
    return letter("De inlaat is verstopt.", "Storing", From="Cato Mul <cato@acme.example>")


@pytest.mark.parametrize("body", [attached_by_type().as_bytes(), attached_as_file().as_bytes(), attached_packed()])
def test_an_attached_message_is_its_own_authors(body: bytes) -> None:
    with Isolated(Limits()) as isolated:
        parsed = isolated.parse(body, MAIL)
    assert "verstopt" not in parsed.text
    (inner,) = parsed.inner
    assert (inner.title, words(inner).own) == ("Storing", "De inlaat is verstopt.")
    assert who(inner)[0] == ("wrote", "Cato Mul", "cato@acme.example")


def test_messages_in_messages_are_told_side_by_side() -> None:
    outer, middle = letter(), letter("Zie ook dit.", "Fwd")
    middle.add_attachment(other())
    outer.add_attachment(middle)
    assert [each.title for each in formats.parse(outer.as_bytes(), MAIL).inner] == ["Fwd", "Storing"]


def test_the_parts_of_a_digest_are_their_authors() -> None:
    digest = letter("Inhoud van vandaag: keuring, storing.", "Pompen Digest, Vol 3, Issue 1")
    digest.make_mixed()
    parts = EmailMessage()
    parts["Content-Type"] = "multipart/digest"
    wrapped = []
    for each in (other(), letter(OWN, "Keuring")):
        part = EmailMessage()
        part["Content-Type"] = "message/rfc822"
        part.set_payload([each])
        wrapped.append(part)
    parts.set_payload(wrapped)
    digest.attach(parts)
    parsed = formats.parse(digest.as_bytes(), MAIL)
    assert parsed.text == ""
    assert [(each.title, who(each)[0][1]) for each in parsed.inner] == [("Storing", "Cato Mul"), ("Keuring", "Ada Vos")]


def test_a_message_that_came_back_stays_part_of_the_report() -> None:
    report = attached_by_type()
    report.replace_header("Content-Type", "multipart/report; boundary=" + str(report.get_boundary()))
    parsed = formats.parse(report.as_bytes(), MAIL)
    assert parsed.inner == ()
    assert "verstopt" in words(parsed).rest
    assert words(parsed).own == ""


def test_what_a_program_sent_is_nobodys() -> None:
    parsed = formats.parse(letter(OWN, "Afwezig", **{"Auto-Submitted": "auto-replied"}).as_bytes(), MAIL)
    assert words(parsed).own == ""
    assert OWN in words(parsed).rest


@pytest.mark.parametrize("before", [b"From ada@acme.example Wed Jan 31 13:00:00 2024\n", b"\xef\xbb\xbf", b"\r\n"])
def test_a_mail_with_something_before_it(before: bytes) -> None:
    assert OWN in formats.parse(before + letter().as_bytes(), MAIL).text


def test_a_mail_of_apple() -> None:
    message = letter(OWN).as_bytes()
    body = str(len(message)).encode() + b"   \n" + message + b'<?xml version="1.0"?><plist><dict/></plist>'
    assert media_type_of("1.emlx", body) == MAIL
    assert formats.parse(body, MAIL).text == OWN


def test_a_page_as_a_mail() -> None:
    message = letter()
    message.clear_content()
    message.set_content(f"<p>{OWN}</p><blockquote>Hoe vaak?</blockquote>", subtype="html")
    parsed = formats.parse(message.as_bytes(), MAIL)
    assert words(parsed).own.strip() == OWN


def test_what_is_no_mail() -> None:
    with pytest.raises(FormatError, match="mail-broken"):
        formats.parse(b"just words", MAIL)


TEXTS = {0x0037: "RE: Keuring", 0x1000: ANSWER.replace("\n", "\r\n"), 0x0C1A: "Vos, Ada", 0x0C1F: "/O=ACME/CN=VOSA",
         0x5D01: "ada@acme.example"}  # fmt: skip


def test_a_message_of_outlook() -> None:
    body = outlook(TEXTS, {0x0039: SENT}, {"bram@acme.example": "Bram Kok"}, {"Pompen.docx": docx()})
    assert media_type_of("keuring.bin", body) == OUTLOOK
    with Isolated(Limits()) as isolated:
        parsed = isolated.parse(body, OUTLOOK)
    assert (parsed.title, parsed.at) == ("Keuring", SENT)
    assert [(act.kind, act.email) for act in parsed.acts] == [
        (ActKind.WROTE, "ada@acme.example"),
        (ActKind.NAMED, "bram@acme.example"),
    ]
    assert OWN in words(parsed, OUTLOOK).own
    assert "The heat pump hums" in words(parsed, OUTLOOK).rest


def test_a_message_within_a_message_of_outlook_is_its_own_authors() -> None:
    inner = {0x0037: "Storing", 0x1000: "De inlaat is verstopt.", 0x0C1A: "Mul, Cato", 0x5D01: "cato@acme.example"}
    with Isolated(Limits()) as isolated:
        parsed = isolated.parse(outlook(TEXTS, {0x0039: SENT}, messages=[inner]), OUTLOOK)
    assert "verstopt" not in parsed.text
    assert [(each.title, who(each)) for each in parsed.inner] == [
        ("Storing", [("wrote", "Mul, Cato", "cato@acme.example")])
    ]


@pytest.mark.parametrize(
    "told",
    [
        {0x001A: "IPM.Note.Rules.OofTemplate.Microsoft"},
        {0x001A: "REPORT.IPM.Note.NDR"},
        {0x001A: "IPM.Schedule.Meeting.Resp.Pos"},
        {0x0037: "Automatisch antwoord: Keuring"},
    ],
)
def test_what_outlook_made_by_itself_is_nobodys(told: dict[int, str]) -> None:
    parsed = formats.parse(outlook({**TEXTS, **told}, {0x0039: SENT}), OUTLOOK)
    assert words(parsed, OUTLOOK).own == ""


def test_headers_of_outlook_come_first() -> None:
    headers = "From: Cato Mul <cato@acme.example>\r\nDate: Tue, 30 Jan 2024 10:00:00 +0000\r\n\r\n"
    parsed = formats.parse(outlook({**TEXTS, 0x007D: headers}, {0x0039: SENT}), OUTLOOK)
    assert who(parsed)[0] == ("wrote", "Cato Mul", "cato@acme.example")
    assert parsed.at == int(datetime(2024, 1, 30, 10, tzinfo=UTC).timestamp())


@pytest.mark.parametrize("part", [0.2, 0.6, 0.95])
def test_half_a_message_is_a_format_error_or_less_text(part: float) -> None:
    body = outlook(TEXTS, {0x0039: SENT})
    with contextlib.suppress(FormatError):
        assert isinstance(formats.parse(body[: int(part * len(body))], OUTLOOK).text, str)
