"""A copy between stores loses nothing, also when it was broken off."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from graph.copying import POSITION, copy
from graph.open_store import open_store
from tests.graph.neo4j.stores import emptied
from tests.neo4j_server import LocalNeo4j
from tests.whoknows.office import export
from whoknows.cli import run


def read(folder: Path, url: str) -> str:
    """What `whoknows export` says of this store."""
    folder.mkdir()
    (folder / "whoknows.toml").write_text(f'[store]\nurl = "{url}"\n', encoding="utf-8")
    return export(folder)


def break_off(synced: Path, url: str) -> None:
    """Begin a copy and leave it in the middle."""
    source, target = open_store(f"sqlite:{synced}/whoknows.db"), open_store(url)
    assert len(list(islice(copy(source, target, batch=3), 2))) == 2
    assert target.ledger.get(POSITION) is not None
    source.close()
    target.close()


@pytest.mark.parametrize("broken_off", [False, True])
def test_a_copy_is_equal(synced: Path, tmp_path: Path, broken_off: bool) -> None:
    url = f"sqlite:{tmp_path}/copy.db"
    if broken_off:
        break_off(synced, url)
    assert run(["copy", url, "-s", str(synced)]) == 0
    assert read(tmp_path / "there", url) == export(synced)


@pytest.mark.neo4j
@pytest.mark.parametrize("broken_off", [False, True])
def test_a_copy_goes_to_neo4j_and_back(
    synced: Path, tmp_path: Path, neo4j_server: LocalNeo4j, broken_off: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    emptied(neo4j_server).close()
    monkeypatch.setenv("NEO4J_USER", neo4j_server.user)
    monkeypatch.setenv("NEO4J_PASSWORD", neo4j_server.password)
    if broken_off:
        break_off(synced, neo4j_server.uri)
    assert run(["copy", neo4j_server.uri, "-s", str(synced)]) == 0
    back = f"sqlite:{tmp_path}/back.db"
    assert run(["copy", back, "--from", neo4j_server.uri]) == 0
    assert read(tmp_path / "there", neo4j_server.uri) == read(tmp_path / "again", back) == export(synced)


def test_a_copy_wants_an_empty_store_that_is_another_one(synced: Path, tmp_path: Path) -> None:
    url = f"sqlite:{tmp_path}/copy.db"
    assert run(["copy", f"sqlite:{synced}/whoknows.db", "-s", str(synced)]) == 2
    assert run(["copy", url, "-s", str(synced)]) == 0
    assert run(["copy", url, "-s", str(synced)]) == 2
    assert run(["copy", url, "-s", str(synced), "--into-existing"]) == 0
    assert run(["copy", "--public", "--derived", "bolt://localhost:1", "-s", str(synced)]) == 2
    assert run(["copy", "--public", url, "-s", str(synced)]) == 3, "people explore in Neo4j"
    assert read(tmp_path / "there", url) == export(synced)
