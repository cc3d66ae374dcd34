"""All or nearly all of a source is missing at once. Nothing is removed until somebody says that it is right."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.facts import Account, Checkpoint, Document, PersonRecord, Said, Same
from graph.open_store import open_store
from graph.store import RunState, Store, Viewer
from ingest import pipeline, sources
from ingest.contract import SourceError, SourceSettings
from ingest.mass_removal import is_mass_removal
from tests.ingest.test_pipeline import ADA, END, Script, item, store

__all__ = ["store"]
NOW = 1_760_000_000
SYSTEM = Viewer(system=True)


@pytest.mark.parametrize(
    ("seen", "missing", "lost"),
    [
        (0, 0, False),
        (0, 1, False),
        (0, 2, False),
        (0, 3, True),
        (0, 500, True),
        (1, 1, False),
        (1, 19, False),
        (1, 20, True),
        (2, 19, False),
        (10, 90, False),
        (10, 91, True),
        (500, 500, False),
    ],
)
def test_so_much_must_be_missing(seen: int, missing: int, lost: bool) -> None:
    assert is_mass_removal({"document": (seen, missing), "account": (3, 1)}) is lost
    assert is_mass_removal({"document": (5, 5), "account": (seen, missing)}) is lost


def sync(store: Store, *said: Said, accept: bool = False, stop_at: int = 0, kind: str = "jsonl") -> dict[str, int]:
    asked = iter(range(1, 1_000_000))
    run = pipeline.sync(
        Script(*said),
        SourceSettings("script", kind, "everyone"),
        store,
        now=lambda: NOW,
        tell=lambda _: None,
        stop=lambda: next(asked) == stop_at,
        accept_loss=accept,
    )
    return dict(run.counts)


def ids(store: Store) -> set[str]:
    with store.view(SYSTEM) as view:
        return {node.native_id for node in view.nodes("document") if isinstance(node, Document)}


MANY = [item(f"d{number}") for number in range(30)]
ALL = {f"d{number}" for number in range(30)}


@pytest.mark.parametrize("listed", [(), (item("d0"), Checkpoint({"after": "d0"})), (Same("d3"),)])
def test_nothing_is_removed_and_the_run_has_failed(store: Store, listed: tuple[Said, ...]) -> None:
    sync(store, *MANY, END)
    for _ in range(2):
        with pytest.raises(SourceError) as error:
            sync(store, *listed, END)
        assert (error.value.message, error.value.params) == ("source-all-but-gone", {"source": "script"})
        assert ids(store) == ALL
    assert store.ledger.runs("script")[0].state is RunState.FAILED
    assert not store.ledger.cursor("script"), "a listing that goes on in the middle could not sweep"
    assert sync(store, *map(Same, sorted(ALL - {"d7"})), END)["gone"] == 1, "it is there again, but for one"
    assert ids(store) == ALL - {"d7"}


@pytest.mark.parametrize("listed", [(), (Same("d3"),)])
def test_who_says_so_has_it_removed(store: Store, listed: tuple[Said, ...]) -> None:
    sync(store, *MANY, END)
    with pytest.raises(SourceError):
        sync(store, *listed, END)
    sync(store, *listed, END, accept=True)
    assert ids(store) == {each.id for each in listed if isinstance(each, Same)}
    sync(store, *listed, END)


def test_what_lies_elsewhere_now_is_no_loss(store: Store) -> None:
    sync(store, *MANY, END)
    sync(store, *(item(f"moved/d{number}") for number in range(30)), END)
    assert ids(store) == {f"moved/d{number}" for number in range(30)}


def test_a_listing_that_is_not_complete_loses_nothing(store: Store) -> None:
    sync(store, *MANY, END)
    sync(store, Checkpoint({"n": 2}))
    assert ids(store) == ALL


def test_a_listing_that_was_stopped_counts_as_a_whole(store: Store) -> None:
    sync(store, *MANY, END)
    first = [*map(Same, sorted(ALL)), Checkpoint({"n": 2})]
    sync(store, *first, END, stop_at=31)
    assert sync(store, END).get("gone", 0) == 0
    assert ids(store) == ALL


def test_all_people_of_a_directory_are_no_leavers(store: Store) -> None:
    others = [PersonRecord(str(number), f"Bram Kok {number}") for number in range(2, 6)]
    sync(store, ADA, *others, END, kind="directory")
    with pytest.raises(SourceError):
        sync(store, END, kind="directory")
    sync(store, ADA, END, kind="directory")
    with store.view(SYSTEM) as view:
        left = {node.name: node.left for node in view.nodes("account") if isinstance(node, Account)}
    assert left["Ada Vos"] is None
    assert left["Bram Kok 2"] is not None


def _markup(folder: Path) -> dict[str, object]:
    for number in range(5):
        (folder / f"{number}.md").write_text(f"# Pump {number}\n\nGrease it every year.\n", encoding="utf-8")
    return {}


def _files(folder: Path) -> dict[str, object]:
    for number in range(5):
        (folder / f"{number}.txt").write_text(f"Grease pump {number} every year, before the winter.", encoding="utf-8")
    return {}


def _jsonl(folder: Path) -> dict[str, object]:
    lines = (f'{{"id": "{number}", "author": "Ada Vos", "text": "Grease that pump."}}\n' for number in range(5))
    (folder / "notes.jsonl").write_text("".join(lines), encoding="utf-8")
    return {"complete": True}


@pytest.mark.parametrize(("kind", "write"), [("markup", _markup), ("files", _files), ("jsonl", _jsonl)])
def test_a_folder_that_is_empty_of_a_sudden_may_not_be_mounted(
    tmp_path: Path, kind: str, write: Callable[[Path], dict[str, object]]
) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    options = {"path": "share", **write(folder)}
    opened = open_store(f"sqlite:{tmp_path}/graph.db")

    def pull(accept: bool = False) -> None:
        settings = SourceSettings("share", kind, options=options, base=tmp_path)
        source = sources.open_source(settings)
        pipeline.sync(
            source, settings, opened, now=lambda: NOW, tell=lambda _: None, stop=lambda: False, accept_loss=accept
        )

    pull()
    before = ids(opened)
    assert len(before) == 5
    away = folder.rename(tmp_path / "away")
    folder.mkdir()
    for _ in range(2):
        with pytest.raises(SourceError, match="source-all-but-gone"):
            pull()
        assert ids(opened) == before
    folder.rmdir()
    away.rename(folder)
    pull()
    assert ids(opened) == before
    shutil.rmtree(folder)
    folder.mkdir()
    pull(accept=True)
    assert ids(opened) == set()
    opened.close()
