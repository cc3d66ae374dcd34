"""Forms of questions from word lists: how a list is read, and what pattern stands for it."""

from __future__ import annotations

import re
from collections.abc import Iterable

from graph.names.folding import APOSTROPHES


def lines(text: str) -> list[str]:
    """The entries of a list, one a line."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def spaced(text: str) -> str:
    """A pattern of these words, whatever spaces stand between them."""
    return r"\s+".join(map(re.escape, text.split()))


def any_of(entries: Iterable[str]) -> str:
    """A pattern of any of these, the longest first; of nothing where there is none."""
    forms = sorted({spaced(entry) for entry in entries if entry.strip()}, key=lambda each: (-len(each), each))
    return "|".join(forms) or r"(?!)"


def bare(text: str) -> str:
    """A question without signs around it, and with single spaces."""
    return " ".join(text.split()).strip(" ?!.,;:")


def with_plain_apostrophes(text: str) -> str:
    """The text with one sign for all apostrophes."""
    for sign in APOSTROPHES:
        text = text.replace(sign, "'")
    return text
