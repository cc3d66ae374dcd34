"""Replies that only thank, greet or agree: they tell nothing about the subject, whatever the title of their thread."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path

from graph.facts import Document, DocumentKind
from graph.writing.characters import one_form

LIST = Path(__file__).parents[2] / "language" / "thanks.toml"
LONGEST = 160
"""Characters of a reply that may only thank."""
WORD = re.compile(r"@?[^\W_]+(?:['’][^\W_]+)?")


def only_thanks(document: Document, text: str) -> bool:
    """Whether this is a reply without a word but those of thanks and the names of people."""
    if document.kind != DocumentKind.REPLY or len(text) > LONGEST:
        return False
    said = WORD.findall(one_form(text))
    return bool(said) and all(_is_thanks(word) for word in said) and any(_plain(word) in _words() for word in said)


def _is_thanks(word: str) -> bool:
    """Whether this word thanks or is a name: with a capital, but not in capitals, or with an @ before it."""
    return _plain(word) in _words() or word[0] == "@" or word.istitle()


def _plain(word: str) -> str:
    return word.casefold().replace("'", "").replace("’", "")


@cache
def _words() -> frozenset[str]:
    read = tomllib.loads(LIST.read_text("utf-8"))
    return frozenset(word for words in read.values() for word in words.split())
