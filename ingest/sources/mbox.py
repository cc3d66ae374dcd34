"""Mailing lists and forums. Reads mbox files (packed too), folders of them, and Maildirs.

A list is a file, or a folder whose files are periods of one archive. It becomes a CHANNEL, each conversation a THREAD.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from email.message import Message
from functools import partial
from typing import Annotated

from pydantic import Field

from graph.facts import Act, ActKind, Cursor, DocumentKind, GroupKind, GroupRecord, Item, Problem, Said, Same, Seconds
from graph.wording import Wording
from ingest.boundary import SECONDS, told
from ingest.contract import SourceError, SourceKind, SourceSettings
from ingest.inner import StoredVersion, counted, inner_id, stored_documents, unchanged
from ingest.options import Count, SourceOptions
from ingest.sources import mail, mail_marks, mail_parts
from ingest.sources.mail_headers import header
from ingest.sources.mail_parts import InnerMessage
from ingest.sources.mailboxes import ArchivedMessage, MessageReader, lists_in, messages_of
from ingest.sources.parts import SourcePart, pull_parts, version_of
from ingest.sources.threads import ThreadPlace, is_reply, place, plain_subject


class MailOptions(SourceOptions):
    """Options of a mail archive."""

    path: Annotated[
        str,
        Wording(
            "an mbox file, a folder of them (a folder per list), or a Maildir",
            "een mbox-bestand, een map ervan (een map per lijst), of een Maildir",
        ),
    ]
    list_name: Annotated[
        str | None,
        Field(alias="list"),
        Wording(
            "name of the list, where there is only one; else names come from files and folders",
            "naam van de lijst, als er maar een is; anders komen de namen van bestanden en mappen",
        ),
    ] = None
    url: Annotated[
        str | None,
        Wording(
            "web address of the archive; {list} is replaced by the name of the list",
            "webadres van het archief; {list} wordt vervangen door de naam van de lijst",
        ),
    ] = None
    max_message: Annotated[
        Count,
        Wording(
            "bytes of one message that are read; attachments count",
            "bytes van een bericht die worden gelezen; bijlagen tellen mee",
        ),
    ] = 10_000_000


MESSAGES = {
    "mbox-none-found": Wording(
        en="There is no mbox file and no Maildir in {path}. Check the path; files end in .mbox, .mbx, .txt or "
        ".mail, packed or not.",
        nl="Er staat geen mbox-bestand en geen Maildir in {path}. Controleer het pad; bestanden eindigen op .mbox,"
        " .mbx, .txt of .mail, ingepakt of niet.",
    ),
    "mbox-not-an-mbox": Wording(
        en='{file} contains no messages: no line starts one ("From " with a date). Check whether it is an mbox.',
        nl='{file} bevat geen berichten: geen regel begint er een ("From " met een datum). Controleer of het een '
        "mbox is.",
    ),
    "mbox-file-broken": Wording(
        en="{file} cannot be read to its end: {reason}. What came before was read; copy or download it again.",
        nl="{file} is niet tot het einde te lezen: {reason}. Wat ervoor kwam is gelezen; kopieer of download het "
        "opnieuw.",
    ),
    "mail-duplicate-id": Wording(
        en="Another message of this list has the same Message-ID as this one in {file}; the first was kept.",
        nl="Een ander bericht van deze lijst heeft dezelfde Message-ID als dit bericht in {file}; het eerste is "
        "gehouden.",
    ),
    "mail-without-text": Wording(
        en="A message in {file} has no text, only attachments. It was left out.",
        nl="Een bericht in {file} heeft geen tekst, alleen bijlagen. Het is overgeslagen.",
    ),
    "mail-date-broken": Wording(
        en='The date "{date}" of this message means nothing; the time at which the archive received it was taken.',
        nl='De datum "{date}" van dit bericht betekent niets; de tijd waarop het archief het ontving is genomen.',
    ),
    "mail-cut": Wording(
        en="This message has {size} bytes, of which {limit} were read. Raise max_message if its text is missing.",
        nl="Dit bericht is {size} bytes groot, waarvan er {limit} zijn gelezen. Verhoog max_message als er tekst "
        "ontbreekt.",
    ),
}
BATCH = 200
WITHIN = "/"
"""What stands between the id of a message and the number of one in it."""


class MailArchive:
    """Source over mbox files and Maildirs."""

    def __init__(self, settings: SourceSettings, options: MailOptions) -> None:
        self.name = settings.name
        self._settings = settings
        self._options = options
        self._path = settings.base / options.path
        self._limit = options.max_message

    def pull(self, cursor: Cursor | None) -> Iterator[Said]:
        """The messages of the lists. An unchanged list is one Same."""
        if not self._path.exists():
            raise SourceError("file-missing", path=str(self._path))
        parts = list(lists_in(self._path, self._options.list_name or None, self._settings.access))
        if not parts:
            raise SourceError("mbox-none-found", path=str(self._path))
        yield from pull_parts(parts, cursor, self._read)

    def _read(self, part: SourcePart) -> Iterator[Said]:
        yield GroupRecord(part.name, GroupKind.CHANNEL, part.name, url=self._url(part.name))
        letters, problems = messages_of(part, self._limit)
        yield from problems
        places = place([letter.head for letter in letters])
        begun: set[str] = set()
        with MessageReader(self._limit) as reader:
            for start in range(0, len(letters), BATCH):
                batch = letters[start : start + BATCH]
                names = [f"{part.name}/{letter.head.id}" for letter in batch]
                stored = stored_documents(self._settings.versions, names, WITHIN)
                for letter in batch:
                    where = places[letter.head.id]
                    if where.thread not in begun:
                        begun.add(where.thread)
                        yield _thread(part.name, where.thread, letter.head.subject)
                    here = _Place(part.name, letter, where)
                    read = partial(self._message, here, reader.read(letter.spot), stored.get(here.id), places)
                    yield from told(read, here.id, SECONDS)

    def _message(
        self, place: _Place, raw: bytes, stored: StoredVersion | None, known: Collection[str]
    ) -> Iterator[Item | Same | Problem]:
        version = version_of(raw, place.where, self._settings.access)
        if stored and stored.version == version:
            yield from unchanged(place.id, stored, WITHIN)
        else:
            yield from self._items(place, mail.parsed(raw), version, known)

    def _items(self, place: _Place, message: Message, version: str, known: Collection[str]) -> Iterator[Item | Problem]:
        """The message and the messages in it, each by its own author; a forward without own words is its author's."""
        head, nobody = place.letter.head, mail_marks.is_nobodys(message)
        reply = is_reply(head)
        text, listed = mail_parts.without_digest(message, mail.text_of(message), head.subject, reply=reply)
        inner = [each for each in listed or mail_parts.inner_messages(message) if each.id not in known]
        said = mail_parts.OwnText(text)
        if not nobody and not listed:
            said = mail_parts.without_passed_on(text, head.subject, head.at, reply=reply)
        if said.passed is not None and said.text is not None:
            inner = [said.passed, *inner]
        versioned = counted(version, len(inner))
        if said.text is not None:
            yield self._outer(place, message, said.text, versioned, nobody=nobody)
        elif said.passed is not None:
            yield self._inner(place, place.id, said.passed, versioned)
        elif not inner:
            yield Problem(place.id, "mail-without-text", {"file": place.letter.spot.file.name})
        for number, each in enumerate(inner, 1):
            own = versioned if number == 1 else version
            yield self._inner(place, inner_id(place.id, number, WITHIN), each, own)

    def _outer(self, place: _Place, message: Message, text: mail.MailText, version: str, *, nobody: bool) -> Item:
        identity, letter = place.id, place.letter
        odd = [Problem(identity, "mail-date-broken", {"date": header(message, "Date")})] if _undated(message) else []
        if letter.spot.size > self._limit:
            odd.append(Problem(identity, "mail-cut", {"size": str(letter.spot.size), "limit": str(self._limit)}))
        return Item(
            id=identity,
            body=text.text.strip("\n").encode("utf-8", "replace"),
            media_type="text/html; charset=utf-8" if text.html else "text/plain",
            kind=DocumentKind.REPLY if is_reply(letter.head) else DocumentKind.POST,
            title=plain_subject(letter.head.subject) or None,
            url=_web(header(message, "Archived-At")) or self._url(place.channel),
            at=letter.head.at,
            acts=_acts(message, place.channel, letter.head.at),
            parent=place.parent,
            container=place.thread,
            version=version,
            problems=tuple(odd),
            nobody=nobody,
            same=mail.message_id(message),
        )

    def _inner(self, place: _Place, identity: str, inner: InnerMessage, version: str) -> Item:
        writer = inner.writer
        acts = (writer.act(ActKind.WROTE, inner.at),) if writer else ()
        return Item(
            id=identity,
            body=inner.text.encode("utf-8", "replace"),
            media_type="text/html; charset=utf-8" if inner.html else "text/plain",
            kind=DocumentKind.REPLY if is_reply(place.letter.head) else DocumentKind.POST,
            title=plain_subject(inner.subject) or plain_subject(place.letter.head.subject) or None,
            url=self._url(place.channel),
            at=inner.at,
            acts=acts,
            parent=place.parent,
            container=place.thread,
            version=version,
            nobody=inner.nobody,
            same=inner.id,
        )

    def _url(self, channel: str) -> str | None:
        url = self._options.url
        return url.replace("{list}", channel) if url else None


