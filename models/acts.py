"""What people did to documents, and when, from the columns of the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from graph.facts import ActKind, DocumentKind, Seconds
from models.answers import DeedKind, Did
from models.grouping import is_in
from models.index.contract import (
    ACT_KINDS,
    ALSO_ASKS,
    ASKS,
    DOCUMENT_KINDS,
    NEVER,
    NO_ACT,
    AccessFilter,
    Array,
    Snapshot,
)

ASKED: Final[Literal["asked"]] = "asked"
STRONGEST_FIRST: tuple[DeedKind, ...] = (
    ActKind.ACCEPTED,
    ActKind.WROTE,
    ActKind.ANSWERED,
    ActKind.EDITED,
    ActKind.COMMENTED,
    ActKind.NAMED,
    ASKED,
    ActKind.ATTENDED,
    ActKind.BOOKMARKED,
    ActKind.LIKED,
)
"""What people do to documents, in the order in which it says that they know about it."""
POST = next(number for number, kind in DOCUMENT_KINDS.items() if kind == DocumentKind.POST)
COLUMNS = ("deed", "act_at", "count", "second", "second_at", "second_count")
DoneTo: TypeAlias = tuple[tuple[Did, ...], Seconds | None]
"""What a person did to a document, and when last; the date of the document when no act has one."""


def deeds(index: Snapshot, ordinal: int, person: int) -> DoneTo:
    """What this person did to this document."""
    return deeds_of_pairs(index, [(ordinal, person)])[ordinal, person]


def deeds_of_pairs(
    index: Snapshot, pairs: Sequence[tuple[int, int]], access: AccessFilter | None = None
) -> Mapping[tuple[int, int], DoneTo]:
    """What each person did to the document before them, of all (ordinal, person) pairs at once."""
    columns = index.columns
    if not pairs:
        return {}
    ordinals, persons = np.asarray(pairs, dtype=np.int64).T
    rows, which = columns.acts_of(ordinals)
    mine = (index.person_of.take(columns["account"].take(rows)) == persons.take(which)).nonzero()[0]
    rows, which = rows.take(mine), which.take(mine)
    asking = is_asking(index, rows, access).tolist()
    acts = zip(which.tolist(), asking, *(columns[name].take(rows).tolist() for name in COLUMNS), strict=True)
    found: list[list[Did]] = [[] for _ in pairs]
    for place, asks, deed, at, count, second, second_at, second_count in acts:
        found[place].append(Did(ASKED if asks else ACT_KINDS[deed], seconds(at), count))
        if second != NO_ACT:
            found[place].append(Did(ACT_KINDS[second], seconds(second_at), second_count))
    dated = [seconds(at) for at in columns["at"].take(ordinals).tolist()]
    whom, where = index.named_in(ordinals)
    for place in where[whom == persons.take(where)].tolist():
        if not found[place]:
            found[place].append(Did(ActKind.NAMED, dated[place]))
    rows_of_pairs = zip(pairs, found, dated, strict=True)
    return {pair: (_in_order(did), _last(did, otherwise)) for pair, did, otherwise in rows_of_pairs}


def _in_order(did: Sequence[Did]) -> tuple[Did, ...]:
    """What was done, the strongest first."""
    return tuple(did if len(did) < 2 else sorted(did, key=lambda each: STRONGEST_FIRST.index(each.kind)))


def _last(did: Sequence[Did], otherwise: Seconds | None) -> Seconds | None:
    """When the last of these was done; `otherwise` when none has a date."""
    if len(did) == 1 and did[0].at is not None:
        return did[0].at
    return max((each.at for each in did if each.at is not None), default=otherwise)


def is_asking(index: Snapshot, rows: Array, access: AccessFilter | None) -> NDArray[np.bool_]:
    """Which of these act rows are of whoever asks: a message that asks, or a later one in a thread that they began.

    A first message without a question tells something, whatever is answered; one with some question, or with a title
    and nothing else, asks. Without `access` a message that only begins a thread is not looked at.
    """
    columns = index.columns
    asking = np.zeros(len(rows), dtype=bool)
    if not len(index.asking) or not len(rows):
        return asking
    found = np.flatnonzero(is_in(rows, index.asking))
    documents = columns["document"][rows[found]].astype(np.int64)
    asks = columns["asks"][documents]
    asking[found] = asks == ASKS
    if access is not None:
        asking[found] |= (columns["kind"][documents] != POST) | (asks == ALSO_ASKS)
    return asking


def seconds(at: int) -> Seconds | None:
    """A time of the columns; None for what is undated."""
    return None if at == NEVER else int(at)
