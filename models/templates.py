"""Paragraphs that a template or a generator puts into many documents: nobody says anything with them.

Found by their hashes over all documents for everyone, and taken out of own words where those vote: in the index and in
extraction. A copy of a whole text is no template: equal texts count once.

A file keeps who made it and when in every copy. One who made many different texts in the same second, which others
saved, made the file that they all began as, and did none of their work.
"""

from __future__ import annotations

import hashlib
import re
from array import array
from collections.abc import Iterator, Sequence, Set

import numpy as np

from graph.facts import Edge, EdgeKind
from graph.own_words import TextParts

FEWEST = 5
"""Different texts with the same paragraph from which it is a template's."""
SHORT = 4
"""Words below which a paragraph is a heading: it goes only where the text of its template stands too."""
MOST = 50_000
BETWEEN = re.compile(r"\n[ \t]*\n")
NUMBER = re.compile(r"\d+")

DAY = 86_400

Templates = Set[int]
"""Hashes of the paragraphs of templates, and of who made one when."""


class TemplateSearch:
    """Counts the paragraphs of texts. Takes 16 bytes for each, whatever its length."""

    def __init__(self) -> None:
        self._paragraphs, self._texts = array("Q"), array("Q")

    def add(self, text: str) -> None:
        """Count the paragraphs of the own words of one document."""
        hashes = {hash_of(piece) for piece in pieces_of(text)}
        if len(hashes) > 1:
            self._paragraphs.extend(hashes)
            self._texts.extend([hash_of(text)] * len(hashes))

    def add_makers(self, acts: Sequence[Edge], text: str) -> None:
        """Count those who made a file that others saved."""
        makers = [hash_of_maker(act) for act in makers_of(acts)]
        self._paragraphs.extend(makers)
        self._texts.extend([hash_of(text)] * len(makers))

    def found(self) -> frozenset[int]:
        """The paragraphs and makers that are in enough different texts, at most so many."""
        if not self._paragraphs:
            return frozenset()
        pairs = np.column_stack((np.asarray(self._paragraphs), np.asarray(self._texts)))
        hashes, counts = np.unique(np.unique(pairs, axis=0)[:, 0], return_counts=True)
        often = np.flatnonzero(counts >= FEWEST)
        order = np.lexsort((hashes[often], -counts[often]))[:MOST]
        return frozenset(hashes[often][order].tolist())


def pieces_of(text: str) -> Iterator[str]:
    """The paragraphs of a text that has more than one."""
    if "\n" in text:
        yield from (piece for piece in BETWEEN.split(text) if piece.strip())


def hash_of(piece: str) -> int:
    """The hash of a paragraph, whatever its capitals, spaces and numbers."""
    plain = NUMBER.sub("0", " ".join(piece.casefold().split()))
    return int.from_bytes(hashlib.blake2b(plain.encode("utf-8", "replace"), digest_size=8).digest(), "big")


def without_templates(parts: TextParts, templates: Templates) -> TextParts:
    """The text with the paragraphs of templates among its rest."""
    if not templates or "\n" not in parts.own:
        return parts
    pieces = list(pieces_of(parts.own))
    told = [hash_of(piece) in templates for piece in pieces]
    if not any(each and len(piece.split()) >= SHORT for each, piece in zip(told, pieces, strict=True)):
        return parts
    own = "\n\n".join(piece for each, piece in zip(told, pieces, strict=True) if not each)
    rest = [piece for each, piece in zip(told, pieces, strict=True) if each]
    return TextParts(own, "\n\n".join([*rest, parts.rest] if parts.rest else rest))


def said_by_writer(own: str, templates: Templates) -> str:
    """Own words without the headings of templates too: they are found, but nobody writes about what a form asks for."""
    if not templates or "\n" not in own:
        return own
    return "\n\n".join(piece for piece in pieces_of(own) if not _is_worded(piece) or hash_of(piece) not in templates)


def _is_worded(piece: str) -> bool:
    """Whether a paragraph has words: the fences of code stay in pairs."""
    return any(letter.isalpha() for letter in piece) and not piece.lstrip().startswith(("```", "~~~"))


def makers_of(acts: Sequence[Edge]) -> Iterator[Edge]:
    """What those did who made a file, at a known moment, and did not save it last: somebody else did."""
    saved = {act.start for act in acts if act.kind is EdgeKind.EDITED}
    for act in acts:
        if act.kind is EdgeKind.WROTE and saved and act.start not in saved and act.at is not None and act.at % DAY:
            yield act


def hash_of_maker(act: Edge) -> int:
    """The hash of who made something and when."""
    return hash_of(f"{act.start} made at {_lettered(act.at or 0)}")


def _lettered(number: int) -> str:
    """A number in letters: in texts all numbers are alike."""
    return str(number).translate(str.maketrans("0123456789", "abcdefghij"))


def without_makers(acts: Sequence[Edge], templates: Templates) -> Sequence[Edge]:
    """The acts on a document without those of the maker of its template."""
    if not templates or len(acts) < 2:
        return acts
    made = [act for act in makers_of(acts) if hash_of_maker(act) in templates]
    return [act for act in acts if act not in made] if made else acts
