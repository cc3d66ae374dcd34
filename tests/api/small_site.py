"""A small site: a real store and a real index over a handful of people, and who visits it."""

from __future__ import annotations

import atexit
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.app import create_app
from api.site import Site, SourceInfo
from graph.access import viewer_of
from graph.curation import Curator
from graph.facts import Key
from graph.judgements import OPERATOR
from graph.open_store import open_store
from graph.store import Store, Viewer
from models.index.opening import open_index
from models.insight_figures_file import served_insight_figures
from models.organisation_graph_file import served_organisation_graph
from tests.api.keys import person
from tests.api.small_facts import NOW, fill
from tests.graph.neo4j.stores import emptied
from ui.messages import sentence
from ui.pages import add_pages
from whoknows.jobs.index import PASSED, passed, reindex
from whoknows.jobs.insight import follow_insight
from whoknows.jobs.knowledge import follow_knowledge
from whoknows.site import act_counter, agreement, eraser_of

SYSTEM = Viewer(system=True)


def _fill(store: Store, folder: Path) -> None:
    """Put the handful of people into this store, and into an index in this folder."""
    fill(store)
    store.ledger.set(PASSED, passed(store) + 1)
    reindex(store, folder / "index")
    follow_knowledge(store, folder / "index", now=NOW, stop=lambda: False)
    follow_insight(store, folder / "index", now=NOW)


@cache
def _filled() -> Path:
    """A folder with that store and index, made once for all sites of this process: each begins with a copy."""
    folder = Path(tempfile.mkdtemp(prefix="whoknows-"))
    atexit.register(shutil.rmtree, folder)
    with closing(open_store(f"sqlite:{folder / 'site.db'}")) as store:
        _fill(store, folder)
    return folder


def make_site(folder: Path, store: Store | None = None, **changed: Any) -> Site:
    """The site, with `changed` fields, in this empty store or in a file of its own."""
    if store is None:
        shutil.copytree(_filled(), folder, dirs_exist_ok=True)
        store = open_store(f"sqlite:{folder / 'site.db'}")
    else:
        _fill(store, folder)
    index = open_index(folder / "index")

    def viewer(key: Key | None) -> Viewer:
        if key is None:
            return Viewer()
        with store.view(SYSTEM) as view:
            return viewer_of(view, key, NOW)

    fields: dict[str, Any] = {
        "organisation": "Veldermark",
        "store": store,
        "index": lambda: index,
        "now": lambda: NOW,
        "viewer_of": viewer,
        "sentence": sentence,
        "sources": (
            SourceInfo("wiki", "mediawiki", "Wiki", "everyone", 3600),
            SourceInfo("board", "files", "Bestuur", "group:board", None),
        ),
        "default_person": person("maaike"),
        "language": "en",
        "eraser": eraser_of(store),
        "organisation_graph": served_organisation_graph(folder / "index"),
        "insight_figures": served_insight_figures(folder / "index"),
        "agreed": agreement(store),
        "count_acts": act_counter(store),
        "curator": lambda person: Curator(store, SYSTEM, person or OPERATOR, NOW),
    }
    return Site(**{**fields, **changed})


@contextmanager
def own_site(request: pytest.FixtureRequest, folder: Path) -> Iterator[Site]:
    """A site that a test may change, in the store of the fixture's parameter: `sqlite` or `neo4j`."""
    store = emptied(request.getfixturevalue("neo4j_server")) if request.param == "neo4j" else None
    made = make_site(folder, store)
    with closing(made.store):
        yield made


def visiting(site: Site, who: Key) -> TestClient:
    """This colleague, who may give commands on its pages."""
    return client(site, cookie=f"as={who}", origin="http://127.0.0.1:8000")


def make_app(site: Site) -> FastAPI:
    """The application of a site, pages included."""
    app = create_app(site)
    add_pages(app)
    return app


def client(site: Site, **headers: str) -> TestClient:
    """Somebody who sits at this machine, at a site of their own."""
    return caller(make_app(site), **headers)


def caller(app: FastAPI, **headers: str) -> TestClient:
    """Somebody who sits at this machine."""
    return TestClient(
        app,
        base_url="http://127.0.0.1:8000",
        client=("127.0.0.1", 50_000),
        headers={"accept": "text/html", **headers},
        raise_server_exceptions=False,
        follow_redirects=False,
    )
