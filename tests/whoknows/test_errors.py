"""What the program says when something is wrong, in Dutch and English, and with which exit code."""

from __future__ import annotations

import gzip
import os
import socket
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.whoknows.office import SETTINGS, make_office, program
from whoknows.cli import run

FEED = """
[[source]]
name = "blog"
kind = "feed"
path = "http://127.0.0.1:{port}/feed.xml"
access = "everyone"
"""
Break = Callable[[Path], list[str]]


def replace_settings(folder: Path, text: str) -> None:
    (folder / "whoknows.toml").write_text(text, encoding="utf-8")


def broken_settings(folder: Path) -> list[str]:
    replace_settings(folder, "[organisation")
    return ["sync"]


def unknown_source(folder: Path) -> list[str]:
    return ["sync", "nosuch"]


def no_store_yet(folder: Path) -> list[str]:
    return ["experts", "pomp"]


def store_is_text(folder: Path) -> list[str]:
    (folder / "whoknows.db").write_text("This is no database at all. " * 200, encoding="utf-8")
    return ["sync"]


def store_is_another_program_s(folder: Path) -> list[str]:
    with sqlite3.connect(folder / "whoknows.db") as other:
        other.execute("CREATE TABLE recipe(name TEXT)")
    other.close()
    return ["sync"]


def store_is_a_folder(folder: Path) -> list[str]:
    (folder / "whoknows.db").mkdir()
    return ["sync"]


def data_folder_is_a_file(folder: Path) -> list[str]:
    (folder / "taken").write_text("", encoding="utf-8")
    replace_settings(folder, SETTINGS + '\n[data]\nfolder = "taken/here"\n')
    return ["sync"]


def export_goes_nowhere(folder: Path) -> list[str]:
    assert run(["sync", "--only-sources", "-s", str(folder)]) == 0
    return ["export", str(folder / "missing" / "graph.jsonl")]


def import_is_no_json(folder: Path) -> list[str]:
    (folder / "in.jsonl").write_text("no json\n", encoding="utf-8")
    return ["import", str(folder / "in.jsonl")]


def import_is_no_graph(folder: Path) -> list[str]:
    (folder / "in.jsonl").write_text('{"name": "Anna"}\n', encoding="utf-8")
    return ["import", str(folder / "in.jsonl")]


