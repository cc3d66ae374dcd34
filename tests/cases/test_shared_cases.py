"""Every case of the shared folder: its input is copied and synced, and what its `expected.txt` says is asked of it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from tests.cases.expectations import CHECKS, KINDS
from tests.cases.site import SETTINGS, CaseSite, section
from tests.conftest import ROOT, missing

pytestmark = [pytest.mark.corpora, pytest.mark.slow]


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder of cases, from WHOKNOWS_CASES (default: shared/cases next to the checkout or the corpora)."""
    corpora = os.environ.get("WHOKNOWS_CORPORA")
    beside = Path(corpora).parent if corpora else ROOT.parent / "shared"
    folder = Path(os.environ.get("WHOKNOWS_CASES", beside / "cases"))
    if not folder.is_dir():
        missing("the folder of cases (set WHOKNOWS_CASES)")
    return folder


@pytest.fixture
def english(monkeypatch: pytest.MonkeyPatch) -> None:
    """The terminal speaks English."""
    monkeypatch.setenv("WHOKNOWS_LANG", "en")
    monkeypatch.delenv("WHOKNOWS_SETTINGS", raising=False)


def _copied(case: Path, folder: Path) -> Path:
    """A copy of the input of a case with its settings, or with those of its kind of source."""
    for place in case.iterdir():
        if place.name.startswith("input"):
            shutil.copytree(place, folder / place.name) if place.is_dir() else shutil.copy(place, folder)
    if (folder / "input" / "whoknows.toml").is_file():
        return folder / "input"
    (place,) = [each for each in folder.iterdir() if each.name.startswith("input")]
    settings = SETTINGS + section("input", KINDS[case.name], place.name)
    if (case / "people.csv").is_file():
        shutil.copy(case / "people.csv", folder)
        settings += section("people", "directory", "people.csv")
    (folder / "whoknows.toml").write_text(settings, encoding="utf-8")
    return folder


@pytest.mark.parametrize("name", CHECKS)
def test_shared_case(
    name: str, shared: Path, english: None, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = CaseSite(_copied(shared / name, tmp_path), capsys)
    site.sync()
    CHECKS[name](site)


def test_no_case_of_the_folder_is_left_out(shared: Path) -> None:
    assert {each.name for each in shared.iterdir() if each.is_dir()} == set(CHECKS)
