"""`copy --public` shows people who explore what is for everyone, nothing else, and follows what changes."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Any

import pytest
from neo4j import GraphDatabase

from graph.facts import NOBODY, Edge, EdgeKind, Endorsement, Fact, Judgement, KnowsAbout, Location, Verdict
from graph.open_store import open_public_graph, open_store
from graph.store import Store, StoreError
from tests.contracts.organisation import (
    SOURCE,
    account,
    derive,
    document,
    group,
    key,
    member,
    mentions,
    part,
    person,
    put,
    term,
    topic,
    within,
    wrote,
)
from tests.graph.neo4j.stores import emptied, secrets_of, wipe
from tests.neo4j_server import LocalNeo4j, administer, started
from whoknows.cli import run
from whoknows.jobs.publish import publish

pytestmark = pytest.mark.neo4j
NOW = 1_780_000_000
DAY = 86_400
ROOM = Location(key("location", "attic"), SOURCE, "attic", "room", "Attic")
Rows = list[dict[str, Any]]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Ann and Bo know about wind; Cy opted out, Di left, a robot works; a plan is for the board alone."""
    with closing(open_store(f"sqlite:{tmp_path}/graph.db")) as opened:
        reports = Edge(EdgeKind.REPORTS_TO, key("account", "bo"), key("account", "ann"))
        at = Edge(EdgeKind.AT, key("account", "ann"), ROOM.key)
        ann = account("ann", anchor=True, emails=("ann@office.example",), phone="123", function="Engineer")
        cy = account("cy", anchor=True, opted_out=True, aliases=("Cy Zonneveld",), handles=("cyzo",))
        put(opened, Fact(ann, (at,)), Fact(account("bo", anchor=True), (reports,)), cy, account("cy2"))
        put(
            opened,
            account("di", anchor=True, left=9 * DAY),
            account("robot", anchor=True, service=True),
            account("bo2"),
        )
        put(opened, Fact(group("lab"), (member("ann", "lab", "lead"), member("cy", "lab"), part("lab", "house"))))
        put(opened, Fact(ROOM), group("house"), Fact(group("cabal", NOBODY), (member("ann", "cabal"),)))
        acts = (wrote("ann", "mill", DAY), wrote("bo2", "mill", DAY, EdgeKind.EDITED), wrote("cy", "mill"))
        link = Edge(EdgeKind.LINKS_TO, key("document", "mill"), key("document", "talk"))
        put(
            opened,
            Fact(document("mill", url="https://x/mill", at=DAY, text="A text."), (*acts, within("mill", "lab"), link)),
        )
        put(opened, Fact(document("talk", url="https://x/@cyzo/7"), (wrote("bo2", "talk"), wrote("cy2", "talk"))))
        put(
            opened,
            Fact(
                replace(document("about"), title="Thanks to Cy Zonneveld"),
                (wrote("robot", "about"), wrote("di", "about")),
            ),
        )
        put(opened, Fact(document("merger", rule=NOBODY), (wrote("ann", "merger"), within("merger", "cabal"))))
        derive(
            opened,
            "IS",
            None,
            *(Edge(EdgeKind.IS, key("account", f"{n}2"), person(n), role="strong") for n in ("bo", "cy")),
        )
        derive(
            opened, "MENTIONS", None, mentions("mill", "wind", 3), mentions("talk", "wind"), mentions("merger", "coup")
        )
        derive(opened, "term", None, term("wind"), term("coup"))
        derive(opened, "topic", None, topic("wind"), topic("coup"))
        derive(
            opened,
            "LABELS",
            None,
            *(Edge(EdgeKind.LABELS, f"term:nl:{n}", f"topic:{n}", weight=1.0) for n in ("wind", "coup")),
        )
        knows = [
            KnowsAbout(EdgeKind.KNOWS_ABOUT, person(n), "topic:wind", documents=2, since=DAY, last=2 * DAY, rank=1)
            for n in ("ann", "bo", "cy")
        ]
        derive(
            opened,
            "KNOWS_ABOUT",
            None,
            *knows,
            KnowsAbout(EdgeKind.KNOWS_ABOUT, person("ann"), "topic:coup", documents=2, rank=1),
        )
        opened.ledger.set("secret:suppression", "00ff")
        with opened.writer() as writer:
            ann, bo, mill = person("ann"), person("bo"), key("document", "mill")
            for kind in (EdgeKind.LIKES, EdgeKind.FOLLOWS, EdgeKind.BOOKMARKS, EdgeKind.THANKS):
                assert writer.say(Edge(kind, ann, mill, at=DAY))
            assert writer.say(Edge(EdgeKind.CLAIMS, ann, "topic:wind", at=DAY))
            assert writer.say(Endorsement(EdgeKind.ENDORSES, bo, ann, at=DAY, topic="topic:wind"))
        yield opened


