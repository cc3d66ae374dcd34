"""The people file. Headers, encodings, and what is wrong with it."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.facts import Account, Checkpoint, GroupRecord, PersonRecord, Problem
from graph.store import Store, Viewer
from ingest.contract import SourceError, SourceSettings
from tests.contracts.source_suite import START, WORDS, SourceSuite, SourceWorld, WrittenEntry, sync_world
from tests.ingest.sources.people_files import people, problems, pull


class StaffWorld(SourceWorld):
    """A people file: an entry is a person, its text what they say about themselves, its authors their other names."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def settings(self) -> SourceSettings:
        return SourceSettings("people", "directory", options={"path": "people.csv"}, base=self.folder)

    def write(self, entries: Sequence[WrittenEntry]) -> None:
        with (self.folder / "people.csv").open("w", newline="", encoding="utf-8") as file:
            lines = csv.writer(file)
            lines.writerow(["id", "name", "about", "aliases", "department"])
            for entry in entries:
                lines.writerow([entry.slug, entry.title, entry.text, ";".join(entry.authors), "Works > Buildings"])


class TestStaff(SourceSuite):
    """Who is no longer in the file has left: deletion and rename end in leavers, who are still known."""

    answers_same = False  # a file of people is small: all of it is told each time

    @pytest.fixture
    def world(self, tmp_path: Path) -> SourceWorld:
        return StaffWorld(tmp_path)

    def told_in(self, store: Store) -> dict[str, frozenset[str]]:
        with store.view(Viewer(system=True)) as view:
            people = [node for node in view.nodes("account") if isinstance(node, Account) and node.left is None]
        words = (*WORDS, "fountain")
        return {word: frozenset(who.aliases) for who in people for word in words if word in (who.about or "")}

    def test_who_is_missing_is_a_leaver(self, world: SourceWorld, store: Store) -> None:
        world.write(START)
        sync_world(world, store)
        world.write(START[2:])
        sync_world(world, store)
        with store.view(Viewer(system=True)) as view:
            people = [node for node in view.nodes("account") if isinstance(node, Account)]
        assert {who.native_id for who in people if who.left is not None} == {each.slug for each in START[:2]}
        assert len(people) == len(START)


FULL = """\
id,name,aliases,emails,handles,department,location,title,manager,phone,room,about,languages,joined,left,service,opted_out
1,Ada Vos,A. Vos;Ada de Vos,ada@x.org,adav,Energy > Storage,Delft > A > 2,Engineer,2,123,A2.01,Tanks,nl;en,2020-01-02,,,
2,Bram Kok,,,,Energy,Delft,Head,2,,,,,,,,ja
3,Robot,,,,,,,,,,,,,2024-02-03,yes,no
"""


def test_every_field_is_read(tmp_path: Path) -> None:
    said = pull(tmp_path, FULL)
    found = people(said)
    assert found["1"] == PersonRecord(
        id="1", name="Ada Vos", aliases=("A. Vos", "Ada de Vos"), emails=("ada@x.org",), handles=("adav",), phone="123",
        room="A2.01", function="Engineer", department="Energy / Storage", location="Delft / A / 2",
        manager="2", about="Tanks", languages=("nl", "en"), joined=1577923200,
    )  # fmt: skip
    assert (found["2"].manager, found["2"].opted_out, found["2"].left) == (None, True, None)
    assert (found["3"].service, found["3"].opted_out, found["3"].left) == (True, False, 1706918400 + 86_399)
    groups = [(group.id, group.name, group.parent) for group in said if isinstance(group, GroupRecord)]
    assert groups == [("Energy", "Energy", None), ("Energy / Storage", "Storage", "Energy")]
    assert said[-1] == Checkpoint({"people": 3}, complete=True)
    assert problems(said) == []


@pytest.mark.parametrize(
    ("content", "options"),
    [
        ("Personeelsnummer;Naam;Afdeling\n1;Zoë Vos;Bouw\n", {}),
        ("Personeelsnummer;Naam;Afdeling\r\n1;Zoë Vos;Bouw\r\n".encode("windows-1252"), {}),
        ("\ufeffid,naam,afdeling\n1,Zoë Vos,Bouw\n", {}),
        ("id,voornaam,tussenvoegsel,achternaam,dept\n1,Zoë,,Vos,Bouw\n", {}),
        ("nr\tWie\tWaar\n1\tZoë Vos\tBouw\n", {"columns": {"id": "nr", "name": "Wie", "department": "Waar"}}),
        ("id,name,naam,dept\n1,z.vos,Zoë Vos,Bouw\n", {"columns": {"name": "naam"}}),
        ("id,name,dept\n1,Zoë Vos,Bouw\n".encode("utf-16"), {"encoding": "utf-16"}),
    ],
)
def test_headers_and_encodings(tmp_path: Path, content: str | bytes, options: dict[str, object]) -> None:
    found = people(pull(tmp_path, content, **options))["1"]
    assert (found.name, found.department) == ("Zoë Vos", "Bouw")


@pytest.mark.parametrize(
    ("rows", "messages", "ids"),
    [
        ("1,Ada,\n1,Bram,\n2,Cato,\n", ["directory-id-twice"], ["1", "2"]),
        (",Ada,\n2,Cato,\n", ["directory-id-missing"], ["2"]),
        ("1,,\n2,Cato,\n", ["directory-name-missing"], ["2"]),
        ("1,Ada,9\n2,Cato,1\n", ["directory-manager-unknown"], ["1", "2"]),
        ("1,Ada,2\n2,Cato,3\n3,Bram,2\n", ["directory-manager-circle"], ["1", "2", "3"]),
        ("1,Ada,2\n2,Cato,1\n3,Bram,4\n4,Dirk,3\n", ["directory-manager-circle"] * 2, ["1", "2", "3", "4"]),
    ],
)
def test_what_is_wrong_costs_nothing_else(tmp_path: Path, rows: str, messages: list[str], ids: list[str]) -> None:
    said = pull(tmp_path, "id,name,manager\n" + rows)
    assert problems(said) == messages
    assert sorted(people(said)) == ids
    assert isinstance(said[-1], Checkpoint)


def test_a_status_without_a_date_is_a_leaver(tmp_path: Path) -> None:
    found = people(pull(tmp_path, "id,name,status\n1,Ada,uit dienst\n2,Bram,active\n"))
    assert (found["1"].left, found["2"].left) == (0, None)


@pytest.mark.parametrize("content", ["", "a,b\n1,2\n", "<html><body>no</body></html>"])
def test_no_directory_at_all(tmp_path: Path, content: str) -> None:
    with pytest.raises(SourceError):
        pull(tmp_path, content)


CELLS = st.text(st.characters(blacklist_categories=("Cs", "Cc")), max_size=20)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8))
def test_no_line_is_lost_without_a_word(tmp_path: Path, rows: list[tuple[str, str, str]]) -> None:
    """Rows of one id and one name are one person."""
    text = io.StringIO()
    csv.writer(text).writerows([("id", "name", "department"), *rows, ("last", "Ada Vos", "")])
    said = pull(tmp_path, text.getvalue())
    told = [each.id for each in said if isinstance(each, PersonRecord | Problem)]
    assert {row[0].strip() for row in rows if row[0].strip() and any(map(str.isalnum, row[0]))} <= {*told}
    assert told.count(None) == sum(not row[0].strip() and any(map(str.strip, row)) for row in rows)
