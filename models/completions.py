"""What a text that is being typed may become: people, topics and groups that the asker may know of."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from graph.facts import Group, GroupKind, Key, Node, Seconds, kind_of
from graph.store import View
from models.answers import PersonHit, TopicHit
from models.beginnings import Beginnings
from models.index.contract import Index, Snapshot
from models.index.text.subject import subject_of
from models.knowledge import topic_hit
from models.people_search import describe_people

SHORTEST = 2
"""Characters from which something is suggested."""
MOST = 5
"""Suggestions of each kind, at most."""
TRIED = 30
"""Names of each kind that are looked up, the best ones: some may not be for the asker to know."""
SUGGESTED = frozenset(GroupKind) - {GroupKind.THREAD, GroupKind.FOLDER}
"""Kinds of groups that people call by name."""
AT_ONCE = 5000
"""Groups that are asked for in one call."""


@dataclass(frozen=True, slots=True)
class KeyBook:
    """Names by the beginnings of their words, with the key of each."""

    names: Beginnings
    keys: Sequence[Key]

    def find(self, text: str) -> list[Key]:
        """The keys of what is called so, the best first."""
        return [self.keys[place] for place in self.names.find(text)[:TRIED]]


@dataclass(frozen=True, slots=True)
class Completions:
    """What a text may become, of each kind the best first."""

    people: tuple[PersonHit, ...] = ()
    topics: tuple[TopicHit, ...] = ()
    groups: tuple[Group, ...] = ()


def book_of_topics(index: Index) -> KeyBook:
    """The topics by all their names. They come from documents for everyone: it is the same for all readers."""
    rows = index.snapshot().topics.rows
    return KeyBook(Beginnings({surface for _, surface in row.forms} for row in rows), [row.key for row in rows])


def book_of_groups(index: Index, everyone: View, others: Collection[Key]) -> KeyBook:
    """The groups for everyone in which documents lie, and these others, by name."""
    snapshot = index.snapshot()
    found = np.unique(snapshot.columns["folder"])
    names = snapshot.keys("groups")
    keys = sorted({*(names[number] for number in found[found >= 0].tolist()), *others})
    nodes = [
        node for first in range(0, len(keys), AT_ONCE) for node in everyone.get(keys[first : first + AT_ONCE]).values()
    ]
    groups = [node for node in nodes if isinstance(node, Group) and node.kind in SUGGESTED]
    return KeyBook(Beginnings([group.name] for group in groups), [group.key for group in groups])


def complete(
    text: str, view: View, index: Index, *, topics: KeyBook, groups: KeyBook, now: Seconds | None = None
) -> Completions:
    """What this text may become, as far as the asker may know of it."""
    subject = subject_of(text).strip()
    if len(subject) < SHORTEST:
        return Completions()
    keys = groups.find(subject)
    mine = sorted(key for key in view.viewer.principals if kind_of(key) == "group")
    nodes = view.get({*keys, *mine})
    found = dict.fromkeys((*_called_so(subject, mine, nodes), *keys))
    named = [node for key in found if isinstance(node := nodes.get(key), Group)]
    return Completions(
        people=describe_people(text, view, index, MOST, now),
        topics=_topics(subject, view, index.snapshot(), topics),
        groups=tuple(named[:MOST]),
    )


def _called_so(subject: str, keys: Sequence[Key], nodes: Mapping[Key, Node]) -> list[Key]:
    """Those of these groups that are called so; one that is for its members alone is in no book."""
    known = [node for key in keys if isinstance(node := nodes.get(key), Group) and node.kind in SUGGESTED]
    return [known[place].key for place in Beginnings([node.name] for node in known).find(subject)]


def _topics(subject: str, view: View, snapshot: Snapshot, book: KeyBook) -> tuple[TopicHit, ...]:
    """Topics about which there is something to read: one that is called so, then those with most documents."""
    access = snapshot.access_filter(view)
    numbers = (snapshot.topics.numbers.get(key) for key in book.find(subject) if kind_of(key) == "topic")
    hits = [topic_hit(snapshot, access, number) for number in numbers if number is not None]
    asked = subject.casefold()
    hits = [hit for hit in hits if hit.documents]
    hits.sort(key=lambda hit: (asked not in map(str.casefold, hit.labels.values()), -hit.documents))
    return tuple(hits[:MOST])
