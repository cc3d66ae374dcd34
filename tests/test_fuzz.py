"""Damaged and extreme records, a few of each source: nothing breaks, nothing hangs, and nothing else is lost.

`python -m bench.fuzz records --number 10000` plays more.
"""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from bench.hostile.damage import damaged_bytes, damaged_json
from bench.hostile.rounds import play
from bench.hostile.worlds import LINES, sources
from ingest import sources as kinds

pytestmark = pytest.mark.slow


@settings(max_examples=3, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck))
@given(st.randoms(use_true_random=False))
def test_no_record_stops_or_hangs_anything(rng: Random) -> None:
    found = play(0, 3, rng)
    assert [(each.name, wrong) for each in found for wrong in each.wrong] == []
    assert sum(each.records for each in found) >= 3 * 10


def test_every_kind_that_reads_files_is_played() -> None:
    assert {source.kind for source in sources()} == set(kinds.kinds()) - {"mediawiki"}


def test_damage_comes_again_with_its_seed() -> None:
    assert damaged_bytes(Random(7), b"abc" * 50) == damaged_bytes(Random(7), b"abc" * 50)
    assert damaged_json(Random(7), LINES[0]) == damaged_json(Random(7), LINES[0])
