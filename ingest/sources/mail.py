"""One mail. Headers, sender, date and text of a message as it lies in an archive, however damaged."""

from __future__ import annotations

import binascii
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from email.utils import getaddresses, parsedate_tz
from functools import lru_cache

from graph.facts import Act, ActKind, Seconds
from graph.names import full_name, in_order, is_family_name
from ingest.formats.author_lines import names_in
from ingest.sources.mail_headers import header, to_text
from ingest.sources.mail_lists import is_list_name, is_nobody, list_addresses
from ingest.times import moment

ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
AT = re.compile(
    r"^\s*([\w.+=&'-]+)\s+(?:at|\(at\)|\[at\]|op)\s+([\w-]+(?:\.[\w-]+)+)\s*(.*)$", re.IGNORECASE | re.DOTALL
)
SCRAMBLED = re.compile(r"@end\|ng|@ending from|m@iii@g|\w@\w")
COMMENT = re.compile(r"(?<!\()\(((?:[^()]|\([^()]*\)){0,300})\)\s*$")
VIA = re.compile(r"^['\"]?(.*?[^\s'\"])['\"]?\s+(?:via|through)\s+\S.*$", re.IGNORECASE)
MESSAGE_ID = re.compile(r"<\s*([^<>\s]+)\s*>")
WEEKDAY = re.compile(r"^\s*[A-Za-z]{2,9}\.?,?\s+(?=\d)")
UNIT = re.compile(r"(?<!\s)\s*(?:\([^()]*\)|\[[^\[\]]*\])\s*$")
"""A department behind a name, as mail servers of large organisations add it: "Jansen, P.J. (Piet) [IT]"."""
LAST_FIRST = re.compile(r"^([^\s,][^,]{0,40}),\s*([^\s,][^,]{0,40})$")
BEHIND = re.compile(r"[(\[|]|\s[-–]\s")
"""What stands between a name and a department behind it."""
NO_FIRST_NAME = re.compile(r"(?i)^(?:jr|sr|ph\.?\s?d|m\.?d|msc|bsc|mba|ir|dr|ltd|inc|llc|gmbh|b\.?v|n\.?v)\.?$")
SEVERAL = re.compile(r"(?i) (?:&|and|en|und|et|\+) ")
LONGEST_NAME = 300
MOST_CHARACTERS = 100_000
"""Of a header that lists addresses."""
EARLIEST = 315532800
"""1980: an older date is a clock that was never set."""
LATEST = 4_102_444_800
"""2100."""
MOST_ZONE = 14 * 3600
"""Seconds that a zone lies from UTC."""


@dataclass(frozen=True, slots=True)
class Sender:
    """The sender of a mail. `email` is None where the archive scrambled it; `account` is the best id that is left."""

    account: str
    name: str | None
    email: str | None

    def act(self, kind: ActKind, at: Seconds | None) -> Act:
        """What they did, at this moment."""
        return Act(self.account, kind, self.name, at, email=self.email)


@dataclass(frozen=True, slots=True)
class MailText:
    """The text of a mail. HTML only where there is no plain text."""

    text: str
    html: bool = False


def parsed(raw: bytes) -> Message:
    """The message of these bytes. Never fails: what is not a header is body, and parts too deep in parts are text."""
    try:
        return message_from_bytes(raw)
    except RecursionError:
        return heading(raw)


def heading(raw: bytes) -> Message:
    """The message of these bytes with its headers alone; the rest is one text."""
    return BytesHeaderParser().parsebytes(raw)


def message_id(message: Message) -> str | None:
    """The id of this message, without its brackets."""
    value = header(message, "Message-ID")
    found = MESSAGE_ID.search(value)
    return found.group(1) if found else (value.replace(" ", "") or None)


