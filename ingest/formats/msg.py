"""One message of Outlook (msg), by python-oxmsg."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from oxmsg import Message
from oxmsg.domain.constants import (
    PID_SENDER_EMAIL_ADDRESS,
    PID_SENDER_NAME,
    PID_SENDER_SMTP_ADDRESS,
    PID_TRANSPORT_MESSAGE_HEADERS,
)

from ingest.formats import FormatError, Limits, ParsedBody
from ingest.formats.damaged import DAMAGED
from ingest.formats.letters import Attachment, Letter, told
from ingest.sources import mail, mail_parts
from ingest.sources.mail_headers import header


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The message as a document. FormatError when it is damaged."""
    try:
        letter = _letter(Message.load(body))
    except DAMAGED as error:
        raise FormatError("office-broken", reason=str(error)[:100] or type(error).__name__) from error
    return told(letter, limits)


def _letter(message: Message) -> Letter:
    """What a message says. Headers are there when it came from outside; one of a colleague has properties alone."""
    sent = mail.heading(
        str(message.properties.str_prop_value(PID_TRANSPORT_MESSAGE_HEADERS) or "").encode("utf-8", "replace")
    )
    return Letter(
        message.subject,
        mail.sender(sent) or _sender(message),
        mail.date_of(header(sent, "Date")) or _seconds(message.sent_date),
        _text(message),
        tuple(_addressed(message)),
        mail_parts.is_nobodys(sent) if sent.keys() else False,
        _attachments(message),
    )


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
