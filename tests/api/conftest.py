"""One site for the tests of `api` and `ui`, made once: they only read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.site import Site
from tests.api.small_site import caller, make_app, make_site


@pytest.fixture(scope="session")
def shared_site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """A site with a handful of people."""
    folder: Path = tmp_path_factory.mktemp("site")
    made = make_site(folder)
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def site(shared_site: Site) -> Site:
    """It, where a file of tests makes none of its own."""
    return shared_site


@pytest.fixture(autouse=True, scope="module")
def unchanged(shared_site: Site) -> Iterator[None]:
    """The site, which a file of tests leaves as it was: one that gives commands makes a site of its own."""
    before = shared_site.store.seq()
    yield
    assert shared_site.store.seq() == before, "this file changed the site that all share: make it one of its own"


@pytest.fixture(scope="session")
def app(site: Site) -> FastAPI:
    """Its site."""
    return make_app(site)


@pytest.fixture
def visitor(app: FastAPI) -> TestClient:
    """Its site, as somebody at this machine sees it."""
    return caller(app)
