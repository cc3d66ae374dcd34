"""What extraction derives from one document."""

from __future__ import annotations

from dataclasses import dataclass

from graph.facts.keys import Key


@dataclass(frozen=True, slots=True)
class TermCandidate:
    """A term that a document uses: its key parts, how often, and whether it is in the title."""

    language: str
    norm: str
    surface: str
    count: int
    in_title: bool = False


@dataclass(frozen=True, slots=True)
class NameCandidate:
    """A string in a document that may name a person: `kind` is person, handle, email, word, opening or speaker.

    The last three are words that stand alone: in a sentence, at its beginning, and in front of a colon.
    """

    surface: str
    kind: str
    count: int


@dataclass(frozen=True, slots=True)
class TermPair:
    """Two forms that a text itself puts next to each other: ``norm (other)``. `kind` is abbreviation, gloss or host.

    A host is a term behind the preposition `other`, as the names of organisations and places are: "bij Waterhoek".

    A gloss may be in the other language: whether `other` is a term at all is known only over all texts.
    """

    language: str
    norm: str
    other: str
    kind: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """Terms and names that extraction found in one text. Keyed by (text hash, extractor version)."""

    document: Key
    text_hash: str
    version: str
    terms: tuple[TermCandidate, ...] = ()
    names: tuple[NameCandidate, ...] = ()
    pairs: tuple[TermPair, ...] = ()
