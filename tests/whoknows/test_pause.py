"""`whoknows pause` on the small office: said, seen in an answer, and ended; what is wrong is told."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from whoknows.cli import run
from whoknows.console import Exit

ANNA = ("--as", "Anna Verhage")


@pytest.mark.parametrize(("language", "words"), [("en", "not now, until"), ("nl", "even niet, tot en met")])
def test_a_pause_is_said_shown_and_ended(
    language: str, words: str, synced: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("WHOKNOWS_LANG", language)
    where = ("-s", str(synced))
    assert run(["pause", *ANNA, "--until", "2999-12-31", *where]) == Exit.DONE
    assert "2999-12-31" in capsys.readouterr().err
    assert run(["experts", "pomp", *where]) == Exit.DONE
    assert words in capsys.readouterr().out
    assert run(["pause", *ANNA, "--end", "--json", *where]) == Exit.DONE
    assert json.loads(capsys.readouterr().out)["until"] is None
    assert run(["experts", "pomp", *where]) == Exit.DONE
    assert words not in capsys.readouterr().out


@pytest.mark.parametrize(
    "arguments",
    [["--until", "2999-12-31"], [*ANNA], [*ANNA, "--until", "2020-01-01"], [*ANNA, "--until", "2999-12-31", "--end"]],
)
def test_what_is_wrong_is_told(arguments: list[str], synced: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["pause", *arguments, "-s", str(synced)]) == Exit.USAGE
    assert "--" in capsys.readouterr().err or "2020" in str(arguments)
