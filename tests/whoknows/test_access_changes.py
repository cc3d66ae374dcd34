"""Another `access` in the settings acts at once, also on what the source tells as unchanged."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.api.small_site import caller
from tests.whoknows.office import SETTINGS, make_office
from whoknows.cli import run
from whoknows.settings import load_settings
from whoknows.site import make_site
from whoknows.wiring import open_installation

CLOSED = SETTINGS.replace('path = "handbook"\naccess = "everyone"', 'path = "handbook"\naccess = "group:Juridisch"')


def found_by(folder: Path, who: str, capsys: pytest.CaptureFixture[str]) -> set[str]:
    """The people whom this person finds about contracts, and the documents."""
    capsys.readouterr()
    run(["experts", "contract leverancier", "--as", who, "--json", "-s", str(folder)])
    answer = json.loads(capsys.readouterr().out)
    return {each["name"] for each in answer["people"]} | {each["title"] for each in answer["documents"]}


def test_who_may_read_changes_without_a_changed_document(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_office(tmp_path)
    everything = {"Carla Nijboer", "Contracten met leveranciers"}
    for settings, outside in ((SETTINGS, everything), (CLOSED, set()), (SETTINGS, everything)):
        (folder / "whoknows.toml").write_text(settings, encoding="utf-8")
        assert run(["sync", "-s", str(folder)]) == 0
        assert found_by(folder, "p1", capsys) >= outside
        assert bool(found_by(folder, "p1", capsys) & everything) is bool(outside)
        assert found_by(folder, "p4", capsys) >= everything


PUSHED = """
[[source]]
name = "pushed"
kind = "jsonl"
path = "pushed.jsonl"
access = "everyone"
"""
LINES = (
    {"type": "access", "rule": "board", "principals": ["account:nobody"]},
    {"id": "1", "author": "Anna Verhage", "text": "For everyone who wants to know."},
    {"id": "2", "author": "Anna Verhage", "text": "The reorganisation.", "access": "board"},
    {"id": "the-secret-plan", "text": ""},
)


def test_the_page_of_sources_counts_nothing_that_may_be_hidden(tmp_path: Path) -> None:
    """Pushed records have rights of their own, also in a source for everyone."""
    folder = make_office(tmp_path, SETTINGS + PUSHED)
    (folder / "pushed.jsonl").write_text("".join(json.dumps(line) + "\n" for line in LINES), encoding="utf-8")
    assert run(["sync", "--only-sources", "-s", str(folder)]) == 0
    with open_installation(load_settings(folder)) as installation:
        site = caller(make_site(installation))
        told = {each["name"]: each for each in site.get("/api/sources").json()["sources"]}
        page = site.get("/sources").text
    assert told["handbook"]["counts"]["new"] == 3
    assert (told["pushed"]["documents"], told["pushed"]["counts"], told["pushed"]["problems"]) == (1, {}, [])
    assert "the-secret-plan" not in page