@pytest.fixture
def target(neo4j_server: LocalNeo4j) -> LocalNeo4j:
    wipe(neo4j_server)
    return neo4j_server


def publish_all(store: Store, target: LocalNeo4j, batches: int | None = None) -> None:
    """Copy, or only so many batches of two nodes."""
    with closing(open_public_graph(target.uri, secrets_of(target).get)) as there:
        for _ in islice(publish(store, there, now=NOW, batch=2), batches):
            pass
        assert (there.position() is None) == (batches is None)


def ask(target: LocalNeo4j, text: str) -> Rows:
    auth = (target.user, target.password) if target.password else None
    with GraphDatabase.driver(target.uri, auth=auth) as driver:
        return [dict(record) for record in driver.execute_query(text).records]


def whole(target: LocalNeo4j) -> str:
    """All that can be read in the graph."""
    nodes = ask(
        target, "MATCH (n) WHERE NOT n:WhoKnowsCopy RETURN labels(n) AS labels, properties(n) AS it ORDER BY n.key"
    )
    ties = "MATCH (a)-[r]->(b) RETURN a.key AS a, type(r) AS type, b.key AS b, properties(r) AS it ORDER BY a, type, b"
    return json.dumps([nodes, ask(target, ties)], default=str, ensure_ascii=False)


def names(target: LocalNeo4j, label: str) -> set[str]:
    return {row["name"] for row in ask(target, f"MATCH (n:{label}) RETURN coalesce(n.name, n.title) AS name")}


def test_what_is_for_everyone_can_be_explored(store: Store, target: LocalNeo4j) -> None:
    publish_all(store, target)
    assert names(target, "Person") == {"Ann", "Bo", "Di"}
    assert names(target, "Group") == {"Lab", "House"}
    assert names(target, "Topic") == {"wind"}
    (mill,) = ask(target, "MATCH (d:Document {title: 'Mill'}) RETURN properties(d) AS it")
    assert mill["it"] == {
        "key": key("document", "mill"), "title": "Mill", "url": "https://x/mill", "kind": "page", "date": date_of(1),
    }  # fmt: skip
    (ann,) = ask(target, "MATCH (p:Person {name: 'Ann'}) RETURN keys(p) AS it")
    assert set(ann["it"]) == {"key", "name"}
    ties = ask(
        target,
        "MATCH (a)-[r]->(b) RETURN coalesce(a.name, a.title) + ' ' + type(r) + ' ' + coalesce(b.name, b.title) AS t",
    )
    assert sorted(row["t"] for row in ties) == [
        "Ann AT Attic", "Ann KNOWS_ABOUT wind", "Ann MEMBER_OF Lab", "Ann WROTE Mill", "Bo EDITED Mill",
        "Bo KNOWS_ABOUT wind", "Bo REPORTS_TO Ann", "Bo WROTE Talk", "Di WROTE Thanks to […]", "Lab PART_OF House",
        "Mill ABOUT wind", "Mill IN Lab", "Mill LINKS_TO Talk", "Talk ABOUT wind",
    ]  # fmt: skip
    (knows,) = ask(target, "MATCH (:Person {name: 'Ann'})-[r:KNOWS_ABOUT]->() RETURN properties(r) AS it")
    assert knows["it"] == {"documents": 2, "since": date_of(1), "last": date_of(2), "rank": 1}
    (left,) = ask(target, "MATCH (p:Person {name: 'Di'}) RETURN p.left AS left")
    assert left["left"] == date_of(9)


def date_of(day: int) -> Any:
    from neo4j.time import Date

    return Date.from_native(date(1970, 1, 1 + day))


@pytest.mark.parametrize(
    "secret",
    [
        "cy",
        "zonneveld",
        "merger",
        "coup",
        "cabal",
        "robot",
        "text",
        "office.example",
        "123",
        "engineer",
        "00ff",
    ],
)
def test_nothing_else_is_in_it(store: Store, target: LocalNeo4j, secret: str) -> None:
    publish_all(store, target)
    said = whole(target).lower()
    assert "mill" in said
    assert secret not in re.sub(r"\w+:wiki:\w{16}", "", said), "keys apart, which are hashes"


def _opt_out(store: Store) -> None:
    put(store, account("bo", anchor=True, opted_out=True))


def _restrict(store: Store) -> None:
    put(store, Fact(document("mill", rule=NOBODY), (wrote("ann", "mill"),)))


def _hide(store: Store) -> None:
    with store.writer() as writer:
        writer.say(Edge(EdgeKind.HIDES, person("ann"), "topic:wind"))


def _take_apart(store: Store) -> None:
    with store.writer() as writer:
        writer.judge(Judgement("1", key("account", "bo2"), person("bo"), Verdict.DIFFERENT, "person:x", 1))


