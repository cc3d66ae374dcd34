"""A copy holds everything, also when it was stopped halfway."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

import pytest

from graph.copying import POSITION, copy
from graph.facts import Edge, EdgeKind, Fact
from graph.open_store import open_store
from graph.store import Store
from tests.contracts.organisation import account, derive, document, member, mentions, person, put, term, topic, wrote


@pytest.fixture
def pair(tmp_path: Path) -> tuple[Store, Store]:
    one, two = (open_store(f"sqlite:{tmp_path}/{name}") for name in "12")
    put(one, account("ann", anchor=True), Fact(account("bob"), (member("bob", "lab"),)))
    put(one, *(Fact(document(str(number)), (wrote("ann", str(number)),)) for number in range(20)))
    derive(one, "MENTIONS", None, mentions("1", "x"), mentions("2", "x"))
    derive(one, "term", None, term("x"))
    derive(one, "topic", None, topic("a"), topic("b"), topic("c"))
    with one.writer() as writer:
        claims = [Edge(EdgeKind.CLAIMS, person("ann"), f"topic:{name}") for name in "abc"]
        for claim in claims:
            writer.say(claim)
    return one, two


@pytest.mark.parametrize("stopped", [0, 1, 7, 22, 1_000])
@pytest.mark.parametrize("batch", [1, 4, 500])
def test_a_stopped_copy_goes_on(pair: tuple[Store, Store], stopped: int, batch: int) -> None:
    one, two = pair
    list(islice(copy(one, two, derived=True, batch=batch), stopped))
    list(copy(one, two, derived=True, batch=batch))
    assert list(two.dump(derived=True)) == list(one.dump(derived=True))
    assert two.ledger.get(POSITION) is None


def test_a_copy_starts_again_when_its_source_changed(pair: tuple[Store, Store]) -> None:
    one, two = pair
    next(copy(one, two, batch=5))
    put(one, document("0", text="other"), document("new"))
    assert list(copy(one, two, batch=5))
    assert list(two.dump()) == list(one.dump())
