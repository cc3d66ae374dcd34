"""Votes of documents, and what they give to the people who worked where these documents belong."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

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
class MatchingThreads:
    """The threads of the matching documents; a page is a thread of its own.

    `keys` are their hashes, `best` the best vote in each and `ordinals` the document that has it. What people did to
    the matching documents is in rows: the place of the thread, person, document, their share, and the vote for it.
    """

    keys: Array
    best: Weights
    ordinals: Numbers
    threads: Numbers
    persons: Numbers
    documents: Numbers
    shares: Weights
    weights: Weights


def matching_threads(matches: Matches) -> MatchingThreads:
    """The threads of these matches, which several rankers ask for."""
    columns, given = matches.index.columns, matches.once(votes)
    keys, first, inverse = grouped(columns["thread"].take(matches.ordinals))
    shares = columns["share"].take(matches.rows).astype(np.float64)
    places, persons, worked = matches.places, matches.owners, shares > 0
    if not worked.all():
        places, persons, shares = places[worked], persons[worked], shares[worked]
    return MatchingThreads(
        keys=keys,
        best=given.take(first),
        ordinals=matches.ordinals.take(first),
        threads=inverse.take(places),
        persons=persons,
        documents=matches.ordinals.take(places),
        shares=shares,
        weights=given.take(places) * shares,
    )


ActRows = Callable[[Numbers], Numbers]
"""Gives for the places of acts on matching documents the row of the thread and person of each, -1 for none."""


@dataclass(frozen=True, slots=True)
class ThreadVotes:
    """What the matching threads give to people, in rows: the place of the thread, the person, and how much.

    `acts` is where the row of each act on a matching document is found.
    """

    matching: MatchingThreads
    threads: Numbers
    persons: Numbers
    given: Weights
    acts: ActRows

    def scores(self, matches: Matches) -> Weights:
        """The sum of each person."""
        sums = np.bincount(self.persons, weights=self.given, minlength=len(matches.able))[: len(matches.able)]
        sums[~matches.able] = 0.0
        return sums.astype(np.float64, copy=False)

    def evidence(self, slots: Numbers) -> EvidenceRows:
        """The documents of these people in these threads; the best one of a thread for whoever has none in it."""
        own = self.matching
        shown = slots.take(self.persons) >= 0
        worked = (slots.take(own.persons) >= 0).nonzero()[0]
        rows = self.acts(worked)
        worked, rows = worked[rows >= 0], rows[rows >= 0]
        weights = own.weights.take(worked)
        sums = np.bincount(rows, weights=weights, minlength=len(shown))
        shown[rows] = False
        others = shown.nonzero()[0]
        whose = slots.take(np.concatenate((own.persons.take(worked), self.persons.take(others))))
        what = np.concatenate((own.documents.take(worked), own.ordinals.take(self.threads.take(others))))
        parts = self.given.take(rows) / np.maximum(sums.take(rows), 1e-300) * weights
        given = np.concatenate((parts, self.given.take(others)))
        some = given > 0
        return EvidenceRows(whose, what, given) if some.all() else EvidenceRows(whose[some], what[some], given[some])


@dataclass(frozen=True, slots=True)
class _Done:
    """What people did in threads, in rows by thread and person: the logarithm of 1 + how much; `totals` by thread."""

    threads: Numbers
    persons: Numbers
    amounts: Weights
    totals: Weights


def thread_votes(matches: Matches, place: Place, power: float, *, own: bool) -> ThreadVotes:
    """The best vote in each thread, times what each person did in it, divided by a power of what everybody did.

    What was done counts as the logarithm of 1 + the sum, from what is for everyone; with `own` what people did to the
    matching documents themselves counts too where that is more, as for documents that are not for everyone.
    """
    matching, width = matches.once(matching_threads), len(matches.able) + 1
    done = _of_table(matches, place, matching.keys)
    acts: ActRows
    if own:
        done, rows = _with_own(done, matching, width)
        acts = rows.take
    else:
        acts = partial(_rows_of_acts, done, matching, width)  # of the few people who are shown alone
    each = matching.best / np.maximum(done.totals, 1e-9) ** power
    return ThreadVotes(matching, done.threads, done.persons, each.take(done.threads) * done.amounts, acts)


def _rows_of_acts(done: _Done, matching: MatchingThreads, width: int, places: Numbers) -> Numbers:
    return _rows_of(done, matching.threads.take(places) * width + matching.persons.take(places), width)


def _of_table(matches: Matches, place: Place, keys: Array) -> _Done:
    """What people did in these threads for everyone."""
    table = matches.index.activity(place, matches.access)
    found = table.find(keys)
    inside = (found >= 0).nonzero()[0]
    wanted = found.take(inside)
    which, persons, amounts = table.rows_of(wanted)
    totals = np.zeros(len(keys))
    totals[inside] = table.totals.take(wanted)
    return _Done(inside.take(which), persons, amounts, totals)


def _rows_of(done: _Done, codes: Numbers, width: int) -> Numbers:
    """The row of each thread * width + person, -1 where there is none."""
    if not len(done.threads):
        return np.full(len(codes), -1, dtype=np.int64)
    known = done.threads * width + done.persons
    rows: Numbers = np.minimum(known.searchsorted(codes), len(known) - 1)
    rows[known.take(rows) != codes] = -1
    return rows


def _with_own(done: _Done, own: MatchingThreads, width: int) -> tuple[_Done, Numbers]:
    """The same where people did at least what they did to the matching documents, and the row of each such act.

    The totals grow by what is more.
    """
    several, done = done, _once_each(done)
    codes = own.threads * width + own.persons
    rows = _rows_of(done, codes, width)
    threads, persons, amounts = done.threads, done.persons, done.amounts
    if (missing := rows < 0).any():
        fresh, _, inverse = grouped(codes[missing])
        rows[missing] = len(threads) + inverse
        threads = np.concatenate((threads, fresh // width))
        persons = np.concatenate((persons, fresh % width))
        amounts = np.concatenate((amounts, np.zeros(len(fresh))))
    shares = np.bincount(rows, weights=own.shares, minlength=len(threads))
    some = shares.nonzero()[0]
    before = amounts.take(some)
    after = np.maximum(before, np.log1p(shares.take(some)))
    amounts = amounts.copy()
    amounts[some] = after
    more = _by_thread(done, threads.take(some), after - before) - _less(several, done)
    return _Done(threads, persons, amounts, done.totals + np.maximum(more, 0.0)), rows


def _by_thread(done: _Done, threads: Numbers, amounts: Weights) -> Weights:
    """The sum of these amounts in each thread."""
    return np.bincount(threads, weights=amounts, minlength=len(done.totals)).astype(np.float64, copy=False)


def _less(several: _Done, once: _Done) -> Weights | float:
    """By how much the amounts of each thread are less than with a row for each account."""
    if once is several:
        return 0.0
    return _by_thread(once, several.threads, several.amounts) - _by_thread(once, once.threads, once.amounts)


def _once_each(done: _Done) -> _Done:
    """One row for each person in a thread: of several accounts the one that did most."""
    first = run_starts(done.threads, done.persons)
    if first.all():  # as with nearly everybody
        return done
    amounts = np.maximum.reduceat(done.amounts, first.nonzero()[0])
    return _Done(done.threads[first], done.persons[first], amounts, done.totals)
