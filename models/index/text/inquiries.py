"""Messages that ask rather than tell: who asks about a thing need not know about it."""

from __future__ import annotations

import re

from graph.facts import Document
from models.index.numbers import MESSAGES

PART = 1 / 3
"""Share of the sentences of a message that asks which are questions at least. Its title is that of the answers too."""
LOOKED_AT = 3000
SHORTEST = 8
ASIDE = re.compile(r"```.*?```|`[^`]*`|https?://\S+|^>.*$", re.DOTALL | re.MULTILINE)
"""Code, addresses and quotes: a question mark in them is not the writer's."""
SENTENCE = re.compile(r"[^.!?\n]*[.!?]+|[^.!?\n]+")


def asks(document: Document, text: str) -> bool:
    """Whether this is a message of which a third of the sentences or more are questions."""
    if document.kind not in MESSAGES or "?" not in text:
        return False
    text = text[:LOOKED_AT]
    if 3 * text.count("?") + 3 < text.count(". "):  # a long text with few question marks needs no closer look
        return False
    if "`" in text or ">" in text or "://" in text:  # most messages have none, and there may be millions
        text = ASIDE.sub(" ", text)
    sentences = [each for each in map(str.strip, SENTENCE.findall(text)) if len(each) >= SHORTEST]
    asked = sum(each[-1] == "?" for each in sentences)
    return asked > 0 and asked >= PART * len(sentences)
