"""What is asked, by whom, and which documents match: the ground of every ranker."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import TypeVar, cast

import numpy as np
from numpy.typing import NDArray

from graph.facts import Seconds
from models.answers import Question
from models.grouping import run_starts
from models.index.contract import (
    NEVER,
    NO_AUTHOR,
    AccessFilter,
    Mask,
    Numbers,
    Ordinals,
    ParsedQuestion,
    Scores,
    Snapshot,
)

DEPTH = 1000
"""Documents that vote."""
AUTHORS = 1 << 32
"""More than there are persons and accounts."""

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True)
class Matches:
    """A question with its matching documents, best first, and the acts on them that may vote.

    `rows` are act rows, `places` the place of each row's document among `ordinals`, `owners` the person of each; `able`
    says which persons may appear at all. Of copies of one text one is among `ordinals`; `found` has all of them.
    """

    question: Question
    index: Snapshot
    access: AccessFilter
    parsed: ParsedQuestion
    ordinals: Ordinals
    scores: Scores
    rows: Numbers
    places: Numbers
    owners: Numbers
    able: Mask
    found: Ordinals
    passages: Mapping[int, int] = field(default_factory=dict)
    """Of a document that was found by its meaning, the number of the passage that means what was asked."""
    meant: Mapping[int, float] = field(default_factory=dict)
    """How near in meaning such a document is, compared with the nearest one, 0 to 1, where words found some too."""
    _known: dict[tuple[object, ...], object] = field(default_factory=dict)
    _of_documents: dict[object, object] = field(default_factory=dict)

    def once(self, work: Callable[..., Found], *given: Numbers) -> Found:
        """What this function gives for these matches and numbers; worked out the first time, for whoever asks again."""
        asked = (work, *(each.tobytes() for each in given))
        if asked not in self._known:
            self._known[asked] = work(self, *given)
        return cast(Found, self._known[asked])

    def once_of_documents(self, work: Callable[..., Found]) -> Found:
        """The same for what follows from the documents, whoever may appear: kept for the votes of other people too."""
        if work not in self._of_documents:
            self._of_documents[work] = work(self)
        return cast(Found, self._of_documents[work])


def match(index: Snapshot, access: AccessFilter, question: Question, parsed: ParsedQuestion, able: Mask) -> Matches:
    """The documents that match this question, and who did what to them."""
    found, scores = index.search(parsed, access, question, DEPTH)
    return matching(index, access, question, parsed, able, found=found, scores=scores)


def matching(
    index: Snapshot,
    access: AccessFilter,
    question: Question,
    parsed: ParsedQuestion,
    able: Mask,
    *,
    found: Ordinals,
    scores: Scores,
) -> Matches:
    """These documents, which match this question best first, and who did what to them."""
    ordinals, scores = without_copies(index, access, found, scores, able)
    rows, places = index.columns.acts_of(ordinals) if len(ordinals) else (np.zeros(0, np.int64), np.zeros(0, np.int64))
    everything = Matches(
        question=question,
        index=index,
        access=access,
        parsed=parsed,
        ordinals=ordinals,
        scores=scores,
        rows=rows,
        places=places,
        owners=owners_of(index, rows),
        able=able,
        found=found,
    )
    return _voting(everything)


def without_copies(
    index: Snapshot, access: AccessFilter, ordinals: Ordinals, scores: Scores, able: Mask
) -> tuple[Ordinals, Scores]:
    """These documents with one of each text, and none with a text that others wrote before in what the asker may read.

    Whoever posts their own text again votes by the post that matches: an older one may lie before the period asked for.
    Of copies of one moment, as of a page in two sources, that one votes whose author may appear.
    """
    first = index.first_of(ordinals, access)
    if first is ordinals:  # nothing has a copy, as in most answers
        return ordinals, scores
    columns = index.columns
    later = np.flatnonzero(first != ordinals)
    kept = np.ones(len(ordinals), dtype=bool)
    kept[later] = columns["at"][ordinals[later]] == columns["at"][first[later]]
    kept[later] |= _share_an_author(index, ordinals[later], first[later])
    chosen = np.flatnonzero(kept)
    found, groups = ordinals[chosen], first[chosen]
    at = columns["at"][found]
    undated = np.where(at == NEVER, -NEVER, at)
    order = np.lexsort((columns["key_hash"][found], undated, ~_has_voter(index, found, able), groups))
    chosen = np.sort(chosen[order[run_starts(groups[order])]])
    chosen = chosen[index.once_each(ordinals[chosen])]
    return ordinals[chosen], scores[chosen]


def _has_voter(index: Snapshot, ordinals: Ordinals, able: Mask) -> Mask:
    """Whether an author of each of these documents may appear."""
    rows, places = index.columns.acts_of(ordinals)
    owners = owners_of(index, rows)
    voting = np.zeros(len(ordinals), dtype=bool)
    voting[places[(owners >= 0) & able[owners] & (index.columns["deed"][rows] < NO_AUTHOR)]] = True
    return voting


def _share_an_author(index: Snapshot, ordinals: Ordinals, others: Ordinals) -> Mask:
    """Whether each of these documents has an author that the one in the same place among `others` has too."""
    mine, theirs = (_authors(index, each) for each in (ordinals, others))
    shared = np.zeros(len(ordinals), dtype=bool)
    shared[np.intersect1d(mine, theirs) // AUTHORS] = True
    return shared


def _authors(index: Snapshot, ordinals: Ordinals) -> Numbers:
    """A number for each author of each of these documents: its place, and who it is: the person or else the account."""
    columns = index.columns
    rows, places = columns.acts_of(ordinals)
    mine = np.flatnonzero(columns["deed"][rows] < NO_AUTHOR)
    accounts = columns["account"][rows[mine]].astype(np.int64)
    persons = index.person_of[accounts]
    return places[mine] * AUTHORS + np.where(persons >= 0, 2 * persons, 2 * accounts + 1)


def owners_of(index: Snapshot, rows: Numbers) -> Numbers:
    """The person whose act each row is. -1: nobody's yet."""
    return index.person_of.take(index.columns["account"].take(rows))


def of_others(matches: Matches, able: Mask) -> Matches:
    """The same question and documents with the votes of other people."""
    index = matches.index
    rows, places = index.columns.acts_of(matches.ordinals)
    owners = owners_of(index, rows)
    return _voting(replace(matches, rows=rows, places=places, owners=owners, able=able, _known={}))


def _voting(matches: Matches) -> Matches:
    """Only the acts that may vote: of people who may appear, not hidden by them, in the period that is asked for."""
    index, question, owners = matches.index, matches.question, matches.owners
    good = (owners >= 0) & matches.able[owners]
    if len(index.hidden):
        good &= ~np.isin(matches.rows, index.hidden)
    if question.since is not None or question.until is not None:
        good &= index.in_period(matches.rows, question)
    if good.all():
        return matches
    return replace(matches, rows=matches.rows[good], places=matches.places[good], owners=owners[good])


def able_persons(index: Snapshot, leavers: bool, now: Seconds | None) -> Mask:
    """Who may appear: nobody who opted out, no service account; leavers only when only they are asked for."""
    return index.roster.able(leavers, now)


def per_person(matches: Matches, owners: Numbers, weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """The sum of these weights for each person."""
    sums = np.bincount(owners, weights=weights, minlength=len(matches.able))[: len(matches.able)]
    return sums.astype(np.float64, copy=False)
