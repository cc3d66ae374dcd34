"""A large JSON file piece by piece: the values of the lists in its outermost object, in order (decision 44)."""

from __future__ import annotations

import json
from collections.abc import Iterator
from json import JSONDecodeError
from pathlib import Path
from typing import TextIO

from graph.facts import Json
from ingest.sources.chat import ChatFileError

PIECE = 1 << 20
"""Characters that are read at once."""
LARGEST = 1 << 26
"""Characters of one value in a list, or of one that is none."""
BLANK = " \t\r\n"
_DECODER = json.JSONDecoder(strict=False)
"""A bare tab or line end within a text, which JSON does not know, costs nothing."""


def members_of(file: Path) -> Iterator[tuple[str, Json]]:
    """The members of the outermost object of this file; of a list each value by itself, under the name of the list.

    Raises ChatFileError where it is no JSON, or one value is too large.
    """
    try:
        with file.open(encoding="utf-8-sig") as opened:
            yield from _JsonPieces(opened).members()
    except (OSError, ValueError, RecursionError) as error:
        raise ChatFileError(str(error)) from error


class _JsonPieces:
    """The part of a file that was read and not yet told, from the place on at which reading is."""

    def __init__(self, opened: TextIO) -> None:
        self._opened = opened
        self._text, self._at, self._ended = "", 0, False

    def members(self) -> Iterator[tuple[str, Json]]:
        self._expect("{")
        if self._next() == "}":
            return
        while True:
            name = self._value()
            self._expect(":")
            if self._next() == "[":
                yield from ((str(name), value) for value in self._listed())
            else:
                yield str(name), self._value()
            if self._expect(",}") == "}":
                return

    def _listed(self) -> Iterator[Json]:
        self._expect("[")
        if self._next() == "]":
            self._at += 1
            return
        while True:
            yield self._value()
            if self._expect(",]") == "]":
                return

    def _value(self) -> Json:
        self._next()
        while True:
            try:
                value: Json
                value, end = _DECODER.raw_decode(self._text, self._at)
            except JSONDecodeError:
                if self._ended:
                    raise
            else:
                if end < len(self._text) or self._ended:  # a number may go on
                    self._at = end
                    return value
            self._more()

    def _expect(self, wanted: str) -> str:
        found = self._next()
        if not found or found not in wanted:
            raise ValueError(f"{found or 'the end'} instead of {' or '.join(wanted)}")
        self._at += 1
        return found

    def _next(self) -> str:
        """The next character that is not blank, which stays; empty at the end."""
        while True:
            while self._at < len(self._text) and self._text[self._at] in BLANK:
                self._at += 1
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended:
                return ""
            self._more()

    def _more(self) -> None:
        """Read as much again as waits, so that a long value is not decoded too often."""
        waiting = self._text[self._at :]
        if len(waiting) > LARGEST:
            raise ValueError(f"one value is longer than {LARGEST} characters")
        piece = self._opened.read(max(PIECE, len(waiting)))
        self._text, self._at, self._ended = waiting + piece, 0, not piece
