"""Whether there is anything to answer with, and which words of the question nobody wrote.

What must be known of a question is a share of its words and of their rarity. Measured with words that nobody wrote, by
`python -m bench.nobody`.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from models.index.contract import Clause, Ordinals, Word
from models.index.text.analysis import asked_words, typed_words, word_forms
from models.index.text.engine import idf
from models.index.text.subject import subject_of
from models.rankers.matches import DEPTH, Matches

TOLD = 0.35
"""Of the rarity of a question's words, those that somebody wrote must hold this share: a word of everybody says nothing
next to one that nobody wrote."""
FEW = 12
"""A word in no more documents than this tells people apart in the smallest organisation (models/termhood.py)."""
NO_TOPIC = 0.8
"""What another word counts, next to those that nobody wrote, when it names no topic and others do."""
WRITTEN = 0.5
"""Share of its words that somebody must have written: else it is no longer the question that was asked."""
COVERED = 0.4
"""Of the rarity of the words that somebody wrote, the best document must hold this share."""
PIECE = re.compile(r"[^\W_]+")


def unwritten(matches: Matches) -> tuple[str, ...]:
    """Words of the question that nobody wrote in anything the asker may read, in lower case and without accents."""
    return tuple(word for word in matches.parsed.unknown if not _is_written(word, matches))


def as_typed(missing: Collection[str], question: str) -> tuple[str, ...]:
    """These words as the question spells them."""
    subject = subject_of(question) if missing else ""
    typed = typed_words(subject)
    for piece in PIECE.findall(subject):
        typed.setdefault(" ".join(asked_words(piece)), piece)
    return tuple(typed.get(word, word) for word in missing)


def _is_written(word: str, matches: Matches) -> bool:
    """Whether a restricted document that the asker may read holds this word, which no other one holds."""
    index, access = matches.index, matches.access
    if not index.restricted.size() or not (access.system or access.restricted):
        return False
    within = None if access.system else ("rule", access.restricted)

    def accept(ordinals: Ordinals) -> NDArray[np.bool_]:
        return index.visible(ordinals, access)

    found, _ = index.restricted.top((Clause(_ways(word)),), 1, accept, constant=True, within=within)
    return bool(len(found))


def quoting(matches: Matches) -> Ordinals:
    """The documents for a question that nobody's own words answer: each of its words stands in a quote or the like."""
    index, parsed = matches.index, matches.parsed
    if not parsed.rarity or not all(_quoting(word, matches, 1) for word in parsed.rarity):
        return np.zeros(0, np.int64)
    return index.search_rest(parsed, matches.access, matches.question, DEPTH)[0]


def quoted(matches: Matches) -> dict[str, int]:
    """Words of the question that are in nobody's own words and yet stand in quotes, templates or the like.

    Gives the number of documents in which they do, DEPTH at most.
    """
    found = {word: _quoting(word, matches, DEPTH) for word in matches.parsed.unknown}
    return {word: count for word, count in found.items() if count}


def _quoting(word: str, matches: Matches, most: int) -> int:
    """Number of documents, so many at most, that the asker may read and that hold this word besides own words."""
    one = replace(matches.parsed, clauses=(Clause(_ways(word)),))
    return len(matches.index.search_rest(one, matches.access, matches.question, most)[0])


def _ways(word: str) -> tuple[tuple[Word], ...]:
    return tuple((Word(*form),) for form in word_forms(word))


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of a question is known. Shares from 0 to 1; `covered` may be above 1.

    `written` of its words somebody wrote, which hold `told` of its rarity; the best document holds `covered` of theirs.
    """

    written: float = 0.0
    told: float = 0.0
    covered: float = 0.0


def coverage_of(matches: Matches, missing: Collection[str]) -> Coverage:
    """How much of this question is known, when nobody wrote the `missing` words of it."""
    parsed = matches.parsed
    known = {word: rare for word, rare in parsed.rarity.items() if word not in missing}
    sought = sum(known.values())
    if not len(matches.ordinals) or not sought:
        return Coverage()
    gone = sum(parsed.rarity.values()) - sought
    told = sum(_said(word, rare, matches) for word, rare in known.items()) if gone else 1.0
    covered = float(matches.scores[0]) / sought
    if covered < COVERED:
        covered = max(covered, _most_held(matches) / sought)
    return Coverage(len(known) / len(parsed.rarity), told / (told + gone), covered)


def _most_held(matches: Matches) -> float:
    """The rarity of the words that one document for everyone holds, at most.

    Looked up only where scores are low: those of BM25 fall with the length of a text against the mean over all
    documents, which is small for a language that few of them are in.
    """
    public = matches.index.public
    _, scores = public.top(matches.parsed.clauses, 1, lambda found: np.isin(found, matches.ordinals), constant=True)
    return float(scores[0]) if len(scores) else 0.0


def _said(word: str, rare: float, matches: Matches) -> float:
    """What this word says next to others that nobody wrote. A topic says as much as a word can."""
    size = matches.index.public.size()
    if word in matches.parsed.topical or rare >= idf(size, FEW):
        return idf(size, 0)
    return rare * (NO_TOPIC if matches.index.topics.rows else 1.0)


def is_answered(matches: Matches, missing: Collection[str]) -> bool:
    """Whether there is anything to answer with. Nonsense is not, nor a common word among words that nobody wrote."""
    known = coverage_of(matches, missing)
    return known.written >= WRITTEN and known.told >= TOLD and known.covered >= COVERED
