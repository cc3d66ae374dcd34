"""What do the tests of the site share? One house, made once: they only read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.deps import House
from tests.api.house import caller, make_house, make_site


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house with a handful of people."""
    folder: Path = tmp_path_factory.mktemp("house")
    made = make_house(folder)
    yield made
    made.store.close()


@pytest.fixture(scope="session")
def app(house: House) -> FastAPI:
    """Its site."""
    return make_site(house)


@pytest.fixture
def site(app: FastAPI) -> TestClient:
    """Its site, as somebody at this machine sees it."""
    return caller(app)
