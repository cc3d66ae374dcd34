"""After any operations the store equals the small one, whatever the order, and after any kill."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.facts import Fact
from graph.open_store import open_store
from graph.store import Store
from tests.contracts.organisation import SOURCE
from tests.graph.steps import Steps, facts

TestSteps = pytest.mark.slow(Steps.TestCase)
TestSteps.settings = settings(max_examples=25, stateful_step_count=15)


def put_each(store: Store, some: Iterable[Fact]) -> None:
    for fact in some:
        with store.writer() as writer:
            writer.put(fact, "1")


distinct_facts = st.lists(facts, max_size=8, unique_by=lambda fact: fact.node.key)


@pytest.mark.slow
@settings(max_examples=40)
@given(distinct_facts, st.randoms(use_true_random=False))
def test_the_order_of_facts_does_not_change_the_graph(some: list[Fact], chance: object) -> None:
    with tempfile.TemporaryDirectory() as folder:
        one, two = (open_store(f"sqlite:{folder}/{name}") for name in "12")
        put_each(one, some)
        other = list(some)
        chance.shuffle(other)  # type: ignore[attr-defined]
        put_each(two, other)
        assert list(one.dump(derived=True)) == list(two.dump(derived=True))
        one.close()
        two.close()


@pytest.mark.slow
@settings(max_examples=40)
@given(st.lists(facts, max_size=6), distinct_facts, st.integers(0, 8), st.integers(1, 3))
def test_a_kill_and_a_second_try_make_the_same_graph(
    before: list[Fact], listed: list[Fact], killed_at: int, limit: int
) -> None:
    """What a killed process wrote stays; the next one puts all again, and finishes the sweep."""
    with tempfile.TemporaryDirectory() as folder:
        dumps = []
        for name in ("unbroken", "killed"):
            store = open_store(f"sqlite:{folder}/{name}")
            put_each(store, before)
            store.ledger.start_run(SOURCE, "2", 77)
            if name == "killed":
                put_run(store, listed[:killed_at])
                store.close()
                store = open_store(f"sqlite:{folder}/{name}")
            put_run(store, listed)
            if name == "killed":
                store.sweep(SOURCE, "2", limit)
                store.close()
                store = open_store(f"sqlite:{folder}/{name}")
            while store.sweep(SOURCE, "2", limit):
                pass
            dumps.append(list(store.dump(derived=True)))
            store.close()
        assert dumps[0] == dumps[1]


def put_run(store: Store, some: Iterable[Fact]) -> None:
    for fact in some:
        with store.writer() as writer:
            writer.put(fact, "2")
