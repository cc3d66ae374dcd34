"""Does a message ask rather than tell? Who asks who knows about a thing need not know about it."""

from __future__ import annotations

import re

from graph.facts import Document, DocumentKind

MESSAGES = frozenset({DocumentKind.POST, DocumentKind.REPLY, DocumentKind.MICROPOST})
"""A page or a file that is full of questions answers them."""
PART = 1 / 3
"""Of the sentences of a message that asks, its title included, at least so many are questions."""
LOOKED_AT = 3000
SHORTEST = 8
ASIDE = re.compile(r"```.*?```|`[^`]*`|https?://\S+|^>.*$", re.DOTALL | re.MULTILINE)
"""Code, addresses and quotes: a question mark in them is not the writer's."""
SENTENCE = re.compile(r"[^.!?\n]*[.!?]+|[^.!?\n]+")


def asks(document: Document, text: str) -> bool:
    """Is this a message of which a third of the sentences or more are questions?"""
    if document.kind not in MESSAGES or not ("?" in document.title or "?" in text):
        return False
    told = SENTENCE.findall(document.title + "\n" + ASIDE.sub(" ", text[:LOOKED_AT]))
    sentences = [each for each in map(str.strip, told) if len(each) >= SHORTEST]
    asked = sum(each.endswith("?") for each in sentences)
    return asked > 0 and asked >= PART * len(sentences)
