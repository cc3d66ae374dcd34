"""The words that say what a long text is about, by how the organisation uses them."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from math import log

from models.index.contract import AccessFilter, Snapshot, Word, WordsForEveryone
from models.index.text.analysis import LANGUAGES, folded, word_forms
from models.index.text.engine import idf
from models.index.text.subject import subject_of
from models.word_lists import formulas, general_words

LONGEST = 20_000
"""Characters of a text that are looked at."""
LONGEST_NAME = 4
"""Words of the name of a topic that is looked for in a text."""
MOST = 300
"""Different words of a text that are looked up, those that it uses most."""
FEWEST = 2
"""Documents with a word, below which it is a name or a mistake and nothing that people share."""
COMMON, FEW = 0.2, 50
"""Share of all documents from which a word says nothing, and the number of documents up to which that is no share."""
TITLE = 3
"""Times that a word of the title counts."""
ASIDE = re.compile(
    r"https?://\S+|[^\s@]{1,64}@[^\s@]+|^[ \t]*>.*$|^(?:from|to|cc|sent|date|van|aan|verzonden|datum):.*$", re.M | re.I
)
"""Addresses, quotes and the lines above a mail."""
SIGNATURE = re.compile(
    r"(?:^|[.!?,]\s+)(?:met vriendelijke|vriendelijke groet|groet|kind regards|best regards)|^--\s*$", re.M | re.I
)
TOPICAL = 2.0
"""Times that a word counts that stands in the text as a part of the name of a topic."""


def gist(text: str, index: Snapshot, access: AccessFilter, most: int, title: str = "") -> list[str]:
    """At most `most` words of this text, in the order in which they first stand in it.

    What counts is how often the text uses a word, and how rare it is in what the asker may read for everyone.
    """
    body = ASIDE.sub(" ", text[:LONGEST])
    signed = SIGNATURE.search(body, min(len(body), 80))
    body = body[: signed.start()] if signed else body
    said = _words(subject_of(body))
    counts = Counter(said)
    for word in _words(title):
        counts[word] += TITLE
    topical = _topical([*_words(title), *said], index)
    held = index.words_for(access)
    size = held.size()
    scores: dict[str, float] = {}
    for word, times in counts.most_common(MOST):
        having = _having(word, held)
        if FEWEST <= having <= max(FEW, COMMON * size):
            scores[word] = (1 + log(times)) * idf(size, having) * (TOPICAL if word in topical else 1.0)
    telling = [word for word in scores if word not in _general()] or list(scores)
    best = set(sorted(telling, key=lambda word: (-scores[word], word))[:most])
    return [word for word in counts if word in best]


def _words(text: str) -> list[str]:
    """The words of a text that may say what it is about."""
    return [word for word in folded(text) if len(word) > 1 and not word.isdecimal()]


@cache
def _general() -> frozenset[str]:
    """Words that say nothing by themselves, in any language."""
    entries = {entry for each in general_words().values() for entry in each.every}
    entries |= {entry for each in formulas().values() for entry in each.every}
    return frozenset(word for entry in entries if " " not in entry for word in folded(entry))


def _topical(said: list[str], index: Snapshot) -> set[str]:
    """The words that stand here as the name of a topic."""
    forms, found = index.topics.forms, set[str]()
    for size in range(1, LONGEST_NAME + 1):
        for place in range(len(said) - size + 1):
            if tuple(said[place : place + size]) in forms:
                found.update(said[place : place + size])
    return found


def _having(word: str, held: WordsForEveryone) -> int:
    """Documents with this word in any language; none for a stop word."""
    forms = [Word(*form) for form in word_forms(word)]
    return max(map(held.having, forms)) if len(forms) >= len(LANGUAGES) else 0
