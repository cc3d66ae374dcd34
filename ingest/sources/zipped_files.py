"""The files in a zip file, read where they lie: nothing is unpacked to disk, and what is too much is not unpacked.

A zip may lie in a zip. All that the outermost one holds is bounded together: members, bytes, and bytes for each byte.
"""

from __future__ import annotations

import io
import posixpath
import stat
import struct
import zipfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from pathlib import Path, PurePosixPath
from typing import IO

from graph.facts import GroupKind, GroupRecord, Problem, Said, Same
from ingest.boundary import told
from ingest.contract import Versions
from ingest.formats.damaged import DAMAGED_ZIP
from ingest.formats.registry import COMPOUND
from ingest.inner import INSIDE, StoredVersion, stored_documents, unchanged
from ingest.sources.media_types import media_type_of, zipped_type

MOST_MEMBERS = 10_000
MOST_BYTES = 2_000_000_000
MOST_RATIO = 200
"""Unpacked size by packed size beyond `SMALL`: text packs to a tenth at best, a bomb to a thousandth."""
SMALL = 10_000_000
MOST_DIRECTORY = 4_000_000
"""Bytes of the list of members, which is read as a whole."""
DEEPEST = 3
"""Zips inside each other."""
HEAD = 4_096
BATCH = 200
LEFTOVERS = ("__MACOSX",)
HIDDEN = (".", "~$")
"""How the names begin that nobody means to publish: hidden files, and Word's locks."""
UTF8 = 0x800
LOCKED = 0x1


