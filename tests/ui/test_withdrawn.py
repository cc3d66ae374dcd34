"""What is withdrawn leaves every page at once, also while the index stands still: no answer is that of the index alone.

The index of a random organisation is stopped, its store goes on: documents are dropped, restricted and edited. Every
page then says what it says over a new index.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from api.site import Cache, Site, StampedCache
from graph.store import Store, Viewer
from models.index.opening import open_index
from tests.api.small_site import make_app
from tests.api.test_hidden import Draft, document, public_papers, site, written
from tests.api.test_policy import routes
from tests.graph.neo4j.stores import emptied
from tests.neo4j_server import LocalNeo4j
from tests.ui.test_hidden import ANN, Told, differing, everything
from whoknows.jobs.index import reindex

Withdraw = Callable[[Store, int, Draft], None]


def drop(store: Store, number: int, paper: Draft) -> None:
    del paper
    with store.writer() as writer:
        writer.drop([document(number)])


def restrict(store: Store, number: int, paper: Draft) -> None:
    with store.writer() as writer:
        writer.put(written(number, paper, hidden=True)[0], "later")


def rename(store: Store, number: int, paper: Draft) -> None:
    fact, _ = written(number, paper, hidden=False)
    with store.writer() as writer:
        writer.put(replace(fact, node=replace(fact.node, title="Renamed", text="", text_hash="renamed")), "later")  # type: ignore[type-var]


WAYS: Mapping[str, Withdraw] = {"drop": drop, "restrict": restrict}


@contextmanager
def indexed_anew(made: Site) -> Iterator[Site]:
    """The same site over a new index."""
    folder = Path(mkdtemp())
    reindex(made.store, folder)
    with open_index(folder) as index:
        yield replace(made, index=lambda: index)
    shutil.rmtree(folder)


def told_of(made: Site) -> Told:
    """All pages, as a colleague who may not read what is restricted."""
    return everything(
        replace(made, cache=Cache(), rosters=StampedCache(), organisations=StampedCache(), books=StampedCache()),
        ANN,
        Viewer(),
        ("en",),
    )


POINTS = re.compile(rb"[0-9]+\.[0-9]+")
"""Statistics of words leave out what was withdrawn with the next generation: points may differ by some tenths."""


def compare(made: Site) -> None:
    """Every page over the index that stands still says what it says over a new one."""
    found = told_of(made)
    with indexed_anew(made) as anew:
        assert differing(_rounded(found), _rounded(told_of(anew))) == {}


def _rounded(told: Told) -> Told:
    """The same without these points, nor the length that they have."""
    return {
        asked: (status, {**headers, "content-length": ""}, POINTS.sub(b"0", body))
        for asked, (status, headers, body) in told.items()
    }


ERASURES = {f"{api}/erasures{key}" for api in ("", "/api") for key in ("", "/{key}")}
OF_PEOPLE = {"/receipts/{code}", "/api/receipts/{code}", "/people/{key}/photo/{name}"}
SHOW_NO_DOCUMENT = {
    *OF_PEOPLE,
    "/audit",
    "/api/audit",
    "/insight",
    "/api/insight",
    "/api/health/details",
    "/api/openapi.json",
    "/static/{name}",
    "/favicon.ico",
    *ERASURES,
}
PUBLIC = [
    Draft(("hydrogen tank", "valve"), ("ann",), "gas"),
    *[Draft(("hydrogen tank",), ("bob",), "gas")] * 3,
    Draft(("garden roof", "waterstof opslag"), ("cem", "ann"), "green"),
    Draft(("zeppelin", "hydrogen tank"), ("cem",), "green"),
]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("way", "gone"), [("drop", (20, 25)), ("restrict", (21, 22, 23)), ("restrict", tuple(range(20, 26)))]
)
def test_a_page_over_an_index_that_stands_still_shows_nothing_that_was_withdrawn(
    way: str, gone: tuple[int, ...]
) -> None:
    with site(PUBLIC, []) as made:
        told_of(made)  # the processes have been asked before
        for number in gone:
            WAYS[way](made.store, number, PUBLIC[number - 20])
        compare(made)


@pytest.mark.slow
@settings(max_examples=3, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))
@given(
    public=st.lists(public_papers, min_size=4, max_size=8),
    gone=st.dictionaries(st.integers(20, 27), st.sampled_from(sorted(WAYS)), min_size=1, max_size=4),
)
def test_so_it_is_in_random_organisations(public: list[Draft], gone: dict[int, str]) -> None:
    with site(public, []) as made:
        for number, way in gone.items():
            if number < 20 + len(public):
                WAYS[way](made.store, number, public[number - 20])
        compare(made)


@pytest.mark.neo4j
def test_so_it_is_on_neo4j(neo4j_server: LocalNeo4j) -> None:
    with site(PUBLIC, [], emptied(neo4j_server)) as made:
        told_of(made)
        for number, way in ((20, drop), (22, restrict), (25, drop)):
            way(made.store, number, PUBLIC[number - 20])
        compare(made)


@pytest.mark.slow
def test_a_document_that_was_edited_has_its_new_title_and_no_old_words() -> None:
    with site(PUBLIC, []) as made:
        rename(made.store, 25, PUBLIC[5])
        told = told_of(made)
    pages = {address: body.decode(errors="replace") for (address, _), (_, _, body) in told.items()}
    assert any("Renamed" in body for body in pages.values())
    for address, body in pages.items():
        if "zeppelin" not in address.lower():
            assert "Zeppelin" not in body, address


@pytest.mark.slow
def test_every_address_of_the_site_is_walked() -> None:
    with site(PUBLIC, []) as made:
        told = told_of(made)
        addresses = [each.partition(" ") for each, _ in routes(make_app(made))]
    walked = {address.partition("?")[0] for address, _ in told}
    patterns = {path: re.sub("{[^}]*}", "[^/]+", path) for method, _, path in addresses if method == "GET"}
    missed = {path for path, pattern in patterns.items() if not any(re.fullmatch(pattern, each) for each in walked)}
    assert missed <= SHOW_NO_DOCUMENT
