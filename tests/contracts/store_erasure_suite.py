"""Erasure as to places, for every store: each kind of record that may say a name no longer does, and none comes in."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import asdict, replace

import pytest

from graph.facts import (
    Edge,
    EdgeKind,
    Extraction,
    Fact,
    Group,
    Introduction,
    Json,
    Judgement,
    Key,
    Location,
    NameCandidate,
    Problem,
    SourceNode,
    Term,
    TermCandidate,
    Topic,
    Verdict,
    key_of,
)
from graph.names import words_of
from graph.store import RunState, Store
from tests.contracts.organisation import (
    SOURCE,
    SYSTEM,
    account,
    derive,
    document,
    group,
    key,
    member,
    mentions,
    person,
    put,
    shown,
    wrote,
)

NAME = "Wilhelmina (Mina) van der Sallow"
TOLD = "sallow"


def _term(name: str) -> Term:
    return Term(f"term:nl:{name}", "nl", name, name.title())


def _facts() -> Iterator[Fact]:
    """What sources say that names the person, in every kind of record."""
    yield Fact(replace(account("mina", anchor=True, handles=("mvdsallow",)), name=NAME))
    yield Fact(account("bob", anchor=True))
    yield Fact(_term("sallowplan"))
    yield Fact(_term("sallow"))
    yield Fact(_term("pomp"))
    yield Fact(Term(key_of("term", "und", "project-sallow"), "und", "project-sallow", "project-sallow"))
    page = document(
        "page", text="Volgens Sallow kan het.", url="https://x.example/~mvdsallow/cv", version="sallow.md@3"
    )
    tagged = [Edge(EdgeKind.TAGGED, page.key, f"term:nl:{name}") for name in ("sallow", "pomp")]
    yield Fact(replace(page, title="Gesprek met mevrouw Van der Sallow"), (wrote("bob", "page"), *tagged))
    yield Fact(replace(document("title"), title="Plan-Sallow"), (wrote("bob", "title"),))
    yield Fact(document("own"), (wrote("mina", "own"),))
    space = group("Team Sallow")
    assert isinstance(space, Group)
    yield Fact(space, (member("bob", "Team Sallow", role="secretaris van Sallow"),))
    helper = account("helper", about="Helpt Mina van der Sallow", emails=("sallow-team@x.example", "help@x.example"))
    yield Fact(replace(helper, function="Secretaris M. van der Sallow", handles=("help-sallow", "helper")))
    yield Fact(Location(key_of("location", SOURCE, "b"), SOURCE, "b", "room", "Kamer Sallow"))
    yield Fact(SourceNode(key_of("source", SOURCE, SOURCE), SOURCE, SOURCE, "wiki", "Wiki van Sallow"))


def _text_hash(store: Store, name: str) -> str:
    with store.view(SYSTEM) as view:
        return view.get([key("document", name)])[key("document", name)].text_hash  # type: ignore[union-attr]


def _derive(store: Store) -> None:
    """What passes and people added."""
    at = key("document", "title")
    found = Extraction(
        at,
        _text_hash(store, "title"),
        "1",
        (TermCandidate("nl", "plan sallow", "Plan-Sallow", 1, True),),
        (NameCandidate("Sallow", "person", 1),),
    )
    derive(store, "extraction", [at], found)
    derive(store, "MENTIONS", None, mentions("title", "plan sallow"), mentions("page", "pomp"))
    derive(store, "term", None, _term("plan sallow"), _term("pomp"))
    derive(
        store,
        "topic",
        None,
        Topic("topic:nl:plan sallow", {"nl": "Plan-Sallow"}),
        Topic("topic:nl:pomp", {"nl": "pomp"}),
    )
    with store.writer() as writer:
        writer.say(Edge(EdgeKind.FOLLOWS, person("bob"), "topic:nl:plan sallow", at=1))
        reason = "Sallow zei dat dit helpdesk is"
        writer.judge(Judgement("1", key("account", "helper"), person("bob"), Verdict.DIFFERENT, "x", 1, reason))
        writer.judge(Judgement("2", "term:nl:plan sallow", "topic:nl:pomp", Verdict.SAME, "x", 1))


def _note(store: Store) -> None:
    """What the machinery wrote down."""
    ledger = store.ledger
    with store.writer() as writer:
        writer.problem(SOURCE, "r1", Problem("sallow.pdf", "item-unreadable", {"path": "cv/vandersallow.pdf"}))
        writer.mark(SOURCE, {"files": {"sallow.md": 3}}, "r1", RunState.ENDED)
        writer.mark("half", {"after": "n/sallow.md"}, "r2", RunState.RUNNING)
    ledger.end_run("r1", RunState.FAILED, 2, json.dumps({"message": "m", "params": {"path": "/w/Sallow/é.md"}}))
    job = ledger.enqueue("sync", {"source": SOURCE}, 1)
    ledger.beat(job, 1, {"file": "sallow.md"})
    ledger.finish(job, 2, error="Traceback: no file 'mina.van.der.sallow.txt'")
    ledger.set("position:x", {"at": "sallow.md"})


def _said(store: Store) -> str:
    """All that the store says, of the graph and of its ledger."""
    ledger = store.ledger
    parts: list[object] = [*store.dump(derived=True)]
    parts += map(asdict, [*ledger.runs(), *ledger.jobs(), *ledger.problems(SOURCE, "r1")])  # type: ignore[list-item]
    parts += [ledger.cursor(SOURCE), ledger.cursor("half"), ledger.get("position:x")]
    parts += [change.key for change in store.changes(0, 100_000)]
    return json.dumps(parts, ensure_ascii=False, default=str)


def _traces(store: Store) -> list[str]:
    return [word for word, _, _ in words_of(_said(store)) if TOLD in word]


def _erase(store: Store, limit: int = 500) -> None:
    while store.erase(person("mina"), limit):
        pass


def _receipt(store: Store) -> dict[str, Json]:
    receipt = store.receipt(person("mina"))
    assert receipt is not None
    return asdict(receipt)


class ForgettingEverywhere:
    """No record of any kind says the name, and none that is told later brings it back."""

    @pytest.fixture
    def told(self, store: Store) -> Store:
        put(store, *_facts())
        _derive(store)
        _note(store)
        return store

    @pytest.mark.parametrize("limit", [2, 500])
    def test_no_record_says_the_name_and_none_brings_it_back(self, told: Store, limit: int) -> None:
        assert _traces(told)
        _erase(told, limit)
        assert _traces(told) == []
        assert shown(told, "term", SYSTEM) == ["term:nl:pomp"]
        assert shown(told, "topic", SYSTEM) == ["topic:nl:pomp"]
        with told.view(SYSTEM) as view:
            helper = view.get([key("account", "helper")])[key("account", "helper")]
            assert view.edges((EdgeKind.TAGGED,), [key("document", "page")])[0].end == "term:nl:pomp"
        assert (helper.emails, helper.handles) == (("help@x.example",), ("helper",))  # type: ignore[union-attr]
        seq = told.seq()
        put(told, *_facts())
        assert _traces(told) == []
        assert told.seq() == seq
        _note(told)
        derive(told, "term", None, _term("plan sallow"), _term("pomp"))
        derive(told, "topic", None, Topic("topic:nl:x", {"nl": "Plan-Sallow"}), Topic("topic:nl:pomp", {"nl": "pomp"}))
        derive(told, "MENTIONS", None, mentions("title", "plan sallow"), mentions("page", "pomp"))
        assert _traces(told) == []

    def test_what_the_person_answered_about_introducing_is_forgotten(self, told: Store) -> None:
        lab = key("group", "lab")
        put(told, Fact(group("lab")))
        with told.writer() as writer:
            assert writer.say(Introduction(EdgeKind.INTRODUCES, person("mina"), lab, at=1, role="yes", within=lab))
            assert writer.say(Introduction(EdgeKind.INTRODUCES, person("bob"), lab, at=1, role="yes", within=lab))
        _erase(told)
        with told.view(SYSTEM) as view:
            left = view.edges((EdgeKind.INTRODUCES,), [person("mina"), person("bob")])
        assert [edge.start for edge in left] == [person("bob")]

    def test_the_receipt_counts_by_kind_and_names_nobody(self, told: Store) -> None:
        _erase(told)
        receipt = _receipt(told)
        counted = {name: receipt[name] for name in ("accounts", "acts", "texts", "redacted", "terms", "notes")}
        assert counted == {"accounts": 1, "acts": 1, "texts": 1, "redacted": 6, "terms": 5, "notes": 8}
        assert receipt["finished"]
        assert TOLD not in json.dumps(receipt).lower()

    def test_what_was_removed_is_in_no_change(self, told: Store) -> None:
        seq = told.seq()
        _erase(told)
        assert told.seq() > seq
        assert all(change.seq <= told.seq() for change in told.changes(0, 100_000))
        assert told.compact()

    def test_a_run_goes_on_from_no_place_that_is_a_name(self, told: Store) -> None:
        _erase(told)
        assert told.ledger.cursor("half") is None
        with told.writer() as writer:
            writer.mark("half", {"after": "n/anders.md"}, "r2", RunState.RUNNING)
            writer.mark("half", {"after": "n/sallow.md"}, "r2", RunState.RUNNING)
        assert told.ledger.cursor("half") == {"after": "n/anders.md"}

    def test_an_account_that_is_nobody_elses_goes_too(self, told: Store) -> None:
        put(
            told,
            replace(account("mail"), name="M. van der Sallow"),
            Fact(document("mailed"), (wrote("mail", "mailed"),)),
        )
        put(told, replace(account("chat"), name="mvdsallow"), replace(account("piet"), name="Piet Sallowski"))
        _erase(told)
        assert shown(told, "account", SYSTEM) == ["bob", "helper", "piet"]
        assert "mailed" not in shown(told, "document", SYSTEM)

    def test_a_namesake_keeps_the_family_name(self, told: Store) -> None:
        put(told, replace(account("piet", anchor=True), name="Piet van der Sallow"))
        put(told, document("both", text="Piet van der Sallow sprak Mina van der Sallow; sallow@x.example; Sallow."))
        _erase(told)
        with told.view(SYSTEM) as view:
            text = view.texts([key("document", "both")])[key("document", "both")]
        assert text == "Piet van der Sallow sprak […]; sallow@x.example; Sallow."

    @pytest.mark.parametrize("steps", [1, 2, 3, 5, 7, 9])
    def test_an_erasure_that_stopped_goes_on_to_the_same_end(self, told: Store, steps: int) -> None:
        for _ in range(steps):
            told.erase(person("mina"), 3)
        assert not told.receipt(person("mina")).finished  # type: ignore[union-attr]
        put(told, *_facts(), run="2")
        _erase(told, 3)
        assert _traces(told) == []
        counted: set[Key] = set(shown(told, "document", SYSTEM))
        assert counted == {"page", "title"}

    def test_a_new_colleague_of_the_same_name_keeps_it(self, told: Store) -> None:
        _erase(told)
        put(told, replace(account("new", anchor=True, emails=("new.sallow@x.example",)), name="Mina van der Sallow"))
        with told.view(SYSTEM) as view:
            new = view.get([key("account", "new")])[key("account", "new")]
        assert (new.name, new.emails) == ("Mina van der Sallow", ("new.sallow@x.example",))  # type: ignore[union-attr]

    def test_an_organisation_that_is_called_like_a_person_keeps_its_name(self, told: Store) -> None:
        put(told, account("cas", anchor=True, emails=("cas@sallow.example",)))
        put(told, document("company", text="Sallow groeit; mail info@sallow.example."))
        _erase(told)
        with told.view(SYSTEM) as view:
            text = view.texts([key("document", "company")])[key("document", "company")]
        assert text == "Sallow groeit; mail info@sallow.example."
        assert _receipt(told)["ordinary"] == 1

    def test_nothing_is_said_or_decided_about_a_name(self, told: Store) -> None:
        _erase(told)
        with told.writer() as writer:
            assert not writer.say(Edge(EdgeKind.FOLLOWS, person("bob"), "topic:nl:plan sallow", at=1))
            writer.judge(Judgement("3", "term:nl:plan sallow", "topic:nl:pomp", Verdict.SAME, "x", 1))
        assert _traces(told) == []
