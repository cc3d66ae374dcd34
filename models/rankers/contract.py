"""Contract of a ranker: one kind of evidence that somebody knows about something, turned into an order of people.

A ranker lives in a file of its own, is listed in `registry.RANKERS`, and passes `tests/contracts/ranker_suite.py`. It
describes itself: what it is called in each language, what it weighs, whether it may name somebody. Who has a function
that holds the words of a question, for example, is a ranker of twenty lines (tests/models/function_ranker.py).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal, Protocol, TypeAlias, get_args

import numpy as np
from numpy.typing import NDArray

from graph.wording import Wording
from models.index.contract import Mask, Numbers
from models.rankers.matches import Matches

Space: TypeAlias = Literal["document", "group", "topic", "person", "function"]
"""What a reason is: a document, a group, a topic, a person, or the function of a person."""
SPACES: tuple[Space, ...] = get_args(Space)
HALF = 0.5
"""Who is named has at least this part of the best score."""


@dataclass(frozen=True, slots=True)
class EvidenceRows:
    """Evidence of one ranker for the people of a page, in rows: whose (the slot), what, and what it weighs there.

    `references` are numbers in the space of the ranker: ordinals of documents, numbers of groups, topics or persons
    (of the person whose function it is). Weights count within one person: the points of the ranker are divided by them.
    """

    slots: Numbers
    references: Numbers
    weights: NDArray[np.float64]


class Ranker(Protocol):
    """One kind of evidence. Inherit from it: the defaults are those of a ranker that supports others.

    `slots` has for each person number the slot on the page, -1 for who is not on it, and one -1 more.
    """

    name: ClassVar[str]
    """Its id in JSON and in judgements; never changed once it is published."""
    label: ClassVar[Wording]
    """What the evidence is called in a list of points: "documents"."""
    space: ClassVar[Space] = "document"
    kind: ClassVar[str] = "document"
    """Kind of its evidence in JSON; where several rankers give the same reason, the space says it."""
    reason: ClassVar[Wording | None] = None
    """What a fact says of the person, with %(title)s in it; None where the acts on a document say it."""
    weight: ClassVar[float] = 1.0
    """What its points count for in the fusion."""
    may_name: ClassVar[bool] = False
    """Whether its evidence by itself names somebody. Otherwise it only adds to the points of those whom others name."""

    def scores(self, matches: Matches) -> NDArray[np.float64]:
        """The score of each person by number; 0: no evidence. Only persons who are `able` have one."""
        ...

    def worth(self, matches: Matches) -> float:
        """What part of its weight counts for this question, 0 to 1."""
        del matches
        return 1.0

    def evidence(self, matches: Matches, slots: Numbers) -> EvidenceRows:
        """What gave these persons their scores. Whoever has a score has evidence, or it counts as not listed."""
        ...

    def named(self, matches: Matches, scores: NDArray[np.float64]) -> Mask:
        """Whom this evidence names, asked only when it may: those with at least half of the best score."""
        del matches
        return scores >= max(float(scores.max(initial=0.0)) * HALF, 1e-9)
