"""Ids that were told in this run, with a hash of their content: 16 bytes for each, the same in every process."""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Iterable
from enum import Enum

import orjson


class Sighting(Enum):
    """How an id was told. TWICE is with other content."""

    FIRST = 1
    AGAIN = 2
    TWICE = 3


class SeenIds:
    """An open-addressing table of 64-bit hashes (id, content).
    Memory is flat: beyond `limit` ids it forgets, and has `forgot`.

    `before` is what `fresh` gave in an earlier process of the same run.
    """

    def __init__(self, before: Iterable[bytes] = (), limit: int = 4_000_000) -> None:
        self.forgot = False
        self._limit = limit
        self._fresh = array("Q")
        self._reset(1 << 12)
        for packed in before:
            pairs = array("Q", packed)
            for place, value in zip(pairs[::2], pairs[1::2], strict=True):
                self._note(place, value)

    def tell(self, native_id: str, body: bytes, content: object) -> Sighting:
        """Note this id with the hash of its content, and say whether it was there."""
        place, value = _hash(native_id.encode("utf-8", "surrogatepass")) or 1, _hash(_packed(content), body)
        told = self._note(place, value)
        if told is Sighting.FIRST and len(self._fresh) < 2 * self._limit:
            self._fresh.extend((place, value))
        return told

    def __contains__(self, native_id: str) -> bool:
        place = _hash(native_id.encode("utf-8", "surrogatepass")) or 1
        return bool(self._ids[self._slot(place)])

    def fresh(self) -> bytes:
        """What was told for the first time since this was last asked."""
        fresh, self._fresh = self._fresh, array("Q")
        return fresh.tobytes()

    def _note(self, place: int, value: int) -> Sighting:
        slot = self._slot(place)
        if self._ids[slot]:
            return Sighting.AGAIN if self._contents[slot] == value else Sighting.TWICE
        self._ids[slot], self._contents[slot] = place, value
        self._count += 1
        if self._count * 3 > (self._mask + 1) * 2:
            self._grow()
        return Sighting.FIRST

    def _slot(self, place: int) -> int:
        slot = place & self._mask
        while self._ids[slot] and self._ids[slot] != place:
            slot = (slot + 1) & self._mask
        return slot

    def _reset(self, size: int) -> None:
        self._ids, self._contents = array("Q", bytes(8 * size)), array("Q", bytes(8 * size))
        self._mask, self._count = size - 1, 0

    def _grow(self) -> None:
        ids, contents = self._ids, self._contents
        if self._count >= self._limit:
            self.forgot = True
            self._reset(1 << 12)
            return
        self._reset(2 * len(ids))
        for place, content in zip(ids, contents, strict=True):
            if place:
                slot = self._slot(place)
                self._ids[slot], self._contents[slot] = place, content
                self._count += 1


def _packed(content: object) -> bytes:
    try:
        return orjson.dumps(content)
    except TypeError:  # half a character, or a number that JSON has not
        return repr(content).encode("utf-8", "surrogatepass")


def _hash(*pieces: bytes) -> int:
    digest = hashlib.blake2b(digest_size=8)
    for piece in pieces:
        digest.update(piece)
    return int.from_bytes(digest.digest(), "little")
