"""The people of a repository by the names and addresses that its ``.mailmap`` says are theirs (gitmailmap(5))."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from ingest.formats.encodings import decode

MAILMAP = ".mailmap"
LARGEST = 2_000_000
"""Bytes of the largest file that is read."""
_LINE = re.compile(r"([^<>#]*)<([^<>]*)>([^<>#]*)(?:<([^<>]*)>)?")


class Signature(NamedTuple):
    """How somebody signs a commit."""

    name: str
    email: str


class Mailmap:
    """Right names and addresses by the address, and by name and address, of a commit; capitals make no difference."""

    def __init__(self, text: str = "") -> None:
        self._known: dict[tuple[str, str], Signature] = {}
        for line in text.splitlines():
            if match := _LINE.match(line.strip()):
                name, first, other, second = (part.strip() if part else "" for part in match.groups())
                of = (other.casefold(), second.casefold()) if second else ("", first.casefold())
                self._known[of] = Signature(name, first if second else "")

    def sign(self, name: str, email: str) -> Signature:
        """The right name and address of who signs like this."""
        address = email.strip().casefold()
        found = self._known.get((name.strip().casefold(), address)) or self._known.get(("", address))
        return Signature(found.name or name, found.email or email) if found else Signature(name, email)

    def __bool__(self) -> bool:
        return bool(self._known)


def mailmap_in(folder: Path) -> Mailmap:
    """The mailmap of a folder; empty when there is none that can be read."""
    return Mailmap(small_text(folder / MAILMAP, LARGEST))


def small_text(file: Path, largest: int) -> str:
    """The text of a file next to others; empty when there is none, or when it is too large or leads elsewhere."""
    try:
        if file.is_symlink() or not file.is_file() or file.stat().st_size > largest:
            return ""
        return decode(file.read_bytes())[0]
    except OSError:
        return ""
