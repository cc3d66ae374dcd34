"""What do the tests of the site share? One house, made once: they only read it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from api.deps import House
from tests.api.house import client, make_house


@pytest.fixture(scope="session")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """A house with a handful of people."""
    folder: Path = tmp_path_factory.mktemp("house")
    made = make_house(folder)
    yield made
    made.store.close()


@pytest.fixture
def site(house: House) -> TestClient:
    """Its site, as somebody at this machine sees it."""
    return client(house)
