"""What people did to documents, and when, from the columns of the index."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypeAlias

import numpy as np

from graph.facts import ActKind, Seconds
from models.answers import Did
from models.index.contract import ACT_KINDS, NEVER, NO_ACT, Snapshot

COLUMNS = ("deed", "act_at", "count", "second", "second_at", "second_count")
DoneTo: TypeAlias = tuple[tuple[Did, ...], Seconds | None]
"""What a person did to a document, and when last; the date of the document when no act has one."""


def deeds(index: Snapshot, ordinal: int, person: int) -> DoneTo:
    """What this person did to this document."""
    return deeds_of_pairs(index, [(ordinal, person)])[ordinal, person]


def deeds_of_pairs(index: Snapshot, pairs: Sequence[tuple[int, int]]) -> Mapping[tuple[int, int], DoneTo]:
    """What each person did to the document before them, of all (ordinal, person) pairs at once."""
    columns = index.columns
    if not pairs:
        return {}
    ordinals, persons = np.asarray(pairs, dtype=np.int64).T
    rows, which = columns.acts_of(ordinals)
    mine = index.person_of[columns["account"][rows]] == persons[which]
    rows, which = rows[mine], which[mine]
    acts = zip(which.tolist(), *(columns[name][rows].tolist() for name in COLUMNS), strict=True)
    found: dict[int, list[Did]] = {}
    for place, deed, at, count, second, second_at, second_count in acts:
        did = found.setdefault(place, [])
        did.append(Did(ACT_KINDS[deed], seconds(at), count))
        if second != NO_ACT:
            did.append(Did(ACT_KINDS[second], seconds(second_at), second_count))
    dated = [seconds(at) for at in columns["at"][ordinals].tolist()]
    whom, where = index.named_in(ordinals)
    for place in where[whom == persons[where]].tolist():
        found.setdefault(place, [Did(ActKind.NAMED, dated[place])])
    return {
        pair: (
            tuple(did := found.get(place, [])),
            max((each.at for each in did if each.at is not None), default=dated[place]),
        )
        for place, pair in enumerate(pairs)
    }


def seconds(at: int) -> Seconds | None:
    """A time of the columns; None for what is undated."""
    return None if int(at) == NEVER else int(at)
