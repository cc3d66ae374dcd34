"""Which terms are subjects of an organisation and which are mere words, counted over all texts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field

from graph.facts import Extraction
from models.proper_names import Names, is_name

COMMON = 0.08
"""A term in a larger share of documents is what the organisation is about, not what somebody knows about."""
COMMON_AT_LEAST = 12
FOLLOWED = 0.6
"""Share of its uses with one more word behind it, or before it, from which a term is only a part of others."""

TermId = tuple[str, str]
"""Language and norm."""
Corpus = Callable[[], Iterable[Extraction]]
"""Opens the extractions: they are streamed, never held."""


@dataclass(slots=True)
class Usage:
    """Use of one term over all texts. `surfaces` counts documents per written form; `within` longer terms.

    `followed`, `preceded`: times that one more word of a term stood behind it, and before it. `hosted`: documents in
    which it stands as the name of an organisation or place does. `echoed`: further messages of threads that are named
    by it.
    """

    documents: int = 0
    times: int = 0
    titles: int = 0
    surfaces: dict[str, int] = field(default_factory=dict)
    within: int = 0
    within_times: int = 0
    within_most: int = 0
    followed: int = 0
    preceded: int = 0
    hosted: int = 0
    echoed: int = 0

    def surface(self) -> str:
        """The commonest written form. Headings add capitals, so lower case counts double."""
        return min(self.surfaces.items(), key=lambda pair: (-pair[1] * (1 + (pair[0] == pair[0].lower())), pair[0]))[0]


@dataclass(frozen=True, slots=True)
class Usages:
    """All candidates with their use, and of how many texts."""

    texts: int
    terms: dict[TermId, Usage]


def parts_of(norm: str) -> Iterator[str]:
    """Shorter sequences of words in this term."""
    words = norm.split()
    for length in range(1, len(words)):
        for start in range(len(words) - length + 1):
            yield " ".join(words[start : start + length])


def termhood(term: TermId, usage: Usage, texts: int) -> float:
    """How much this is a term rather than words: C-value times burstiness times presence in titles; 0 or less is none.

    C-value: Frantzi, Ananiadou and Mima (2000). Burstiness is residual idf (Church and Gale, 1995): words that are
    strewn over texts as by chance say nothing about them.
    """
    language, norm = term
    length = len(norm.split())
    if language == "nl" and length == 1:
        length = 1 + (len(norm) >= 11)  # a Dutch compound is one word
    free = usage.times - (usage.within_times / usage.within if usage.within else 0.0)
    surface = usage.surface()
    weight = math.log2(1 + length) + 0.3 * (surface[:1].isupper() or surface.isupper())
    return weight * math.log2(1 + max(0.0, free)) * max(0.0, burstiness(usage, texts)) * (0.5 + titles(usage))


def burstiness(usage: Usage, texts: int) -> float:
    """Bits by which a term is rarer in documents than by chance, plus a floor for what is simply rare."""
    rate = usage.times / texts
    expected = -math.log2(1 - math.exp(-rate)) if rate > 0 else 0.0
    residual = -math.log2(usage.documents / texts) - expected
    return residual + 0.3


def titles(usage: Usage) -> float:
    """Smoothed share of its documents that have the term in the title. What titles say is what texts are about."""
    return 3 * (usage.titles + 0.2) / (usage.documents + 3)


def is_common(usage: Usage, texts: int) -> bool:
    """Whether the term is in too many documents to tell people apart."""
    return usage.documents + usage.echoed > max(COMMON_AT_LEAST, COMMON * texts)


def is_swallowed(usage: Usage) -> bool:
    """Whether the term is hardly ever used outside one longer term."""
    return usage.within_most >= 0.8 * usage.documents


def is_cut_off(usage: Usage) -> bool:
    """Whether a term is mostly the beginning of longer ones, or the end, as "linear models" and "bundle" may be.

    Names may well be either.
    """
    surface = usage.surface()
    if " " in surface and usage.preceded >= FOLLOWED * usage.times:
        return True
    return surface == surface.lower() and max(usage.followed, usage.preceded) >= FOLLOWED * usage.times


def choose_terms(usages: Usages, names: Names, most: int | None = None) -> list[TermId]:
    """Terms that are subjects, the best first. What is written like a name of the directory is not one."""
    scored = []
    for term, usage in usages.terms.items():
        if (
            is_common(usage, usages.texts)
            or is_swallowed(usage)
            or is_cut_off(usage)
            or is_name(usage.surface(), names)
        ):
            continue
        score = termhood(term, usage, usages.texts)
        enough = usage.documents >= 3 or usage.titles >= 1
        if score > 0 and enough and (len(term[1].split()) > 1 or _is_weighty(term, usage)):
            scored.append((-score, term))
    scored.sort()
    return [term for _score, term in scored[: most or most_topics(usages.texts)]]


def most_topics(texts: int) -> int:
    """The most terms that this many texts may have."""
    return min(12_000, 100 + int(15 * math.sqrt(texts)))


def _is_weighty(term: TermId, usage: Usage) -> bool:
    """Whether a single word is special enough: a name, an abbreviation, a compound, or in a title."""
    surface = usage.surface()
    long = term[0] == "nl" and len(term[1]) >= 11
    return usage.documents >= 3 and (usage.titles >= 1 or long or any(letter.isupper() for letter in surface))
