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
    keys, first, inverse = grouped(columns["thread"][matches.ordinals])
    shares = columns["share"].take(matches.rows).astype(np.float64)
    worked = np.flatnonzero(shares > 0)
    places, shares = matches.places[worked], shares[worked]
    return MatchingThreads(
        keys=keys,
        best=given[first],
        ordinals=matches.ordinals[first],
        threads=inverse[places],
        persons=matches.owners[worked],
        documents=matches.ordinals[places],
        shares=shares,
        weights=given[places] * shares,
    )


@dataclass(frozen=True, slots=True)
class ThreadVotes:
    """What the matching threads give to people, in rows: the place of the thread, the person, and how much."""

    matching: MatchingThreads
    threads: Numbers
    persons: Numbers
    given: Weights

    def scores(self, matches: Matches) -> Weights:
        """The sum of each person."""
        sums = np.bincount(self.persons, weights=self.given, minlength=len(matches.able))[: len(matches.able)]
        sums[~matches.able] = 0.0
        return sums.astype(np.float64, copy=False)

    def evidence(self, slots: Numbers) -> EvidenceRows:
        """The documents of these people in these threads; the best one of a thread for whoever has none in it."""
        own, width = self.matching, len(slots)
        shown, worked = (np.flatnonzero(slots[persons] >= 0) for persons in (self.persons, own.persons))
        threads, persons, given = self.threads[shown], self.persons[shown], self.given[shown]
        whole = dict(zip((threads * width + persons).tolist(), given.tolist(), strict=True))
        codes, _, inverse = grouped(own.threads[worked] * width + own.persons[worked])
        weights = own.weights[worked]
        sums = np.bincount(inverse, weights=weights, minlength=len(codes))
        parts = np.asarray([whole.get(code, 0.0) for code in codes.tolist()])
        others = np.flatnonzero(~np.isin(threads * width + persons, codes))
        whose = np.concatenate((slots[own.persons[worked]], slots[persons[others]]))
        what = np.concatenate((own.documents[worked], own.ordinals[threads[others]]))
        rows = np.concatenate(((parts / np.maximum(sums, 1e-300))[inverse] * weights, given[others]))
        some = np.flatnonzero(rows > 0)
        return EvidenceRows(whose[some], what[some], rows[some])


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
    matching = matches.once(matching_threads)
    done = _of_table(matches, place, matching.keys)
    if own:
        done = _with_own(done, matching, len(matches.able) + 1)
    each = matching.best / np.maximum(done.totals, 1e-9) ** power
    return ThreadVotes(matching, done.threads, done.persons, each[done.threads] * done.amounts)


def _of_table(matches: Matches, place: Place, keys: Array) -> _Done:
    """What people did in these threads for everyone."""
    table = matches.index.activity(place, matches.access)
    found = table.find(keys)
    inside = np.flatnonzero(found >= 0)
    work = table.work[found[inside]]
    totals = np.zeros(len(keys))
    totals[inside] = table.totals[found[inside]]
    return _Done(np.repeat(inside, np.diff(work.indptr)), work.indices, work.data, totals)


def _with_own(done: _Done, own: MatchingThreads, width: int) -> _Done:
    """The same where people did at least what they did to the matching documents; the totals grow by what is more."""
    several, done = done, _once_each(done)
    codes = done.threads * width + done.persons
    mine, _, inverse = grouped(own.threads * width + own.persons)
    threads, persons = np.divmod(mine, width)
    shares = np.log1p(np.bincount(inverse, weights=own.shares, minlength=len(mine)))
    at = np.searchsorted(codes, mine)
    there = codes[np.minimum(at, len(codes) - 1)] == mine if len(codes) else np.zeros(len(mine), dtype=bool)
    more = shares.copy()
    more[there] = np.maximum(shares[there] - done.amounts[at[there]], 0.0)
    amounts = np.concatenate((done.amounts, shares[~there]))
    amounts[at[there]] = np.maximum(done.amounts[at[there]], shares[there])
    return _Done(
        np.concatenate((done.threads, threads[~there])),
        np.concatenate((done.persons, persons[~there])),
        amounts,
        done.totals + np.maximum(_by_thread(done, threads, more) - _less(several, done), 0.0),
    )


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
    first = np.flatnonzero(run_starts(done.threads, done.persons))
    if len(first) == len(done.amounts):  # as with nearly everybody
        return done
    amounts = np.maximum.reduceat(done.amounts, first)
    return _Done(done.threads[first], done.persons[first], amounts, done.totals)
