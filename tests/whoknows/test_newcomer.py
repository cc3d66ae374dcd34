"""The command line as a newcomer meets it, in Dutch and in English."""

from __future__ import annotations

import re
import shutil
from importlib.metadata import version
from pathlib import Path

import pytest

from tests.whoknows.office import make_office
from ui.messages import sentence
from whoknows.cli import run
from whoknows.console import day, number
from whoknows.settings import load_settings

PEOPLE = """name,email,department,title,room
Jan de Vries,Jan@kantoor.example,Techniek,Monteur,B1.01
Jan de Vries,jan.de.vries@kantoor.example,Verkoop,Verkoper,B1.02
Anna Verhage,anna@kantoor.example,Techniek,Pompenmonteur,B1.03
"""
LATE = """---
title: Nachtdienst
author: Anna Verhage
date: 2026-01-05T00:30:00+01:00
---

De nachtdienst keurt de ketels.
"""
Said = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def synced_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An office whose people file has addresses and no ids, and where two people have one name."""
    folder = make_office(tmp_path_factory.mktemp("newcomer") / "office")
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "handbook" / "nacht.md").write_text(LATE, encoding="utf-8")
    assert run(["sync", "-s", str(folder)]) == 0
    return folder


@pytest.fixture
def office(synced_once: Path, tmp_path: Path) -> Path:
    """A copy of it for one test."""
    return shutil.copytree(synced_once, tmp_path / "office")


def said(capsys: Said, folder: Path, *arguments: str) -> tuple[int, str]:
    capsys.readouterr()
    code = run([*arguments, "-s", str(folder)])
    captured = capsys.readouterr()
    return code, captured.out + captured.err


def test_the_version_is_told(capsys: Said) -> None:
    assert run(["--version"]) == 0
    assert capsys.readouterr().out == f"whoknows {version('whoknows')}\n"


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_new_settings_file_says_what_to_do_next(
    language: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Said
) -> None:
    monkeypatch.setenv("WHOKNOWS_LANG", language)
    assert run(["init", str(tmp_path)]) == 0
    next_steps = capsys.readouterr().err
    text = (tmp_path / "whoknows.toml").read_text(encoding="utf-8")
    for command in ("sync", "doctor", "experts"):
        assert f"whoknows {command} --settings" in next_steps
        assert f"whoknows {command} --settings" in text
    assert "anna@" in text, "the columns of a people file"
    assert "author: Anna Verhage" in text, "how a page gets its author"
    assert load_settings(tmp_path).sources == ()


def test_people_without_an_id_are_known_by_their_address(office: Path, capsys: Said) -> None:
    code, text = said(capsys, office, "people", "Jan", "de", "Vries")
    assert code == 0
    assert "Jan de Vries (jan@kantoor.example)" in text
    assert "Jan de Vries (jan.de.vries@kantoor.example)" in text
    code, text = said(capsys, office, "experts", "pomp", "--as", "Jan de Vries")
    assert code == 2
    assert "Jan de Vries (jan.de.vries@kantoor.example), Jan de Vries (jan@kantoor.example)" in text
    assert said(capsys, office, "experts", "pomp", "--as", "jan@kantoor.example")[0] == 0


def test_days_are_those_of_the_time_zone_of_the_settings(office: Path, capsys: Said) -> None:
    assert "2026-01-05" in said(capsys, office, "experts", "nachtdienst")[1]
    settings = office / "whoknows.toml"
    settings.write_text(settings.read_text() + '\n[site]\ntimezone = "America/New_York"\n', encoding="utf-8")
    assert "2026-01-04" in said(capsys, office, "experts", "nachtdienst")[1]
    assert day(1_767_571_200, load_settings(office).zone) == "2026-01-04"


def test_numbers_and_kinds_of_evidence_are_told_in_the_language_of_the_reader(
    office: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    english = said(capsys, office, "experts", "nachtdienst")[1]
    monkeypatch.setenv("WHOKNOWS_LANG", "nl")
    dutch = said(capsys, office, "experts", "nachtdienst")[1]
    assert "everything they wrote" in english
    assert "alles wat ze schreven" in dutch
    assert re.search(r"\+ folders where they are active \d\.\d\d = \d\d\.\d\d\n", english)
    assert re.search(r"\+ mappen waarin ze actief zijn \d,\d\d = \d\d,\d\d\n", dutch)
    assert number(1234567.5, 1) == "1.234.567,5"
    assert "profile" not in english + dutch


WRONG = {
    "a folder that cannot be made": ["init", "{there}/file/folder"],
    "a file that is missing": ["import", "{there}/none.jsonl"],
    "a folder in place of a file": ["import", "{there}"],
    "an export into nowhere": ["export", "{there}/none/graph.jsonl"],
    "a backup that is missing": ["restore", "{there}/none.tar", "--overwrite"],
    "a backup into nowhere": ["backup", "{there}/none/graph.tar"],
    "questions that are missing": ["evaluate", "{there}/none.tsv", "{there}/none.txt"],
    "judgements that are missing": ["evaluate", "{there}/topics.tsv", "{there}/none.txt"],
    "questions that are none": ["evaluate", "{there}/file", "{there}/file"],
}


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("case", WRONG)
def test_what_goes_wrong_is_told_in_a_sentence_without_a_number(
    case: str, language: str, office: Path, tmp_path: Path, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHOKNOWS_LANG", language)
    (tmp_path / "file").write_text("", encoding="utf-8")
    (tmp_path / "topics.tsv").write_text("1\tpomp\n", encoding="utf-8")
    arguments = [each.format(there=tmp_path) for each in WRONG[case]]
    capsys.readouterr()
    code = run(arguments if arguments[0] == "init" else [*arguments, "-s", str(office)])
    text = capsys.readouterr().err
    assert code in (2, 3), text
    assert "Errno" not in text
    assert "No such file" not in text
    assert "Is a directory" not in text
    assert "Traceback" not in text
    assert text.rstrip().endswith(".")


def test_reasons_of_the_system_are_told_in_the_language_of_the_reader() -> None:
    for reason in ("[Errno 2] No such file or directory: '/srv/people.csv'", "No such file or directory"):
        params = {"path": "/srv/people.csv", "reason": reason}
        assert "het bestaat niet" in sentence("file-unreadable", params, "nl")
        assert "it does not exist" in sentence("file-unreadable", params, "en")
    params = {"path": "x", "reason": "[Errno 9999] Something rare"}
    assert sentence("file-unreadable", params, "en") == "x cannot be read or written: Something rare."
    params = {"path": "x", "reason": "'utf-8' codec can't decode byte 0xff in position 0: invalid start byte"}
    assert "geen UTF-8-tekst" in sentence("file-unreadable", params, "nl")


def test_a_port_that_does_not_exist_is_wrong_usage(office: Path) -> None:
    assert run(["serve", "--port", "99999", "-s", str(office)]) == 2


WRONG_USE = [
    (["snc"], "en", "There is no command snc. Did you mean sync?"),
    (["snc"], "nl", "Het commando snc bestaat niet. Bedoelde u sync?"),
    (["zzz"], "nl", "Het commando zzz bestaat niet. `"),
    (["sync", "--jsn"], "nl", "De optie --jsn bestaat niet. Bedoelde u --json?"),
    (["sync", "--foo"], "nl", "De optie --foo bestaat niet.\n"),
    (["sync", "--foo"], "en", "There is no option --foo.\n"),
    (["experts"], "nl", "`question` ontbreekt."),
    (["serve", "--port", "abc"], "nl", "De waarde van `--port` is niet bruikbaar: "),
    (["sync", "--settings"], "nl", "De optie --settings heeft een waarde nodig."),
]


@pytest.mark.parametrize(("arguments", "language", "told"), WRONG_USE)
def test_wrong_use_is_told_in_the_language_of_the_reader(
    arguments: list[str], language: str, told: str, capsys: Said, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("WHOKNOWS_LANG", language)
    assert run(arguments) == 2
    shown = capsys.readouterr()
    assert shown.out == ""
    assert told in shown.err
    assert "Error" not in shown.err
    assert "Try " not in shown.err


def test_no_arguments_show_the_help(capsys: Said) -> None:
    assert run([]) == 2
    assert "whoknows experts" in "".join(capsys.readouterr())
