"""An installation that followed any changes answers as one that is built anew from what its sources say now.

`python -m bench.followed` tries more sequences.
"""

from __future__ import annotations

import pytest

from tests.graph.neo4j.stores import emptied
from tests.neo4j_server import LocalNeo4j
from tests.organisations.followed import ALL, differences


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(4))
def test_what_followed_equals_what_is_built_anew(seed: int) -> None:
    assert differences(seed, steps=16) == []


@pytest.mark.neo4j
def test_it_does_on_neo4j(neo4j_server: LocalNeo4j) -> None:
    assert differences(4, steps=16, make_store=lambda: emptied(neo4j_server)) == []


def test_every_step_changes_something() -> None:
    """The comparison says little about a step that is never taken."""
    assert len({step.__name__ for step in ALL}) == len(ALL) >= 19
