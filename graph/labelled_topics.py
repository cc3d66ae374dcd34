"""Topics with the terms that label them: read, found by what they are called, and called anew after a decision."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

from graph.facts import EdgeKind, Key, Term, Topic, kind_of
from graph.judgements import TopicDecisions, decide_topics
from graph.paging import all_nodes
from graph.store import Store, View, Viewer
from graph.terms import norm_of, term_key

LANGUAGES = ("nl", "en")
"""Languages in which a topic has a label."""


@dataclass(frozen=True, slots=True)
class LabelledTopic:
    """A topic with its terms, in the order of their keys."""

    node: Topic
    terms: tuple[Term, ...]

    @property
    def key(self) -> Key:
        """The key of the topic."""
        return self.node.key

    @property
    def shown(self) -> tuple[Term, ...]:
        """The terms after which it is called."""
        return tuple(each for each in self.terms if self.node.labels.get(each.language) == each.surface)

    @property
    def surfaces(self) -> tuple[str, ...]:
        """How its terms are written, each once."""
        return tuple(sorted({each.surface for each in self.terms}))


def read_topics(view: View, topics: Collection[Key]) -> list[LabelledTopic]:
    """Those of these topics that something labels, in key order."""
    nodes = view.get(topics) if topics else {}
    edges = view.edges((EdgeKind.LABELS,), sorted(nodes), "in") if nodes else []
    terms = view.get({edge.start for edge in edges}) if edges else {}
    labels: dict[Key, list[Term]] = {}
    for edge in sorted(edges, key=lambda each: each.start):
        term = terms.get(edge.start)
        if isinstance(term, Term):
            labels.setdefault(edge.end, []).append(term)
    found = ((nodes[key], labels[key]) for key in sorted(labels))
    return [LabelledTopic(node, tuple(some)) for node, some in found if isinstance(node, Topic)]


def find_topics(view: View, text: str, languages: Collection[str] = LANGUAGES) -> list[LabelledTopic]:
    """The topics with this key, else those with this label in one of these languages, in key order."""
    if kind_of(text) == "topic":
        return read_topics(view, [text])
    wanted = norm_of(text)
    terms = sorted(term_key(language, wanted) for language in languages)
    topics = {edge.end for edge in view.edges((EdgeKind.LABELS,), terms)}
    topics.update(node.key for node in all_nodes(view, Topic) if _is_called(node, wanted, languages))
    return read_topics(view, sorted(topics))


def _is_called(topic: Topic, wanted: str, languages: Collection[str]) -> bool:
    return any(norm_of(label) == wanted for language, label in topic.labels.items() if language in languages)


def call_anew(store: Store, reader: Viewer, topics: Collection[Key], rather: Collection[str] = ()) -> None:
    """Call these topics as was decided, else by one of the labels in `rather`, else as before, else after any term.

    What nothing labels any more stays as it is until topics are chosen again: nobody sees it, and undo brings it back.
    """
    with store.writer() as writer, store.view(reader) as view:
        known = read_topics(view, topics)
        decided = decide_topics(view.judgements())
        before = {
            label for node in view.get(topics).values() if isinstance(node, Topic) for label in node.labels.values()
        }
        called = {each.key: _labels(each, decided, rather, before) for each in known}
        fresh = [replace(each.node, labels=called[each.key]) for each in known]
        writer.derive("topic", [node.key for node in fresh], fresh)


def _labels(
    topic: LabelledTopic, decided: TopicDecisions, rather: Collection[str], before: Collection[str]
) -> Mapping[str, str]:
    labels: dict[str, str] = {}
    for language in sorted({each.language for each in topic.terms}):
        own = [each for each in topic.terms if each.language == language]
        old = topic.node.labels.get(language)
        own.sort(
            key=lambda each: (each.surface not in rather, each.surface != old, each.surface not in before, each.key)
        )
        labels[language] = own[0].surface
    spoken = {language: label for language, label in labels.items() if language in LANGUAGES} or labels
    names = decided.names.get(topic.key, {})
    return spoken | {language: decided.labels[term] for language, term in names.items()}
