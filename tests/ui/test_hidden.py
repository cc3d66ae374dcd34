"""Every page and its JSON are byte for byte the same, whatever is hidden, in Dutch and in English.

The random organisations of `tests/api/test_hidden.py`, with and without what somebody may not read, on both stores.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from urllib.parse import quote

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from api.site import Site, SourceInfo
from graph.facts import Key, key_of, person_key
from graph.store import Store, Viewer
from tests.api.small_site import client
from tests.api.test_hidden import (
    BUILDING,
    DEPARTMENT,
    FOLDERS,
    GHOST,
    INSIDER,
    NAMES,
    PEOPLE,
    QUESTIONS,
    WORDS,
    Draft,
    account,
    document,
    group,
    hidden_papers,
    public_papers,
    site,
)
from tests.graph.neo4j.stores import emptied
from tests.neo4j_server import LocalNeo4j
from ui.messages import sentence

LANGUAGES = ("nl", "en")
ANN, BOB = person_key(account("ann")), person_key(account("bob"))
TOPIC_LINK = re.compile(r'href="/topics/([^"?]+)"')
WHY_LINK = re.compile(r'href="(/people/[^"?]+/topics/[^"?]+)"')
TWIN = re.compile(r'href="(/api/[^"]*)"')
FILTERS = (f"department={DEPARTMENT}", f"location={BUILDING}", "language=en", "period=2", "page=2")
FILES = ("map", "insight/knowledge", "insight/gaps")
"""Pages with a table and a picture."""
SEEN = tuple(f"/documents/{document(number)}" for number in (*range(20, 28), *range(1000, 1006)))


def asked() -> Iterator[str]:
    """Addresses of pages. Other topics are found on them."""
    yield from ("/", "/people", "/topics", "/topics?q=hydro", "/topics?q=zeppelin", "/sources", "/as", "/about")
    yield from ("/me/data", "/me/profile", "/me/as/colleague", "/me/as/team", "/me/topics?q=hydro", "/me/topics?q=zep")
    yield from ("/api/curation", "/api/curation/suggestions", f"/api/topics/{key_of('topic', 'en', WORDS[0])}/curation")
    yield from ("/me/colleagues", "/me/leaving", "/welcome", "/review")
    yield from ("/api/health", "/healthz", "/readyz", "/api/me", "/api/openapi.json")
    for q in QUESTIONS:
        yield f"/search?q={quote(q)}"
    for filters in FILTERS:
        yield f"/search?q=hydrogen tank&{filters}"
    for q in PEOPLE:
        yield from (f"/people?q={quote(q)}", f"/search?q={quote(q)}", f"/as?q={quote(q)}")
    yield from (f"/people?kind={kind}" for kind in ("left", "unlisted", "service"))
    yield from (f"/people?group={DEPARTMENT}", "/documents?q=hydrogen tank", "/documents?q=zeppelin")
    yield from (f"/documents?group={group(name)}" for name in (*FOLDERS, "board"))
    yield from (f"/documents?person={person_key(account(name))}" for name in (*NAMES, GHOST))
    yield from (f"/documents?topic={key_of('topic', 'en', word)}" for word in WORDS)
    yield from (f"/people/{person_key(account(name))}" for name in (*NAMES, GHOST))
    for way in ("ties", "card.vcf", "card.jsonld"):
        yield from (f"/people/{person_key(account(name))}/{way}" for name in (*NAMES, GHOST))
    yield from (f"/people/{person_key(account(name))}/alike" for name in (*NAMES, GHOST))
    yield from (f"/search?document={document(number)}" for number in range(3))
    yield from (f"/groups/{key}" for key in (DEPARTMENT, *map(group, (*FOLDERS, "board"))))
    yield "/api/suggestions?q=hydrogne"
    yield from (f"/suggestions?q={q}" for q in ("hyd", "zep", "ga", "ann", "boa", "ene", "eve", "hydrogne", "harb"))
    yield from ("/organisation", "/organisation?q=energy", "/places", "/places?q=harbor", f"/places/{BUILDING}")
    yield from (f"/places/{BUILDING}?topic={key_of('topic', 'en', word)}" for word in WORDS)
    yield from (
        "/map",
        "/map?colour=building",
        f"/map?unit={DEPARTMENT}",
        "/map?q=ann",
        "/map?about=hydrogen",
        "/map?about=zep",
        "/insight/knowledge",
        "/insight/cover",
        "/insight/gaps",
    )
    yield from (f"/{page}.{kind}" for page in FILES for kind in ("csv", "xlsx", "svg", "png"))
    yield from ("/insight/cover.csv", "/insight/cover.xlsx")
    yield from (f"/map?unit={DEPARTMENT}&topic={key_of('topic', 'en', word)}" for word in WORDS)
    yield from SEEN
    yield from (f"/topics/{key_of('topic', 'en', word)}" for word in WORDS)


Told = dict[tuple[str, str], tuple[int, dict[str, str], bytes]]


def everything(made: Site, asker: Key, viewer: Viewer, languages: tuple[str, ...] = LANGUAGES) -> Told:
    """Status, headers and body of all pages and of the twin that each of them names, by address and language."""
    made = replace(
        made,
        sentence=sentence,
        viewer_of=lambda key: replace(viewer, person=key),
        default_person=asker,
        sources=(SourceInfo("wiki", "mediawiki", "Wiki", "everyone", 3600), SourceInfo("board", "files", "Board", "x")),
    )
    told: Told = {}
    visitor = client(made)
    for language in languages:
        waiting = [*asked()]
        while waiting:
            address = waiting.pop()
            if (address, language) in told:
                continue
            answer = visitor.get(address, headers={"accept-language": language})
            told[address, language] = (answer.status_code, dict(answer.headers), answer.content)
            if not address.startswith("/api/"):
                waiting += (found.replace("&amp;", "&") for found in TWIN.findall(answer.text))
                waiting += (f"/topics/{key}" for key in TOPIC_LINK.findall(answer.text))
                waiting += WHY_LINK.findall(answer.text)
    return told


def differing(found: Told, expected: Told) -> dict[tuple[str, str], tuple[object, object]]:
    """Answers that are not the same, with both."""
    keys = found.keys() | expected.keys()
    return {key: (expected.get(key), found.get(key)) for key in keys if expected.get(key) != found.get(key)}


@pytest.mark.slow
@settings(max_examples=3, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))
@given(
    public=st.lists(public_papers, min_size=4, max_size=8),
    hidden=st.lists(hidden_papers, min_size=1, max_size=6),
)
def test_no_byte_of_any_page_tells_of_what_is_hidden(public: list[Draft], hidden: list[Draft]) -> None:
    with site(public, []) as before:
        expected = everything(before, ANN, Viewer())
    with site(public, hidden) as after:
        found = everything(after, ANN, Viewer())
    assert differing(found, expected) == {}


PUBLIC = [
    Draft(("hydrogen tank", "valve"), ("ann",), "gas"),
    *[Draft(("hydrogen tank",), ("bob",), "gas")] * 4,
    *[Draft(("hydrogen tank",), ("cem",), "gas")] * 4,
    Draft(("garden roof", "waterstof opslag"), ("cem", "ann"), "green"),
]
SECRETS = [
    Draft(("zeppelin", "hydrogen tank"), (GHOST, "ann"), "board"),
    Draft(("zeppelin",), ("bob", "cem"), "gas", to=20),
    Draft(("hydrogen tank", "garden roof"), ("ann", "bob", "cem"), "green", to=21),
]


@pytest.mark.neo4j
def test_it_is_so_on_neo4j(neo4j_server: LocalNeo4j) -> None:
    def told(hidden: list[Draft], store: Store) -> Told:
        with site(PUBLIC, hidden, store) as made:
            return everything(made, ANN, Viewer())

    expected = told([], emptied(neo4j_server))
    assert differing(told(SECRETS, emptied(neo4j_server)), expected) == {}


@pytest.mark.slow
def test_there_is_something_to_see_and_something_to_hide() -> None:
    """The properties above say little where pages are empty, or where nobody would see a difference."""
    with site(PUBLIC, SECRETS) as made:
        found, seen = everything(made, ANN, Viewer()), everything(made, BOB, INSIDER)
    page = {
        address: body.decode(errors="replace")
        for (address, language), (_, _, body) in found.items()
        if language == "nl"
    }
    assert {status for status, _, _ in found.values()} == {200, 403, 404}
    assert "Ann Visser" in page["/search?q=hydrogen%20tank"]
    assert "Bob Yilmaz" in page["/api/experts?q=hydrogen+tank"]
    assert "Bedoelt u" in page["/search?q=hydrogne"]
    assert "Hydrogen Tank" in page[f"/people/{BOB}"]
    assert "Ann Visser" in page[f"/topics/{key_of('topic', 'en', 'hydrogen tank')}"]
    assert "Garden Roof" in page[f"/groups/{group('green')}"]
    assert "2 collega" in page[f"/places/{BUILDING}"].partition("samen weten")[2]
    assert "Hydrogen Tank" in page[f"/documents/{document(20)}"]
    twins = {address.partition("?")[0].rpartition("/")[0] for address in page if address.startswith("/api/")}
    assert {"/api", "/api/people", "/api/topics", "/api/documents", "/api/groups"} <= twins
    other = {address for address, _ in differing(found, seen)}
    for address in ("/search?q=hydrogen%20tank", f"/documents/{document(1000)}", f"/groups/{group('board')}", "/"):
        assert address in other, "who may read it sees it"
