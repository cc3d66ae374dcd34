"""What stands next to a text: headers and footers of pages, attachments. It is found, and is nobody's own words."""

from __future__ import annotations

from collections.abc import Iterable

from ingest.formats import Passage, PassageKind

GAP = "\n\n"
MOST = 200


def with_asides(text: str, lines: Iterable[str]) -> tuple[str, tuple[Passage, ...]]:
    """The text with these lines behind it, each once and none without a word, and the passage that they are."""
    kept: dict[str, None] = {}
    for line in lines:
        if any(character.isalpha() for character in line):
            kept[line.strip()] = None
        if len(kept) >= MOST:
            break
    aside = "\n".join(kept)
    if not aside:
        return text, ()
    start = len(text) + len(GAP) if text else 0
    return (text + GAP + aside if text else aside), (Passage(start, start + len(aside), PassageKind.ASIDE),)
