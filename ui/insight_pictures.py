"""Where things stand in the pictures of insight. Each says what the table of the same page says."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import cos, pi, sin

from api.pages.insight_gaps import CommunitiesFound, GapsPage
from api.pages.insight_knowledge import KnowledgePage
from ui.insight_words import shade
from ui.map_pictures import name_lines, width_of
from ui.names import label

ROW, COLUMN, NAMES, HEAD = 26, 46, 250, 150
"""Height of a row, width of a column, width of the names of rows, and height of those of columns, in pixels."""
MOST = 40
"""Topics in a picture, at most."""
CIRCLE = 230
"""Distance of units from the middle of the picture of gaps."""
ROOM = 150
"""Width of the name of a unit there."""
UNITS = 30
"""Units in the picture of gaps, at most: those of the widest."""


@dataclass(frozen=True, slots=True)
class HeatCell:
    """A cell of the picture: its place, its number (None: under the floor) and how dark it is."""

    x: int
    y: int
    count: int | None
    dark: int


@dataclass(frozen=True, slots=True)
class HeatPicture:
    """The table of topics and units as a picture. A name comes with the place where it ends or begins."""

    width: int
    height: int
    rows: tuple[tuple[str, int], ...]
    columns: tuple[tuple[str, int], ...]
    cells: tuple[HeatCell, ...]


def heat_picture(language: str, page: KnowledgePage) -> HeatPicture:
    """The first topics of the page."""
    rows = page.rows[:MOST]
    names = [name_lines(label(language, dict(row.topic.labels)), NAMES - 20)[0] for row in rows]
    units = [name_lines(unit.name, HEAD * 1.2)[0] for unit in page.units]
    cells = [
        HeatCell(NAMES + at * COLUMN, HEAD + line * ROW, count, shade(count))
        for line, row in enumerate(rows)
        for at, count in enumerate(row.cells)
    ]
    return HeatPicture(
        width=NAMES + max(len(units), 1) * COLUMN + HEAD,
        height=HEAD + len(rows) * ROW + 10,
        rows=tuple((name, HEAD + line * ROW + ROW // 2) for line, name in enumerate(names)),
        columns=tuple((name, NAMES + at * COLUMN + COLUMN // 2) for at, name in enumerate(units)),
        cells=tuple(cells),
    )


def communities_picture(found: CommunitiesFound) -> HeatPicture:
    """Units by communities, which have numbers."""
    cells = [
        HeatCell(NAMES + at * COLUMN, ROW + line * ROW, count, shade(count))
        for line, row in enumerate(found.units)
        for at, count in enumerate(row.people)
    ]
    names = [name_lines(row.unit.name, NAMES - 20)[0] for row in found.units]
    return HeatPicture(
        width=NAMES + max(len(found.sizes), 1) * COLUMN + 10,
        height=ROW + len(names) * ROW + 10,
        rows=tuple((name, ROW + line * ROW + ROW // 2) for line, name in enumerate(names)),
        columns=tuple((str(at + 1), NAMES + at * COLUMN + COLUMN // 2) for at in range(len(found.sizes))),
        cells=tuple(cells),
    )


@dataclass(frozen=True, slots=True)
class GapSpot:
    """A unit in the picture of gaps: its place, the lines of its name, and where these begin."""

    x: float
    y: float
    name: tuple[str, ...]
    text_x: float
    anchor: str


@dataclass(frozen=True, slots=True)
class GapPicture:
    """Units on a circle by name, joined where there is a gap; the wider the gap, the wider the line."""

    width: int
    height: int
    spots: tuple[GapSpot, ...]
    lines: tuple[tuple[str, float], ...]


def gap_picture(page: GapsPage) -> GapPicture:
    """The gaps of the page between the units of the widest ones."""
    names: dict[str, str] = {}
    for gap in page.gaps:
        if len(names.keys() | {gap.one.key, gap.other.key}) <= UNITS:
            names |= {gap.one.key: gap.one.name, gap.other.key: gap.other.name}
    keys = sorted(names, key=lambda key: (names[key].casefold(), key))
    middle = CIRCLE + ROOM + 20, CIRCLE + 50
    spots = {key: _spot(names[key], turn, middle) for key, turn in zip(keys, _turns(len(keys)), strict=True)}
    drawn = [gap for gap in page.gaps if gap.one.key in spots and gap.other.key in spots]
    most = max((gap.shared for gap in drawn), default=1)
    lines = tuple(
        (_bow(spots[gap.one.key], spots[gap.other.key], middle), round(1.5 + 3 * gap.shared / most, 1)) for gap in drawn
    )
    return GapPicture(2 * middle[0], 2 * middle[1], tuple(spots.values()), lines)


def _turns(count: int) -> Sequence[float]:
    return [2 * pi * place / max(count, 1) for place in range(count)]


def _spot(name: str, turn: float, middle: tuple[int, int]) -> GapSpot:
    x, y = middle[0] + CIRCLE * sin(turn), middle[1] - CIRCLE * cos(turn)
    right = sin(turn) >= -0.01
    lines = tuple(name_lines(name, ROOM)) if width_of(name) > ROOM else (name,)
    return GapSpot(round(x, 1), round(y, 1), lines, round(x + (12 if right else -12), 1), "start" if right else "end")


def _bow(one: GapSpot, other: GapSpot, middle: tuple[int, int]) -> str:
    """A line that is bent towards the middle of the circle."""
    x, y = ((one.x + other.x) / 2 + middle[0]) / 2, ((one.y + other.y) / 2 + middle[1]) / 2
    return f"M{one.x:g} {one.y:g}Q{x:.1f} {y:.1f} {other.x:g} {other.y:g}"
