"""The terms of an organisation that may have a translation, and what texts say about pairs of them."""

from __future__ import annotations

import tomllib
import zlib
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

from graph.facts import Extraction, Key
from models.proper_names import Names
from models.termhood import Corpus, TermId, Usages, is_common

OTHER = {"nl": "en", "en": "nl"}
MOST = 12_000
"""Terms that are compared. More would need more memory than the pass that chooses topics."""
MOST_TEXTS = 60_000
"""Texts in which terms are counted together, about; of more texts some are taken."""
FEWEST_DOCUMENTS = 3
"""Documents of a term that was not chosen as a topic: a rarer one is mostly a slip."""
ENDINGS = ("", "s", "es", "en", "n", "'s")
"""Endings by which a form in parentheses may differ from a norm."""

SYNONYMS = Path(__file__).parents[1] / "language" / "synonyms.toml"
"""General words of organisations. They are one hint among others and never join what an organisation writes itself."""

GeneralPairs = frozenset[tuple[str, str]]
"""Dutch and English norms of general words that mean the same."""
KnownWords = Mapping[str, Collection[str]]
"""Ordinary words by language, by which an English term in a Dutch text is told."""


def read_general_pairs(path: Path = SYNONYMS) -> GeneralPairs:
    """The general words of organisations that ship with the product."""
    pairs = tomllib.loads(path.read_text("utf-8"))["same"]
    return frozenset((dutch, english) for pair in pairs for dutch in pair["nl"] for english in pair["en"])


@dataclass(frozen=True, slots=True)
class UsedTerm:
    """A term with its usual form, the number of documents with it, and the languages that it may be of.

    Texts in one language use terms of the other: "access token" in a Dutch text is English.
    """

    id: TermId
    surface: str
    documents: int
    tongues: frozenset[str]

    @property
    def text(self) -> str:
        """The usual form as within a sentence: headings add capitals, which make a word another one to an encoder."""
        return " ".join(word.lower() if word[1:] == word[1:].lower() else word for word in self.surface.split())

    @property
    def compact(self) -> str:
        """The form that it shares with its other spellings."""
        return self.id[1].replace(" ", "")

    @property
    def words(self) -> frozenset[str]:
        """Its words."""
        return frozenset(self.id[1].split())


@dataclass(frozen=True, slots=True)
class UsedTerms:
    """Terms, how many texts put two of them (by their places) side by side, and which text (a row) has which.

    `shared` are the places of terms that texts in both languages write alike.
    """

    terms: tuple[UsedTerm, ...]
    glosses: Mapping[tuple[int, int], int]
    texts: csr_array
    shared: tuple[int, ...]


def read_used_terms(
    usages: Usages, topics: Mapping[TermId, Key], corpus: Corpus, words: KnownWords, names: Names
) -> UsedTerms:
    """The chosen terms, the commonest of the others, and what the texts say about pairs of them.

    `topics` maps each chosen term to its topic: of the terms of one topic in one language the commonest stands for all.
    """
    usual = _usual(usages, topics)
    found = list(_terms(usages, {term for term in usual if usual[term] == term}, usual, words, names))
    terms, places = _without_doubles(found)
    places |= {term: places[stands] for term, stands in usual.items() if stands in places}
    glosses: Counter[tuple[int, int]] = Counter()
    rows: list[NDArray[np.int32]] = []
    for extraction in corpus():
        glosses.update(set(_glosses(extraction, terms, places)))
        if _is_sampled(extraction.document, usages.texts):
            held = {places.get((term.language, term.norm), -1) for term in extraction.terms} - {-1}
            rows.append(np.asarray(sorted(held), np.int32))
    return UsedTerms(terms, glosses, _table(rows, len(terms)), _shared(places))


