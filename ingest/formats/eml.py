"""One mail in a file of its own (eml). Read by the module of the mail archives, as these are the same messages."""

from __future__ import annotations

from collections.abc import Iterator
from email.message import Message

from ingest.formats import FormatError, Limits, ParsedBody
from ingest.formats.damaged import DAMAGED
from ingest.formats.letters import Attachment, Letter, of_inner, told
from ingest.sources import mail, mail_marks, mail_parts
from ingest.sources.mail_headers import decoded, header

LIST = "<"
"""A word that no address holds, where nobody addressed is a list."""


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The message as a document. FormatError when it has no header of a mail."""
    message = mail.parsed(_without_postmark(body))
    if not any(message.get(name) for name in mail_parts.HEADERS):
        raise FormatError("mail-broken")
    return told(letter_of(message), limits)


def letter_of(message: Message) -> Letter:
    """What a mail says, with what is attached to it."""
    subject = header(message, "Subject")
    text, listed = mail_parts.without_digest(message, mail.text_of(message), subject, reply=False)
    return Letter(
        subject,
        mail.sender(message),
        mail.date_of(header(message, "Date")),
        text,
        mail.named(message, LIST),
        mail_marks.is_nobodys(message),
        attachments(message),
        tuple(map(of_inner, listed)),
        returned=message.get_content_type() == "multipart/report",
    )


def attachments(message: Message) -> Iterator[Attachment]:
    """The files and the messages attached to a mail."""
    for part in mail.parts_of(message):
        attached = part.get_content_disposition() == "attachment" or part.get_filename()
        if part is not message and (attached or part.get_content_maintype() == "message"):
            try:
                yield _attachment(part)
            except DAMAGED:
                continue


def _attachment(part: Message) -> Attachment:
    name = decoded(part.get_filename() or "")
    if inner := mail_parts.attached_message(part):
        return Attachment(f"{header(inner, 'Subject')}.eml", inner.as_bytes())
    raw = part.get_payload(decode=True)
    return Attachment(name, raw if isinstance(raw, bytes) else b"")


def _without_postmark(body: bytes) -> bytes:
    """The message without what stands before it: a mark of UTF-8, the line of an mbox, or its length (Apple Mail)."""
    body = body.removeprefix(b"\xef\xbb\xbf").lstrip(b"\r\n")
    first, _, rest = body.partition(b"\n")
    if first.startswith(b"From "):
        return rest
    return rest[: int(first)] if first.strip().isdigit() and len(first) < 20 else body
