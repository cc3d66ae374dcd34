"""What people did to the documents that are about a question: each document once, by the strongest act."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from graph.facts import ActKind
from models.acts import ASKED, STRONGEST_FIRST
from models.answers import DeedKind
from models.grouping import run_starts
from models.index.contract import ACT_KINDS, NEVER, NO_ACT, Numbers
from models.rankers.coverage import about, asking
from models.rankers.matches import Matches
from models.rankers.named import named_votes

RANK = np.full(NO_ACT + 1, len(STRONGEST_FIRST), dtype=np.int64)
for _number, _kind in ACT_KINDS.items():
    RANK[_number] = STRONGEST_FIRST.index(_kind)
EVIDENCE = frozenset(STRONGEST_FIRST[: STRONGEST_FIRST.index(ActKind.NAMED) + 1])
"""Acts that count as evidence: work on a document, and to be named in it."""


@dataclass(frozen=True, slots=True)
class Counted:
    """What a person did: the number of documents by act, the strongest first, and the last time of any."""

    acts: dict[DeedKind, int]
    last: int

    @property
    def documents(self) -> int:
        """The documents that the person worked on or that name them."""
        return sum(num for kind, num in self.acts.items() if kind in EVIDENCE)


def count(matches: Matches, slots: Numbers, number: int) -> Sequence[Counted]:
    """What each of this number of people did; `slots` has the slot of each person, -1 for who is not among them."""
    index, good = matches.index, about(matches)
    whose = slots[matches.owners]
    mine = np.flatnonzero((whose >= 0) & good[matches.places])
    rows = matches.rows[mine]
    ranks = np.minimum(RANK[index.columns["deed"][rows]], RANK[index.columns["second"][rows]])
    ranks = np.where(asking(matches)[mine], STRONGEST_FIRST.index(ASKED), ranks)
    found = matches.once(named_votes)
    named = np.flatnonzero((slots[found.persons] >= 0) & good[found.places])
    owners = np.concatenate((whose[mine], slots[found.persons[named]]))
    places = np.concatenate((matches.places[mine], found.places[named]))
    ranks = np.concatenate((ranks, np.full(len(named), STRONGEST_FIRST.index(ActKind.NAMED))))
    order = np.lexsort((ranks, places, owners))
    once = order[run_starts(owners[order], places[order])]
    table = np.zeros((number, len(STRONGEST_FIRST) + 1), dtype=np.int64)
    np.add.at(table, (owners[once], ranks[once]), 1)
    last = np.full(number, NEVER, dtype=np.int64)
    np.maximum.at(last, whose[mine], index.columns["act_at"][rows])
    return [
        Counted({kind: num for kind, num in zip(STRONGEST_FIRST, row, strict=False) if num}, at)
        for row, at in zip(table.tolist(), last.tolist(), strict=True)
    ]
