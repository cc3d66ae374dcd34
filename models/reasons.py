"""Points divided over reasons: each ranker's points are shared by its evidence, so that everything adds up.

A reason is (space, number): a document, a group, a topic, a person or a person's function. What several rankers say of
one reason is one reason.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.answers import Share
from models.counted import Counted
from models.counted import count as counted_acts
from models.grouping import grouped, is_among, run_starts
from models.index.contract import Mask, Numbers, Snapshot
from models.rankers.contract import SPACES, Ranker, Space
from models.rankers.coverage import about
from models.rankers.fusion import RankerScores
from models.rankers.matches import Matches

GRAIN = 2.0**-20
"""Points are multiples of this, so that sums of them are exact in floating point, in any order."""
SPACE = 1 << 40
REASONS = SPACE << (len(SPACES) - 1).bit_length()
"""A reason has one code: its space times 2 ** 40, plus its position in the order that equal reasons stand in.

A group is ordered by its place among the keys of all groups and a person by that among the keys of all persons: their
numbers would tell which hidden documents came in between. A code of a person's reason has the person before it.
"""


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: what it is, and what each ranker gives for it. `more` counts other documents of the same thread."""

    space: Space
    number: int
    kind: str
    points: float
    rankers: tuple[tuple[str, float], ...]
    more: int = 0

    @property
    def strongest(self) -> str:
        """The ranker that gives most."""
        return max(self.rankers, key=lambda pair: pair[1])[0]


@dataclass(frozen=True, slots=True)
class RankedPerson:
    """A person that is shown, by number: the shares of rankers, the heaviest reasons, and all that they did."""

    person: int
    shares: tuple[Share, ...]
    reasons: tuple[Reason, ...]
    counted: Counted


@dataclass(frozen=True, slots=True)
class _Divided:
    """The points of all rankers by reason, in rows: of which ranker (its place in the list), whose, what, how much."""

    rankers: Numbers
    slots: Numbers
    reasons: Numbers
    points: NDArray[np.float64]


def divide(matches: Matches, persons: Numbers, scored: Sequence[RankerScores], limit: int) -> tuple[RankedPerson, ...]:
    """These people with the heaviest `limit` reasons of each; all points add up to the last bit."""
    count = len(persons)
    if not count:
        return ()
    slots = np.full(len(matches.able) + 1, -1, dtype=np.int64)
    slots[persons] = np.arange(count)
    points = np.floor(np.asarray([each.points for each in scored]) / GRAIN) * GRAIN
    divided = _divide([each.ranker for each in scored], matches, slots, points) if limit else None
    counts = np.zeros(points.shape, dtype=np.int64)
    if divided is not None:
        np.add.at(counts, (divided.rankers, divided.slots), 1)
    shares = _shares(scored, points, counts)
    reasons = _heaviest(divided, [each.ranker for each in scored], count, limit, matches)
    counted = counted_acts(matches, slots, count)
    return tuple(
        RankedPerson(person, tuple(shares[slot]), tuple(reasons[slot]), counted[slot])
        for slot, person in enumerate(persons.tolist())
    )


def _shares(scored: Sequence[RankerScores], points: NDArray[np.float64], counts: Numbers) -> list[list[Share]]:
    """For each slot the points, the place and the number of reasons of each ranker that found the person."""
    shares: list[list[Share]] = [[] for _ in range(points.shape[1])]
    for each, given, found in zip(scored, points, counts, strict=True):
        places = each.places
        for slot in places.nonzero()[0].tolist():
            rank, pieces = int(places[slot]), int(found[slot])
            shares[slot].append(Share(each.ranker.name, float(given[slot]), rank, pieces))
    return shares


def _divide(
    rankers: Sequence[Ranker], matches: Matches, slots: Numbers, points: NDArray[np.float64]
) -> _Divided | None:
    """Share the points of each ranker and person by the weights of the reasons; the rest goes to the heaviest.

    `points` has a row for each ranker and a column for each slot.
    """
    rows = [ranker.evidence(matches, slots) for ranker in rankers]
    whole = points.ravel()
    owners = np.concatenate([each.slots + number * points.shape[1] for number, each in enumerate(rows)])
    reasons = np.concatenate(
        [_codes(ranker.space, each.references, matches.index) for ranker, each in zip(rankers, rows, strict=True)]
    )
    weights = np.concatenate([each.weights for each in rows])
    given = np.flatnonzero((whole[owners] > 0) & (weights > 0))
    if not len(given):
        return None
    codes, _, inverse = grouped(owners[given] * REASONS + reasons[given])
    weights = np.bincount(inverse, weights=weights[given])
    owners = codes // REASONS
    sums = np.bincount(owners, weights=weights, minlength=len(whole))
    parts = np.floor(whole[owners] * weights / sums[owners] / GRAIN) * GRAIN
    left = whole - np.bincount(owners, weights=parts, minlength=len(whole))
    first = np.flatnonzero(run_starts(owners))
    most = np.repeat(np.maximum.reduceat(weights, first), np.diff(first, append=len(owners)))
    heavy = np.flatnonzero(weights == most)
    parts[heavy[np.searchsorted(heavy, first)]] += left[owners[first]]
    return _Divided(*np.divmod(owners, points.shape[1]), codes % REASONS, parts)


