"""The figures of insight in one file beside the index: arrays, and the rest as JSON; no pickle."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from graph.facts import Seconds
from models.against_chart import Communities, CommunityRow
from models.divisions import Level
from models.floor import Floor
from models.gaps import Gap
from models.insight_figures import InsightFigures, LevelFigures
from models.introducers import Introducer
from models.inwardness import Inwardness
from models.record_file import (
    Arrays,
    matrix_of,
    parts_of,
    read_record,
    rest_of,
    served_record,
    state_of,
    write_record,
)
from models.spread import Spread

FORMAT = 1
NAME = "insight.npz"
_COUNTS = ("people", "amount", "holders", "holders_less", "holders_more", "active", "fresh", "touched", "left_with")


@dataclass(frozen=True, slots=True)
class FiguresState:
    """Of which record these figures are, and of how many people at least."""

    stamp: tuple[int, int]
    at: Seconds
    fewest: int


def write_insight_figures(figures: InsightFigures, root: Path) -> Path:
    """Put the figures beside the index in this folder, in the place of those before at once."""
    state = {"format": FORMAT, "stamp": figures.stamp, "at": figures.at, "fewest": figures.floor.fewest}
    floor = {level.value: sorted(units) for level, units in figures.floor.shown.items()}
    rest = {level.value: _plain(each) for level, each in figures.levels.items()}
    arrays: dict[str, Any] = {}
    for level, each in figures.levels.items():
        arrays |= {f"{level.value}-{name}": getattr(each.spread, name) for name in _COUNTS}
        arrays |= parts_of(f"{level.value}-cells", each.spread.cells)
    told = {"floor": floor, "whole": figures.floor.whole, "levels": rest}
    return write_record(root / NAME, state, told, arrays)


def load_insight_figures(root: Path) -> InsightFigures | None:
    """The figures beside the index in this folder; None when there are none that can be read."""
    return read_record(root / NAME, _figures)


def read_figures_state(root: Path) -> FiguresState | None:
    """The state of the figures in this folder, without reading the rest; None when there are none."""
    return read_record(root / NAME, _state)


def served_insight_figures(root: Path) -> Callable[[], InsightFigures | None]:
    """Gives the figures in this folder, read again whenever others are in their place."""
    return served_record(root / NAME, lambda: load_insight_figures(root))


def _figures(found: Arrays) -> InsightFigures:
    state, told = _state(found), rest_of(found)
    shown = {Level(level): frozenset(units) for level, units in told["floor"].items()}
    levels = {level: _level(found, level, told["levels"][level.value]) for level in Level}
    return InsightFigures(state.stamp, state.at, Floor(state.fewest, shown, told["whole"]), levels)


def _plain(figures: LevelFigures) -> dict[str, Any]:
    return {
        "gaps": [asdict(each) for each in figures.gaps],
        "introducers": [asdict(each) for each in figures.introducers],
        "ties": [asdict(each) for each in figures.ties],
        "constraints": dict(figures.constraints),
        "communities": asdict(figures.communities),
        "units": figures.spread.units,
        "left_out": figures.spread.left_out,
    }


def _level(found: Arrays, level: Level, told: Mapping[str, Any]) -> LevelFigures:
    spread = Spread(
        **{name: found[f"{level.value}-{name}"] for name in _COUNTS},
        units=tuple(told["units"]),
        cells=matrix_of(found, f"{level.value}-cells"),
        left_out=told["left_out"],
    )
    communities = told["communities"]
    return LevelFigures(
        gaps=tuple(Gap(**_tuples(each, "shared_topics", "people")) for each in told["gaps"]),
        introducers=tuple(Introducer(**_tuples(each, "topics")) for each in told["introducers"]),
        ties=tuple(Inwardness(**each) for each in told["ties"]),
        constraints=told["constraints"],
        communities=Communities(
            communities["total"],
            tuple(communities["sizes"]),
            tuple(CommunityRow(**_tuples(each, "people")) for each in communities["rows"]),
        ),
        spread=spread,
    )


def _tuples(told: Mapping[str, Any], *names: str) -> dict[str, Any]:
    """The same with tuples for what JSON has as lists."""
    return {**told, **{name: tuple(told[name]) for name in names}}


def _state(found: Arrays) -> FiguresState:
    told = state_of(found, FORMAT)
    return FiguresState(tuple(told["stamp"]), told["at"], told["fewest"])
