"""What the tests of the command line share: one sample organisation, synced once: they only read it."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.whoknows.office import make_office
from whoknows.cli import run


@pytest.fixture(autouse=True)
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal speaks English unless a test says otherwise."""
    monkeypatch.setenv("WHOKNOWS_LANG", "en")
    monkeypatch.delenv("WHOKNOWS_SETTINGS", raising=False)


@pytest.fixture(scope="session")
def sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The sample organisation, synced."""
    folder = tmp_path_factory.mktemp("sample")
    assert run(["sample", str(folder)]) == 0
    assert run(["sync", "-s", str(folder)]) == 0
    return folder


@pytest.fixture(scope="session")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small office, synced."""
    folder = make_office(tmp_path_factory.mktemp("office"))
    assert run(["sync", "-s", str(folder)]) == 0
    return folder


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A small office of a test's own, not synced."""
    return make_office(tmp_path / "office")
