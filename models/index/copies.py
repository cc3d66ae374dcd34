"""Documents with the same own words: the number by which copies are told, and their groups.

A message on three lists, a file in two places, a page in two sources: each keeps its place and its rights, and of those
that somebody may read the one that comes first counts. First is what has an author, of those the earliest.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from graph.facts import Document, Edge, EdgeKind
from models.grouping import run_starts
from models.index.columns import Columns
from models.index.numbers import NEVER, NO_AUTHOR

LONG = 40
"""Bytes of letters and digits from which a text by itself tells a copy: a shorter one may be said by anybody again."""
GROWN, FEWEST = 8, 1000
"""Rows after which all fingerprints are sorted again: an eighth of those that are, and no fewer than these."""
TOLD_BY = ("copy", "page", "same")
"""The columns by which copies are told: the same words, the same title and words, the same message to its sources."""
WRITERS = (EdgeKind.WROTE, EdgeKind.ANSWERED)
LOWER = bytes(range(256)).lower()
SIGNS = bytes(byte for byte in range(128) if not chr(byte).isalnum())
SIGNS_BEYOND_ASCII = re.compile(r"[^\x00-\x7f\w]+")

Visible = Callable[[NDArray[np.int64]], NDArray[np.bool_]]


# --- what copies share ------------------------------------------------------------------------------------------------


def fingerprints(document: Document, own: str, rest: str, acts: Sequence[Edge]) -> tuple[int, int]:
    """The numbers that copies of this document share, by its text and as a page; 0 where nothing tells a copy.

    The first is that of the letters and digits of the own words: line ends, hyphens and quotation marks of another
    format make no difference. A short text ("Agreed.") is a copy only of what the same account says under the same
    title at the same moment. A document without own words is told by what it quotes. The second is that of title and
    text, whether the text begins with its title, as in a file, or not, as in a wiki.
    """
    text = letters(own)
    part, text = (b"own", text) if text else (b"rest", letters(rest))
    title = _title_letters(document.title)
    if len(text) >= LONG:
        told = _number(part, text)
        untitled = _number(part, text[len(title) :]) if title and text.startswith(title) else told
        return told, _page_number(title, untitled)
    writers = sorted({act.start.rpartition(":")[2] for act in acts if act.kind in WRITERS})
    if not text or document.at is None or not writers:
        return 0, 0
    return _number(part, text, title, str(document.at).encode(), *(each.encode() for each in writers)), 0


def letters(text: str) -> bytes:
    """The letters and digits of a text, in lower case and in one spelling of Unicode."""
    if text.isascii():
        return text.encode().translate(LOWER, SIGNS)
    folded = unicodedata.normalize("NFKC", text.casefold())
    return SIGNS_BEYOND_ASCII.sub("", folded).encode().translate(None, SIGNS)


@lru_cache(maxsize=10_000)
def _title_letters(title: str) -> bytes:
    """The letters of a title; the messages of a thread have one."""
    return letters(title)


def _number(*parts: bytes) -> int:
    digest = hashlib.blake2b(b"\0".join(parts), digest_size=8).digest()
    return int.from_bytes(digest, "little") or 1


def _page_number(title: bytes, untitled: int) -> int:
    """The number of a page by its title and the number of its text without it."""
    return (_title_number(title) ^ untitled) or 1


@lru_cache(maxsize=10_000)
def _title_number(title: bytes) -> int:
    return _number(b"title", title)


# --- groups of copies -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True, eq=False)
class CopyGroups:
    """Documents of a snapshot that have copies: groups one after another, in each the order in which they count.

    `places` has for each ordinal its place in that list, -1 when it has no copy; `group_at` has the group at each place
    and `starts` where each group begins.
    """

    ordinals: NDArray[np.int64]
    starts: NDArray[np.int64]
    group_at: NDArray[np.int64]
    places: NDArray[np.int32]

    def first_of(self, ordinals: NDArray[np.int64], visible: Visible) -> NDArray[np.int64]:
        """For each of these documents the one that counts among its visible copies and itself."""
        places = self.places.take(ordinals)
        some = np.flatnonzero(places >= 0)
        if not len(some):
            return ordinals
        groups, which = np.unique(self.group_at[places[some]], return_inverse=True)
        begins, sizes = self.starts[groups], self.starts[groups + 1] - self.starts[groups]
        owner = np.repeat(np.arange(len(groups)), sizes)
        there = np.arange(len(owner)) + np.repeat(begins - np.concatenate(([0], np.cumsum(sizes)[:-1])), sizes)
        good = np.flatnonzero(visible(self.ordinals[there]))
        first = np.full(len(groups), len(self.ordinals), dtype=np.int64)
        np.minimum.at(first, owner[good], there[good])
        best = first[which]
        known = best < len(self.ordinals)
        found = ordinals.copy()
        found[some[known]] = self.ordinals[best[known]]
        return found

    def once_each(self, ordinals: NDArray[np.int64], within: NDArray[np.int64] | None = None) -> NDArray[np.bool_]:
        """Which of these documents stand for themselves and their copies among them; `within` parts them into lists."""
        kept = np.ones(len(ordinals), dtype=bool)
        places = self.places.take(ordinals)
        some = np.flatnonzero(places >= 0)
        if len(some) < 2:
            return kept
        lists = np.zeros(len(some), dtype=np.int64) if within is None else within[some]
        order = np.lexsort((places[some], lists))
        groups, lists = self.group_at[places[some]][order], lists[order]
        kept[some[order[~run_starts(groups, lists)]]] = False
        return kept

    def copies_of(self, ordinal: int) -> NDArray[np.int64]:
        """The other documents with the words of this one, in the order in which they count."""
        place = int(self.places[ordinal])
        if place < 0:
            return np.zeros(0, np.int64)
        group = int(self.group_at[place])
        found = self.ordinals[self.starts[group] : self.starts[group + 1]]
        others: NDArray[np.int64] = found[found != ordinal]
        return others


@dataclass(frozen=True, slots=True, eq=False)
class Copies:
    """The copies of a snapshot by each column that tells them. `copied` says of each ordinal whether it has any."""

    kinds: tuple[CopyGroups, ...]
    copied: NDArray[np.bool_]

    def first_of(self, ordinals: NDArray[np.int64], visible: Visible) -> NDArray[np.int64]:
        """For each of these documents one that comes before it, or itself: then it counts among what is visible."""
        if not self.copied.take(ordinals).any():  # as in most answers
            return ordinals
        for groups in self.kinds:
            ordinals = groups.first_of(ordinals, visible)
        return ordinals

    def once_each(self, ordinals: NDArray[np.int64], within: NDArray[np.int64] | None = None) -> NDArray[np.bool_]:
        """Which of these documents stand for themselves and their copies among them; `within` parts them into lists."""
        kept = self.copied.take(ordinals)
        if not kept.any():
            return ~kept
        kept = np.ones(len(ordinals), dtype=bool)
        for groups in self.kinds:
            kept[kept] = groups.once_each(ordinals[kept], None if within is None else within[kept])
        return kept

    def copies_of(self, ordinal: int) -> NDArray[np.int64]:
        """The other documents with the words of this one."""
        if not self.copied[ordinal]:
            return np.zeros(0, np.int64)
        found = np.concatenate([groups.copies_of(ordinal) for groups in self.kinds])
        return found[np.sort(np.unique(found, return_index=True)[1])]

    @property
    def ordinals(self) -> NDArray[np.int64]:
        """All documents that have copies."""
        return np.flatnonzero(self.copied)


@dataclass(frozen=True, slots=True, eq=False)
class _SortedPrints:
    """The fingerprints of the first `size` rows in order, the ordinal of each, and the ordinals that share one."""

    size: int
    prints: NDArray[np.uint64]
    ordinals: NDArray[np.int64]
    shared: NDArray[np.int64]


class CopyFinder:
    """The copies of one generation, from snapshot to snapshot.

    Most fingerprints are sorted once; those of rows that came since are looked up among them.
    """

    def __init__(self) -> None:
        self._sorted = {name: _sorted(np.zeros(0, np.uint64)) for name in TOLD_BY}

    def copies(self, columns: Columns) -> Copies:
        """The copies of these columns."""
        kinds = tuple(self._groups(columns, name) for name in TOLD_BY)
        copied = np.zeros(columns.sizes.documents, dtype=bool)
        for groups in kinds:
            copied[groups.ordinals] = True
        return Copies(kinds, copied)

    def _groups(self, columns: Columns, name: str) -> CopyGroups:
        known, size = self._sorted[name], columns.sizes.documents
        if not known.size <= size <= known.size + max(FEWEST, known.size // GROWN):
            known = _sorted(np.asarray(columns[name]))
            if known.size > self._sorted[name].size:
                self._sorted[name] = known
        return _grouped(columns, name, np.union1d(known.shared, _since(known, columns[name])))


def _sorted(prints: NDArray[np.uint64]) -> _SortedPrints:
    some = np.flatnonzero(prints)
    order = some[np.argsort(prints[some])]
    ordered = prints[order]
    shared = ~run_starts(ordered)
    shared[:-1] |= shared[1:]
    return _SortedPrints(len(prints), ordered, order, order[shared])


def _since(known: _SortedPrints, column: NDArray[np.uint64]) -> NDArray[np.int64]:
    """The rows that came since and have a copy, and the older rows whose copies they are."""
    prints = np.asarray(column)[known.size :]
    wanted, counts = np.unique(prints[prints != 0], return_counts=True)
    first, last = (np.searchsorted(known.prints, wanted, side) for side in ("left", "right"))
    old = [known.ordinals[start:stop] for start, stop in zip(first.tolist(), last.tolist(), strict=True)]
    new = known.size + np.flatnonzero(np.isin(prints, wanted[(last > first) | (counts > 1)]))
    return np.concatenate((*old, new)).astype(np.int64)


def _grouped(columns: Columns, name: str, ordinals: NDArray[np.int64]) -> CopyGroups:
    """These documents, all that share what is in this column with another one, in groups."""
    ordinals = ordinals[columns.alive[ordinals] > 0]
    prints, at = columns[name][ordinals], columns["at"][ordinals].astype(np.int64)
    undated = np.where(at == NEVER, -NEVER, at)
    order = np.lexsort((columns["key_hash"][ordinals], undated, ~_authored(columns, ordinals), prints))
    ordinals, prints = ordinals[order], prints[order]
    places = np.full(columns.sizes.documents, -1, dtype=np.int32)
    places[ordinals] = np.arange(len(ordinals))
    new = run_starts(prints)
    return CopyGroups(ordinals, np.append(np.flatnonzero(new), len(ordinals)), np.cumsum(new) - 1, places)


def _authored(columns: Columns, ordinals: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Whether somebody wrote, answered or edited each of these documents."""
    authored = np.zeros(len(ordinals), dtype=bool)
    if len(ordinals):
        rows, places = columns.acts_of(ordinals)
        authored[places[columns["deed"][rows] < NO_AUTHOR]] = True
    return authored
