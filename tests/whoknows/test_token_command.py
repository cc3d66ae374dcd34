"""`whoknows token`: tokens of programs on the command line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from graph.audit import read_audit
from graph.tokens import token_of
from whoknows.cli import run
from whoknows.settings import load_settings
from whoknows.wiring import open_installation


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "whoknows.toml").write_text('[organisation]\nname = "Veldermark"\n', encoding="utf-8")
    with open_installation(load_settings(tmp_path)):
        pass
    return tmp_path


def say(capsys: pytest.CaptureFixture[str], folder: Path, *words: str) -> tuple[int, str]:
    ending = run(["token", *words, "--settings", str(folder)])
    return ending, "".join(capsys.readouterr())


def test_a_token_is_made_listed_and_revoked(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    made = json.loads(say(capsys, folder, "create", "crm", "--json")[1])
    listed = json.loads(say(capsys, folder, "list", "--json")[1])
    assert [(each["id"], each["owner"], each["scopes"]) for each in listed] == [(made["id"], "service:crm", ["push"])]
    assert made["secret"] not in json.dumps(listed)
    assert say(capsys, folder, "revoke", made["id"])[0] == 0
    assert json.loads(say(capsys, folder, "list", "--json")[1]) == []
    with open_installation(load_settings(folder)) as installation:
        kept = token_of(installation.store.ledger, made["secret"])
        assert kept is not None
        assert kept.revoked is not None
        assert [entry.act.value for entry in read_audit(installation.store.ledger)][::-1] in (
            ["token-made", "token-revoked"],
            ["token-revoked", "token-made"],  # within one second
        )


@pytest.mark.parametrize("words", [("create", "crm", "--scope", "read"), ("revoke", "0" * 12), ("revoke", "")])
def test_mistakes_are_told(folder: Path, capsys: pytest.CaptureFixture[str], words: tuple[str, ...]) -> None:
    ending, told = say(capsys, folder, *words)
    assert ending == 2
    assert "Traceback" not in told
