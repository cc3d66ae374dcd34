"""What is asked, by whom, and which documents match? The ground of every ranker, and the contract of rankers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
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
class Reason:
    """One piece of evidence: a document's ordinal or (kind folder) a group's number, and its weight in its ranker."""

    kind: str
    reference: int
    weight: float


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
    """One kind of evidence: a score for each person by number, and the reasons of one of them, heaviest first."""

    name: str

    def scores(self, asked: Asked) -> NDArray[np.float64]: ...
    def reasons(self, asked: Asked, person: int, limit: int) -> Sequence[Reason]: ...


def ask(index: Snapshot, sight: Sight, question: Question, parsed: Parsed, able: NDArray[np.bool_]) -> Asked:
    """Which documents match this question, and who did what to them?"""
    ordinals, scores = index.search(parsed, sight, question, DEPTH)
    rows, places = index.columns.acts_of(ordinals) if len(ordinals) else (np.zeros(0, np.int64), np.zeros(0, np.int64))
    owners = index.person_of[index.columns["account"][rows]]
    good = (owners >= 0) & able[owners]
    if len(index.hidden):
        good &= ~np.isin(rows, index.hidden)
    if question.since is not None or question.until is not None:
        good &= index.in_period(rows, question)
    return Asked(
        question=question,
        index=index,
        sight=sight,
        parsed=parsed,
        ordinals=ordinals,
        scores=scores,
        votes=1.0 / np.arange(1, len(ordinals) + 1),
        rows=rows[good],
        places=places[good],
        owners=owners[good],
        able=able,
    )


def able_persons(index: Snapshot, leavers: bool, now: Seconds | None) -> NDArray[np.bool_]:
    """Who may appear? Nobody who opted out, no service account; leavers only when they alone are asked for."""
    return index.roster.able(leavers, now)


def strongest(kind: str, references: NDArray[Any], weights: NDArray[Any], limit: int) -> list[Reason]:
    """The heaviest of these references, each once, as reasons."""
    unique, inverse = np.unique(references, return_inverse=True)
    total = np.bincount(inverse, weights=weights, minlength=len(unique))
    order = np.lexsort((unique, -total))[:limit]
    return [Reason(kind, int(unique[place]), float(total[place])) for place in order]


def per_person(asked: Asked, owners: NDArray[np.int64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """What do these weights make for each person?"""
    return np.bincount(owners, weights=weights, minlength=len(asked.able)).astype(np.float64)
