"""What a colleague says: in their own name, about what they may read; and one like, followed through every room."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from api.asker import Asker, Role
from api.problems import Refused
from api.site import Site
from api.statements import VERBS, say, statement, unsay
from graph.facts import Edge, EdgeKind, Endorsement
from graph.open_store import open_store
from graph.public import TIES
from graph.schema import EDGES, Aspect, State
from graph.store import Viewer
from tests.api.keys import document, person
from tests.api.small_facts import NOW, TOPIC, group
from tests.api.small_site import SYSTEM, client, make_site, own_site
from whoknows.jobs.index import INDEXED

ROOT = Path(__file__).parents[2]


@pytest.fixture(params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def site(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Site]:
    with own_site(request, tmp_path) as made:
        yield made


def asking(site: Site, native: str) -> Asker:
    return Asker(site, site.viewer_of(person(native)), "en", roles=frozenset({Role.COLLEAGUE}))


def seen(site: Site, kind: EdgeKind, viewer: Viewer) -> list[Edge]:
    with site.store.view(viewer) as view:
        return list(view.all_edges(kind))


ABOUT = {
    "like": document("guide"),
    "follow": group("hydrogen"),
    "bookmark": document("guide"),
    "thank": person("maaike"),
    "endorse": person("maaike"),
    "claim": TOPIC,
    "hide": TOPIC,
}


def test_everything_that_a_person_says_has_a_word(site: Site) -> None:
    del site
    said = {kind for kind, rule in EDGES.items() if rule.state is State.AUTHORED and rule.start == ("person",)}
    assert {*VERBS.values(), EdgeKind.PAUSES, EdgeKind.OPTS_OUT, EdgeKind.INTRODUCES} == said, (
        "a pause, opting out and being named have their own command"
    )
    assert set(VERBS) == set(ABOUT)


def test_each_is_said_once_and_taken_back(site: Site) -> None:
    tunde = asking(site, "tunde")
    for verb, about in ABOUT.items():
        edge = statement(tunde, verb, about, topic=TOPIC if verb == "endorse" else None)
        assert (edge.start, edge.end, edge.at) == (person("tunde"), about, NOW)
        assert say(tunde, edge)
        assert not say(tunde, edge)
        assert seen(site, edge.kind, tunde.viewer) == [edge]
        assert unsay(tunde, edge)
        assert not unsay(tunde, edge)
        assert seen(site, edge.kind, SYSTEM) == []


def refusal(site: Site, edge: Edge, native: str = "tunde") -> tuple[int, str]:
    with pytest.raises(Refused) as refused:
        say(asking(site, native), edge)
    assert seen(site, edge.kind, SYSTEM) == []
    return refused.value.problem.status, refused.value.problem.message


def test_nobody_speaks_for_somebody_else_or_about_what_they_may_not_read(site: Site) -> None:
    maaike, likes = person("maaike"), EdgeKind.LIKES
    assert refusal(site, Edge(likes, person("joost"), document("guide"))) == (403, "not-allowed")
    assert refusal(site, Edge(likes, maaike, document("secret")), "maaike") == (404, "document-not-found")
    assert refusal(site, Edge(likes, maaike, document("none")), "maaike") == (404, "document-not-found")
    endorses = Endorsement(EdgeKind.ENDORSES, maaike, person("tunde"), topic="topic:none")
    assert refusal(site, endorses, "maaike") == (404, "person-not-found")
    with pytest.raises(Refused):
        unsay(asking(site, "tunde"), Edge(likes, maaike, document("guide")))


@pytest.mark.parametrize(("verb", "about"), [("shout", TOPIC), ("like", TOPIC), ("thank", person("tunde"))])
def test_what_cannot_be_said_is_not_found(site: Site, verb: str, about: str) -> None:
    with pytest.raises(Refused):
        statement(asking(site, "tunde"), verb, about)
    with pytest.raises(Refused):
        statement(Asker(site, Viewer(), "en"), "like", document("guide"))


def test_a_like_in_every_room(site: Site, tmp_path: Path) -> None:
    """The worked example of "How to add an authored edge" in docs/ARCHITECTURE.md."""
    seq, indexed = site.store.seq(), site.store.seq(INDEXED)
    joost, maaike = asking(site, "joost"), asking(site, "maaike")
    like = statement(joost, "like", document("guide"))
    assert say(joost, like)
    assert seen(site, EdgeKind.LIKES, maaike.viewer) == [like], "a like is not private"
    assert [(change.key, change.aspect) for change in site.store.changes(seq)] == [(person("joost"), Aspect.AUTHORED)]
    assert site.store.seq(INDEXED) == indexed, "it wakes neither the index nor who knows about what"
    with site.store.writer() as writer:
        writer.drop([document("guide")])
    assert seen(site, EdgeKind.LIKES, maaike.viewer) == []
    with closing(open_store(f"sqlite:{tmp_path}/copy.db")) as copy:
        copy.load(site.store.dump())
        authored = [line for line in copy.dump() if line["record"] == "authored"]
    assert [(line["kind"], line["start"], line["end"]) for line in authored] == [("LIKES", like.start, like.end)]
    assert not {tie.type for ties in TIES.values() for tie in ties} & {kind.value for kind in VERBS.values()}
    while site.store.erase(person("joost")):
        pass
    assert seen(site, EdgeKind.LIKES, SYSTEM) == []
    assert not [line for line in site.store.dump() if line["record"] == "authored"]


BUTTONS = {
    f"people/{person('maaike')}": ("follow", "bookmark", "thank"),
    f"topics/{TOPIC}": ("follow", "bookmark"),
    f"groups/{group('hydrogen')}": ("follow", "bookmark"),
    f"documents/{document('guide')}": ("thank", "like", "bookmark", "follow"),
}


@pytest.mark.parametrize("path", BUTTONS)
def test_the_buttons_of_a_page_say_it_and_take_it_back(tmp_path: Path, path: str) -> None:
    made, about = make_site(tmp_path), path.split("/")[1]
    with closing(made.store):
        tunde = client(made, cookie=f"as={person('tunde')}", origin="http://127.0.0.1:8000")
        for verb in BUTTONS[path]:
            assert f'action="/me/statements/{verb}"' in tunde.get(f"/{path}").text
            told = {"about": about, "back": f"/{path}"}
            assert tunde.post(f"/me/statements/{verb}", data=told).headers["location"] == f"/{path}"
            assert tunde.get(f"/api/{path}").json()["said"] == [verb]
            tunde.post(f"/me/statements/{verb}", data={**told, "undo": "yes"})
            assert tunde.get(f"/api/{path}").json()["said"] == []
        assert client(made).get(f"/api/people/{person('maaike')}").json()["said"] is None, "not about oneself"


def test_somebody_is_said_to_have_been_the_right_person(tmp_path: Path) -> None:
    made, why = make_site(tmp_path), f"people/{person('maaike')}/topics/{TOPIC}"
    with closing(made.store):
        tunde = client(made, cookie=f"as={person('tunde')}", origin="http://127.0.0.1:8000")
        assert "Was this the right person?" in tunde.get(f"/{why}").text
        told = {"about": person("maaike"), "topic": TOPIC, "back": f"/{why}"}
        tunde.post("/me/statements/endorse", data=told)
        assert tunde.get(f"/api/{why}").json()["right"] is True
        tunde.post("/me/statements/endorse", data={**told, "undo": "yes"})
        assert tunde.get(f"/api/{why}").json()["right"] is False
        assert "right person" not in client(made).get(f"/{why}").text


def test_the_files_that_an_authored_edge_takes_are_there() -> None:
    text = (ROOT / "docs/ARCHITECTURE.md").read_text()
    section = text.split("### How to add an authored edge", 1)[1].split("\n#", 1)[0]
    files = re.findall(r"^\d\. `([^`]+)`", section, re.MULTILINE)
    assert 1 <= len(files) <= 4
    for name in files:
        assert "LIKES" in (ROOT / name).read_text(), name
