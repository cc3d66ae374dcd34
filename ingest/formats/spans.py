"""Pieces of a text between two marks, found in linear time."""

from __future__ import annotations

from collections.abc import Callable, Iterator

LONGEST = 20_000
"""Characters between two marks."""


def spans(text: str, begin: str, end: str, longest: int = LONGEST) -> Iterator[tuple[int, int]]:
    """Where each piece from `begin` to the next `end` starts and ends, marks included. One without an end is none."""
    at, closing = text.find(begin), -1
    while at >= 0:
        if closing < at + len(begin):
            closing = text.find(end, at + len(begin))
            if closing < 0:
                return
        if closing - at > longest:
            at = text.find(begin, at + len(begin))
            continue
        yield at, closing + len(end)
        at = text.find(begin, closing + len(end))


def replaced(text: str, begin: str, end: str, by: Callable[[str], str], longest: int = LONGEST) -> str:
    """The text with each piece between these marks replaced by what `by` makes of its inside."""
    pieces: list[str] = []
    done = 0
    for start, stop in spans(text, begin, end, longest):
        pieces += (text[done:start], by(text[start + len(begin) : stop - len(end)]))
        done = stop
    return "".join([*pieces, text[done:]]) if pieces else text


def without(text: str, begin: str, end: str, longest: int = LONGEST) -> str:
    """The text without the pieces between these marks."""
    return replaced(text, begin, end, lambda _inside: "", longest)
