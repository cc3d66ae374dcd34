"""Who can review a text: colleagues who know about the topics that it names. The text is read here and kept nowhere."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import partial

import numpy as np

from graph.facts import Key, Seconds, Topic
from graph.store import View
from models.alike import KnownTogether, alike_people, know_together
from models.answers import AlikePerson, TopicHit
from models.index.contract import AccessFilter, Index, Snapshot
from models.index.text.analysis import asked_words
from models.offering import FREE, LoadLimit, offered
from models.withdrawn import fetched

LONGEST = 100_000
"""Characters of a text that are read."""
TOPICS = 8
"""Topics of a text for which people are looked for, at most."""
MOST = 10
"""People who are named, at most."""


@dataclass(frozen=True, slots=True)
class Reviewers:
    """The topics that a text is about, and who know about them: those with most of its topics first."""

    topics: tuple[TopicHit, ...] = ()
    people: tuple[AlikePerson, ...] = ()
    total: int = 0


def find_reviewers(
    text: str, me: Key | None, view: View, index: Index, now: Seconds, load: LoadLimit = FREE
) -> Reviewers:
    """Who can review this text, by what the asker may read; never the asker."""
    snapshot = index.snapshot()
    made = fetched(view, snapshot, snapshot.access_filter(view), partial(_draft, snapshot, text, me, now))
    if made is None:
        return Reviewers()
    draft, nodes = made
    people = alike_people(snapshot, draft, nodes)
    topics = tuple(topic for topic in draft.topics if isinstance(nodes.get(topic.key), Topic))
    return Reviewers(topics, offered(people[:MOST], view, snapshot, now, load), len(people))


def topics_in(index: Snapshot, text: str) -> list[int]:
    """The topics (numbers) that a text names, by how often and how unusual each is; none of a special category."""
    words, topics = asked_words(text[:LONGEST]), index.topics
    longest = max(map(len, topics.forms), default=0)
    found: Counter[int] = Counter()
    place = 0
    while place < len(words):
        sizes = range(min(longest, len(words) - place), 0, -1)
        size = next((each for each in sizes if tuple(words[place : place + each]) in topics.forms), 0)
        found.update(topics.forms[tuple(words[place : place + size])] if size else ())
        place += size or 1
    strength = {
        topic: np.log1p(count) * -np.log(max(float(topics.usual[topic]), 1e-6))
        for topic, count in found.items()
        if not topics.special[topic]
    }
    return sorted(strength, key=lambda topic: (-round(strength[topic], 6), topics.rows[topic].key))


def _draft(index: Snapshot, text: str, me: Key | None, now: Seconds, access: AccessFilter) -> KnownTogether:
    """Who knows the topics of the text, for who may read so much."""
    rows = index.topics.rows
    topics = tuple(TopicHit(rows[each].key, dict(rows[each].labels)) for each in topics_in(index, text)[:TOPICS])
    return know_together(index, access, topics, index.person(me) if me else -1, now)
