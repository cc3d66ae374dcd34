"""Mail as it lies on disk: which lists there are, and where each message of an mbox or Maildir begins and ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import IO

from graph.facts import Problem, Seconds
from ingest.sources import mail
from ingest.sources.archives import BROKEN, opened
from ingest.sources.mail_headers import header
from ingest.sources.parts import SourcePart, fingerprint_of, version_of
from ingest.sources.threads import MessageHead

PACKED = (".gz", ".bz2", ".xz")
SUFFIXES = (".mbox", ".mbx", ".txt", ".mail")
PERIOD = re.compile(r"(?:19|20)\d\d(?:q[1-4]|[-_.]?\w*)?", re.IGNORECASE)
FROM = re.compile(rb"From .{0,300}?\d{1,2}:\d{2}.{0,60}\d{4}")
FIELD = re.compile(rb"[!-9;-~]+[ \t]*:|>From ")
RECEIVED = re.compile(
    r"[A-Z][a-z]{2}\s+([A-Z][a-z]{2})\s+(\d{1,2})\s+(\d{1,2}:\d{2}(?::\d{2})?)\s(?:.{0,40}\s)?(\d{4})\b"
)
LONGEST_SEPARATOR = 500
HEAD_BYTES = 64 * 1024
LATE_DAYS = 400
"""Days between the clocks of writer and archive from which one of them is wrong."""
FEW = 4
"""At most one message in so many has a wrong date; where more have, the archive's times are those of an export."""


@dataclass(frozen=True, slots=True)
class MessageLocation:
    """The place of one message. `size` bytes from `offset` in the unpacked file; `received` as its separator says."""

    file: Path
    offset: int
    size: int
    received: Seconds | None


@dataclass(frozen=True, slots=True)
class ArchivedMessage:
    """One message that was found: where it lies, its id within the list, and how its headers place it."""

    spot: MessageLocation
    head: MessageHead


def lists_in(path: Path, name: str | None, salt: str) -> Iterator[SourcePart]:
    """The lists below this path. Folders are walked in the order of their names; a link to a folder is not followed."""
    if path.is_file():
        yield _list(name or _stem(path), (path,), salt)
    elif (path / "cur").is_dir():
        yield _list(name or path.name, tuple(_maildir(path)), salt)
    else:
        yield from _lists_in_folder(path, name, salt, "")


def _lists_in_folder(folder: Path, name: str | None, salt: str, prefix: str) -> Iterator[SourcePart]:
    entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith(".") and not entry.is_symlink())
    files = [entry for entry in entries if entry.is_file() and _is_mbox(entry)]
    if files and (name or all(PERIOD.match(_stem(file)) for file in files)):
        yield _list(name or f"{prefix}{folder.name}", tuple(files), salt)
    else:
        yield from (_list(f"{prefix}{_stem(file)}", (file,), salt) for file in files)
    for entry in entries:
        if (entry / "cur").is_dir():
            yield _list(f"{prefix}{entry.name}", tuple(_maildir(entry)), salt)
        elif entry.is_dir():
            yield from _lists_in_folder(entry, None, salt, "")


def _list(name: str, files: tuple[Path, ...], salt: str) -> SourcePart:
    return SourcePart(name, fingerprint_of(files, salt), (name,), files)


def _maildir(folder: Path) -> list[Path]:
    return sorted(file for part in ("cur", "new") if (folder / part).is_dir() for file in (folder / part).iterdir())


def _is_mbox(file: Path) -> bool:
    name = file.name.lower()
    for packed in PACKED:
        name = name.removesuffix(packed)
    if name.endswith(SUFFIXES):
        return True
    return "." not in name and _starts_with_from(file)


def _starts_with_from(file: Path) -> bool:
    with opened(file) as stream:
        try:
            return stream.read(5) == b"From "
        except BROKEN:
            return False


def _stem(file: Path) -> str:
    name = file.name
    for suffix in (*PACKED, *SUFFIXES):
        if name.lower().endswith(suffix):
            name = name[: -len(suffix)]
    return name


