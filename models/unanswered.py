"""Questions that nobody answered: messages for everyone that ask, in conversations in which nobody else wrote."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from graph.facts import Seconds
from models.company import hands_in, readable_once
from models.index.contract import NEVER, AccessFilter, Mask, Numbers, Snapshot
from models.standing import IS_MESSAGE

PATIENCE: Seconds = 7 * 86_400
"""How old a question is before it counts as one that nobody answered."""
ASKED: Seconds = 2 * 365 * 86_400
"""How old it is at most: older ones have gone by."""


@dataclass(frozen=True, slots=True, eq=False)
class Unanswered:
    """By topic the number of such questions about it and of people who asked them; and both of all together."""

    questions: Numbers
    askers: Numbers
    total: tuple[int, int]


def unanswered(index: Snapshot, everyone: AccessFilter, able: Mask, now: Seconds) -> Unanswered:
    """The questions of these people. One of a special category counts for no topic."""
    columns, topics = index.columns, len(index.topics.rows)
    ordinals = readable_once(index, everyone)
    said = ordinals[IS_MESSAGE[columns["kind"][ordinals]] & (columns["title_size"][ordinals] > 0)]
    at = columns["at"][said]
    fresh = (at != NEVER) & (at < now - PATIENCE) & (at >= now - ASKED)
    open_ = said[fresh & (columns["asks"][said] > 0) & _alone(index, said)]
    owners, places = hands_in(index, open_)
    kept = able[owners]
    owners, asked = owners[kept], open_[places[kept]]
    numbers, which, _ = index.topics.pairs_of(asked)
    plain = ~index.topics.special[numbers]
    about, which = np.asarray(numbers[plain], dtype=np.int64), which[plain]
    persons = max(len(index.persons), 1)
    return Unanswered(
        questions=_different(about, asked[which], len(columns["kind"]) or 1, topics),
        askers=_different(about, owners[which], persons, topics),
        total=(len(np.unique(asked)), len(np.unique(owners))),
    )


def _alone(index: Snapshot, said: Numbers) -> Mask:
    """Which of these messages are in a conversation in which one person wrote."""
    threads = np.unique(index.columns["thread"][said], return_inverse=True)[1]
    owners, places = hands_in(index, said)
    persons = max(len(index.persons), 1)
    pairs = np.unique(threads[places] * persons + owners)
    hands = np.bincount(pairs // persons, minlength=int(threads.max(initial=0)) + 1)
    alone: Mask = hands[threads] == 1
    return alone


def _different(numbers: Numbers, values: Numbers, most: int, count: int) -> Numbers:
    """How many different values go with each number."""
    pairs = np.unique(numbers * most + values)
    return np.bincount(pairs // most, minlength=count).astype(np.int64)
