"""The facts that share a transaction, and what is written during the reading where the store is a server."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from graph.facts import Fact, Key
from graph.sqlite.store import SqliteStore
from graph.store import Outcome, RunState, StoreError
from ingest.batches import TURN, Batches, brief_turns
from tests.contracts.organisation import SYSTEM, document

FACTS = [Fact(document(str(number))) for number in range(1_500)]


class Far(SqliteStore):
    """A store that works in a file, but in the long transactions of a server. It fails when `left` are done."""

    aim = 0.25
    left = 1_000

    @contextmanager
    def writer(self) -> Iterator[Any]:
        if not self.left:
            raise StoreError("store-unreachable", url="far")
        self.left -= 1
        with super().writer() as writer:
            yield Careful(writer)


class Careful:
    """A Writer that takes only what it was told to expect."""

    def __init__(self, writer: Any) -> None:
        self._writer = writer
        self._expected: set[Key] = set()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._writer, name)

    def expect(self, keys: Iterable[Key]) -> None:
        self._expected.update(keys)

    def put(self, fact: Fact, run: str) -> Outcome:
        assert fact.node.key in self._expected
        return self._writer.put(fact, run)  # type: ignore[no-any-return]


@pytest.fixture
def far(tmp_path: Path) -> Iterator[Far]:
    store = Far(tmp_path / "graph", True)
    yield store
    store.close()


def tell(batches: Batches, facts: Iterable[Fact]) -> None:
    for number, fact in enumerate(facts, 1):
        batches.put(fact, counted=True)
        if number % 100 == 0:
            batches.mark({"at": number}, RunState.RUNNING)
        if batches.due:
            batches.go_on()
    batches.flush()


def test_all_that_is_told_is_written_in_few_transactions(far: Far) -> None:
    counts: Counter[str] = Counter()
    tell(Batches(far, "wiki", "1", counts), FACTS)
    assert counts["new"] == len(FACTS)
    assert far.ledger.cursor("wiki") == {"at": len(FACTS)}
    assert far.ledger.runs("wiki")[0].counts["new"] == len(FACTS)
    with far.view(SYSTEM) as view:
        assert view.count("document") == len(FACTS)
    assert far.left >= 1_000 - 7


def test_what_fails_beside_is_told_and_the_cursor_tells_what_is_there(far: Far) -> None:
    far.left = 1
    with pytest.raises(StoreError):
        tell(Batches(far, "wiki", "1", Counter()), FACTS)
    told = (far.ledger.cursor("wiki") or {}).get("at", 0)  # none where the first batch was over before a mark
    with far.view(SYSTEM) as view:
        assert told <= view.count("document") < len(FACTS)  # type: ignore[operator]


def test_threads_take_brief_turns_only_while_a_far_store_is_written(far: Far, tmp_path: Path) -> None:
    before = sys.getswitchinterval()
    with brief_turns(far):
        assert sys.getswitchinterval() == pytest.approx(min(TURN, before))
    assert sys.getswitchinterval() == before
    near = SqliteStore(tmp_path / "near", True)
    with brief_turns(near):
        assert sys.getswitchinterval() == before
    near.close()
