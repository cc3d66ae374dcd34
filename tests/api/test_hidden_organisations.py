"""Whatever is hidden, every answer of who may not read it is the same: random organisations, on both stores.

`python -m bench.hidden 1000` compares as many as one likes.
"""

from __future__ import annotations

import pytest

from tests.graph.neo4j.stores import emptied
from tests.neo4j_server import LocalNeo4j
from tests.organisations.answers import everything
from tests.organisations.built import built, person
from tests.organisations.comparing import INSIDERS, differences
from tests.organisations.drawn import drawn

SEEDS = (1, 2, 3, 5, 8, 13, 21, 22)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_hidden_records_change_no_answer(seed: int) -> None:
    assert [str(each) for each in differences(drawn(seed), INSIDERS[seed % len(INSIDERS)])] == []


@pytest.mark.slow
@pytest.mark.neo4j
def test_it_is_so_on_neo4j(neo4j_server: LocalNeo4j) -> None:
    assert [str(each) for each in differences(drawn(1), INSIDERS[1], lambda: emptied(neo4j_server))] == []


def test_there_is_something_to_hide() -> None:
    """The property says little where what is hidden would show nothing."""
    organisation = drawn(SEEDS[0])
    hidden = [each for seed in SEEDS for each in drawn(seed).told if each.rule is not None]
    assert {each.line["type"] for each in hidden} >= {"item", "group"}
    acts = [act for each in hidden for act in each.line.get("acts", ())]
    assert any("name" in act for act in acts)
    assert any("email" in act for act in acts)
    with built(organisation.sources()) as site:
        told = everything(site, person("bob", "people"), organisation.asked())
    found = [each for name, each in told.items() if name.startswith("search ")]
    assert sum(len(each.people) for each in found) >= 3
    assert len(told["people of kind unlisted"].people) >= 3
