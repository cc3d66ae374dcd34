"""Whose work a document is, and for how much: the share of each account from all its acts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

from graph.facts import Edge, Key, Seconds
from models.index.numbers import ACT_NUMBERS, NO_ACT

NUMBER = {kind.name: number for kind, number in ACT_NUMBERS.items()}
"""By the kind of an edge, which is the name of the act."""
FAINT = {NUMBER["BOOKMARKED"]: 0.1, NUMBER["LIKED"]: 0.1, NUMBER["NAMED"]: 0.2, NUMBER["ATTENDED"]: 0.2}
"""Who reads, is named or was present did not do the work: such acts are a trace of it, no more."""
ASKED = 0.5
"""Of a message that asks, its writer has this part: to ask shows some knowledge, to tell shows it (decision 3)."""
MOST_TIMES = 2**31 - 1


class Deeds(NamedTuple):
    """What one account did to one document: the best act, the next best, and the share of the work."""

    account: Key
    kind: int
    at: Seconds | None
    times: int
    second: int
    second_at: Seconds | None
    second_times: int
    share: float


def deeds_of(acts: Sequence[Edge], asking: bool = False, voiced: bool = True) -> list[Deeds]:
    """Who did what to one document: one record per account, the best act first.

    A lone account gets 1; of n equal ones each gets 1 / log2(1 + n), so that a text of many hands gives more in all
    than a text of one, but less to each; unequal ones (by the square root of their size) share the same sum. Who wrote
    a message that is `asking` (`text/inquiries.py`) has a part of that. Not `voiced`, without own words: nobody's work.
    """
    found = _deeds(acts, asking)
    return found if voiced else [each._replace(share=0.0) for each in found]


def _deeds(acts: Sequence[Edge], asking: bool) -> list[Deeds]:
    if len(acts) == 1:  # most documents have one act, and there may be millions
        (act,) = acts
        kind = NUMBER[act.kind.value]
        return [Deeds(act.start, kind, act.at, _times(act.count), NO_ACT, None, 0, _part(kind, asking))]
    by_account: dict[Key, list[tuple[int, Edge]]] = {}
    for act in acts:
        by_account.setdefault(act.start, []).append((NUMBER[act.kind.value], act))
    work = {account: _work(mine) for account, mine in by_account.items()}
    heads, whole = len(work), sum(work.values()) or 1.0
    scale = heads / math.log2(1 + heads) if heads else 0.0
    found = []
    for account, mine in by_account.items():
        mine.sort(key=lambda pair: pair[0])
        best, other = mine[0][1], (mine[1][1] if len(mine) > 1 else None)
        found.append(
            Deeds(
                account=account,
                kind=mine[0][0],
                at=best.at,
                times=_times(best.count),
                second=mine[1][0] if other else NO_ACT,
                second_at=other.at if other else None,
                second_times=_times(other.count) if other else 0,
                share=min(1.0, scale * work[account] / whole) * _part(mine[0][0], asking),
            )
        )
    found.sort(key=lambda deeds: (deeds.kind, -deeds.share, deeds.account))
    return found


def _part(kind: int, asking: bool) -> float:
    return ASKED if asking and kind == NUMBER["WROTE"] else FAINT.get(kind, 1.0)


def _work(mine: Sequence[tuple[int, Edge]]) -> float:
    return sum((1.0 + math.sqrt(max(0, act.size))) * FAINT.get(number, 1.0) for number, act in mine)


def _times(count: int) -> int:
    """How often it was done, as far as a column counts: what older versions stored has no bound."""
    return min(max(1, count), MOST_TIMES)