def references(message: Message) -> tuple[str, ...]:
    """The messages that it answers, the nearest first."""
    answered = MESSAGE_ID.findall(header(message, "In-Reply-To"))
    thread = MESSAGE_ID.findall(header(message, "References"))
    return tuple(dict.fromkeys([*answered[:1], *reversed(thread), *answered[1:]]))


def sender(message: Message) -> Sender | None:
    """The sender. Reads through "name at host", scrambled addresses and "Name via List"."""
    value = header(message, "From") or header(message, "Sender")
    if not value:
        return None
    name, address = _name_and_address(value)
    email = address.lower() if address and ADDRESS.fullmatch(address) else None
    through = VIA.match(name) if name else None
    name = _clean(through.group(1)) if through else name
    rewritten = through is not None or email in list_addresses(message)
    if rewritten:
        if name is None or is_list_name(name, message):
            return None
        email = _behind_the_list(message, email)
    if name and (SCRAMBLED.search(name) or AT.match(name)):
        name = None
    account = email or (name if rewritten else None) or (address or name or "").strip().lower()
    return Sender(account, name, email) if account else None


def _behind_the_list(message: Message, email: str | None) -> str | None:
    """A list that rewrites the sender puts the writer's own address elsewhere; the list's own is nobody's."""
    lists = list_addresses(message)
    for field in ("X-Original-From", "Reply-To", "X-MailFrom"):
        _, address = _name_and_address(header(message, field))
        if address and ADDRESS.fullmatch(address) and address.lower() not in (email, *lists):
            return address.lower()
    return None


def _name_and_address(value: str) -> tuple[str | None, str | None]:
    obfuscated = AT.match(value)
    comment = COMMENT.search(value)
    if obfuscated:
        rest = COMMENT.search(obfuscated.group(3))
        return _clean(rest.group(1) if rest else None), f"{obfuscated.group(1)}@{obfuscated.group(2)}"
    if comment and "<" not in value:
        return _clean(comment.group(1)), value[: comment.start()].strip()
    found = re.search(r"<([^<>]*)>", value)
    if found:
        inner = AT.match(found.group(1))
        address = f"{inner.group(1)}@{inner.group(2)}" if inner else found.group(1).strip()
        return _clean(value[: found.start()]), address
    pairs = addresses([value])
    name, address = pairs[0] if pairs else ("", "")
    return _clean(name), address or value


def addresses(fields: Sequence[str]) -> list[tuple[str, str]]:
    """Names with their addresses; none where brackets within brackets are too deep."""
    try:
        return getaddresses([field[:MOST_CHARACTERS] for field in fields])
    except (RecursionError, IndexError, ValueError):
        return []


def _clean(name: str | None) -> str | None:
    """The name that is meant. Without quotes, department and function, "Last, First" turned round."""
    return _name_in(" ".join((name or "").replace('\\"', '"')[:LONGEST_NAME].split()).strip(" \"'")) or None


@lru_cache(maxsize=10_000)
def _name_in(text: str) -> str:
    if SCRAMBLED.search(text):
        return text
    turned = LAST_FIRST.match(text)
    plain = turned and not BEHIND.search(turned.group(2)) and not NO_FIRST_NAME.match(turned.group(2))
    if turned and plain and is_family_name(turned.group(1)):
        text = in_order(turned.group(1), turned.group(2))
    people = [] if SEVERAL.search(text) or VIA.match(text) else list(names_in(text))
    if len(people) == 1 and full_name(people[0].name):
        return people[0].name
    while (shorter := UNIT.sub("", text)) != text and shorter:
        text = shorter
    turned = LAST_FIRST.match(text)
    return in_order(turned.group(1), turned.group(2)) if turned and not NO_FIRST_NAME.match(turned.group(2)) else text


def named(message: Message, own: str) -> tuple[Sender, ...]:
    """The other people who are addressed by a personal address. `own` words of a list's address are left out."""
    fields = [header(message, field) for field in ("To", "Cc")]
    lists = list_addresses(message)
    people = []
    for name, address in addresses([field for field in fields if field]):
        called = _clean(name)
        personal = ADDRESS.fullmatch(address) and own.lower() not in address.lower()
        if personal and called and not is_nobody(called, address, lists):
            people.append(Sender(address.lower(), called, address.lower()))
    return tuple(people)


