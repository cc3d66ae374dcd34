"""Every "why?" of every profile of the sample explains that person, by work that the reader may open."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from api.asker import Asker
from api.pages.document import DocumentQuery, document
from api.pages.known_for import KnownForQuery, known_for
from api.pages.person import PersonQuery, person
from api.problems import Refused
from api.site import Site
from graph.facts import Key
from graph.store import Viewer
from whoknows.settings import load_settings
from whoknows.site import make_site
from whoknows.wiring import open_installation

WORK = {"wrote", "answered", "edited"}


@pytest.fixture(scope="module")
def site(sample: Path) -> Iterator[Site]:
    with open_installation(load_settings(sample)) as installation:
        yield make_site(installation).state.site


def links(site: Site, asker: Asker) -> Iterator[tuple[Key, Key]]:
    """Person and topic of each link to an explanation."""
    index = site.index()
    assert index is not None
    for found in index.snapshot().persons:
        try:
            profile = person(asker, PersonQuery(found.key))
        except Refused:  # who may not be known, such as a service
            continue
        yield from ((found.key, rank.topic.key) for rank in profile.topics)


def insider(site: Site) -> Viewer:
    """Somebody who reads more than every colleague does."""
    index = site.index()
    assert index is not None
    with site.store.view(Viewer()) as view:
        open_to_all = set(view.rules())
    for found in index.snapshot().persons:
        viewer = site.viewer_of(found.key) if found.key else Viewer()
        with site.store.view(viewer) as view:
            if set(view.rules()) - open_to_all:
                return viewer
    raise AssertionError("nobody reads more")


@pytest.mark.slow
@pytest.mark.parametrize(("reads", "language"), [("colleague", "en"), ("insider", "nl")])
def test_every_why_explains_that_person_by_work_that_the_reader_may_open(site: Site, reads: str, language: str) -> None:
    asker = Asker(site, Viewer() if reads == "colleague" else insider(site), language)
    asked = list(links(site, asker))
    assert len(asked) > 300
    opened = set[Key]()
    for who, what in asked:
        why = known_for(asker, KnownForQuery(who, what))
        assert why.person == who
        assert why.known
        assert 0 < len(why.work) <= why.documents
        assert all(WORK & {did.kind.value for did in deed.did} for deed in why.work)
        opened |= {deed.key for deed in why.work}
    for key in opened:
        assert document(asker, DocumentQuery(key)).key == key