def import_is_cut(folder: Path) -> list[str]:
    packed = gzip.compress(b'{"record": "nothing"}\n' * 2000)
    (folder / "in.jsonl.gz").write_bytes(packed[: len(packed) // 2])
    return ["import", str(folder / "in.jsonl.gz")]


def import_is_not_there(folder: Path) -> list[str]:
    return ["import", str(folder / "in.jsonl")]


def topics_are_empty(folder: Path) -> list[str]:
    assert run(["sync", "-s", str(folder)]) == 0
    (folder / "empty").write_text("", encoding="utf-8")
    return ["evaluate", str(folder / "empty"), str(folder / "empty")]


def questions_without_judgements(folder: Path) -> list[str]:
    return ["evaluate", str(folder / "topics.tsv")]


def nobody_said_who_was_right(folder: Path) -> list[str]:
    assert run(["sync", "-s", str(folder)]) == 0
    return ["evaluate", "--said"]


def nobody_of_that_name(folder: Path) -> list[str]:
    assert run(["sync", "--only-sources", "people", "-s", str(folder)]) == 0
    return ["experts", "pomp", "--as", "Sinterklaas"]


def not_indexed_yet(folder: Path) -> list[str]:
    assert run(["sync", "--only-sources", "-s", str(folder)]) == 0
    return ["experts", "pomp"]


def site_for_everyone(folder: Path) -> list[str]:
    return ["serve", "--host", "0.0.0.0"]


def people_are_gone(folder: Path) -> list[str]:
    (folder / "people.csv").unlink()
    return ["sync", "people"]


def share_is_not_mounted(folder: Path) -> list[str]:
    assert run(["sync", "--only-sources", "-s", str(folder)]) == 0
    for page in (folder / "handbook").iterdir():
        page.unlink()
    return ["sync", "--only-sources"]


def loss_of_nobody_knows_what(folder: Path) -> list[str]:
    return ["sync", "--accept-loss"]


def blog_is_down(folder: Path) -> list[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    replace_settings(folder, SETTINGS + FEED.format(port=port))
    return ["sync", "--only-sources"]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("breaks", "code"),
    [
        (broken_settings, 2),
        (unknown_source, 2),
        (no_store_yet, 3),
        (store_is_text, 3),
        (questions_without_judgements, 3),
        (nobody_said_who_was_right, 3),
        (store_is_another_program_s, 3),
        (store_is_a_folder, 3),
        (data_folder_is_a_file, 3),
        (export_goes_nowhere, 2),
        (import_is_no_json, 2),
        (import_is_no_graph, 2),
        (import_is_cut, 2),
        (import_is_not_there, 2),
        (topics_are_empty, 3),
        (nobody_of_that_name, 2),
        (not_indexed_yet, 3),
        (site_for_everyone, 2),
        (people_are_gone, 3),
        (share_is_not_mounted, 3),
        (loss_of_nobody_knows_what, 2),
        (blog_is_down, 3),
    ],
)
def test_one_sentence_and_an_exit_code(
    office: Path,
    breaks: Break,
    code: int,
    language: str,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    arguments = breaks(office)
    capsys.readouterr()
    monkeypatch.delenv("WHOKNOWS_LANG")
    monkeypatch.setenv("LC_ALL", {"nl": "nl_NL.UTF-8", "en": "C.UTF-8"}[language])
    assert run([*arguments, "-s", str(office)]) == code
    said = capsys.readouterr().err.strip()
    assert len(said.split()) >= 4, said
    assert "Traceback" not in said
    assert "{" not in said
    assert said.endswith((".", ")")), said


def test_a_loss_is_accepted_by_name(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([*share_is_not_mounted(office), "-s", str(office)]) == 3
    capsys.readouterr()
    assert run(["sync", "--only-sources", "handbook", "--accept-loss", "-s", str(office)]) == 0
    assert "7 gone" in capsys.readouterr().out, "three pages, their authors, and the folder"
    assert run(["sync", "--only-sources", "-s", str(office)]) == 0


def test_a_source_that_is_down_does_not_stop_the_others(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    arguments = blog_is_down(office)
    assert run([*arguments, "-s", str(office)]) == 3
    said = capsys.readouterr()
    assert "people: 4 new" in said.out
    assert "handbook: 3 new" in said.out
    assert said.err.startswith("blog: ")
    assert run(["doctor", "-s", str(office)]) == 3
    line = next(line for line in capsys.readouterr().out.splitlines() if "blog" in line)
    assert "127.0.0.1" in line
    assert '"message"' not in line


def test_a_folder_that_may_not_be_written(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    if os.geteuid() == 0:
        pytest.skip("root may write everywhere")
    office.chmod(0o500)
    try:
        assert run(["sync", "-s", str(office)]) in (2, 3)
        assert str(office) in capsys.readouterr().err
    finally:
        office.chmod(0o700)


@pytest.mark.slow
def test_a_store_that_another_process_keeps_is_named(office: Path) -> None:
    assert run(["sync", "--only-sources", "-s", str(office)]) == 0
    other = sqlite3.connect(office / "whoknows.db", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        code, _said, complained = program("sync", "-s", str(office))
    finally:
        other.close()
    assert code == 3
    assert "Traceback" not in complained
    assert str(office / "whoknows.db") in complained


def test_a_source_that_is_being_synced_is_left_alone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = make_office(tmp_path)
    assert run(["sync", "--only-sources", "people", "-s", str(folder)]) == 0
    from whoknows.settings import load_settings
    from whoknows.wiring import sole_holder

    with sole_holder(load_settings(folder), "sync-people") as alone:
        assert alone
        assert run(["sync", "--only-sources", "-s", str(folder)]) == 3
    said = capsys.readouterr()
    assert "handbook: 3 new" in said.out
    assert "people" in said.err