@dataclass(frozen=True, slots=True)
class _Place:
    """A message of a channel and its place in a conversation, in ids of items."""

    channel: str
    letter: ArchivedMessage
    where: ThreadPlace

    @property
    def id(self) -> str:
        return f"{self.channel}/{self.letter.head.id}"

    @property
    def parent(self) -> str | None:
        return f"{self.channel}/{self.where.parent}" if self.where.parent else None

    @property
    def thread(self) -> str:
        return f"{self.channel}/thread/{self.where.thread}"


def _acts(message: Message, channel: str, at: Seconds | None) -> tuple[Act, ...]:
    writer = mail.sender(message)
    acts = [writer.act(ActKind.WROTE, at)] if writer else []
    people = {person.account: person for person in mail.named(message, channel)}
    if writer:
        people.pop(writer.account, None)
    acts += [person.act(ActKind.NAMED, at) for person in people.values()]
    return tuple(acts)


def _undated(message: Message) -> bool:
    return mail.date_of(header(message, "Date")) is None


def _thread(channel: str, first: str, subject: str) -> GroupRecord:
    return GroupRecord(f"{channel}/thread/{first}", GroupKind.THREAD, plain_subject(subject) or "-", parent=channel)


def _web(value: str) -> str | None:
    found = re.search(r"https?://[^\s<>]+", value)
    return found.group() if found else None


KIND = SourceKind(
    "mbox",
    Wording(
        "mailing lists and forums: mbox files or a Maildir", "mailinglijsten en forums: mbox-bestanden of een Maildir"
    ),
    MailOptions,
    MailArchive,
    MESSAGES,
)
