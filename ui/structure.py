"""Headings, lists and paragraphs of a plain text, as far as its lines tell them. Sources keep no markup of texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

HEADING_MOST = 80
ITEM_MOST = 160
BULLET = re.compile(r"^(?:[-*•–]|\d{1,2}[.)])\s+")
SENTENCE_END = (".", "?", "!", "…", ":", ";", ",")


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A piece of a text: a heading (one line), a list (a line for each item) or a paragraph (its lines)."""

    kind: Literal["heading", "list", "paragraph"]
    lines: tuple[str, ...]


def blocks(text: str, title: str = "") -> list[TextBlock]:
    """The text as blocks, without a first line that only repeats the title."""
    parts = [lines for part in re.split(r"\n\s*\n", text) if (lines := _lines(part))]
    if parts and parts[0][0].casefold() == title.strip().casefold():
        parts[0] = parts[0][1:]
        parts = [lines for lines in parts if lines]
    found: list[TextBlock] = []
    for place, lines in enumerate(parts):
        following = parts[place + 1] if place + 1 < len(parts) else None
        found += _of_part(lines, following)
    return found


def _lines(part: str) -> list[str]:
    return [line.strip() for line in part.split("\n") if line.strip()]


def _of_part(lines: list[str], following: list[str] | None) -> Iterator[TextBlock]:
    """The blocks between two blank lines: a heading needs something below it that is not a heading too."""
    if len(lines) == 1:
        below = following is not None and not (len(following) == 1 and _is_short(following[0]))
        yield TextBlock("heading" if below and _is_short(lines[0]) else "paragraph", tuple(lines))
        return
    if _is_short(lines[0]) and lines[1].endswith(SENTENCE_END) and not BULLET.match(lines[0]):
        yield TextBlock("heading", (lines[0],))
        lines = lines[1:]
    if len(lines) > 1 and all(map(_is_item, lines)):
        yield TextBlock("list", tuple(BULLET.sub("", line) for line in lines))
    else:
        yield TextBlock("paragraph", tuple(lines))


def _is_short(line: str) -> bool:
    """Whether a line can be a heading: short, no sentence, and not in lower case."""
    letters = line.lstrip("0123456789.) ")
    return len(line) <= HEADING_MOST and not line.endswith(SENTENCE_END) and bool(letters) and not letters[0].islower()


def _is_item(line: str) -> bool:
    """Whether a line can be an item of a list: marked as one, or short and not the middle of a wrapped sentence."""
    if BULLET.match(line):
        return True
    return len(line) <= ITEM_MOST and not line[0].islower() and not line.endswith(",")
