"""Votes of documents, and what they give to the people who worked where these documents belong."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from models.grouping import grouped, run_starts
from models.index.contract import Array, Numbers, Place
from models.rankers.contract import EvidenceRows
from models.rankers.matches import Matches

SHARPNESS = 8.0
"""Exponent of the vote of a document, per unit of its score divided by the best score of the question."""
Weights = NDArray[np.float64]


def votes(matches: Matches) -> Weights:
    """The vote of each document: exponential in its score (expCombSUM; Macdonald and Ounis, 2006), 1 for the best."""
    best = max(float(matches.scores.max(initial=0.0)), 1e-9)
    given: Weights = np.exp(SHARPNESS * (np.asarray(matches.scores, dtype=np.float64) / best - 1.0))
    return given


@dataclass(frozen=True, slots=True)
class ThreadVotes:
    """What the threads of the matching documents give to people, in rows; a page is a thread of its own.

    `threads` has the place of the thread of each row in `best`, the document in it that matches best. `own` has
    what people did to the matching documents themselves: thread, person, ordinal, and the weight within both.
    """

    threads: Numbers
    persons: Numbers
    given: Weights
    best: Numbers
    own: tuple[Numbers, Numbers, Numbers, Weights]

    def scores(self, matches: Matches) -> Weights:
        """The sum of each person."""
        sums = np.bincount(self.persons, weights=self.given, minlength=len(matches.able))[: len(matches.able)]
        sums[~matches.able] = 0.0
        return sums.astype(np.float64, copy=False)

    def evidence(self, slots: Numbers) -> EvidenceRows:
        """The documents of these people in these threads; the best one of a thread for whoever has none in it."""
        width = len(slots)
        shown = np.flatnonzero(slots[self.persons] >= 0)
        at, people, given = self.threads[shown], self.persons[shown], self.given[shown]
        codes = at * width + people
        worked = np.flatnonzero(slots[self.own[1]] >= 0)
        threads, persons, ordinals = (each[worked] for each in self.own[:3])
        weights = self.own[3][worked]
        own_codes = threads * width + persons
        known, inverse = np.unique(own_codes, return_inverse=True)
        sums = np.bincount(inverse, weights=weights)
        order = np.argsort(codes)
        found = order[np.minimum(np.searchsorted(codes[order], known), max(0, len(codes) - 1))] if len(codes) else known
        whole = np.where(codes[found] == known, given[found], 0.0) if len(codes) else np.zeros(len(known))
        own = (whole / np.maximum(sums, 1e-300))[inverse] * weights
        others = ~np.isin(codes, known)
        whose = np.concatenate((slots[persons], slots[people[others]]))
        what = np.concatenate((ordinals, self.best[at[others]]))
        rows = np.concatenate((own, given[others]))
        mine = np.flatnonzero((whose >= 0) & (rows > 0))
        return EvidenceRows(whose[mine], what[mine], rows[mine])


def thread_votes(matches: Matches, place: Place, power: float, *, own: bool) -> ThreadVotes:
    """The best vote in each thread, times what each person did in it, divided by a power of what everybody did.

    What was done counts as the logarithm of 1 + the sum, from what is for everyone; with `own` what people did to the
    matching documents themselves counts too where that is more, as for documents that are not for everyone.
    """
    columns, width = matches.index.columns, len(matches.able) + 1
    keys, first, inverse = grouped(columns["thread"][matches.ordinals])
    best = matches.once(votes)[first]
    codes, amounts, totals = _of_table(matches, place, keys, width)
    mine = inverse[matches.places] * width + matches.owners
    shares = columns["share"].take(matches.rows).astype(np.float64)
    if own:
        codes, amounts, totals = _with_own(codes, amounts, totals, mine, shares, width)
    threads, persons = np.divmod(codes, width)
    given = best[threads] * amounts / np.maximum(totals[threads], 1e-9) ** power
    worked = np.flatnonzero(shares > 0)
    places = matches.places[worked]
    done = mine[worked] // width, matches.owners[worked], matches.ordinals[places]
    return ThreadVotes(
        threads, persons, given, matches.ordinals[first], (*done, matches.once(votes)[places] * shares[worked])
    )


def _of_table(matches: Matches, place: Place, keys: Array, width: int) -> tuple[Numbers, Weights, Weights]:
    """What people did in these threads for everyone, as codes of thread and person, and the total of each thread."""
    table = matches.index.activity(place, matches.access)
    found = table.find(keys)
    inside = np.flatnonzero(found >= 0)
    work = table.work[found[inside]]
    totals = np.zeros(len(keys))
    totals[inside] = table.totals[found[inside]]
    threads = np.repeat(inside, np.diff(work.indptr))
    return threads * width + work.indices, work.data, totals


def _with_own(
    codes: Numbers, amounts: Weights, totals: Weights, mine: Numbers, shares: Weights, width: int
) -> tuple[Numbers, Weights, Weights]:
    known, inverse = np.unique(mine, return_inverse=True)
    done = np.log1p(np.bincount(inverse, weights=shares)) if len(known) else np.zeros(0)
    codes, amounts = np.concatenate((codes, known)), np.concatenate((amounts, done))
    before = np.bincount(
        codes[: len(codes) - len(known)] // width, weights=amounts[: len(codes) - len(known)], minlength=len(totals)
    )
    order = np.argsort(codes, kind="stable")
    codes, amounts = codes[order], amounts[order]
    first = np.flatnonzero(run_starts(codes))
    if len(first):
        codes, amounts = codes[first], np.maximum.reduceat(amounts, first)
    after = np.bincount(codes // width, weights=amounts, minlength=len(totals))
    some = amounts > 0
    return codes[some], amounts[some], totals + np.maximum(after - before, 0.0)
