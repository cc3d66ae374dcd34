"""Terms that may mean a topic and wait for a person: suggested translations that nobody accepted or refused yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.facts import Edge, EdgeKind, Key, Term, Topic
from graph.judgements import TopicDecisions, decide_topics
from graph.store import View


@dataclass(frozen=True, slots=True)
class TopicSuggestion:
    """A term that may mean a topic, because `like`, a label of the topic, may mean the same.

    `other` is the topic that the term labels now, if any. `score` is between 0 and 1. `reason` is ``text`` (texts put
    both side by side), ``meaning`` (an encoder) or ``list`` (general words).
    """

    topic: Key
    labels: dict[str, str]
    term: Key
    language: str
    label: str
    like: str
    score: float
    reason: str
    other: Key | None = None


def list_suggestions(view: View, topic: Key | None = None) -> list[TopicSuggestion]:
    """The suggestions for this topic (None: for all), the surest first. The view has to read everything."""
    edges = list(view.all_edges(EdgeKind.TRANSLATES))
    keys = {key for edge in edges for key in (edge.start, edge.end)}
    terms = {key: node for key, node in view.get(keys).items() if isinstance(node, Term)} if keys else {}
    labels = {edge.start: edge.end for edge in view.edges((EdgeKind.LABELS,), sorted(keys))} if keys else {}
    nodes = view.get(set(labels.values())) if labels else {}
    topics = {key: node for key, node in nodes.items() if isinstance(node, Topic)}
    decided = decide_topics(view.judgements())
    pairs = (_direction(edge, labels, topics) for edge in edges)
    found = [
        _suggestion(edge, pair, labels, topics, terms)
        for edge, pair in zip(edges, pairs, strict=True)
        if pair is not None and pair[0] in terms and pair[1] in terms and _is_open(edge, labels, decided)
    ]
    wanted = [each for each in found if topic in (None, each.topic)]
    return sorted(wanted, key=lambda each: (-each.score, each.topic, each.term))


def _direction(edge: Edge, labels: Mapping[Key, Key], topics: Mapping[Key, Topic]) -> tuple[Key, Key] | None:
    """The term of the smaller topic, which may join that of the other one. None when there is nothing to join."""
    ends = [key for key in (edge.start, edge.end) if labels.get(key) in topics]
    if not ends or labels.get(edge.start) == labels.get(edge.end):
        return None
    stays = max(ends, key=lambda key: (topics[labels[key]].documents, key))
    return (edge.end if stays == edge.start else edge.start), stays


def _is_open(edge: Edge, labels: Mapping[Key, Key], decided: TopicDecisions) -> bool:
    """Whether nobody decided about this pair, in either direction, and neither of the two was rejected."""
    for one, other in ((edge.start, edge.end), (edge.end, edge.start)):
        if (one, labels.get(other)) in decided.apart or (one in decided.homes and decided.homes[one] is None):
            return False
    return True


def _suggestion(
    edge: Edge,
    pair: tuple[Key, Key],
    labels: Mapping[Key, Key],
    topics: Mapping[Key, Topic],
    terms: Mapping[Key, Term],
) -> TopicSuggestion:
    joins, stays = terms[pair[0]], terms[pair[1]]
    topic = topics[labels[stays.key]]
    return TopicSuggestion(
        topic=topic.key,
        labels=dict(topic.labels),
        term=joins.key,
        language=joins.language,
        label=joins.surface,
        like=stays.surface,
        score=round(edge.weight, 3),
        reason=edge.role or "text",
        other=labels.get(joins.key),
    )


def named_suggestions(found: list[TopicSuggestion], label: str) -> Iterator[TopicSuggestion]:
    """Those of these suggestions that are about this label or term, whatever its capitals."""
    wanted = label.casefold().strip()
    yield from (each for each in found if wanted in (each.label.casefold(), each.term))
