"""Contrast of the tokens of both themes, by WCAG 2.2: AAA for text, AA for edges."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

CSS = (Path(__file__).resolve().parent.parent.parent / "ui" / "static" / "site.css").read_text(encoding="utf-8")
THEMES = [
    dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", block)) for block in re.findall(r":root \{(.*?)\}", CSS, re.S)
]
GROUNDS = ("paper", "sheet", "mark", *(f"hue-{number}" for number in range(9)))


def luminance(colour: str) -> float:
    """Relative luminance of a colour (WCAG 2.2)."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES[:2], ids=["light", "dark"])
def test_text_stands_out(theme: dict[str, str]) -> None:
    for ground in GROUNDS:
        assert contrast(theme["ink"], theme[ground]) >= 7, ground
    for ground in ("paper", "sheet"):
        for text in ("soft", "accent"):
            assert contrast(theme[text], theme[ground]) >= 7, (text, ground)
        assert contrast(theme["edge"], theme[ground]) >= 3, ground
    assert contrast(theme["accent-ink"], theme["accent"]) >= 7


def test_both_themes_have_the_same_colours() -> None:
    assert set(THEMES[0]) == set(THEMES[1])


def test_everything_is_on_the_grid_or_a_hairline() -> None:
    sizes = {int(size) for size in re.findall(r"(?:margin|padding|gap)[a-z-]*: (\d+)px", CSS)}
    assert sizes <= {0, 2, 4, 6, 8, 16, 24}
