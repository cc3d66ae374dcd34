"""Photos that a directory has of people, made anew: source state, which each sync of the directory can read again.

Of each person the name (the hash of its content) stands apart from the photo, so that lists read names only.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from graph.facts import Json, Key
from graph.ledger import Ledger

NAME = "directory-photo:name:"
FILE = "directory-photo:file:"


@dataclass(frozen=True, slots=True)
class DirectoryPhoto:
    """A photo of the directory: its name, empty for a picture that cannot be shown, and the hash of what it was."""

    name: str = ""
    sent: str = ""


NONE = DirectoryPhoto()


def directory_photo(ledger: Ledger, person: Key) -> DirectoryPhoto:
    """The photo that the directory has of this person."""
    return read_directory_photo(ledger.get(NAME + person))


def directory_photos(ledger: Ledger, source: str) -> dict[Key, DirectoryPhoto]:
    """The photos that this directory has, by person."""
    found = ledger.kept(f"{NAME}person:{source}:")
    return {name.removeprefix(NAME): read_directory_photo(kept) for name, kept in found.items()}


def keep_directory_photo(ledger: Ledger, person: Key, photo: DirectoryPhoto, sizes: Json) -> None:
    """Keep this photo of the directory, in all its sizes."""
    ledger.set(FILE + person, {"name": photo.name, **sizes} if photo.name and isinstance(sizes, dict) else None)
    ledger.set(NAME + person, {"name": photo.name, "sent": photo.sent})


def forget_directory_photos(ledger: Ledger, people: Collection[Key]) -> None:
    """Keep no photo of the directory of these people."""
    for name in (each for person in people for each in names_of_directory_photo(person)):
        ledger.set(name, None)


def names_of_directory_photo(person: Key) -> tuple[str, ...]:
    """The names under which the ledger keeps it."""
    return NAME + person, FILE + person


def read_directory_photo(kept: Json) -> DirectoryPhoto:
    """What is kept of a photo of the directory."""
    return DirectoryPhoto(str(kept.get("name") or ""), str(kept.get("sent") or "")) if isinstance(kept, dict) else NONE
