"""The new hire of the sample is new on whatever day it is tried."""

from __future__ import annotations

import csv
import shutil
import tomllib
from datetime import date, timedelta
from pathlib import Path

import pytest

from api.pages.start import LATELY
from whoknows.sample import keep_new
from whoknows.sample.dice import LAST_DAY, seconds_of


@pytest.fixture
def hire(folder: Path) -> str:
    """Who the sample can be tried as, as the new hire."""
    people = tomllib.loads((folder / "whoknows.toml").read_text(encoding="utf-8"))["sign-in"]["development"]
    return next(each["person"] for each in people if each["label"]["en"].startswith("New hire"))


@pytest.fixture
def made(folder: Path, tmp_path: Path) -> Path:
    """A sample of a test's own, as far as the directory."""
    shutil.copy(folder / "people.csv", tmp_path / "people.csv")
    return tmp_path


def rows(folder: Path) -> dict[str, dict[str, str]]:
    with (folder / "people.csv").open(encoding="utf-8", newline="") as file:
        return {row["id"]: row for row in csv.DictReader(file)}


def began(folder: Path, hire: str) -> date:
    return date.fromisoformat(rows(folder)[hire]["joined"])


@pytest.mark.parametrize("later", [2, 89, 92, 121, 400, 4000])
def test_they_began_lately_on_any_day(made: Path, hire: str, later: int) -> None:
    today = LAST_DAY + timedelta(days=later)
    keep_new(made, today)
    assert 0 <= seconds_of(today) - seconds_of(began(made, hire)) <= LATELY


def test_also_when_a_folder_is_tried_again_after_years(made: Path, hire: str) -> None:
    for later in (100, 130, 1000):
        today = LAST_DAY + timedelta(days=later)
        keep_new(made, today)
        assert timedelta(0) <= today - began(made, hire) <= timedelta(days=90)


def test_nothing_else_in_the_directory_changes(made: Path, hire: str) -> None:
    before = rows(made)
    keep_new(made, LAST_DAY + timedelta(days=1000))
    after = rows(made)
    assert after[hire] != before[hire]
    assert {**after, hire: before[hire]} == before
    assert list(after) == list(before)


def test_the_bytes_stay_as_long_as_they_are_new(made: Path) -> None:
    before = (made / "people.csv").read_bytes()
    keep_new(made, LAST_DAY + timedelta(days=60))
    assert (made / "people.csv").read_bytes() == before


def test_a_folder_without_a_directory_and_a_date_that_is_none_are_left(made: Path, tmp_path: Path, hire: str) -> None:
    keep_new(tmp_path / "nothing", LAST_DAY)
    text = (made / "people.csv").read_text(encoding="utf-8").replace("2026-10-01", "soon")
    (made / "people.csv").write_text(text, encoding="utf-8")
    keep_new(made, LAST_DAY + timedelta(days=1000))
    assert rows(made)[hire]["joined"] == "soon"


def test_they_wrote_nothing_that_an_other_date_would_contradict(folder: Path, hire: str) -> None:
    assert began(folder, hire) > LAST_DAY
    name = rows(folder)[hire]["name"].encode()
    written = [path for path in folder.rglob("*") if path.is_file() and name in path.read_bytes()]
    names = {str(path.relative_to(folder)) for path in written}
    assert names <= {"people.csv", "whoknows.toml", "chat/realm.json"}
