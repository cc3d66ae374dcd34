"""What a group of people knows together: topics by how many of them know about each, by documents for everyone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.facts import Edge, Key, Topic
from graph.store import View

FEWEST = 2
"""People who know about a topic, at least, before it is said of a group."""
CANDIDATES = 3
"""Times as many topics are fetched as are shown, in case the asker may not know of some."""


@dataclass(frozen=True, slots=True)
class SharedKnowledge:
    """A topic with the number of `people` of a group who know about it."""

    topic: Key
    labels: dict[str, str]
    people: int


class KnownByPerson:
    """All KNOWS_ABOUT edges as arrays of numbers. They come from documents for everyone: all readers get the same."""

    def __init__(self, edges: Iterable[Edge]) -> None:
        people: dict[Key, int] = {}
        topics: dict[Key, int] = {}
        pairs = [
            (people.setdefault(edge.start, len(people)), topics.setdefault(edge.end, len(topics))) for edge in edges
        ]
        self._numbers: Mapping[Key, int] = people
        self._topics, self._topic_numbers = list(topics), topics
        self._persons = list(people)
        self._pairs: NDArray[np.int64] = np.asarray(pairs or np.zeros((0, 2)), dtype=np.int64).reshape(-1, 2)

    def counts(self, people: Collection[Key]) -> list[tuple[Key, int]]:
        """Topics that at least FEWEST of these people know about, most people first, then by key."""
        topics = self._pairs[self._among(people), 1]
        counts = np.bincount(topics, minlength=len(self._topics))
        found = [(self._topics[number], int(counts[number])) for number in np.flatnonzero(counts >= FEWEST).tolist()]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def who(self, topic: Key, people: Collection[Key]) -> frozenset[Key]:
        """Those of these people who know about the topic; nobody when they are fewer than FEWEST."""
        mine = self._pairs[:, 1] == self._topic_numbers.get(topic, -1)
        found = {self._persons[number] for number in self._pairs[mine, 0].tolist()}.intersection(people)
        return frozenset(found) if len(found) >= FEWEST else frozenset()

    def _among(self, people: Collection[Key]) -> NDArray[np.bool_]:
        chosen = np.zeros(len(self._persons) + 1, dtype=bool)
        chosen[[self._numbers.get(each, -1) for each in people]] = True
        chosen[-1] = False
        found: NDArray[np.bool_] = chosen[self._pairs[:, 0]]
        return found


def known_together(
    known: KnownByPerson, people: Collection[Key], view: View, limit: int
) -> tuple[SharedKnowledge, ...]:
    """What these people know together, as far as the asker may know of the topics."""
    counts = known.counts(people)[: CANDIDATES * limit]
    nodes = view.get([key for key, _ in counts])
    topics = ((nodes.get(key), count) for key, count in counts)
    shown = [SharedKnowledge(node.key, dict(node.labels), count) for node, count in topics if isinstance(node, Topic)]
    return tuple(shown[:limit])