def sent_at(message: Message) -> Seconds | None:
    """When it was sent, as the writer's program says; None when that means nothing."""
    return date_of(header(message, "Date"))


def date_of(value: str) -> Seconds | None:
    """The moment of a mail date, in other languages too. None when it means nothing or is not of 1980 to 2100."""
    for candidate in (value, WEEKDAY.sub("", value)):
        try:
            fields = parsedate_tz(candidate)
        except (ValueError, IndexError, TypeError, OverflowError):
            fields = None
        if fields is not None:
            at = _moment(fields)
            zoned = None if fields[9] else _credible(moment(value))
            # A zone such as CET is none that the mail standard knows.
            return zoned if at is not None and zoned is not None and abs(at - zoned) <= MOST_ZONE else at
    return _credible(moment(value))


def _credible(at: Seconds | None) -> Seconds | None:
    return at if at is not None and EARLIEST <= at < LATEST else None


def _moment(fields: tuple[int | None, ...]) -> Seconds | None:
    year, month, day, hour, minute, second = (int(field or 0) for field in fields[:6])
    if year < 100:
        year += 1900 if year >= 70 else 2000
    try:
        sent = datetime(year, month, day, hour, minute, min(second, 59), tzinfo=UTC)
    except ValueError:
        return None
    return _credible(int(sent.timestamp()) - (fields[9] or 0))


def parts_of(message: Message, *, digests: bool = False) -> Iterator[Message]:
    """The parts of a message in order, but not those of attached messages; `digests`: multiparts too."""
    waiting = [message]
    while waiting:
        part = waiting.pop()
        within = messages_within(part)
        attached = part is not message and part.get_content_maintype() == "message"
        if part.is_multipart() and not attached:
            waiting.extend(reversed(within))
            if digests:
                yield part
        else:
            yield part


def messages_within(part: Message) -> list[Message]:
    """The parts directly within this one. None are asked for of a part of text: its charset may be any bytes."""
    payload = part.get_payload() if part.is_multipart() else None
    return [each for each in payload if isinstance(each, Message)] if isinstance(payload, list) else []


def unescaped(text: str) -> str:
    """The text as it was before an mbox wrote ">From " where a line begins with "From ". Among quotes it is one."""
    if ">From " not in text:
        return text
    lines = text.split("\n")
    for at, line in enumerate(lines):
        if line.startswith(">From "):
            near = [lines[each] for each in (at - 1, at + 1) if 0 <= each < len(lines)]
            if not any(each.startswith(">") for each in near):
                lines[at] = line[1:]
    return "\n".join(lines)


def text_of(message: Message) -> MailText | None:
    """The text. All plain parts that are no attachments; else the HTML ones; None when there is neither.

    What an attached message says is not part of it.
    """
    plain: list[str] = []
    rich: list[str] = []
    for part in parts_of(message):
        if part.is_multipart() or part.get_content_disposition() == "attachment" or part.get_filename():
            continue
        kind = part.get_content_type()
        if kind in {"text/plain", "text/html"}:
            (plain if kind == "text/plain" else rich).append(_payload(part))
    if any(text.strip() for text in plain):
        return MailText(unescaped("\n".join(plain)))
    return MailText("\n".join(rich), html=True) if any(text.strip() for text in rich) else None


def _payload(part: Message) -> str:
    try:
        raw = part.get_payload(decode=True)
    except (ValueError, LookupError, binascii.Error):
        raw = None
    if not isinstance(raw, bytes):
        return ""
    try:
        charset = part.get_content_charset()
    except (LookupError, ValueError):
        charset = None
    return to_text(raw, charset)
