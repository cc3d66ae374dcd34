"""What an imported vocabulary says: trusted after people, replaced by the next import, and gone without a trace."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from graph.curation import Curator
from graph.facts import Concept, Edge, EdgeKind, Key, Topic
from graph.judgements import OPERATOR, decide_topics
from graph.open_store import open_store
from graph.store import Store
from graph.terms import term_key, topic_key
from graph.vocabularies import ImportedVocabulary, adopt_vocabulary
from tests.contracts.organisation import SYSTEM, document, edges, put
from tests.graph.neo4j.stores import emptied
from tests.graph.test_curation import GRID, SOLAR, WIND, choose, state

ENERGY = Concept("e", {"nl": "energie", "en": "energy"})
SUN = Concept("s", {"nl": "zonnestroom"}, (("nl", "zonne-energie"), ("en", "solar power")), ("e",))
AIR = Concept("w", {"nl": "Windenergie"}, (("nl", "windmolens"),), ("e", "w"))


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    neo4j = request.param == "neo4j"
    opened = emptied(request.getfixturevalue("neo4j_server")) if neo4j else open_store(f"sqlite:{tmp_path}/graph")
    with closing(opened):
        put(opened, document("page"))
        choose(opened)
        yield opened


def adopt(store: Store, *concepts: Concept, at: int = 5, name: str = "thesaurus") -> ImportedVocabulary:
    return adopt_vocabulary(store, SYSTEM, name, concepts, at)


def home(store: Store, label: str, language: str = "nl") -> Key | None:
    """The topic that people and vocabularies gave this term."""
    with store.view(SYSTEM) as view:
        return decide_topics(view.judgements()).homes.get(term_key(language, label))


def test_topics_that_are_there_change_at_once_and_others_wait_for_texts(store: Store) -> None:
    done = adopt(store, ENERGY, SUN, AIR)
    assert (done.concepts, done.labels, done.gone, done.skipped) == (3, 7, 0, 0)
    assert state(store)[SOLAR][0] == {"nl": "zonnestroom", "en": "solar power"}
    assert state(store)[WIND][0]["nl"] == "Windenergie"
    assert home(store, "energie") == topic_key(term_key("nl", "energie"))
    assert state(store).keys() == {WIND, SOLAR, GRID}, "no text is about energy yet"


def test_the_same_file_changes_nothing_and_another_one_replaces_it(store: Store) -> None:
    adopt(store, ENERGY, SUN, AIR)
    seq, before = store.seq(), state(store)
    assert (adopt(store, ENERGY, SUN, AIR, at=9).new, store.seq()) == (0, seq)
    again = adopt(store, replace(SUN, names={"nl": "zon"}, broader=()), AIR, at=10)
    assert (again.new, again.gone) == (1, 5)
    assert state(store)[SOLAR][0]["nl"] == "zon"
    assert home(store, "energie") is home(store, "zonnestroom") is None
    adopt(store, ENERGY, SUN, AIR, at=11)
    assert state(store) == before
    assert adopt(store, at=12).gone == 9
    assert [home(store, label) for label in ("zonnestroom", "windmolens")] == [None, None]
    assert state(store)[SOLAR][1] == ["nl pv", "nl zonne-energie"]


def test_people_win_also_over_a_later_import(store: Store) -> None:
    curator = Curator(store, SYSTEM, OPERATOR, 1)
    curator.rename(SOLAR, "Zon", "nl")
    curator.reject(WIND)
    adopt(store, SUN, AIR)
    assert state(store)[SOLAR][0]["nl"] == "Zon"
    assert WIND not in state(store)
    assert home(store, "windenergie") is None
    assert home(store, "windmolens") is None, "nor is it a topic under another of its labels"


def test_two_vocabularies_go_their_own_ways(store: Store) -> None:
    adopt(store, SUN)
    adopt(store, replace(SUN, names={"nl": "zonnekracht"}), name="other", at=6)
    assert state(store)[SOLAR][0]["nl"] == "zonnekracht"
    adopt(store, name="other", at=7)
    assert state(store)[SOLAR][0]["nl"] == "zonnestroom"


def test_broader_topics_go_up_and_never_round(store: Store) -> None:
    around = replace(ENERGY, broader=("s",))
    adopt(store, around, SUN, AIR)
    found = {(edge.start, edge.end) for edge in edges_of(store)}
    energy = topic_key(term_key("nl", "energie"))
    assert found in ({(energy, SOLAR), (WIND, energy)}, {(SOLAR, energy), (WIND, energy)})


def edges_of(store: Store) -> list[Edge]:
    """BROADER edges, also of topics that are not there yet."""
    with store.writer() as writer:
        writer.derive(
            "topic", [topic_key(term_key("nl", "energie"))], [Topic(topic_key(term_key("nl", "energie")), {})]
        )
    return edges(store, EdgeKind.BROADER, SYSTEM)


def test_what_two_concepts_share_is_of_the_first_and_odd_labels_are_skipped(store: Store) -> None:
    bank = Concept("1", {"nl": "bank", "de": "Bank"}, (("nl", "geldbank"), ("nl", "x" * 200), ("nl", "…")))
    seat = Concept("2", {"nl": "Bank"}, (("nl", "zitbank"),))
    done = adopt(store, bank, seat)
    assert (done.labels, done.skipped) == (3, 4)
    assert home(store, "bank") == home(store, "geldbank") != home(store, "zitbank")
    assert home(store, "zitbank") is not None
