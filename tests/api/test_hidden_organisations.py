"""Whatever is hidden, every answer of who may not read it is the same: random organisations, on both stores.

`python -m bench.hidden 1000` compares as many as one likes.
"""

from __future__ import annotations

import pytest

from api.problems import Trouble
from bench.hidden import ROLES
from graph.facts import key_of
from tests.graph.neo4j.stores import emptied
from tests.neo4j_server import LocalNeo4j
from tests.organisations.answers import BY_MODULE, ELSEWHERE, everything
from tests.organisations.built import built, person
from tests.organisations.comparing import INSIDERS, differences
from tests.organisations.drawn import QUESTIONS, drawn

SEEDS = (1, 2, 3, 5, 8, 13, 21, 22)


@pytest.mark.slow
@pytest.mark.parametrize("seed", SEEDS)
def test_hidden_records_change_no_answer(seed: int) -> None:
    role = ROLES[SEEDS.index(seed) % len(ROLES)]
    assert [str(each) for each in differences(drawn(seed), INSIDERS[seed % len(INSIDERS)], role=role)] == []


@pytest.mark.slow
@pytest.mark.neo4j
def test_it_is_so_on_neo4j(neo4j_server: LocalNeo4j) -> None:
    assert [str(each) for each in differences(drawn(1), INSIDERS[1], lambda: emptied(neo4j_server))] == []


def test_every_page_is_compared() -> None:
    asked = drawn(SEEDS[0]).asked()
    with built([]) as site:
        told = everything(site, None, asked)
    assert {name.partition(" ")[0] for name in told} == BY_MODULE.keys() - ELSEWHERE


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
    found = [each for name, each in told.items() if name in {f"search {q}" for q in QUESTIONS}]
    assert sum(len(each.people) for each in found) >= 3
    assert len(told["people of kind unlisted"].people) >= 3
    answered = {name.split()[0] for name, each in told.items() if not isinstance(each, Trouble)}
    assert answered == BY_MODULE.keys() - ELSEWHERE
    assert told[f"place {key_of('location', 'people', 'Delft')}"].people
    assert told[f"group {key_of('group', 'people', 'Board')}"].members
