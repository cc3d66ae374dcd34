"""Commands about topics: what each does at once, what it leaves alone, and that undo takes all of it back."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest

from graph.curated_acts import CuratedAct, acts_of
from graph.curation import Curator
from graph.decisions import DecisionError
from graph.facts import Edge, EdgeKind, Endorsement, Key, Term, Topic
from graph.judgements import OPERATOR
from graph.labelled_topics import find_topics, read_topics
from graph.open_store import open_store
from graph.store import Store
from graph.terms import term_key, topic_key
from tests.contracts.organisation import SYSTEM, account, derive, document, edges, key, person, put
from tests.graph.neo4j.stores import emptied

WIND, SOLAR, GRID = (topic_key(term_key("nl", norm)) for norm in ("windenergie", "zonne-energie", "net"))
LABELS = {
    WIND: ["nl windenergie", "nl windkracht", "en wind power"],
    SOLAR: ["nl zonne-energie", "nl pv"],
    GRID: ["nl net", "en grid"],
}
SHOWN = {
    WIND: {"nl": "windenergie", "en": "wind power"},
    SOLAR: {"nl": "zonne-energie"},
    GRID: {"nl": "net", "en": "grid"},
}


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Store]:
    neo4j = request.param == "neo4j"
    opened = emptied(request.getfixturevalue("neo4j_server")) if neo4j else open_store(f"sqlite:{tmp_path}/graph")
    with closing(opened):
        put(opened, account("ann", anchor=True), account("bob", anchor=True), document("page"))
        choose(opened)
        yield opened


def choose(store: Store) -> None:
    """What a choice of topics would write, if nobody had decided anything."""
    terms = {term_key(*each.split(" ", 1)): each.split(" ", 1) for some in LABELS.values() for each in some}
    derive(store, "term", None, *(Term(at, language, norm, norm) for at, (language, norm) in terms.items()))
    derive(store, "topic", None, *(Topic(topic, labels, 3) for topic, labels in SHOWN.items()))
    derive(
        store,
        "LABELS",
        None,
        *(
            Edge(EdgeKind.LABELS, term_key(*each.split(" ", 1)), topic, weight=0.5, role="rule")
            for topic, some in LABELS.items()
            for each in some
        ),
    )
    derive(store, "MENTIONS", None, *(Edge(EdgeKind.MENTIONS, key("document", "page"), at, count=1) for at in terms))


def curator(store: Store, at: int = 10, by: str = OPERATOR) -> Curator:
    return Curator(store, SYSTEM, by, at)


def state(store: Store) -> dict[Key, tuple[dict[str, str], list[str]]]:
    """Each topic that something labels: what it is called, and its terms."""
    with store.view(SYSTEM) as view:
        keys = [node.key for node in view.nodes("topic")]
        found = read_topics(view, keys)
    return {
        each.key: (dict(each.node.labels), sorted(f"{term.language} {term.surface}" for term in each.terms))
        for each in found
    }


def history(store: Store, topic: Key | None = None) -> list[CuratedAct]:
    with store.view(SYSTEM) as view:
        return acts_of(view.judgements(), topic)


def refusal(command: Callable[[], object]) -> str:
    with pytest.raises(DecisionError) as refused:
        command()
    return refused.value.message


def test_a_rejected_topic_is_gone(store: Store) -> None:
    curator(store).reject(WIND)
    assert state(store).keys() == {SOLAR, GRID}
    assert refusal(lambda: curator(store).confirm(WIND)) == "topic-unknown"


def test_a_topic_is_called_as_people_say_and_keeps_its_old_label(store: Store) -> None:
    curator(store).rename(SOLAR, "Zonnestroom", "nl")
    assert state(store)[SOLAR] == ({"nl": "Zonnestroom"}, ["nl Zonnestroom", "nl pv", "nl zonne-energie"])
    curator(store).rename(SOLAR, "PV", "nl")
    assert state(store)[SOLAR] == ({"nl": "PV"}, ["nl Zonnestroom", "nl pv", "nl zonne-energie"])
    curator(store).translate(SOLAR, "solar power", "en")
    assert state(store)[SOLAR][0] == {"nl": "PV", "en": "solar power"}
    assert refusal(lambda: curator(store).rename(SOLAR, "Windkracht", "nl")) == "topic-label-taken"
    assert refusal(lambda: curator(store).rename(SOLAR, " … ", "nl")) == "topic-label-length"
    assert refusal(lambda: curator(store).rename(SOLAR, "Sonne", "de")) == "topic-language-unknown"


def test_a_merged_topic_gives_its_labels(store: Store) -> None:
    act = curator(store).merge(WIND, SOLAR)
    labels, terms = state(store)[SOLAR]
    assert labels == {"nl": "zonne-energie", "en": "wind power"}
    assert set(terms) == {*LABELS[WIND], *LABELS[SOLAR]}
    assert WIND not in state(store)
    assert (act.topic, act.other, set(act.labels)) == (WIND, SOLAR, {"windenergie", "windkracht", "wind power"})
    assert refusal(lambda: curator(store).merge(SOLAR, SOLAR)) == "topic-itself"


def test_what_people_said_of_a_merged_topic_holds_for_the_other(store: Store) -> None:
    ann, bob = person("ann"), person("bob")
    said = [Edge(EdgeKind.HIDES, ann, WIND, at=3), Endorsement(EdgeKind.ENDORSES, ann, bob, at=3, topic=WIND)]
    own = Edge(EdgeKind.HIDES, bob, SOLAR, at=1)
    with store.writer() as writer:
        assert all(writer.say(edge) for edge in (*said, own, Edge(EdgeKind.HIDES, bob, WIND, at=3)))
    act = curator(store).merge(WIND, SOLAR)
    assert {(edge.start, edge.end) for edge in edges(store, EdgeKind.HIDES, SYSTEM)} >= {(ann, SOLAR), (bob, SOLAR)}
    assert {edge.topic for edge in edges(store, EdgeKind.ENDORSES, SYSTEM) if isinstance(edge, Endorsement)} >= {SOLAR}
    curator(store).undo(act.id)
    hidden = edges(store, EdgeKind.HIDES, SYSTEM)
    assert [edge for edge in hidden if edge.end == SOLAR] == [own], "what Bob said himself stays"


@pytest.mark.parametrize("label", ["windkracht", "windenergie"])
def test_a_label_that_leaves_is_a_topic_and_the_others_keep_theirs(store: Store, label: str) -> None:
    act = curator(store).split(WIND, label.upper())
    assert act.other not in (None, WIND)
    assert state(store)[act.other or ""] == ({"nl": label}, [f"nl {label}"])
    stays = [each for each in LABELS[WIND] if each != f"nl {label}"]
    assert state(store)[WIND][1] == sorted(stays)
    assert refusal(lambda: curator(store).split(WIND, label)) == "topic-label-unknown"
    assert refusal(lambda: curator(store).split(act.other or "", label)) == "topic-last-label"


def test_a_new_topic_is_pinned_by_its_label(store: Store) -> None:
    act = curator(store).add("Kwantumnetwerk", "nl")
    assert state(store)[act.topic] == ({"nl": "Kwantumnetwerk"}, ["nl Kwantumnetwerk"])
    again = curator(store).add("windkracht", "nl")
    assert (again.topic, set(again.labels)) == (WIND, {"windenergie", "windkracht", "wind power"})


def test_no_topic_is_broader_than_itself_in_any_number_of_steps(store: Store) -> None:
    curator(store).broaden(WIND, GRID)
    curator(store).broaden(GRID, SOLAR)
    assert refusal(lambda: curator(store).broaden(SOLAR, WIND)) == "topic-broader-circle"
    assert refusal(lambda: curator(store).broaden(WIND, WIND)) == "topic-broader-itself"
    assert {(edge.start, edge.end) for edge in edges(store, EdgeKind.BROADER, SYSTEM)} == {(WIND, GRID), (GRID, SOLAR)}


def test_a_suggestion_is_accepted_or_refused(store: Store) -> None:
    pv = term_key("nl", "pv")
    refused = curator(store).refuse(pv, SOLAR)
    assert "nl pv" not in state(store)[SOLAR][1]
    assert curator(store).accept(pv, WIND).labels == ("pv",)
    assert "nl pv" in state(store)[WIND][1]
    assert refused.labels == ("pv",)
    assert refusal(lambda: curator(store).accept(term_key("nl", "niets"), WIND)) == "topic-term-unknown"


def commands(store: Store) -> list[CuratedAct]:
    """One of each, some of them about the same topic."""
    who = curator(store, by=person("ann"))
    return [
        who.confirm(WIND),
        who.rename(WIND, "Windstroom", "nl"),
        who.split(WIND, "windkracht"),
        who.translate(SOLAR, "solar power", "en"),
        who.broaden(SOLAR, GRID),
        who.merge(SOLAR, WIND),
        who.pin(GRID),
        who.add("waterstof", "nl"),
        who.reject(GRID),
    ]


@pytest.mark.parametrize("order", [1, -1])
def test_undo_in_either_order_leaves_what_was_there(store: Store, order: int) -> None:
    before = state(store)
    done = commands(store)
    assert history(store) == done[::-1], "newest first, although all were made in one second"
    for act in done[::order]:
        undone = curator(store, 20, person("bob")).undo(act.id)
        assert (undone.undone, undone.undone_by) == (20, person("bob"))
    left = {topic: found for topic, found in state(store).items() if topic in before}
    assert left == before
    assert edges(store, EdgeKind.BROADER, SYSTEM) == []
    assert refusal(lambda: curator(store).undo(done[0].id)) == "decision-undone"
    assert refusal(lambda: curator(store).undo("99-abcd")) == "decision-unknown"
    assert [each.undone for each in history(store, WIND)] == [20] * 4


def test_decisions_move_with_an_export_and_hold_when_topics_are_chosen_again(store: Store, tmp_path: Path) -> None:
    commands(store)
    expected = state(store)
    with closing(open_store(f"sqlite:{tmp_path}/other")) as other:
        other.load(store.dump(derived=True))
        assert state(other) == expected
        assert history(other) == history(store)
        assert edges(other, EdgeKind.BROADER, SYSTEM) == edges(store, EdgeKind.BROADER, SYSTEM)


def test_topics_are_found_by_any_label_and_by_key(store: Store) -> None:
    with store.view(SYSTEM) as view:
        for text, expected in (("WINDKRACHT", [WIND]), ("wind  power", [WIND]), (GRID, [GRID]), ("niets", [])):
            assert [each.key for each in find_topics(view, text)] == expected
