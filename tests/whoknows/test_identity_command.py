"""Who is who on the command line: suggestions, decisions that hold after a sync, and undo."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.whoknows.office import make_office, write_page
from whoknows.cli import run


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A synced office with pages by Anna, by Carla, and by Bram Oostdijck: none of them links by itself."""
    office = make_office(tmp_path)
    for name, author in (("anna", "Anna"), ("bram", "Bram Oostdijck"), ("carla", "Carla")):
        write_page(office, name, author, f"Notitie van {name}", "Over de vergunning en het lager. " * 5)
    assert run(["sync", "-s", str(office)]) == 0
    return office


@pytest.fixture
def identity(folder: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def command(*arguments: str) -> Any:
        capsys.readouterr()
        code = run(["identity", *arguments, "-s", str(folder), "--json"])
        said = capsys.readouterr()
        return json.loads(said.out) if code == 0 else (code, said.out + said.err)

    return command


def people(identity: Any, who: str) -> set[str]:
    return {edge["start"] for edge in identity("show", who)["accounts"]}


def test_what_is_decided_holds_until_it_is_undone(identity: Any, folder: Path) -> None:
    pairs = {pair["account"]: pair for pair in identity("suggestions")}
    decided = identity("same", "Anna", "p1", "--as", "p2", "--reason", "told me")
    (account,) = decided["accounts"]
    assert "given-name" in pairs[account]["reasons"]
    assert decided["by"].startswith("person:people:")
    assert decided["reason"] == "told me"
    assert account in people(identity, "p1")
    assert run(["sync", "-s", str(folder)]) == 0
    assert account in people(identity, "p1"), "a sync changes nothing about it"
    undone = identity("undo", decided["id"])
    assert undone["undone"] is not None
    assert account not in people(identity, "p1")
    assert identity("undo", decided["id"])[0] != 0
    assert [act["id"] for act in identity("history")] == [decided["id"]]


def test_an_account_of_somebody_else_moves_alone(identity: Any) -> None:
    (account,) = identity("same", "Anna", "p1")["accounts"]
    assert identity("same", "Anna", "p1")[0] == 2, "it is already"
    entry = identity("show", "p1")["person"].replace("person:", "account:", 1)
    assert identity("same", "Anna", "p2")["accounts"] == [account]
    assert account in people(identity, "p2")
    assert people(identity, "p1") >= {entry}, "the person of the directory stays"


def test_two_people_of_the_directory_are_made_one_by_their_ids_alone(identity: Any) -> None:
    name = "Anna Verhage"
    code, said = identity("same", name, "p2")
    assert (code, "people:p1" in said) == (2, True)
    assert identity("same", "people:p1", "p2")["verdict"] == "same"


def test_a_refused_pair_is_not_suggested_again(identity: Any) -> None:
    (pair,) = [each for each in identity("suggestions") if "misspelt" in each["reasons"]]
    identity("different", pair["account"], pair["person"])
    left = [(each["account"], each["person"]) for each in identity("suggestions")]
    assert (pair["account"], pair["person"]) not in left


def test_an_unsure_pair_comes_last_and_when_asked(identity: Any) -> None:
    first = identity("suggestions")[0]
    identity("unsure", first["account"], first["person"])
    assert first["account"] not in [each["account"] for each in identity("suggestions")]
    assert identity("suggestions", "--unsure")[-1]["unsure"]


def test_who_is_not_there_is_told(identity: Any) -> None:
    code, said = identity("same", "Niemand", "p1")
    assert code
    assert "Niemand" in said
    code, said = identity("same", "p1", "p1")
    assert code
    assert said


def test_decisions_move_with_an_export(identity: Any, folder: Path, tmp_path: Path) -> None:
    decided = identity("same", "Anna", "p1")
    copy = tmp_path / "graph.jsonl"
    assert run(["export", str(copy), "-s", str(folder)]) == 0
    records = [json.loads(line) for line in copy.read_text(encoding="utf-8").splitlines()]
    assert decided["accounts"][0] in {each.get("subject") for each in records if each["record"] == "judgement"}
