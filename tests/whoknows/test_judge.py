"""`whoknows judge` on the small office: a round is begun, stopped, gone on with, and reported."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from whoknows.cli import run
from whoknows.console import Exit

JUDGE = "David Amrani"


@pytest.fixture
def asked(tmp_path: Path) -> Path:
    (tmp_path / "questions.tsv").write_text("q1\tpomp\n", encoding="utf-8")
    return tmp_path


def judge(monkeypatch: pytest.MonkeyPatch, typed: str, folder: Path, office: Path, *more: str) -> int:
    monkeypatch.setattr("sys.stdin", io.StringIO(typed))
    files = [] if "--report" in more else [str(folder / "questions.tsv")]
    return run(["judge", *files, "--file", str(folder / "round.json"), "-s", str(office), *more])


@pytest.mark.parametrize(("language", "yes"), [("en", "y"), ("nl", "j")])
def test_a_round_is_stopped_gone_on_with_and_reported(
    language: str,
    yes: str,
    synced: Path,
    asked: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("WHOKNOWS_LANG", language)
    by = ("--as", JUDGE)
    assert judge(monkeypatch, "", asked, synced, "--report") == Exit.NOTHING
    assert judge(monkeypatch, "what\nq\n", asked, synced, *by) == Exit.DONE
    pool = json.loads((asked / "round.json").read_text(encoding="utf-8"))["questions"][0]["pool"]
    capsys.readouterr()
    assert judge(monkeypatch, f"{yes}\nb\n" + f"{yes}\n" * len(pool), asked, synced, *by) == Exit.DONE
    shown = capsys.readouterr().out
    assert "pomp" in shown
    assert not any(word in shown for word in ("profile", "documents", "answers", "points"))
    assert judge(monkeypatch, "", asked, synced, *by) == Exit.DONE, "nothing is left to judge"
    assert judge(monkeypatch, "", asked, synced, "--report") == Exit.DONE
    assert "MAP" in capsys.readouterr().out
    assert judge(monkeypatch, "", asked, synced, "--report", "--json") == Exit.DONE
    told = json.loads(capsys.readouterr().out)
    assert told["drift"]["before"] == told["drift"]["after"] == 1.0


def test_a_new_round_keeps_the_one_before(synced: Path, asked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert judge(monkeypatch, "y\n", asked, synced, "--as", JUDGE) == Exit.DONE
    assert judge(monkeypatch, "", asked, synced, "--as", JUDGE, "--new") == Exit.DONE
    kept = [json.loads(file.read_text(encoding="utf-8")) for file in sorted(asked.glob("round*.json"))]
    assert sorted(len(each["judgements"]) for each in kept) == [0, 1]


def test_whoever_judges_says_who_they_are(synced: Path, asked: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert judge(monkeypatch, "", asked, synced) == Exit.FAILED
