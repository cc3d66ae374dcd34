"""Passages of a document: pieces that are short enough to say one thing, each with the title in front."""

from __future__ import annotations

import re
from collections.abc import Iterator

PASSAGE = 700
"""Characters of a passage, at most, without its title."""
MOST_PASSAGES = 30
"""Passages of a document, at most: the first ones."""
LONGEST_TEXT = 4 * PASSAGE * MOST_PASSAGES
"""Bytes of a text that hold as many passages, whatever it is written in."""
TITLE = 150
"""Characters of a title that stand in front of a passage."""
_BREAK = re.compile(r"\n\s*\n|(?<=[.!?])\s+")


def passages(text: str) -> list[str]:
    """The first passages of this text, as people wrote them but for white space; an empty text has one, which is empty.

    They end where a paragraph or a sentence does, unless less than half a passage would be left.
    """
    found: list[str] = []
    gathered = ""
    for piece in _pieces(text):
        if gathered and len(gathered) + 1 + len(piece) > PASSAGE:
            found.append(gathered)
            gathered = piece
        else:
            gathered = f"{gathered} {piece}" if gathered else piece
        if len(found) == MOST_PASSAGES:
            return found
    return [*found, gathered] if gathered or not found else found


def titled(title: str, passage: str) -> str:
    """A passage with the title of its document, as the encoder reads it."""
    return f"{title[:TITLE]}. {passage}" if title and passage else title or passage


def _pieces(text: str) -> Iterator[str]:
    """Sentences, of which those that are longer than a passage are cut between words."""
    for part in _BREAK.split(text):
        words = " ".join(part.split())
        while len(words) > PASSAGE:
            end = words.rfind(" ", 1, PASSAGE + 1)
            end = end if end > 0 else PASSAGE
            yield words[:end]
            words = words[end:].lstrip()
        if words:
            yield words