class ZipRefused(Exception):
    """A zip file that is not read: a message id with parameters."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.message, self.params = message, params


@dataclass(slots=True)
class ZipBudget:
    """What a zip file and those in it may still hold."""

    members: int = MOST_MEMBERS
    bytes: int = MOST_BYTES

    def spend(self, members: Sequence[zipfile.ZipInfo]) -> None:
        """Take these members from what is left. ZipRefused when they are more, or unpack to too much for their size."""
        size = sum(each.file_size for each in members)
        packed = max(1, sum(each.compress_size for each in members))
        if size > SMALL and size > MOST_RATIO * packed:
            raise ZipRefused("files-zip-bomb", size=f"{size:,}", packed=f"{packed:,}")
        self.members -= len(members)
        self.bytes -= size
        if self.members < 0 or self.bytes < 0:
            raise ZipRefused("files-zip-too-large", files=f"{MOST_MEMBERS:,}", limit=f"{MOST_BYTES / 1e9:.0f} GB")


@dataclass(frozen=True, slots=True)
class ZippedFiles:
    """How the zip files of a folder are read: which paths count, how large a file may be, and what becomes of one."""

    includes: Callable[[str], bool]
    largest: int
    versions: Versions
    read: Callable[[str, bytes, str], Said]

    def told(self, file: Path, name: str) -> Iterator[Said]:
        """The folders and files in this zip; when it cannot be read, what is stored of it stays."""
        with file.open("rb") as opened:
            yield from self._zip(opened, name, ZipBudget(), 1)

    def _zip(self, opened: IO[bytes], name: str, budget: ZipBudget, depth: int) -> Iterator[Said]:
        try:
            if depth > DEEPEST:
                raise ZipRefused("files-zip-too-deep", limit=str(DEEPEST))
            check_directory(opened)
            with zipfile.ZipFile(opened) as archive:
                yield from self._members(archive, name, budget, depth)
        except DAMAGED_ZIP as error:
            yield from _refused(name, ZipRefused("files-zip-broken", reason=str(error)[:100] or type(error).__name__))
        except ZipRefused as error:
            yield from _refused(name, error)

    def _members(self, archive: zipfile.ZipFile, name: str, budget: ZipBudget, depth: int) -> Iterator[Said]:
        listed = self._listed(archive, name)
        budget.spend([each for each in listed.values() if each.file_size <= self.largest])
        opened = {identity: each for identity, each in listed.items() if not each.flag_bits & LOCKED}
        if len(opened) < len(listed):
            yield Problem(name, "files-zip-locked", {"path": name, "files": str(len(listed) - len(opened))})
        folders: set[str] = set()
        waiting = iter(opened.items())
        while page := list(islice(waiting, BATCH)):
            known = stored_documents(self.versions, [identity for identity, _ in page])
            for identity, info in page:
                yield from _folders(name, identity, folders)
                if may_hold_files(identity):
                    yield from self._inner(archive, info, identity, budget, depth)
                else:
                    yield from told(partial(self._member, archive, info, identity, known.get(identity)), identity)

    def _listed(self, archive: zipfile.ZipFile, name: str) -> dict[str, zipfile.ZipInfo]:
        """The files in a zip that are read, by id, in its order."""
        found: dict[str, zipfile.ZipInfo] = {}
        for info in archive.infolist():
            path = member_path(info)
            identity = name + INSIDE + path
            kept = path and not info.is_dir() and not is_link(info) and not _is_left_over(path)
            if kept and (may_hold_files(path) or self.includes(identity.replace(INSIDE, "/"))):
                found.setdefault(identity, info)
        return found

    def _inner(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, budget: ZipBudget, depth: int
    ) -> Iterator[Said]:
        """A zip in a zip, or an office file that is called one."""
        body = self._body(archive, info, name)
        if isinstance(body, Problem):
            yield body
        elif zipped_type(io.BytesIO(body)) is not None:
            yield self.read(name, body, _version(info))
        else:
            yield from self._zip(io.BytesIO(body), name, budget, depth + 1)

    def _member(
        self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str, known: StoredVersion | None
    ) -> tuple[Said, ...]:
        if known and known.version == _version(info):
            return tuple(unchanged(name, known))
        body = self._body(archive, info, name)
        return (body if isinstance(body, Problem) else self.read(name, body, _version(info)),)

    def _body(self, archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> bytes | Problem:
        """What a member holds; only its beginning when that tells that it is in a format that is not read."""
        if info.file_size > self.largest:
            sizes = {"size": f"{info.file_size / 1e6:.0f} MB", "limit": f"{self.largest / 1e6:.0f} MB"}
            return Problem(name, "files-too-large", {"path": name, **sizes})
        try:
            with archive.open(info) as member:
                head = member.read(HEAD)
                packed = head.startswith((b"PK", COMPOUND))
                return head if not packed and media_type_of(name, head) is None else head + member.read(self.largest)
        except DAMAGED_ZIP as error:
            return Problem(name, "files-unreadable", {"path": name, "reason": str(error)[:100] or type(error).__name__})


def may_hold_files(path: str) -> bool:
    """Whether a file is called a zip."""
    return path.lower().endswith(".zip")


def holds_files(path: Path) -> bool:
    """Whether a file is a zip with files in it; one that is a document, such as one of Office, is none."""
    with path.open("rb") as opened:
        if opened.read(4) not in (b"PK\3\4", b"PK\5\6"):
            return False
        try:
            check_directory(opened)
        except ZipRefused:
            return True
        return zipped_type(opened) is None


def member_path(info: zipfile.ZipInfo) -> str:
    """The path of a member below the zip. Names that are not marked as UTF-8 often are; else they are of DOS."""
    name = info.filename
    if not info.flag_bits & UTF8 and not name.isascii():
        raw = name.encode("cp437", "replace")
        try:
            name = raw.decode("utf-8")
        except UnicodeDecodeError:
            name = raw.decode("cp850")
    parts = name.replace("\\", "/").split("/")
    return "/".join(part for part in parts if part not in ("", ".", ".."))


def is_link(info: zipfile.ZipInfo) -> bool:
    """Whether a member only leads to another file."""
    return stat.S_ISLNK(info.external_attr >> 16)


def check_directory(opened: IO[bytes]) -> None:
    """ZipRefused when the list of members is too long to be read; what is no zip at all is left to its reader."""
    size = opened.seek(0, io.SEEK_END)
    opened.seek(max(0, size - 66_000))
    tail = opened.read()
    opened.seek(0)
    end, large = tail.rfind(b"PK\5\6"), tail.rfind(b"PK\6\6")
    length = struct.unpack_from("<I", tail, end + 12)[0] if 0 <= end <= len(tail) - 22 else 0
    if 0 <= large <= len(tail) - 56:
        length = struct.unpack_from("<Q", tail, large + 40)[0]
    if length > MOST_DIRECTORY and length < 0xFFFFFFFF:
        raise ZipRefused("files-zip-too-large", files=f"{MOST_MEMBERS:,}", limit=f"{MOST_BYTES / 1e9:.0f} GB")


def _refused(name: str, error: ZipRefused) -> Iterator[Said]:
    yield Problem(name, error.message, {"path": name, **error.params})
    yield Same(container=f"{name}{INSIDE[:-1]}")


def _folders(name: str, identity: str, told_before: set[str]) -> Iterator[Said]:
    """The zip as a folder and the folders in it that hold this file, each once."""
    within = PurePosixPath(identity.removeprefix(name + INSIDE)).parent
    root = name + INSIDE[:-1]
    if root not in told_before:
        told_before.add(root)
        yield GroupRecord(root, GroupKind.FOLDER, posixpath.basename(name), posixpath.dirname(name) or ".")
    for folder in (*reversed(within.parents), within):
        path = name + INSIDE + folder.as_posix()
        if folder.as_posix() != "." and path not in told_before:
            told_before.add(path)
            yield GroupRecord(path, GroupKind.FOLDER, folder.name, posixpath.dirname(path))


def _is_left_over(path: str) -> bool:
    return any(part.startswith(HIDDEN) or part in LEFTOVERS for part in path.split("/"))


def _version(info: zipfile.ZipInfo) -> str:
    return f"{info.file_size}-{info.CRC:08x}"
