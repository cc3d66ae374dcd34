"""What is asked, by whom, and which documents match? The ground of every ranker, and the contract of rankers."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from graph.facts import Seconds
from models.answers import Question
from models.index.question import Parsed
from models.index.reader import Sight, Snapshot
from models.index.text_index import Ordinals, Scores

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
class Asked:
    """A question with its matching documents, best first, and the acts on them that may vote.

    `rows` are act rows, `places` the place of each row's document among `ordinals`, `owners` the person of each; `able`
    says which persons may appear at all.
    """

    question: Question
    index: Snapshot
    sight: Sight
    parsed: Parsed
    ordinals: Ordinals
    scores: Scores
    votes: NDArray[np.float64]
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

    def scores(self, asked: Asked) -> NDArray[np.float64]: ...
    def evidence(self, asked: Asked, slots: NDArray[np.int64]) -> Pieces: ...


def ask(index: Snapshot, sight: Sight, question: Question, parsed: Parsed, able: NDArray[np.bool_]) -> Asked:
    """Which documents match this question, and who did what to them?"""
    ordinals, scores = index.search(parsed, sight, question, DEPTH)
    rows, places = index.columns.acts_of(ordinals) if len(ordinals) else (np.zeros(0, np.int64), np.zeros(0, np.int64))
    everything = Asked(
        question=question,
        index=index,
        sight=sight,
        parsed=parsed,
        ordinals=ordinals,
        scores=scores,
        votes=_by_place(scores),
        rows=rows,
        places=places,
        owners=index.person_of[index.columns["account"][rows]],
        able=able,
    )
    return _cast(everything)


def _by_place(scores: Scores) -> NDArray[np.float64]:
    """1 / place for each document, best first; equal ones get the mean of theirs: which comes first is chance."""
    votes = 1.0 / np.arange(1, len(scores) + 1)
    new = np.ones(len(scores), dtype=bool)
    new[1:] = scores[1:] != scores[:-1]
    first = np.flatnonzero(new)
    counts = np.diff(np.append(first, len(scores)))
    return np.repeat(np.add.reduceat(votes, first) / counts, counts) if len(scores) else votes


def of_others(asked: Asked, able: NDArray[np.bool_]) -> Asked:
    """The same question and documents with the votes of other people."""
    index = asked.index
    rows, places = index.columns.acts_of(asked.ordinals)
    owners = index.person_of[index.columns["account"][rows]]
    return _cast(replace(asked, rows=rows, places=places, owners=owners, able=able, kept={}))


def _cast(asked: Asked) -> Asked:
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


def per_person(asked: Asked, owners: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """What do these weights make for each person? The number after the last one stands for nobody."""
    return np.bincount(owners, weights=weights, minlength=len(asked.able))[: len(asked.able)].astype(np.float64)