def _codes(space: Space, numbers: Numbers, index: Snapshot) -> Numbers:
    """The codes of these reasons."""
    if space == "document":
        return numbers
    if space == "group":
        numbers = index.group_order[0][numbers]
    elif space in ("person", "function"):
        numbers = index.roster.order[numbers]
    return SPACES.index(space) * SPACE + numbers


def _number(space: Space, position: int, index: Snapshot) -> int:
    """The number of the thing at this position of its space."""
    if space == "group":
        return int(index.group_order[1][position])
    if space in ("person", "function"):
        return int(np.flatnonzero(index.roster.order == position)[0])
    return position


def _heaviest(
    divided: _Divided | None, rankers: Sequence[Ranker], count: int, limit: int, matches: Matches
) -> list[list[Reason]]:
    """The heaviest reasons of each person, those that are about what is asked first; a thread is one reason."""
    reasons: list[list[Reason]] = [[] for _ in range(count)]
    if divided is None:
        return reasons
    codes, of_code = _threads_once(divided, matches)
    sums = np.bincount(of_code.places, weights=divided.points)
    slots = codes // REASONS
    order = np.lexsort((codes, -sums, ~of_code.about, slots))
    begin = np.searchsorted(slots[order], np.arange(count))
    shown = order[np.arange(len(order)) - begin[slots[order]] < limit]
    wanted = np.full(len(codes), -1, dtype=np.int64)
    wanted[shown] = np.arange(len(shown))
    given: list[dict[Ranker, float]] = [{} for _ in range(len(shown))]
    places = wanted[of_code.places]
    rows = np.flatnonzero(places >= 0)
    columns = (places, divided.rankers, divided.points)
    for place, ranker, points in zip(*(each[rows].tolist() for each in columns), strict=True):
        of_place = given[place]
        of_place[rankers[ranker]] = of_place.get(rankers[ranker], 0.0) + points
    for place, (code, more) in enumerate(zip(codes[shown].tolist(), of_code.more[shown].tolist(), strict=True)):
        slot, reason = divmod(code, REASONS)
        space, position = SPACES[reason // SPACE], reason % SPACE
        reasons[slot].append(_reason(space, _number(space, position, matches.index), given[place], more))
    return reasons


@dataclass(frozen=True, slots=True)
class _Threads:
    """The reason, by place, that each row of divided points belongs to; of each how many more documents it holds, and
    whether it is about what is asked.
    """

    places: Numbers
    more: Numbers
    about: Mask


def _threads_once(divided: _Divided, matches: Matches) -> tuple[Numbers, _Threads]:
    """The reasons of each person with one document of each thread: the heaviest, of those about what is asked."""
    codes, _, inverse = grouped(divided.slots * REASONS + divided.reasons)
    sums = np.bincount(inverse, weights=divided.points)
    slots, reasons = np.divmod(codes, REASONS)
    threads = np.zeros(len(codes), dtype=np.uint64)
    documents = np.flatnonzero(reasons < SPACE)
    threads[documents] = matches.index.columns["thread"][reasons[documents]]
    others = np.flatnonzero(reasons >= SPACE)
    alone = np.zeros(len(codes), dtype=np.int64)
    alone[others] = 1 + others
    good = _is_about(reasons, matches)
    order = np.lexsort((codes, -sums, ~good, alone, threads, slots))
    starts = run_starts(slots[order], threads[order], alone[order])
    heads = order[starts]
    place = np.empty(len(codes), dtype=np.int64)
    place[order] = np.cumsum(starts) - 1
    return codes[heads], _Threads(place[inverse], np.bincount(place, minlength=len(heads)) - 1, good[heads])


def _is_about(reasons: Numbers, matches: Matches) -> Mask:
    """Whether each of these reasons is about what is asked; a fact is."""
    good = np.ones(len(reasons), dtype=bool)
    documents = np.flatnonzero(reasons < SPACE)
    wanted = matches.ordinals[about(matches)]
    good[documents] = is_among(reasons[documents], wanted) | ~is_among(reasons[documents], matches.ordinals)
    return good


def _reason(space: Space, number: int, given: Mapping[Ranker, float], more: int) -> Reason:
    """One reason. It is about a thread only when nothing says that the person worked on the document itself."""
    kinds = {ranker.kind for ranker in given}
    kind = next(iter(kinds)) if len(kinds) == 1 else space
    rankers = tuple((ranker.name, points) for ranker, points in given.items())
    return Reason(space, number, kind, sum(given.values()), rankers, more)
