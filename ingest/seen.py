"""Was this id told before in this run, and with the same content? 16 bytes for each id."""

from __future__ import annotations

from array import array
from enum import Enum

MASK = (1 << 64) - 1


class Told(Enum):
    """How often was an id told? TWICE is with other content."""

    FIRST = 1
    AGAIN = 2
    TWICE = 3


class SeenIds:
    """An open-addressing table of 64-bit hashes (id, content). Beyond `limit` ids it forgets: memory is flat."""

    def __init__(self, limit: int = 4_000_000) -> None:
        self._limit = limit
        self._reset(1 << 12)

    def tell(self, native_id: str, content: object) -> Told:
        """Note this id with the hash of its content, and say whether it was there."""
        place, value = (hash(native_id) & MASK) or 1, hash(content) & MASK
        slot = self._slot(place)
        if self._ids[slot]:
            return Told.AGAIN if self._contents[slot] == value else Told.TWICE
        self._ids[slot], self._contents[slot] = place, value
        self._count += 1
        if self._count * 3 > (self._mask + 1) * 2:
            self._grow()
        return Told.FIRST

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
            self._reset(1 << 12)
            return
        self._reset(2 * len(ids))
        for place, content in zip(ids, contents, strict=True):
            if place:
                slot = self._slot(place)
                self._ids[slot], self._contents[slot] = place, content
                self._count += 1