def messages_of(part: SourcePart, limit: int) -> tuple[list[ArchivedMessage], list[Problem]]:
    """The messages in the files of one list. A file that breaks off costs what comes after, and a Problem."""
    letters: list[ArchivedMessage] = []
    problems: list[Problem] = []
    for file in part.files:
        try:
            with opened(file) as stream:
                if file.parent.name in {"cur", "new"}:
                    letters.append(
                        _message_of(MessageLocation(file, 0, file.stat().st_size, None), stream.read(HEAD_BYTES))
                    )
                else:
                    found: list[ArchivedMessage] = []
                    try:
                        found.extend(_message_of(spot, head) for spot, head in split(file, stream, limit))
                    finally:
                        letters += dated(found)
                    if not found and file.stat().st_size:
                        problems.append(Problem(None, "mbox-not-an-mbox", {"file": file.name}))
        except BROKEN as error:
            problems.append(Problem(None, "mbox-file-broken", {"file": file.name, "reason": str(error)}))
    unique: dict[str, ArchivedMessage] = {}
    for letter in letters:
        if unique.setdefault(letter.head.id, letter) is not letter:
            identity = f"{part.name}/{letter.head.id}"
            problems.append(Problem(identity, "mail-duplicate-id", {"file": letter.spot.file.name}))
    return list(unique.values()), problems


def _message_of(spot: MessageLocation, head: bytes) -> ArchivedMessage:
    message = mail.heading(head)
    identity = mail.message_id(message) or f"without-id-{version_of(head, spot.size)}"
    at = mail.sent_at(message)
    return ArchivedMessage(spot, MessageHead(identity, header(message, "Subject"), mail.references(message), at))


def dated(letters: Sequence[ArchivedMessage]) -> list[ArchivedMessage]:
    """The messages of one file with the writer's date, or when the archive received them where that date is broken.

    Nothing is sent after it was received. A date long before that is broken too, as long as nearly all others of the
    file agree with the archive: a program that exports a mailbox may write its own time in front of every message.
    """
    old = {letter.head.id for letter in letters if _days_under_way(letter) > LATE_DAYS}
    wrong = old if FEW * len(old) <= len(letters) else set()
    return [
        replace(letter, head=replace(letter.head, at=letter.spot.received))
        if letter.head.at is None or letter.head.id in wrong or _days_under_way(letter) < -LATE_DAYS
        else letter
        for letter in letters
    ]


def _days_under_way(letter: ArchivedMessage) -> float:
    """Days between the writer's date and the archive's; 0 where one of them is not known."""
    sent, received = letter.head.at, letter.spot.received
    return 0.0 if sent is None or received is None else (received - sent) / 86400


def split(file: Path, stream: IO[bytes], limit: int) -> Iterator[tuple[MessageLocation, bytes]]:
    """The place of each message in an mbox, with its headers.

    A separator is a "From " line with a time and a year, followed by a header: a sentence that begins so is not one.
    """
    start, received, head, size = -1, None, bytearray(), 0
    offset = 0
    previous: bytes | None = None
    for line in _lines(stream, limit):
        if previous is not None and FIELD.match(line):
            if start >= 0:
                yield MessageLocation(file, start, offset - len(previous) - start, received), bytes(head)
            start, received, head, size = offset, received_at(previous), bytearray(), 0
        elif previous is not None and size < HEAD_BYTES:
            head += previous
        previous = line if FROM.match(line) else None
        if previous is None and size < HEAD_BYTES:
            head += line
        size = len(head)
        offset += len(line)
    if start >= 0:
        yield MessageLocation(file, start, offset - start, received), bytes(head)


def _lines(stream: IO[bytes], limit: int) -> Iterator[bytes]:
    while line := stream.readline(limit):
        yield line


def received_at(separator: bytes) -> Seconds | None:
    """The time at which the archive received the message that follows this separator (of Google Takeout too)."""
    found = RECEIVED.search(separator[:LONGEST_SEPARATOR].decode("ascii", "replace"))
    return mail.date_of("{1} {0} {3} {2} +0000".format(*found.groups())) if found else None


class MessageReader:
    """Reads the bytes of messages. Keeps the last file open; messages are asked for in the order of the file."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._file: Path | None = None
        self._stream: IO[bytes] | None = None

    def __enter__(self) -> MessageReader:
        return self

    def __exit__(self, *exc: object) -> None:
        if self._stream is not None:
            self._stream.close()

    def read(self, spot: MessageLocation) -> bytes:
        if self._stream is None or self._file != spot.file:
            self.__exit__()
            self._file, self._stream = spot.file, opened(spot.file)
        self._stream.seek(spot.offset)
        return self._stream.read(min(spot.size, self._limit))
