"""Who could introduce two units: own work on what both do, then the nearest to the other unit, and never by amount."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from models.divisions import Level, divide
from models.gaps import gaps_between
from models.insight_figures import figures_of
from models.insight_figures_file import load_insight_figures, read_figures_state, write_insight_figures
from models.introducers import ASKED, Introducer, Introducers
from models.organisation_graph import OrganisationGraph
from tests.models.graphs import organisation_graph, person

PEOPLE = tuple(f"{unit}{number}" for unit in "abcd" for number in range(8))
DEPARTMENT = {name: name[0] for name in PEOPLE}
BOTH = {"wind": 1.0, "masts": 1.0}


def found(graph: OrganisationGraph) -> dict[str, list[Introducer]]:
    gap = next(gap for gap in gaps_between(graph, Level.DEPARTMENT) if {gap.one, gap.other} == {"a", "b"})
    told = Introducers(graph, divide(graph, Level.DEPARTMENT)).of(gap)
    return {unit: [each for each in told if each.own == unit] for unit in "ab"}


def test_those_nearest_to_the_other_unit_come_first_and_work_is_needed() -> None:
    graph = organisation_graph(
        PEOPLE,
        work={f"{unit}{at}": BOTH for unit in "ab" for at in range(5)} | {"a4": {"wind": 99.0, "masts": 99.0}},
        department=DEPARTMENT,
        together=[("a2", "b7")],
        groups={"choir": ["a1", "b6"], "everybody": PEOPLE},
        location={name: "tower" if name[0] == "b" or name == "a3" else "house" for name in PEOPLE},
    )
    here = found(graph)
    assert [each.person for each in here["a"]] == [person(name) for name in ("a2", "a1", "a3", "a0")]
    assert [(each.works_with, each.grouped, each.same_building) for each in here["a"]] == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
        (False, False, False),
    ]
    assert len(here["b"]) == ASKED
    assert all(each.topics for each in (*here["a"], *here["b"]))
    assert person("b7") not in {each.person for each in here["b"]}, "who works with them and knows nothing of it"


def test_who_reports_to_somebody_there_is_near() -> None:
    graph = organisation_graph(
        PEOPLE,
        work=dict.fromkeys(("a0", "a1", "b0"), BOTH),
        department=DEPARTMENT,
        manager={"a1": "b5"},
    )
    assert [(each.person, each.grouped) for each in found(graph)["a"]] == [(person("a1"), True), (person("a0"), False)]


def test_figures_are_read_as_they_were_written(tmp_path: Path) -> None:
    root = tmp_path
    graph = organisation_graph(
        PEOPLE,
        work={f"{unit}{at}": BOTH for unit in "ab" for at in range(5)},
        department=DEPARTMENT,
        together=[("c0", "d0", "d1"), ("a0", "c1")],
        location=dict.fromkeys(PEOPLE, "tower"),
    )
    made = figures_of(graph)
    assert load_insight_figures(root) is None
    write_insight_figures(made, root)
    read = load_insight_figures(root)
    assert read is not None
    assert (read.stamp, read.at, read.floor) == (made.stamp, made.at, made.floor)
    state = read_figures_state(root)
    assert state is not None
    assert (state.stamp, state.at, state.fewest) == (made.stamp, made.at, made.floor.fewest)
    for level in Level:
        one, other = read.levels[level], made.levels[level]
        for name in ("gaps", "introducers", "ties", "constraints", "communities"):
            assert getattr(one, name) == getattr(other, name), (level, name)
        assert one.spread.units == other.spread.units
        assert (one.spread.cells != other.spread.cells).nnz == 0
        assert one.spread.people.tolist() == other.spread.people.tolist()
        assert one.spread.on_one.tolist() == other.spread.on_one.tolist()
    assert made.levels[Level.DEPARTMENT].introducers


def test_only_units_that_are_shown_are_told_of() -> None:
    graph = organisation_graph(
        PEOPLE,
        work={f"{unit}{at}": BOTH for unit in "ab" for at in range(3)},
        department=DEPARTMENT | {name: "a" for name in PEOPLE if name[0] == "b" and name != "b0"},
    )
    figures = figures_of(replace(graph), 5)
    shown = figures.floor.shown[Level.DEPARTMENT]
    assert "b" not in shown
    assert all({gap.one, gap.other} <= shown for gap in figures.levels[Level.DEPARTMENT].gaps)