CHANGES: list[tuple[str, Callable[[Store], None], str, str]] = [
    ("somebody opted out", _opt_out, "MATCH (p:Person {name: 'Bo'}) RETURN p AS it", "Bo"),
    ("a document was restricted", _restrict, "MATCH (d:Document {title: 'Mill'}) RETURN d AS it", "Mill"),
    (
        "somebody hides a topic, and so their acts on what is about it",
        _hide,
        "MATCH (:Person {name: 'Ann'})-[r:WROTE|KNOWS_ABOUT]->() RETURN r AS it",
        "KNOWS_ABOUT",
    ),
    (
        "an account is somebody else's",
        _take_apart,
        "MATCH (:Person {name: 'Bo'})-[r:WROTE]->() RETURN r AS it",
        "WROTE",
    ),
]


@pytest.mark.parametrize(("what", "change", "question", "before"), CHANGES, ids=[each[0] for each in CHANGES])
def test_what_changed_since_follows(
    store: Store, target: LocalNeo4j, what: str, change: Callable[[Store], None], question: str, before: str
) -> None:
    publish_all(store, target)
    assert before in str(ask(target, question))
    change(store)
    publish_all(store, target)
    assert ask(target, question) == [], what
    followed = whole(target)
    wipe(target)
    publish_all(store, target)
    assert whole(target) == followed, "the same as a copy that begins with nothing"


@pytest.mark.parametrize("batches", [1, 4, 9])
def test_a_copy_that_was_broken_off_goes_on(store: Store, target: LocalNeo4j, batches: int) -> None:
    publish_all(store, target)
    complete = whole(target)
    wipe(target)
    publish_all(store, target, batches)
    assert whole(target) != complete
    publish_all(store, target)
    assert whole(target) == complete


def test_a_copy_that_was_broken_off_removes_first_what_is_no_longer_for_everyone(
    store: Store, target: LocalNeo4j
) -> None:
    publish_all(store, target)
    _opt_out(store)
    publish_all(store, target, 1)
    assert "Bo" not in names(target, "Person")


def test_who_opts_out_while_it_is_copied_is_not_in_it(store: Store, target: LocalNeo4j) -> None:
    with closing(open_public_graph(target.uri, secrets_of(target).get)) as there:
        for number, _ in enumerate(publish(store, there, now=NOW, batch=2)):
            if number == 8:
                assert "Bo" in names(target, "Person")
                _opt_out(store)
    assert "Bo" not in names(target, "Person")


def test_it_is_no_graph_to_work_with_and_the_other_way_round(store: Store, target: LocalNeo4j) -> None:
    secret = secrets_of(target).get
    emptied(target).close()
    with pytest.raises(StoreError, match="public-copy-operational"):
        open_public_graph(target.uri, secret)
    wipe(target)
    ask(target, "CREATE (:Invoice)")
    with pytest.raises(StoreError, match="store-server-foreign"):
        open_public_graph(target.uri, secret)
    wipe(target)
    publish_all(store, target)
    with pytest.raises(StoreError, match="store-server-foreign"):
        open_store(target.uri, secret=secret)
    with pytest.raises(StoreError, match="public-copy-neo4j"):
        open_public_graph("sqlite:x", secret)


@pytest.mark.parametrize(("language", "said"), [("en", "works with"), ("nl", "waarmee WhoKnows werkt")])
def test_an_operational_graph_is_refused_in_one_sentence(
    synced: Path,
    target: LocalNeo4j,
    language: str,
    said: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    emptied(target).close()
    monkeypatch.setenv("WHOKNOWS_LANG", language)
    monkeypatch.setenv("NEO4J_TARGET_USER", target.user)
    monkeypatch.setenv("NEO4J_TARGET_PASSWORD", target.password)
    assert run(["copy", "--public", target.uri, "-s", str(synced)]) == 3
    assert said in capsys.readouterr().err


@pytest.mark.slow
def test_the_target_may_have_a_password_of_its_own(
    synced: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = tmp_path / "explore"
    (home / "conf").mkdir(parents=True)
    administer(home, "dbms", "set-initial-password", "explorers-only")
    (tmp_path / "password").write_text("explorers-only\n", encoding="utf-8")
    with started(home, passwords=True) as (server, _):
        monkeypatch.setenv("NEO4J_PASSWORD", "of-the-other-one")
        assert run(["copy", "--public", server.uri, "-s", str(synced)]) == 3
        monkeypatch.setenv("NEO4J_TARGET_PASSWORD_FILE", str(tmp_path / "password"))
        assert run(["copy", "--public", server.uri, "-s", str(synced)]) == 0
        assert names(replace(server, user="neo4j", password="explorers-only"), "Person") == {
            "Anna Verhage", "Bram Oostdijk", "Carla Nijboer", "David Amrani",
        }  # fmt: skip
