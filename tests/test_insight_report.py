"""The report of proposed colleagues counts hits and gains among the first ten, and nobody tied among the new."""

from __future__ import annotations

import numpy as np
import pytest
from scipy.sparse import csr_array

from bench.insight_report import scale
from bench.insight_report.__main__ import main
from bench.insight_report.colleagues import Cut, GraphBefore, measure
from tests.models.graphs import organisation_graph

PEOPLE = ("ann", "bob", "cem", "dia", "eva")


def test_who_stands_second_is_a_hit_with_the_gain_of_the_second_place() -> None:
    work = {name: {"tanks": 1.0} for name in ("ann", "cem", "dia")}
    graph = organisation_graph(PEOPLE, work=work, together=[("ann", "bob"), ("bob", "cem")])
    together = np.zeros((5, 5))
    together[0, 3] = together[3, 0] = 1.0
    found = measure("works", Cut(GraphBefore(graph), csr_array(together)))
    assert found.askers == {"all": 2, "first": 2}
    assert found.figures["first"]["content"] == (1.0, pytest.approx((1.0 + 1.0 / np.log2(3)) / 2))
    assert found.figures["first"]["PageRank"] == (0.0, 0.0)
    assert found.tied == 0


def test_organisations_that_are_not_synced_are_named_and_left_out(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["--work", "/nowhere", "--part", "spread", "pycore"]) == 0
    told = capsys.readouterr()
    assert "pycore" in told.err
    assert "held   the same, of 200 organisations" in told.out


def test_the_views_are_timed_over_an_organisation_of_any_size() -> None:
    told = "\n".join(scale.report(600, 3_000, 60))
    for view in ("record", "all worked out", "memory", "spread by team", "gaps by department", "map with a topic"):
        assert view in told
    assert "held" in told
    drawn = "\n".join(scale.map_report(600, 3_000, 60))
    assert "held   bubbles and names over each other" in drawn
