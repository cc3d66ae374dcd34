"""Problems can be read: `doctor SOURCE` lists them with their place, also after a sync that found nothing new."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.source_report import problems_of
from tests.whoknows.office import PEOPLE, SETTINGS, make_office
from whoknows.cli import run
from whoknows.jobs.cleanup import remove_old
from whoknows.settings import load_settings
from whoknows.wiring import open_installation

PUSHED = """
[[source]]
name = "pushed"
kind = "jsonl"
path = "pushed.jsonl"
access = "everyone"
"""
GOOD = '{{"id": "{0}", "title": "Note {0}", "text": "Note {0} on pumps", "author": "Anna Verhage", "at": 1700000000}}\n'


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An office with a broken row in its list of people, a page without author or date, and a broken pushed line."""
    folder = make_office(tmp_path / "office", SETTINGS + PUSHED)
    (folder / "people.csv").write_text(PEOPLE + "p9,,nobody@kantoor.example,,,,\n", encoding="utf-8")
    (folder / "handbook" / "loose.md").write_text("# A loose page\n\nNobody signed this.\n", encoding="utf-8")
    (folder / "pushed.jsonl").write_text(GOOD.format(1) + "no json\n", encoding="utf-8")
    return folder


def doctor(folder: Path, capsys: pytest.CaptureFixture[str], *names: str) -> tuple[int, str]:
    capsys.readouterr()
    code = run(["doctor", *names, "-s", str(folder)])
    return code, capsys.readouterr().out


def test_problems_are_listed_with_their_place_also_after_an_unchanged_sync(
    office: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for _ in range(2):
        assert run(["sync", "-s", str(office)]) == 0
        code, said = doctor(office, capsys, "people", "pushed")
        assert code == 3
        assert "6" in said, "the line of the person without a name"
        assert "p9" in said
        assert said.count("pushed.jsonl:") == 1
        assert "Last good sync: 20" in said
        code, said = doctor(office, capsys)
        assert code == 3
        assert "! people: 1 problem" in said
        assert "! pushed: 1 problem" in said


def test_what_is_only_worth_knowing_is_told_and_needs_no_attention(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "office"
    make_office(folder, SETTINGS)
    people = "id;name;email;userType;cost centre\np1;Kees Vos;kees@kantoor.example;Member;12\n"
    (folder / "people.csv").write_text(people + "p2;Eva Gast;eva@elders.example;Guest;\n", encoding="utf-8")
    assert run(["sync", "people", "-s", str(folder)]) == 0
    code, said = doctor(folder, capsys, "people")
    assert code == 0
    assert "· people: fine; 2 notes" in said
    assert "cost centre" in said
    assert "Guests who are not listed as colleagues: 1" in said


def test_a_text_that_extraction_gives_up_is_told_of_its_source(
    office: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    long = GOOD.format(1).replace("on pumps", "on pumps and their valves. " * 1_000)
    (office / "pushed.jsonl").write_text(long, encoding="utf-8")
    monkeypatch.setattr("ingest.extract.nlp.SECONDS", 1e-6)
    assert run(["sync", "-s", str(office), "pushed"]) == 0
    code, said = doctor(office, capsys, "pushed")
    assert code == 3
    assert "! pushed: 1 problem" in said
    assert said.count("OutOfTime") == 1
    assert run(["sync", "-s", str(office), "pushed"]) == 0, "what was given up is not tried at every sync"
    assert doctor(office, capsys, "pushed")[1].count("OutOfTime") == 1


def test_what_was_mended_is_told_no_more(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sync", "-s", str(office)]) == 0
    (office / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (office / "pushed.jsonl").write_text(GOOD.format(7) + GOOD.format(2), encoding="utf-8")
    assert run(["sync", "-s", str(office)]) == 0
    code, said = doctor(office, capsys)
    assert code == 0, said
    assert "✓ people" in said
    assert "✓ pushed" in said


def test_a_log_that_grew_still_tells_its_earlier_problems(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sync", "-s", str(office)]) == 0
    with (office / "pushed.jsonl").open("a", encoding="utf-8") as file:
        file.write(GOOD.format(3) + "no json either\n")
    assert run(["sync", "-s", str(office)]) == 0
    _, said = doctor(office, capsys, "pushed")
    assert said.count("pushed.jsonl:") == 2


def test_items_without_an_author_or_a_date_are_named(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["sync", "-s", str(office)]) == 0
    code, said = doctor(office, capsys, "handbook")
    assert code == 0, said
    assert "4 documents, 1 without an author, 1 without a date" in said
    assert said.count("loose.md  A loose page") == 2
    capsys.readouterr()
    assert run(["doctor", "handbook", "--json", "-s", str(office)]) == 0
    (report,) = json.loads(capsys.readouterr().out)
    assert report["authorless_total"] == report["undated_total"] == 1
    assert [each["id"] for each in report["authorless"]] == ["loose.md"]


def test_no_worker_is_worth_knowing_and_no_fault(synced: Path, capsys: pytest.CaptureFixture[str]) -> None:
    code, said = doctor(synced, capsys)
    assert code == 0, said
    assert "· worker: no worker is running" in said


def test_old_problems_go_and_those_that_hold_stay(office: Path) -> None:
    assert run(["sync", "--only-sources", "-s", str(office)]) == 0
    with open_installation(load_settings(office)) as installation:
        ledger = installation.store.ledger
        before = problems_of(ledger, "pushed")
        assert [each.problem.message for each in before] == ["jsonl-no-json"]
    for _ in range(2):
        assert run(["sync", "--only-sources", "-s", str(office)]) == 0
    with open_installation(load_settings(office)) as installation:
        remove_old(installation, now=4_000_000_000)
        assert problems_of(installation.store.ledger, "pushed") == before
        assert len(installation.store.ledger.runs("pushed")) == 2
        assert len(installation.store.ledger.runs("handbook")) == 1
