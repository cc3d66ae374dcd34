"""Messages that ask rather than tell: who asks about a thing need not know about it."""

from __future__ import annotations

import re

from graph.facts import Document, DocumentKind
from models.index.numbers import MESSAGES

PART = 1 / 3
"""Share of the sentences of a message that asks which are questions at least. Its title is that of the answers too."""
TELLS, ASKS, ALSO_ASKS = 0, 1, 2
"""What a message does, as the index keeps it: `ALSO_ASKS` has a question among much that it tells, or a title alone."""
LOOKED_AT = 3000
SHORTEST = 8
ASIDE = re.compile(r"```.*?```|`[^`]*`|https?://\S+|^>.*$", re.DOTALL | re.MULTILINE)
"""Code, addresses and quotes: a question mark in them is not the writer's."""
SENTENCE = re.compile(r"[^.!?\n]*[.!?]+|[^.!?\n]+")


def asking_of(document: Document, text: str, rest: str = "") -> int:
    """Whether this is a message of which a third of the sentences or more ask, or one with some question.

    One that begins a thread with a title and nothing else (no own words in `text`, no others in `rest`) also asks.
    """
    if document.kind is DocumentKind.POST and not (text or rest):
        return ALSO_ASKS
    if document.kind not in MESSAGES or "?" not in text:
        return TELLS
    text = text[:LOOKED_AT]
    if "`" in text or ">" in text or "://" in text:  # most messages have none, and there may be millions
        text = ASIDE.sub(" ", text)
    sentences = [each for each in map(str.strip, SENTENCE.findall(text)) if len(each) >= SHORTEST]
    asked = sum(each[-1] == "?" for each in sentences)
    if not asked:
        return TELLS
    return ASKS if asked >= PART * len(sentences) else ALSO_ASKS
