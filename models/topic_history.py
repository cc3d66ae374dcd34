"""One topic as a curator sees it: all of its terms, its place among others, and what was decided about it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from graph.curated_acts import CuratedAct, acts_of
from graph.facts import EdgeKind, Judgement, Key, Person, Topic
from graph.judgements import VOCABULARY, decide_topics
from graph.labelled_topics import LabelledTopic
from graph.store import View
from models.answers import TopicHit


@dataclass(frozen=True, slots=True)
class TopicTerm:
    """A label or synonym of a topic: its key, its language (`und` for a tag without one), and how it is written."""

    key: Key
    language: str
    label: str


@dataclass(frozen=True, slots=True)
class CuratedTopic:
    """A topic with its terms, broader and narrower topics, whether people confirmed or pinned it, and its history.

    `vocabularies` are the names of those that have it.
    """

    key: Key
    labels: dict[str, str]
    terms: tuple[TopicTerm, ...]
    broader: tuple[TopicHit, ...] = ()
    narrower: tuple[TopicHit, ...] = ()
    confirmed: bool = False
    pinned: bool = False
    vocabularies: tuple[str, ...] = ()
    history: tuple[CuratedAct, ...] = ()


def describe_curated(view: View, topic: LabelledTopic) -> CuratedTopic:
    """What a curator may know of this topic. `view` has to read everything."""
    judgements = view.judgements()
    decided = decide_topics(judgements)
    edges = view.edges((EdgeKind.BROADER,), [topic.key], "both")
    nodes = view.get({key for edge in edges for key in (edge.start, edge.end)}) if edges else {}
    hits = {key: TopicHit(key, dict(node.labels)) for key, node in nodes.items() if isinstance(node, Topic)}
    return CuratedTopic(
        key=topic.key,
        labels=dict(topic.node.labels),
        terms=tuple(TopicTerm(term.key, term.language, term.surface) for term in topic.terms),
        broader=tuple(hits[edge.end] for edge in edges if edge.start == topic.key and edge.end in hits),
        narrower=tuple(hits[edge.start] for edge in edges if edge.end == topic.key and edge.start in hits),
        confirmed=topic.key in decided.confirmed,
        pinned=topic.key in decided.pinned,
        vocabularies=tuple(sorted(_vocabularies(judgements, topic.key))),
        history=tuple(acts_of(judgements, topic.key)),
    )


def _vocabularies(judgements: Iterable[Judgement], topic: Key) -> set[str]:
    """The names of the vocabularies that have a label of this topic now."""
    said = (each for each in judgements if each.object == topic and each.undone is None)
    return {each.by.partition(":")[2] for each in said if each.by.startswith(f"{VOCABULARY}:")}


def deciders(history: tuple[CuratedAct, ...]) -> set[Key]:
    """The keys of the people who did or undid these."""
    return {who for act in history for who in (act.by, act.undone_by) if who.startswith("person:")}


def decider_names(view: View, history: tuple[CuratedAct, ...]) -> dict[Key, str]:
    """The names of the people who did or undid these, by key."""
    nodes = view.get(deciders(history))
    return {key: node.name for key, node in nodes.items() if isinstance(node, Person)}