def _without_doubles(found: Iterable[UsedTerm]) -> tuple[tuple[UsedTerm, ...], dict[TermId, int]]:
    """The terms, of which those that are written alike in one language are one, and the place of each."""
    places: dict[TermId, int] = {}
    known: dict[tuple[str, str], int] = {}
    terms: list[UsedTerm] = []
    for term in sorted(found, key=lambda term: (-term.documents, term.id)):
        place = next(
            (known[each] for tongue in sorted(term.tongues) if (each := (tongue, term.compact)) in known), None
        )
        if place is None:
            place = len(terms)
            terms.append(term)
            known |= {(tongue, term.compact): place for tongue in term.tongues}
        places[term.id] = place
    return tuple(terms), places


def _shared(places: Mapping[TermId, int]) -> tuple[int, ...]:
    used = {language: {place for term, place in places.items() if term[0] == language} for language in OTHER}
    return tuple(sorted(used["nl"] & used["en"]))


def _usual(usages: Usages, topics: Mapping[TermId, Key]) -> dict[TermId, TermId]:
    """For each chosen term the commonest one of its topic in its language."""
    best: dict[tuple[Key, str], TermId] = {}
    used = sorted(term for term in topics if term in usages.terms)
    for term in used:
        other = best.setdefault((topics[term], term[0]), term)
        if usages.terms[term].documents > usages.terms[other].documents:
            best[topics[term], term[0]] = term
    return {term: best[topics[term], term[0]] for term in used}


def _terms(
    usages: Usages, chosen: Collection[TermId], known: Collection[TermId], words: KnownWords, names: Names
) -> Iterable[UsedTerm]:
    others = sorted(
        (term for term, usage in usages.terms.items() if term not in known and usage.documents >= FEWEST_DOCUMENTS),
        key=lambda term: (-usages.terms[term].documents, term),
    )
    for term in sorted([*chosen, *others[: max(0, MOST - len(chosen))]]):
        usage = usages.terms[term]
        if term[0] in OTHER and (term in chosen or not is_common(usage, usages.texts)) and not _is_name(term, names):
            yield UsedTerm(term, usage.surface(), usage.documents, tongues_of(term, words))


def tongues_of(term: TermId, words: KnownWords) -> frozenset[str]:
    """The languages that this term may be of: that of its texts, unless all its words are of the other one only."""
    language, norm = term
    pieces = norm.split()
    own, other = (all(piece in words[each] for piece in pieces) for each in (language, OTHER[language]))
    if not other:
        return frozenset((language,))
    return frozenset(OTHER) if own else frozenset((OTHER[language],))


def _is_name(term: TermId, names: Names) -> bool:
    return all(word in names.words for word in term[1].split())


def _glosses(
    extraction: Extraction, terms: Sequence[UsedTerm], places: Mapping[TermId, int]
) -> Iterable[tuple[int, int]]:
    """Pairs of places, Dutch first, that this text puts next to each other."""
    for pair in extraction.pairs:
        one = places.get((pair.language, pair.norm))
        if pair.kind != "gloss" or one is None:
            continue
        forms = [pair.other.removesuffix(ending) for ending in ENDINGS if pair.other.endswith(ending)]
        known = (places.get((language, form)) for form in forms for language in (OTHER[pair.language], pair.language))
        for other in known:
            if other is not None and other != one:
                if "nl" in terms[one].tongues and "en" in terms[other].tongues:
                    yield one, other
                elif "en" in terms[one].tongues and "nl" in terms[other].tongues:
                    yield other, one
                break


def _is_sampled(document: Key, texts: int) -> bool:
    """Whether this is one of the texts in which terms are counted together: all of them, up to a number."""
    return zlib.crc32(document.encode()) * max(1, texts) < MOST_TEXTS << 32


def _table(rows: Sequence[NDArray[np.int32]], terms: int) -> csr_array:
    """A row for each text, with a 1 for each term in it."""
    columns = np.concatenate(rows) if rows else np.zeros(0, np.int32)
    starts = np.cumsum([0, *(len(row) for row in rows)])
    return csr_array((np.ones(len(columns), np.float32), columns, starts), shape=(len(rows), terms))
