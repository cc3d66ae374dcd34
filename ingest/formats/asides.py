"""What stands next to a text: headers and footers of pages, attachments. It is found, and is nobody's own words."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.formats import Passage, PassageKind

GAP = "\n\n"
MOST = 200


def with_aside(text: str, aside: str, passages: tuple[Passage, ...] = ()) -> tuple[str, tuple[Passage, ...]]:
    """The text with this behind it, and the passages of the text with the one that this is."""
    if not aside:
        return text, passages
    start = len(text) + len(GAP) if text else 0
    whole = text + GAP + aside if text else aside
    return whole, (*passages, Passage(start, len(whole), PassageKind.ASIDE))


def with_asides(text: str, lines: Iterable[str]) -> tuple[str, tuple[Passage, ...]]:
    """The text with these lines behind it, each once and none without a word, and the passage that they are."""
    kept: dict[str, None] = {}
    for line in lines:
        if any(character.isalpha() for character in line):
            kept[line.strip()] = None
        if len(kept) >= MOST:
            break
    return with_aside(text, "\n".join(kept))
