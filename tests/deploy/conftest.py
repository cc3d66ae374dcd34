"""What the tests of running it share."""

from __future__ import annotations

import pytest

from tests import neo4j_server


@pytest.fixture
def free_port() -> int:
    """A port where nobody listens."""
    return neo4j_server.free_port()


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal speaks English."""
    monkeypatch.setenv("WHOKNOWS_LANG", "en")
    monkeypatch.delenv("WHOKNOWS_SETTINGS", raising=False)
