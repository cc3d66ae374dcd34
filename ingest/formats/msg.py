"""One message of Outlook (msg), by python-oxmsg."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from email.message import Message as EmailMessage

from olefile import OleFileIO
from oxmsg import Message
from oxmsg.domain.constants import (
    PID_SENDER_EMAIL_ADDRESS,
    PID_SENDER_NAME,
    PID_SENDER_SMTP_ADDRESS,
    PID_TRANSPORT_MESSAGE_HEADERS,
)
from oxmsg.storage import Storage, Stream

from ingest.formats import FormatError, Limits, ParsedBody
from ingest.formats.damaged import DAMAGED
from ingest.formats.letters import Attachment, Letter, told
from ingest.sources import mail, mail_marks
from ingest.sources.mail_headers import header

EMBEDDED = "__substg1.0_3701000D"
"""The storage of a message in an attachment ([MS-OXMSG] 2.2.2.1)."""
PROPERTIES = "__properties_version1.0"
INNER_HEADER = 24
DEEPEST = 4


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The message as a document. FormatError when it is damaged."""
    try:
        with OleFileIO(body) as file:
            letter = _letter(Storage.from_ole(file))
    except DAMAGED as error:
        raise FormatError("office-broken", reason=str(error)[:100] or type(error).__name__) from error
    return told(letter, limits)


def _letter(storage: Storage, depth: int = 0) -> Letter:
    """What a message says. Headers are there when it came from outside; one of a colleague has properties alone."""
    message = Message(storage)
    sent = mail.heading(
        str(message.properties.str_prop_value(PID_TRANSPORT_MESSAGE_HEADERS) or "").encode("utf-8", "replace")
    )
    return Letter(
        message.subject,
        mail.sender(sent) or _sender(message),
        mail.date_of(header(sent, "Date")) or _seconds(message.sent_date),
        _text(message),
        tuple(_addressed(message)),
        mail_marks.is_made_by_outlook(message.message_class, message.subject) or _is_nobodys(sent),
        _attachments(message),
        tuple(_embedded(storage, depth + 1)) if depth < DEEPEST else (),
    )


def _embedded(storage: Storage, depth: int) -> Iterator[Letter]:
    """The messages attached to a message as storages of their own; none that is damaged."""
    for attachment in storage.iter_attachment_storages():
        for each in attachment.storages:
            if each.name == EMBEDDED:
                try:
                    yield _letter(_as_outer(each), depth)
                except DAMAGED:
                    continue


def _as_outer(storage: Storage) -> Storage:
    """An embedded message as one in a file of its own, whose properties have eight more bytes before them."""
    streams = (
        Stream(each.path, each.bytes_[:INNER_HEADER] + bytes(8) + each.bytes_[INNER_HEADER:])
        if each.name == PROPERTIES
        else each
        for each in storage.streams
    )
    return Storage(storage.path, tuple(streams), storage.storages)


def _is_nobodys(sent: EmailMessage) -> bool:
    return bool(sent.keys()) and mail_marks.is_nobodys(sent)


def _sender(message: Message) -> mail.Sender | None:
    properties = message.properties
    name = str(properties.str_prop_value(PID_SENDER_NAME) or "").strip() or None
    listed = (properties.str_prop_value(each) for each in (PID_SENDER_SMTP_ADDRESS, PID_SENDER_EMAIL_ADDRESS))
    email = next((_address(each) for each in listed if _address(each)), None)
    return mail.Sender(email or name or "", name, email) if email or name else None


def _address(value: str | None) -> str | None:
    """A mail address; that within an organisation is a path, which is none."""
    text = (value or "").strip()
    return text.lower() if mail.ADDRESS.fullmatch(text) else None


def _addressed(message: Message) -> Iterator[mail.Sender]:
    for each in message.recipients:
        email, name = _address(each.email_address), (each.name or "").strip() or None
        if email and name:
            yield mail.Sender(email, name, email)


def _text(message: Message) -> mail.MailText | None:
    text = message.body
    if text and text.strip():
        return mail.MailText(text.replace("\r\n", "\n"))
    page = message.html_body
    return mail.MailText(page, html=True) if page and page.strip() else None


def _attachments(message: Message) -> Iterator[Attachment]:
    for each in message.attachments:
        try:
            yield Attachment(each.file_name or "", each.file_bytes or b"")
        except DAMAGED:
            continue


def _seconds(moment: datetime | None) -> int | None:
    return None if moment is None else int(moment.timestamp())
