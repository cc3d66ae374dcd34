"""The site answers random requests only as its own description says. `make fuzz` asks the sample organisation more."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.fuzz_api import PROGRAM, PUSHED, ROLES, fuzz_api
from tests.api.development_site import tried
from tests.api.small_site import make_app, make_site
from whoknows.cli import run
from whoknows.settings import load_settings
from whoknows.site import make_site as site_of
from whoknows.wiring import open_installation

SETTINGS = """
[[sign-in.development]]
person = "p1"
roles = ["operator"]

[[source]]
name = "people"
kind = "jsonl"
access = "everyone"
path = "people.jsonl"
directory = true
"""


@pytest.mark.slow
def test_every_answer_is_one_that_is_described(tmp_path: Path) -> None:
    site = tried(make_site(tmp_path))
    found = fuzz_api(make_app(site), 120, 1)
    site.store.close()
    assert found.failures == {}
    assert found.asked >= 120
    assert {200, 202, 400, 403, 404} <= set(found.statuses)
    assert {*ROLES, PROGRAM} == {"operator", "colleague", "nobody", "program"}


@pytest.mark.slow
def test_lines_of_a_program_are_answered_as_described(tmp_path: Path) -> None:
    (tmp_path / "whoknows.toml").write_text(SETTINGS + PUSHED, encoding="utf-8")
    (tmp_path / "people.jsonl").write_text('{"type": "person", "id": "p1", "name": "Ada Vos"}\n', encoding="utf-8")
    assert run(["sync", "--settings", str(tmp_path)]) == 0
    with open_installation(load_settings(tmp_path)) as installation:
        found = fuzz_api(site_of(installation), 1200, 1, [PROGRAM])
    assert found.failures == {}
    assert [*(tmp_path / "pushed").iterdir()]
