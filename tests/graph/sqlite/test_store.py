"""The SQLite store keeps the contract and says clearly what is wrong with a file."""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.open_store import open_store
from graph.store import Store, StoreError
from tests.contracts.organisation import COLLEAGUE, SYSTEM, document, put, shown
from tests.contracts.store_suite import StoreSuite


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:{tmp_path}/graph.sqlite")
    yield opened
    opened.close()


@pytest.fixture
def empty(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:{tmp_path}/second.sqlite")
    yield opened
    opened.close()


class TestSqliteStore(StoreSuite):
    """The contract, on SQLite."""


def refusal(url: str, create: bool = True) -> str:
    with pytest.raises(StoreError) as error:
        open_store(url, create=create)
    return error.value.message


def test_what_is_wrong_with_a_file_is_said(tmp_path: Path) -> None:
    assert refusal(f"sqlite:{tmp_path}/none", create=False) == "store-missing"
    assert refusal("postgres:x") == "store-unknown-url"
    (tmp_path / "text").write_text("this is no database at all\n" * 100)
    assert refusal(f"sqlite:{tmp_path}/text") == "store-corrupt"
    (tmp_path / "folder").mkdir()
    assert refusal(f"sqlite:{tmp_path}/folder") == "store-unopenable"
    assert refusal(f"sqlite:{tmp_path}/text/below") == "store-unwritable"


def test_files_of_others_and_of_the_future_are_refused(tmp_path: Path) -> None:
    other = sqlite3.connect(tmp_path / "other")
    other.execute("CREATE TABLE mine(x)")
    other.close()
    assert refusal(f"sqlite:{tmp_path}/other") == "store-foreign"
    open_store(f"sqlite:{tmp_path}/ours").close()
    ours = sqlite3.connect(tmp_path / "ours")
    ours.execute("PRAGMA user_version = 99")
    ours.close()
    assert refusal(f"sqlite:{tmp_path}/ours") == "store-newer-version"


def test_a_locked_store_is_said_to_be_locked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("graph.sqlite.tables.BUSY_SECONDS", 0.05)
    store = open_store(f"sqlite:{tmp_path}/graph")
    other = sqlite3.connect(tmp_path / "graph", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreError) as error:
        put(store, document("a"))
    assert error.value.message == "store-locked"
    assert shown(store, "document") == []
    other.execute("ROLLBACK")
    put(store, document("a"))
    assert shown(store, "document") == ["a"]
    store.close()
    with pytest.raises(StoreError, match="closed"), store.view(COLLEAGUE):
        pass


def test_a_full_disk_loses_nothing_that_was_stored(tmp_path: Path) -> None:
    store = open_store(f"sqlite:{tmp_path}/graph")
    put(store, document("a"))
    chance = random.Random(1)
    store._connection.execute("PRAGMA max_page_count = 60")  # type: ignore[attr-defined]
    with pytest.raises(StoreError) as error:
        put(store, *(document(str(number), text=chance.randbytes(20_000).hex()) for number in range(100)))
    assert error.value.message == "store-disk-full"
    assert shown(store, "document", SYSTEM) == ["a"]


def test_two_stores_on_one_file_see_each_other(tmp_path: Path) -> None:
    one, two = (open_store(f"sqlite:{tmp_path}/graph") for _ in range(2))
    put(one, document("a"))
    put(two, document("b"))
    put(one, document("c"))
    assert shown(two, "document") == ["a", "b", "c"]
    assert [change.seq for change in one.changes(0)] == [1, 2, 3]


def test_reads_take_as_many_statements_for_many_as_for_one(store: Store) -> None:
    put(store, *(document(str(number)) for number in range(50)))
    counts = []
    for limit in (1, 50):
        with store.view(COLLEAGUE) as view:
            statements: list[str] = []
            view.reader().set_trace_callback(statements.append)  # type: ignore[attr-defined]
            keys = [node.key for node in view.nodes("document", limit=limit)]
            view.get(keys)
            view.texts(keys)
            view.edges(("WROTE", "IN"), keys, "both")  # type: ignore[arg-type]
            view.reader().set_trace_callback(None)  # type: ignore[attr-defined]
        counts.append(len(statements))
    assert counts[0] == counts[1]
