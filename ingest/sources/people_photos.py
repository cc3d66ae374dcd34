"""Pictures that a directory names: beside its file, or within the cell. None is fetched from another computer."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, runtime_checkable

MOST = 4 * 1024 * 1024
"""Bytes of a picture, as many as somebody may send of themselves."""
_DATA = re.compile(r"data:image/[\w.+-]{1,40};base64,", re.IGNORECASE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]{1,20}://|//|\\\\|data:", re.IGNORECASE)


@runtime_checkable
class ShowsPhotos(Protocol):
    """A directory that has pictures of people: each with the id of whose it is, empty for who is told without one.

    With `tells_all` whoever is not told has none; else what was told before still holds.
    """

    @property
    def tells_all(self) -> bool: ...
    def photos(self) -> Iterator[tuple[str, bytes]]: ...


class NoPicture(Exception):
    """What a cell names is no picture that may be read. `message` is that of a Problem."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


def picture_in(cell: str, folder: Path) -> bytes:
    """The picture that a cell holds or names, below this folder. Raises NoPicture."""
    if mark := _DATA.match(cell):
        return _decoded(cell[mark.end() :])
    file = picture_file(cell, folder)
    try:
        with file.open("rb") as stream:
            return stream.read(MOST + 1)[:MOST]
    except OSError as error:
        raise NoPicture("directory-photo-missing") from error


def check_picture(cell: str, folder: Path) -> None:
    """Raises NoPicture for a cell of which it is clear without reading that it gives no picture."""
    if not _DATA.match(cell):
        picture_file(cell, folder)
    elif len(cell) > 2 * MOST:
        raise NoPicture("directory-photo-missing")


def picture_file(cell: str, folder: Path) -> Path:
    """The file that a cell names, which lies below the folder. Raises NoPicture."""
    if _ELSEWHERE.match(cell):
        raise NoPicture("directory-photo-elsewhere")
    try:
        root, file = folder.resolve(), (folder / cell.replace("\\", "/")).resolve()
        if file.is_relative_to(root) and file.is_file() and 0 < file.stat().st_size <= MOST:
            return file
    except (OSError, ValueError) as error:
        raise NoPicture("directory-photo-missing") from error
    raise NoPicture("directory-photo-missing")


def _decoded(text: str) -> bytes:
    try:
        found = base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise NoPicture("directory-photo-missing") from error
    if not 0 < len(found) <= MOST:
        raise NoPicture("directory-photo-missing")
    return found
