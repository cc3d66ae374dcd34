"""Bubbles and their names never overlap, never leave the picture, and stay where they are."""

from __future__ import annotations

from math import hypot
from statistics import mean

from hypothesis import given
from hypothesis import strategies as st

from api.pages.map import NARROW, WIDE
from models.map_layout import SMALLEST, MapFrame, Spot, lay_out

frames = st.sampled_from([WIDE, NARROW])
bubbles = st.dictionaries(st.text("abcdef0123", min_size=1, max_size=8), st.integers(0, 20_000), min_size=1)


def cut(frame: MapFrame, told: dict[str, int], room: int = 0) -> tuple[list[str], list[int]]:
    """As many of them as fit, with this much room left."""
    keys = sorted(told)[: frame.most - room]
    return keys, [told[key] for key in keys]


def box(spot: Spot, frame: MapFrame) -> tuple[float, float, float, float]:
    """What a bubble takes with its name: left, top, right, bottom."""
    half = max(spot.radius, spot.room / 2)
    return spot.x - half, spot.y - spot.radius, spot.x + half, spot.y + spot.radius + frame.label


@given(frames, bubbles)
def test_no_bubble_and_no_name_is_over_another_or_leaves_the_picture(frame: MapFrame, told: dict[str, int]) -> None:
    boxes = [box(spot, frame) for spot in lay_out(*cut(frame, told), frame)]
    for place, (left, top, right, bottom) in enumerate(boxes):
        assert min(left, top) >= 0
        assert right <= frame.width
        assert bottom <= frame.height
        for other in boxes[:place]:
            assert right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top


@given(frames, bubbles, st.integers(0, 99), st.integers(-3, 3))
def test_who_comes_or_goes_moves_no_bubble(frame: MapFrame, told: dict[str, int], which: int, more: int) -> None:
    keys, people = cut(frame, told)
    changed = list(people)
    changed[which % len(keys)] = max(0, changed[which % len(keys)] + more)
    for one, other in zip(lay_out(keys, people, frame), lay_out(keys, changed, frame), strict=True):
        assert one.x == other.x
        assert abs(one.y - other.y) <= frame.height / 10  # it gives way where it grows in its own cell


@given(frames, bubbles)
def test_a_new_bubble_makes_few_others_give_way(frame: MapFrame, told: dict[str, int]) -> None:
    keys, people = cut(frame, told, room=1)
    before, after = lay_out(keys, people, frame), lay_out([*keys, "new"], [*people, 5], frame)
    apart = hypot(frame.width, frame.height)
    moved = [hypot(one.x - other.x, one.y - other.y) / apart for one, other in zip(before, after, strict=False)]
    columns, rows = frame.grid(len(keys) + 1)
    assert mean(moved) <= 1 / min(columns, rows)


@given(frames, bubbles)
def test_the_order_in_which_bubbles_are_told_does_not_matter(frame: MapFrame, told: dict[str, int]) -> None:
    keys, people = cut(frame, told)
    turned = lay_out(keys[::-1], people[::-1], frame)
    assert lay_out(keys, people, frame) == turned[::-1]


def test_areas_are_as_people_down_to_the_smallest_bubble() -> None:
    large, half, tiny = lay_out(["a", "b", "c"], [1000, 500, 1], WIDE)
    assert round((large.radius / half.radius) ** 2, 1) == 2.0
    assert tiny.radius == SMALLEST


def test_nothing_has_no_spots() -> None:
    assert lay_out([], [], WIDE) == ()
