"""What every store does with what people and vocabularies decide about topics."""

from __future__ import annotations

from dataclasses import replace

import pytest

from graph.facts import Edge, EdgeKind, Fact, Judgement, Key, Verdict
from graph.schema import Aspect
from graph.store import Store
from tests.contracts.organisation import (
    SYSTEM,
    account,
    derive,
    document,
    edges,
    key,
    mentions,
    person,
    put,
    shown,
    term,
    topic,
    wrote,
)

WIND, SUN, AIR = "topic:wind", "topic:sun", "topic:air"
CURATOR = person("ann")


def labels(name: str, to: Key) -> Edge:
    return Edge(EdgeKind.LABELS, f"term:nl:{name}", to, weight=0.5, role="rule")


def said(
    number: str, subject: str, about: Key, verdict: Verdict, at: int = 1, *, by: str = CURATOR, label: str = ""
) -> Judgement:
    return Judgement(number, f"term:nl:{subject}", about, verdict, by, at, label=label, act="test")


def broader(number: str, narrow: Key, wide: Key, at: int = 1, *, by: str = CURATOR) -> Judgement:
    return Judgement(number, narrow, wide, Verdict.BROADER, by, at, act="broader")


def judge(store: Store, *judgements: Judgement) -> None:
    with store.writer() as writer:
        for each in judgements:
            writer.judge(each)


def begin(store: Store) -> None:
    """A page about wind and sun, and a topic for each."""
    put(store, account("ann", anchor=True), document("page"))
    derive(store, "MENTIONS", None, mentions("page", "wind"), mentions("page", "sun"))
    derive(store, "term", None, term("wind"), term("sun"))
    derive(store, "topic", None, topic("wind"), topic("sun"))
    derive(store, "LABELS", None, labels("wind", WIND), labels("sun", SUN))


def labelled(store: Store) -> dict[Key, Key]:
    return {edge.start: edge.end for edge in edges(store, EdgeKind.LABELS, SYSTEM)}


class Curating:
    """Decisions about topics act at once, are kept apart from what is derived, and can be taken back."""

    def test_what_is_rejected_labels_nothing_until_that_is_undone(self, store: Store) -> None:
        begin(store)
        rejected = said("1", "wind", WIND, Verdict.REJECTED)
        judge(store, rejected)
        assert labelled(store) == {"term:nl:sun": SUN}
        assert shown(store, "topic") == [SUN], "nobody sees a topic that nothing labels"
        derive(store, "LABELS", None, labels("wind", WIND), labels("sun", SUN))
        assert labelled(store) == {"term:nl:sun": SUN}
        judge(store, replace(rejected, undone=2, undone_by=CURATOR))
        assert labelled(store) == {"term:nl:wind": WIND, "term:nl:sun": SUN}

    @pytest.mark.parametrize("verdict", [Verdict.SAME, Verdict.NAMED, Verdict.CONFIRMED, Verdict.PINNED])
    def test_a_term_goes_where_it_is_put(self, store: Store, verdict: Verdict) -> None:
        begin(store)
        judge(store, said("1", "sun", WIND, verdict, label="Sun"))
        assert labelled(store) == {"term:nl:wind": WIND, "term:nl:sun": WIND}

    def test_people_win_over_vocabularies_whenever_they_said_it(self, store: Store) -> None:
        begin(store)
        judge(store, said("1", "sun", SUN, Verdict.SAME, 1), said("2", "sun", WIND, Verdict.SAME, 9, by="vocabulary:x"))
        assert labelled(store)["term:nl:sun"] == SUN
        judge(store, said("3", "wind", SUN, Verdict.SAME, 9, by="vocabulary:x"))
        assert labelled(store)["term:nl:wind"] == SUN
        judge(store, said("4", "wind", SUN, Verdict.DIFFERENT, 2))
        assert labelled(store)["term:nl:wind"] == WIND

    def test_a_broader_topic_is_an_edge_as_long_as_somebody_says_so(self, store: Store) -> None:
        begin(store)
        both = broader("1", WIND, SUN), broader("2", WIND, SUN, 2, by="vocabulary:x")
        judge(store, *both)
        assert edges(store, EdgeKind.BROADER) == [Edge(EdgeKind.BROADER, WIND, SUN, at=1)]
        judge(store, replace(both[0], undone=3))
        assert edges(store, EdgeKind.BROADER) == [Edge(EdgeKind.BROADER, WIND, SUN, at=2)]
        judge(store, replace(broader("3", WIND, SUN, 4), verdict=Verdict.DIFFERENT))
        assert edges(store, EdgeKind.BROADER) == []

    def test_each_decision_is_one_change_and_saying_it_again_is_none(self, store: Store) -> None:
        begin(store)
        seq = store.seq()
        some = said("1", "sun", WIND, Verdict.SAME), broader("2", WIND, AIR)
        judge(store, *some)
        judge(store, *some)
        assert [(each.key, each.aspect) for each in store.changes(seq)] == [
            ("term:nl:sun", Aspect.IDENTITY),
            (WIND, Aspect.IDENTITY),
        ]
        with store.view(SYSTEM) as view:
            assert view.judgements() == [*some]
            assert view.judgements([WIND]) == [some[1]]

    def test_who_is_erased_is_no_longer_named_and_what_they_decided_stays(self, store: Store) -> None:
        begin(store)
        done = said("1", "sun", WIND, Verdict.SAME, label="Sun")
        judge(store, done, replace(said("2", "wind", SUN, Verdict.SAME), undone=3, undone_by=CURATOR))
        while store.erase(CURATOR, 1):
            pass
        with store.view(SYSTEM) as view:
            kept = view.judgements()
        assert [(each.by, each.undone_by) for each in kept] == [("erased", ""), ("erased", "erased")]
        assert kept[0] == replace(done, by="erased")
        assert labelled(store)["term:nl:sun"] == WIND
        assert CURATOR not in str([line for line in store.dump() if line["record"] == "judgement"])
        judge(store, replace(done, id="4"))
        with store.view(SYSTEM) as view:
            assert view.judgements()[-1].by == "erased", "nor by an export of before"

    def test_a_label_that_names_somebody_who_is_erased_goes(self, store: Store) -> None:
        begin(store)
        put(
            store,
            account("zed", anchor=True, aliases=("Zed Quibble",)),
            Fact(document("other"), (wrote("zed", "other"),)),
        )
        label = said("1", "sun", WIND, Verdict.NAMED, label="Methode van Zed Quibble")
        judge(store, label)
        while store.erase(person("zed")):
            pass
        assert "Quibble" not in str(list(store.dump(derived=True)))
        judge(store, replace(label, id="2"))
        assert "Quibble" not in str(list(store.dump(derived=True)))

    @pytest.mark.parametrize(
        "judgement",
        [
            Judgement("1", key("account", "ann"), person("ann"), Verdict.PINNED, "operator", 1),
            Judgement("1", "term:nl:sun", SUN, Verdict.BROADER, "operator", 1),
            Judgement("1", SUN, WIND, Verdict.SAME, "operator", 1),
            Judgement("1", "term:nl:sun", person("ann"), Verdict.SAME, "operator", 1),
        ],
    )
    def test_what_cannot_be_judged_is_refused(self, store: Store, judgement: Judgement) -> None:
        with pytest.raises(ValueError, match="cannot be"):
            judge(store, judgement)
