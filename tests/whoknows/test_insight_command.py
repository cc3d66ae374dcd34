"""Figures about groups on the command line: the same floor as the pages, and noted like them."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from graph.audit import AuditedAct, read_audit
from models.organisation_graph_file import NAME
from models.years_of_work import YEARS
from whoknows.cli import run
from whoknows.settings import load_settings
from whoknows.wiring import open_installation


def test_the_planted_gap_and_the_topic_on_one_pair_of_shoulders_come_first(
    sample: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    truth = json.loads((sample / "truth" / "facts.json").read_text(encoding="utf-8"))
    assert run(["insight", "gaps", "--json", "-s", str(sample)]) == 0
    found = json.loads(capsys.readouterr().out)["gaps"]
    widest = {found[0]["one"]["name"], found[0]["other"]["name"]}
    assert widest == set(truth["untied_departments"][0]["departments"])
    assert run(["insight", "knowledge", "--json", "-s", str(sample)]) == 0
    page = json.loads(capsys.readouterr().out)
    names = set(truth["single_person_topics"][0]["labels"].values())
    assert names & set(page["shoulders"][0]["labels"].values())


def test_the_table_is_csv_and_each_look_is_noted(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["insight", "knowledge", "--csv", "-s", str(sample)]) == 0
    lines = list(csv.reader(io.StringIO(capsys.readouterr().out)))
    assert len(lines) > 100
    assert {len(line) for line in lines} == {5 + YEARS + 9}
    assert {cell for line in lines[1:] for cell in line[5 + YEARS :]}.isdisjoint({"1", "2", "3", "4"})
    with open_installation(load_settings(sample)) as installation:
        assert read_audit(installation.store.ledger, act=AuditedAct.INSIGHT_OPENED)[0].by == "operator"


def test_the_list_of_topics_that_are_needed(
    sample: Path, synced: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["insight", "cover", "-s", str(synced)]) == 4
    assert "--list" in capsys.readouterr().err
    assert run(["insight", "cover", "--json", "-s", str(sample)]) == 0
    page = json.loads(capsys.readouterr().out)
    assert {each["covered"] for each in page["topics"]} == {"nobody", "too-few", "enough"}
    assert not page["mistakes"]
    assert run(["insight", "cover", "-s", str(sample)]) == 0
    told = "".join(capsys.readouterr())
    assert "nobody works on 2 and too few people on" in told
    assert "{" not in told
    listed = tmp_path / "needed.csv"
    listed.write_text("onderwerp;mensen\nwaterstofopslag;900\nDRINKWATER\nruimtevaart;3\n;1\n", encoding="utf-8")
    assert run(["insight", "cover", "--list", str(listed), "--json", "-s", str(sample)]) == 0
    told = capsys.readouterr()
    page = json.loads(told.out)
    found = [(each["name"], each["covered"], each["needed"]) for each in page["topics"]]
    assert found == [("ruimtevaart", "nobody", 3), ("waterstofopslag", "too-few", 900), ("DRINKWATER", "enough", 2)]
    assert page["mistakes"] == [5]
    assert "5" in told.err


def test_before_anything_is_worked_out_it_says_so(synced: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (load_settings(synced).index / NAME).unlink()
    assert run(["insight", "gaps", "-s", str(synced)]) == 4
    assert "insight refresh" in capsys.readouterr().err
    assert run(["insight", "refresh", "-s", str(synced)]) == 0
    assert run(["insight", "refresh", "-s", str(synced)]) == 0
    assert "Nothing to work out" in capsys.readouterr().err
    assert run(["insight", "gaps", "-s", str(synced)]) == 0
