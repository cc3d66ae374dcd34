"""Numbers of kinds and languages in the files of the index.

A number is given once and never again, whatever the order of the enum: an index that was written with other numbers
would answer wrongly. Whoever adds a kind gives it the next free number here; whoever changes a number raises
`generation.FORMAT` (tests/models/test_index_numbers.py holds both).
"""

from __future__ import annotations

from collections.abc import Mapping

from graph.facts import ActKind, DocumentKind

ACT_NUMBERS: Mapping[ActKind, int] = {
    ActKind.WROTE: 0,
    ActKind.ANSWERED: 1,
    ActKind.ACCEPTED: 2,
    ActKind.EDITED: 3,
    ActKind.COMMENTED: 4,
    ActKind.ATTENDED: 5,
    ActKind.BOOKMARKED: 6,
    ActKind.LIKED: 7,
    ActKind.NAMED: 8,
}
"""A lower number is a stronger act: of several acts of an account on a document the lowest is told first."""
NO_ACT = 255
NO_AUTHOR = 4
"""Acts with this number or a higher one make nobody an author of the text."""
READERS = 6
"""Acts with this number or a higher one are those of readers: what they are done to is not this person's work."""
DOCUMENT_KIND_NUMBERS: Mapping[DocumentKind, int] = {
    DocumentKind.POST: 0,
    DocumentKind.PAGE: 1,
    DocumentKind.REPLY: 2,
    DocumentKind.FILE: 3,
    DocumentKind.MICROPOST: 4,
    DocumentKind.BOOKMARK: 5,
    DocumentKind.EPISODE: 6,
    DocumentKind.MINUTES: 7,
    DocumentKind.COMMIT: 8,
}
MESSAGES = frozenset({DocumentKind.POST, DocumentKind.REPLY, DocumentKind.MICROPOST})
"""Kinds of documents of which those of one thread are one piece of work."""
LANGUAGE_NUMBERS: Mapping[str, int] = {"nl": 1, "en": 2}
"""0 is any other language."""

ACT_KINDS: Mapping[int, ActKind] = {number: kind for kind, number in ACT_NUMBERS.items()}
DOCUMENT_KINDS: Mapping[int, str] = {number: kind.value for kind, number in DOCUMENT_KIND_NUMBERS.items()}
LANGUAGE_CODES: Mapping[int, str] = {number: code for code, number in LANGUAGE_NUMBERS.items()}
NEVER = -(2**62)
"""Time of what is undated: before everything."""
