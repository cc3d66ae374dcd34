"""`whoknows erase`: who is meant, what would go, the question before it, the receipt, and going on after a stop."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from graph.erasures import order_erasure
from graph.facts import key_of, person_key
from tests.whoknows.file_search import find_terms, find_words
from tests.whoknows.office import make_office
from whoknows.cli import run
from whoknows.settings import load_settings
from whoknows.wiring import Installation, open_installation


@pytest.fixture
def office(tmp_path: Path) -> Path:
    folder = make_office(tmp_path)
    people = folder / "people.csv"
    people.write_text(people.read_text(encoding="utf-8") + "p5,Anna Verhage,a2@kantoor.example,Juridisch,,,\n", "utf-8")
    assert run(["sync", "-s", str(folder)]) == 0
    return folder


def erase(folder: Path, *arguments: str) -> int:
    return run(["erase", *arguments, "-s", str(folder)])


def test_who_is_meant_must_be_one_person(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert erase(office, "Anna Verhage", "--yes") == 2
    assert "(p1)" in (said := capsys.readouterr().err)
    assert "(p5)" in said
    assert erase(office, "Niemand Nergens", "--yes") == 2


def test_a_dry_run_changes_nothing_and_nothing_goes_unasked(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert erase(office, "bram@kantoor.example", "--dry-run", "--json") == 0
    plan = json.loads(capsys.readouterr().out)
    assert (plan["acts"], plan["texts"], plan["shared"], plan["ordinary"]) == (1, 1, 0, 0)
    assert erase(office, "p2") == 2
    assert "--yes" in capsys.readouterr().err
    assert run(["people", "Bram Oostdijk", "-s", str(office)]) == 0


def test_the_receipt_tells_what_was_done_and_names_nobody(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert erase(office, "p2", "--yes", "--as", "p3") == 0
    text = capsys.readouterr().out
    assert "documents that only this person wrote: 1" in text
    assert erase(office, "Bram Oostdijk", "--json") == 0
    receipt = json.loads(capsys.readouterr().out)
    assert receipt["step"] == "done"
    assert receipt["by"].startswith("person:people:")
    assert "oostdijk" not in f"{text} {receipt}".lower()
    assert erase(office, "--json") == 0
    assert json.loads(capsys.readouterr().out) == [receipt]
    assert erase(office, "--check", "--json") == 0
    assert json.loads(capsys.readouterr().out)["hits"] == 0
    assert run(["sync", "-s", str(office)]) == 0
    assert run(["people", "Bram Oostdijk", "-s", str(office)]) == 4
    assert erase(office, "p1", "--dry-run") == 0


def test_an_import_brings_nobody_back_and_forgets_no_erasure(office: Path, tmp_path: Path) -> None:
    before, after = tmp_path / "before.jsonl", tmp_path / "after.jsonl"
    assert run(["export", str(before), "-s", str(office)]) == 0
    assert erase(office, "p2", "--yes") == 0
    assert run(["import", str(before), "--into-existing", "-s", str(office)]) == 0
    assert erase(office, "--check") == 0
    assert run(["export", str(after), "-s", str(office)]) == 0
    assert "oostdijk" not in after.read_text(encoding="utf-8").lower()
    assert erase(office, "p2", "--dry-run") == 2


def test_two_organisations_that_erased_somebody_are_not_joined(
    office: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The hashes of who was erased are kept with one secret: another one would bring everybody back."""
    other = make_office(tmp_path / "other")
    assert run(["sync", "-s", str(other)]) == 0
    assert erase(office, "p2", "--yes") == 0
    assert erase(other, "p3", "--yes") == 0
    exported = tmp_path / "other.jsonl"
    assert run(["export", str(exported), "-s", str(other)]) == 0
    capsys.readouterr()
    assert run(["import", str(exported), "--into-existing", "-s", str(office)]) == 2
    assert "empty store" in capsys.readouterr().err
    assert run(["sync", "-s", str(office)]) == 0
    assert run(["people", "Bram Oostdijk", "-s", str(office)]) == 4


def test_the_doctor_tells_of_an_erasure_that_stopped(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with open_installation(load_settings(office)) as installation:
        order_erasure(installation.store, person_of(installation, "p2"), (), None, 1_700_000_000)
    run(["doctor", "-s", str(office), "--json"])
    (told,) = [each for each in json.loads(capsys.readouterr().out) if each["about"] == "erasures"]
    assert (told["fine"], "whoknows erase" in told["says"]) == (False, True)
    assert erase(office, "p2", "--yes") == 0
    capsys.readouterr()
    run(["doctor", "-s", str(office), "--json"])
    (told,) = [each for each in json.loads(capsys.readouterr().out) if each["about"] == "erasures"]
    assert told["fine"]


def person_of(installation: Installation, native_id: str) -> str:
    return person_key(key_of("account", "people", native_id))


@pytest.mark.slow
@pytest.mark.takes(80)
def test_the_sample_organisation_forgets_somebody(sample: Path, tmp_path: Path) -> None:
    """In every medium of the sample: no file has the family name, also after all sources were synced again."""
    folder = Path(shutil.copytree(sample, tmp_path / "sample"))
    places = [folder / ".whoknows", _store_of(folder)]
    words = {"wijngaarden"}
    assert find_words(places, words)
    assert erase(folder, "vm-1015", "--yes") == 0
    assert find_words(places, words) + find_terms(folder / ".whoknows" / "index", words) == []
    assert run(["sync", "-s", str(folder)]) == 0
    assert find_words(places, words) + find_terms(folder / ".whoknows" / "index", words) == []
    assert erase(folder, "--check") == 0


def _store_of(folder: Path) -> Path:
    """A folder with links to the files of the store, which lie among the sources."""
    links = folder / "links"
    links.mkdir()
    for name in ("whoknows.db", "whoknows.db-wal"):
        (links / name).symlink_to(folder / name)
    return links
