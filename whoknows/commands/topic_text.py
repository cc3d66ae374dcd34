"""Topics and their history in sentences for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from graph.curated_acts import CuratedAct
from graph.facts import Key, Person, Topic
from graph.store import View
from models.answers import TopicHit
from models.topic_history import CuratedTopic, deciders
from whoknows.commands.answer_text import topic_names
from whoknows.commands.deciding import decision_line, decision_told
from whoknows.console import say


def called(labels: Mapping[str, str]) -> str:
    """A topic by its labels, each once, whatever its capitals."""
    return " · ".join(topic_names(TopicHit("", dict(labels))))


def names_of(view: View, acts: Sequence[CuratedAct]) -> dict[Key, str]:
    """What the people and topics of these commands are called, by key."""
    keys = deciders(tuple(acts)).union(*(act.topics for act in acts))
    nodes = view.get(keys) if keys else {}
    named = {key: node.name for key, node in nodes.items() if isinstance(node, Person)}
    return named | {key: called(node.labels) for key, node in nodes.items() if isinstance(node, Topic)}


@dataclass(frozen=True, slots=True)
class TopicText:
    """Says what is known of a topic. `names` are those of people and topics by key; times are told in `zone`."""

    names: Mapping[Key, str]
    zone: tzinfo

    def card(self, topic: CuratedTopic) -> Iterator[str]:
        """The lines about one topic."""
        yield called(topic.labels)
        yield f"  {say('topic-id', id=topic.key)}"
        by_language: dict[str, dict[str, None]] = {}
        for term in topic.terms:
            by_language.setdefault(term.language, {})[term.label] = None
        for language, labels in sorted(by_language.items()):
            yield f"  {say(f'topic-labels-{language}', labels=', '.join(labels))}"
        yield from self._relatives("topic-broader", topic.broader)
        yield from self._relatives("topic-narrower", topic.narrower)
        for message, holds in (("topic-is-pinned", topic.pinned), ("topic-is-confirmed", topic.confirmed)):
            if holds:
                yield f"  {say(message)}"
        for name in topic.vocabularies:
            yield f"  {say('topic-in-vocabulary', name=name)}"
        yield from (f"  {self.line(act)}" for act in topic.history)

    @staticmethod
    def _relatives(message: str, hits: Iterable[TopicHit]) -> Iterator[str]:
        names = ", ".join(f"{called(hit.labels)} ({hit.key})" for hit in hits)
        if names:
            yield f"  {say(message, topics=names)}"

    def line(self, act: CuratedAct) -> str:
        """One command: when, by whom, what, and whether it was undone."""
        return decision_line(act, self.what(act), self.names, self.zone)

    def told(self, act: CuratedAct) -> Iterator[str]:
        """What was decided, and how to take it back."""
        return decision_told(act, self.what(act), "topics")

    def what(self, act: CuratedAct) -> str:
        """What was decided, in words."""
        return say(
            f"topic-act-{act.act}",
            labels=", ".join(act.labels),
            topic=self.names.get(act.topic, act.topic),
            other=self.names.get(act.other or "", act.other or ""),
        )
