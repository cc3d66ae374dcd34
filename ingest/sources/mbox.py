"""Mailing lists and forums. Reads mbox files (packed too), folders of them, and Maildirs.

A list is a file, or a folder whose files are periods of one archive. It becomes a CHANNEL, each conversation a THREAD.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from email.message import Message
from functools import partial
from typing import Annotated

from pydantic import Field

from graph.facts import Act, ActKind, Cursor, DocumentKind, GroupKind, GroupRecord, Item, Problem, Said, Same, Seconds
from graph.wording import Wording
from ingest.boundary import told
from ingest.contract import SourceError, SourceKind, SourceSettings
from ingest.options import Count, SourceOptions
from ingest.sources import mail
from ingest.sources.mailboxes import ArchivedMessage, MessageReader, lists_in, messages_of
from ingest.sources.parts import SourcePart, pull_parts, version_of
from ingest.sources.quotes import own_words
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
                stored = self._settings.versions([f"{part.name}/{letter.head.id}" for letter in batch])
                for letter in batch:
                    where = places[letter.head.id]
                    if where.thread not in begun:
                        begun.add(where.thread)
                        yield _thread(part.name, where.thread, letter.head.subject)
                    raw = reader.read(letter.spot)
                    read = partial(self._message, part.name, letter, where, raw, stored)
                    yield from told(read, f"{part.name}/{letter.head.id}")

    def _message(
        self, channel: str, letter: ArchivedMessage, where: ThreadPlace, raw: bytes, stored: Mapping[str, str]
    ) -> Iterator[Item | Same | Problem]:
        version = version_of(raw, where, self._settings.access)
        if stored.get(f"{channel}/{letter.head.id}") == version:
            yield Same(f"{channel}/{letter.head.id}")
        else:
            yield self._item(channel, letter, where, raw, version)

    def _item(
        self, channel: str, letter: ArchivedMessage, where: ThreadPlace, raw: bytes, version: str
    ) -> Item | Problem:
        identity = f"{channel}/{letter.head.id}"
        message = mail.parsed(raw)
        text = mail.text_of(message)
        if text is None:
            return Problem(identity, "mail-without-text", {"file": letter.spot.file.name})
        words = text.text if text.html else own_words(text.text, is_reply(letter.head))
        odd = (
            [Problem(identity, "mail-date-broken", {"date": mail.header(message, "Date")})] if _undated(message) else []
        )
        if letter.spot.size > self._limit:
            odd.append(Problem(identity, "mail-cut", {"size": str(letter.spot.size), "limit": str(self._limit)}))
        return Item(
            id=identity,
            body=words.encode("utf-8", "replace"),
            media_type="text/html" if text.html else "text/plain",
            kind=DocumentKind.POST if where.parent is None else DocumentKind.REPLY,
            title=plain_subject(letter.head.subject) or None,
            url=_web(mail.header(message, "Archived-At")) or self._url(channel),
            at=letter.head.at,
            acts=_acts(message, channel, letter.head.at),
            parent=f"{channel}/{where.parent}" if where.parent else None,
            container=f"{channel}/thread/{where.thread}",
            version=version,
            problems=tuple(odd),
        )

    def _url(self, channel: str) -> str | None:
        url = self._options.url
        return url.replace("{list}", channel) if url else None


def _acts(message: Message, channel: str, at: Seconds | None) -> tuple[Act, ...]:
    writer = mail.sender(message)
    acts = [Act(writer.account, ActKind.WROTE, writer.name, at, email=writer.email)] if writer else []
    people = {person.account: person for person in mail.named(message, channel)}
    if writer:
        people.pop(writer.account, None)
    acts += [Act(person.account, ActKind.NAMED, person.name, at, email=person.email) for person in people.values()]
    return tuple(acts)


def _undated(message: Message) -> bool:
    return mail.date_of(mail.header(message, "Date")) is None


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
