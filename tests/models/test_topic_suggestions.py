"""Suggestions for topics: those that nobody decided about, into the larger topic, and gone once somebody did."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graph.curation import Curator
from graph.facts import Edge, EdgeKind, Key, Term, Topic
from graph.judgements import OPERATOR
from graph.open_store import open_store
from graph.store import Store
from graph.terms import term_key, topic_key
from models.topic_suggestions import TopicSuggestion, list_suggestions, named_suggestions
from tests.contracts.organisation import SYSTEM, derive

WIND, POWER, GRID, NET, LOAD = (
    term_key(language, norm)
    for language, norm in (("nl", "windenergie"), ("en", "wind power"), ("en", "grid"), ("nl", "net"), ("nl", "last"))
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Suggestions between two topics, for a term that labels nothing, and between labels of one topic."""
    with closing(open_store(f"sqlite:{tmp_path}/graph")) as opened:
        terms = {WIND: "windenergie", POWER: "wind power", GRID: "grid", NET: "net", LOAD: "last"}
        derive(opened, "term", None, *(Term(key, key.split(":")[1], label, label) for key, label in terms.items()))
        derive(
            opened, "topic", None,
            Topic(topic_key(WIND), {"nl": "windenergie"}, 3), Topic(topic_key(POWER), {"en": "wind power"}, 9),
            Topic(topic_key(GRID), {"en": "grid", "nl": "net"}, 5),
        )  # fmt: skip
        labels = {WIND: WIND, POWER: POWER, GRID: GRID, NET: GRID}
        derive(opened, "LABELS", None, *(Edge(EdgeKind.LABELS, term, topic_key(at)) for term, at in labels.items()))
        derive(
            opened, "TRANSLATES", None,
            Edge(EdgeKind.TRANSLATES, WIND, POWER, weight=0.9, role="text"),
            Edge(EdgeKind.TRANSLATES, LOAD, GRID, weight=0.5, role="list"),
            Edge(EdgeKind.TRANSLATES, NET, GRID, weight=1.0, role="text"),
        )  # fmt: skip
        yield opened


def listed(store: Store, topic: Key | None = None) -> list[TopicSuggestion]:
    with store.view(SYSTEM) as view:
        return list_suggestions(view, topic)


def curator(store: Store) -> Curator:
    return Curator(store, SYSTEM, OPERATOR, 5)


def test_each_is_for_the_larger_topic_with_its_reason(store: Store) -> None:
    wind, load = listed(store)
    assert wind == TopicSuggestion(
        topic_key(POWER), {"en": "wind power"}, WIND, "nl", "windenergie", "wind power", 0.9, "text", topic_key(WIND)
    )
    assert (load.topic, load.term, load.other, load.reason) == (topic_key(GRID), LOAD, None, "list")
    assert listed(store, topic_key(GRID)) == [load]
    assert list(named_suggestions([wind, load], "WINDENERGIE")) == list(named_suggestions([wind], WIND)) == [wind]


def test_what_was_accepted_or_refused_is_not_suggested_until_that_is_undone(store: Store) -> None:
    wind, load = listed(store)
    refused = curator(store).refuse(wind.term, wind.topic)
    accepted = curator(store).accept(load.term, load.topic)
    assert listed(store) == []
    with store.view(SYSTEM) as view:
        labels = {edge.start: edge.end for edge in view.all_edges(EdgeKind.LABELS)}
    assert labels[LOAD] == topic_key(GRID)
    assert labels[WIND] == topic_key(WIND), "it stays what it was"
    for act in (refused, accepted):
        curator(store).undo(act.id)
    assert listed(store) == [wind, load]


def test_what_people_rejected_is_not_suggested(store: Store) -> None:
    curator(store).reject(topic_key(WIND))
    assert [each.term for each in listed(store)] == [LOAD]
