"""The benches: each says what it measures and how it is run, and asks only for pages that are there."""

from __future__ import annotations

import importlib
from pathlib import Path

import pytest

from bench.neo4j_serving import lay_out
from bench.organisation import JudgedOrganisation
from bench.pages import paths_of
from bench.steps import DOORS, without
from graph.facts import DocumentKind, Item
from graph.open_store import open_store
from graph.store import Viewer
from ingest.formats import ParsedBody
from ingest.own import words_of_item
from tests.api.small_site import caller
from tests.whoknows.office import ROOT
from whoknows.jobs.index import reindex
from whoknows.settings import load_settings
from whoknows.site import make_site
from whoknows.wiring import SYSTEM, open_installation

BENCH = ROOT / "bench"
COMMANDS = sorted(
    ".".join(file.relative_to(BENCH).with_suffix("").parts)
    for file in BENCH.rglob("*.py")
    if '__name__ == "__main__"' in file.read_text()
)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_bench_says_what_it_measures_and_how_it_is_run(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    module = importlib.import_module(f"bench.{name}")
    with pytest.raises(SystemExit) as end:
        module.main(["--help"])
    assert end.value.code == 0
    shown = " ".join(capsys.readouterr().out.split())
    assert "usage:" in shown
    made = {"__main__": "bench", "corpora": "corpora", "language_report.__main__": "language-report"}
    command = {bench: f"`make {target}`" for bench, target in made.items()}.get(
        name, f"`python -m bench.{name.removesuffix('.__main__')}"
    )
    assert shown.count(command) == 1


@pytest.mark.slow
def test_pages_are_measured_that_every_colleague_may_read(tmp_path: Path) -> None:
    store = open_store(f"sqlite:{tmp_path / 'bench.sqlite'}")
    JudgedOrganisation(50, 150).put(store)
    reindex(store, tmp_path / "data" / "index")
    with store.view(SYSTEM) as everything, store.view(Viewer()) as colleague:
        assert everything.count("topic") > colleague.count("topic") > 0
    store.close()
    lay_out(tmp_path / "site", store.url, tmp_path / "data")
    paths = paths_of(tmp_path / "site")
    with open_installation(load_settings(tmp_path / "site")) as installation:
        visitor = caller(make_site(installation))
        for kind, some in paths.items():
            assert len(some) > 5, kind
            assert {visitor.get(path).status_code for path in some} == {200}, kind


DOOR_NAMES = sorted({door for doors in DOORS.values() for door in doors})


@pytest.mark.parametrize("door", DOOR_NAMES)
def test_each_door_of_a_step_of_reading_is_there(door: str) -> None:
    module, _, name = door.rpartition(".")
    assert hasattr(importlib.import_module(module), name)


def test_a_step_of_reading_is_switched_off_only_for_a_while() -> None:
    item = Item("m", b"", "text/plain", DocumentKind.REPLY)
    parsed = ParsedBody(None, "De klep lekt.\n\nOp 2 maart 2026 om 10:00 schreef Ada Vos:\n> Hoe vaak?")
    quoting = "1 own words"
    with without(quoting):
        assert "Hoe vaak?" in words_of_item(item, parsed).own
    assert words_of_item(item, parsed).own == "De klep lekt."
