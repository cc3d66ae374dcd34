"""The two parts of a document's text: the own words of who wrote it, and what is somebody else's or nobody's."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import NamedTuple

from graph.facts import Document

APART = "\n\n"
"""Between the own words and the rest."""


class TextParts(NamedTuple):
    """A text in its two parts. `rest` was quoted, added by a program, or is code: found and shown, but no vote."""

    own: str
    rest: str = ""


def words_of(document: Document, text: str) -> TextParts:
    """The two parts of this text of a document."""
    return (
        TextParts(text) if document.own is None else TextParts(text[: document.own], text[document.own :].lstrip("\n"))
    )


def joined(words: TextParts) -> tuple[str, int | None]:
    """The text of a document with these parts, and how many characters of it are own words (None: all)."""
    own, rest = words.own.rstrip(), words.rest.strip("\n")
    if not rest.strip():
        return words.own, None
    return (own + APART + rest if own else rest), len(own)


def changed(document: Document, change: Callable[[str], str]) -> Document:
    """The document with this done to both parts of its text, each by itself: no change reaches over their border."""
    if document.own is None:
        return replace(document, text=change(document.text))
    own, rest = change(document.text[: document.own]), change(document.text[document.own :])
    return replace(document, text=own + rest, own=len(own))
