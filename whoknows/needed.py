"""The list of topics that the organisation needs, read whenever it is asked for."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from models.cover import Needs, read_needs

LARGEST = 1 << 20
"""Bytes of the list, at most."""


def needs_of(file: Path | None) -> Callable[[], Needs | None]:
    """Gives the list in this file. A file that cannot be read is a list with a mistake in its first line."""

    def read() -> Needs | None:
        if file is None:
            return None
        try:
            with file.open("rb") as opened:
                return read_needs(opened.read(LARGEST).decode("utf-8-sig"))
        except (OSError, UnicodeDecodeError):
            return Needs(mistakes=(1,))

    return read
