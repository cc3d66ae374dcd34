"""Messages inside a message: attached ones, the parts of a digest, one that is passed on. Each is its author's."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import Message

from graph.facts import Seconds
from ingest.own import own_words, phrases
from ingest.own.copied import Forwarded, forwarded_in
from ingest.sources import mail, mail_marks
from ingest.sources.mail_headers import decoded, header

HEADERS = ("From", "Sender", "Date", "Subject", "Message-ID", "To")
"""Of these a mail has one at least."""
MOST_PARTS = 300
DEEPEST = 4
DIGEST = re.compile(r"\bdigest\b.{0,80}\b(?:vol|issue|deel|#)", re.IGNORECASE)
BETWEEN = re.compile(r"^-{30}(?:-{40})?[ \t]*$", re.MULTILINE)
PASSED_ON = re.compile(
    rf"{phrases.FORWARDED}|{phrases.BEGIN_FORWARDED}|^\s*\**(?:{phrases.FIELDS['from']})\s?\**:", re.IGNORECASE
)
FORWARDING = re.compile(r"\s*(?:\[[^\]\n]{1,60}\]\s*)?(?:fwd?|doorst|doorgestuurd|tr|wg|rv|i|enc)\s*:", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class InnerMessage:
    """A message in another one. `id` is its Message-ID, where it has one."""

    id: str | None
    writer: mail.Sender | None
    at: Seconds | None
    subject: str
    text: str
    html: bool = False
    nobody: bool = False


def inner_messages(message: Message) -> list[InnerMessage]:
    """The attached messages and the parts of a digest, however deep; none of a delivery report."""
    if message.get_content_type() == "multipart/report":
        return []
    found: list[InnerMessage] = []
    for inner in _attached(message, 0):
        text = mail.text_of(inner)
        if text is not None and len(found) < MOST_PARTS:
            at = mail.date_of(header(inner, "Date"))
            subject = header(inner, "Subject")
            identity, writer = mail.message_id(inner), mail.sender(inner)
            found.append(
                InnerMessage(identity, writer, at, subject, text.text, text.html, mail_marks.is_nobodys(inner))
            )
    return found


def is_digest(message: Message) -> bool:
    """Whether this holds the messages of a list and nothing of its own."""
    return any(part.get_content_type() == "multipart/digest" for part in mail.parts_of(message, digests=True))


def in_plain_digest(message: Message, text: str) -> list[InnerMessage]:
    """The messages of a digest in plain text (RFC 1153), between rules of dashes: seventy, then thirty."""
    if not DIGEST.search(header(message, "Subject")[:300]):
        return []
    found: list[InnerMessage] = []
    for piece in BETWEEN.split(text)[1 : MOST_PARTS + 1]:
        inner = mail.parsed(piece.lstrip("\n").encode("utf-8", "replace"))
        writer, body = mail.sender(inner), inner.get_payload(decode=True)
        if writer is not None and header(inner, "Subject") and isinstance(body, bytes):
            at = mail.date_of(header(inner, "Date"))
            words = body.decode("utf-8", "replace")
            found.append(InnerMessage(mail.message_id(inner), writer, at, header(inner, "Subject"), words))
    return found


def said_before_digest(text: str, subject: str, *, reply: bool) -> str:
    """What somebody who answers or passes on a digest in plain text says above it; nothing of the digest itself."""
    return BETWEEN.split(text, 1)[0] if reply or FORWARDING.match(subject) else ""


def passed_on(text: mail.MailText, subject: str) -> Forwarded | None:
    """The message that this one forwards: under a divider, or under its headers when the subject says so."""
    forward = bool(FORWARDING.match(subject))
    if not forward and not PASSED_ON.search(text.text):
        return None
    return forwarded_in(plain(text), headed=forward)


def plain(text: mail.MailText) -> str:
    """The text without the marks of HTML."""
    if not text.html:
        return text.text
    from ingest import formats

    try:
        return formats.parse(text.text.encode("utf-8", "replace"), "text/html; charset=utf-8").text
    except formats.FormatError:
        return ""


@dataclass(frozen=True, slots=True)
class OwnText:
    """What a message says itself (None: nothing), and the message that it passes on."""

    text: mail.MailText | None
    passed: InnerMessage | None = None


def without_passed_on(text: mail.MailText | None, subject: str, at: Seconds | None, *, reply: bool) -> OwnText:
    """The own text of a message and the one that it forwards, which is its own author's."""
    forward = None if text is None else passed_on(text, subject)
    if forward is None:
        return OwnText(text)
    said = mail.MailText(forward.said) if own_words(forward.said, reply).own.strip() else None
    return OwnText(said, of_forward(forward, at))


def without_digest(
    message: Message, text: mail.MailText | None, subject: str, *, reply: bool
) -> tuple[mail.MailText | None, list[InnerMessage]]:
    """The own text of a message without a digest in it, and the messages of one in plain text."""
    words = "" if text is None else plain(text)
    listed = in_plain_digest(message, words)
    if not listed and not is_digest(message):
        return text, []
    said = said_before_digest(words, subject, reply=reply) if listed else ""
    return (mail.MailText(said) if own_words(said, reply).own.strip() else None), listed


def of_forward(forward: Forwarded, latest: Seconds | None) -> InnerMessage:
    """The forwarded message; its date when it can be read and is not after that of who passed it on."""
    account = forward.email or forward.name or ""
    at = mail.date_of(forward.sent.replace(" at ", " ").replace(" om ", " "))
    if at is None or (latest is not None and at > latest):
        at = latest
    return InnerMessage(None, mail.Sender(account, forward.name, forward.email), at, forward.subject, forward.text)


def _attached(message: Message, depth: int) -> Iterator[Message]:
    for part in mail.parts_of(message):
        inner = attached_message(part) if part is not message and depth < DEEPEST else None
        if inner is not None:
            yield inner
            yield from _attached(inner, depth + 1)


def attached_message(part: Message) -> Message | None:
    """The message that a part holds: by its type, or as a file of it (eml); unpacked where a program packed it."""
    if part.get_content_type() in ("message/rfc822", "message/global"):
        inner = next(iter(mail.messages_within(part)), None)
        if inner is None or any(inner.get(name) for name in HEADERS):
            return inner
        packed = inner.get_payload()
        return _read(_unpacked(packed) if isinstance(packed, str) else b"") or inner
    if decoded(part.get_filename() or "").lower().endswith(".eml") and not part.is_multipart():
        raw = part.get_payload(decode=True)
        return _read(raw if isinstance(raw, bytes) else b"")
    return None


def _read(raw: bytes) -> Message | None:
    message = mail.parsed(raw)
    return message if any(message.get(name) for name in HEADERS) else None


def _unpacked(text: str) -> bytes:
    """The bytes of a message that a program wrote in base64, which a message may not be."""
    try:
        return binascii.a2b_base64("".join(text.split()), strict_mode=True)
    except (ValueError, binascii.Error):
        return b""
