"""What is asked, by whom, and which documents match? The ground of every ranker, and the contract of rankers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from graph.facts import Seconds
from models.answers import Question
from models.index.contract import AccessFilter, Ordinals, ParsedQuestion, Scores, Snapshot

DEPTH = 1000
"""So many documents vote."""


@dataclass(frozen=True, slots=True)
class Pieces:
    """Evidence of one ranker for the people of a page: whose (the place on the page), what, and its weight, in rows.

    `references` are ordinals of documents, or numbers of groups for a ranker whose `kind` is folder.
    """

    slots: NDArray[np.int64]
    references: NDArray[np.int64]
    weights: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Matches:
    """A question with its matching documents, best first, and the acts on them that may vote.

    `rows` are act rows, `places` the place of each row's document among `ordinals`, `owners` the person of each; `able`
    says which persons may appear at all.
    """

    question: Question
    index: Snapshot
    access: AccessFilter
    parsed: ParsedQuestion
    ordinals: Ordinals
    scores: Scores
    rows: NDArray[np.int64]
    places: NDArray[np.int64]
    owners: NDArray[np.int64]
    able: NDArray[np.bool_]
    kept: dict[str, Any] = field(default_factory=dict)
    """What rankers worked out for this question and need again for its reasons."""


class Ranker(Protocol):
    """One kind of evidence: a score for each person by number, and the evidence of those that are shown.

    `slots` has for each person number the place on the page, -1 for who is not on it, and one -1 more.
    """

    name: str
    kind: str

    def scores(self, asked: Matches) -> NDArray[np.float64]: ...
    def evidence(self, asked: Matches, slots: NDArray[np.int64]) -> Pieces: ...


def ask(
    index: Snapshot, access: AccessFilter, question: Question, parsed: ParsedQuestion, able: NDArray[np.bool_]
) -> Matches:
    """Which documents match this question, and who did what to them?"""
    ordinals, scores = index.search(parsed, access, question, DEPTH)
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
    )
    return _cast(everything)


def owners_of(index: Snapshot, rows: NDArray[np.int64]) -> NDArray[np.int64]:
    """Whose acts are in these rows? -1: nobody's yet."""
    return index.person_of.take(index.columns["account"].take(rows))


def of_others(asked: Matches, able: NDArray[np.bool_]) -> Matches:
    """The same question and documents with the votes of other people."""
    index = asked.index
    rows, places = index.columns.acts_of(asked.ordinals)
    owners = owners_of(index, rows)
    return _cast(replace(asked, rows=rows, places=places, owners=owners, able=able, kept={}))


def _cast(asked: Matches) -> Matches:
    """Only the acts that may vote: of people who may appear, not hidden by them, in the period that is asked for."""
    index, question, owners = asked.index, asked.question, asked.owners
    good = (owners >= 0) & asked.able[owners]
    if len(index.hidden):
        good &= ~np.isin(asked.rows, index.hidden)
    if question.since is not None or question.until is not None:
        good &= index.in_period(asked.rows, question)
    if good.all():
        return asked
    return replace(asked, rows=asked.rows[good], places=asked.places[good], owners=owners[good])


def able_persons(index: Snapshot, leavers: bool, now: Seconds | None) -> NDArray[np.bool_]:
    """Who may appear? Nobody who opted out, no service account; leavers only when they alone are asked for."""
    return index.roster.able(leavers, now)


def per_person(asked: Matches, owners: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """What do these weights make for each person? The number after the last one stands for nobody."""
    sums = np.bincount(owners, weights=weights, minlength=len(asked.able))[: len(asked.able)]
    return sums.astype(np.float64, copy=False)
