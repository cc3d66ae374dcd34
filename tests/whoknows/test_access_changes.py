"""Does another `access` in the settings act at once, also on what the source tells as unchanged?"""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.whoknows.office import SETTINGS, make_office
from whoknows.cli import run

CLOSED = SETTINGS.replace('path = "handbook"\naccess = "everyone"', 'path = "handbook"\naccess = "group:Juridisch"')


def found_by(folder: Path, who: str, capsys: pytest.CaptureFixture[str]) -> set[str]:
    """Whom does this person find about contracts, and which documents?"""
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
