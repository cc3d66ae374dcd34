"""What is asked, in words of the index? Labels of topics are matched longest first; curated synonyms are other ways."""

from __future__ import annotations

from dataclasses import dataclass

from models.index.analysis import LANGUAGES, folded, words
from models.index.asking import subject_of
from models.index.text_index import Clause, Matcher, Word, idf
from models.index.topics import Topics

LONGEST_QUESTION = 2000
"""Characters of a question that are looked at."""
MOST_WORDS = 64


@dataclass(frozen=True, slots=True)
class Parsed:
    """A question. `unknown` are the words that nobody wrote; `weight` is the sum of the idf of all words.

    `topics` are the numbers of the topics whose labels it holds, `synonyms` the other forms that are asked along.
    """

    clauses: tuple[Clause, ...]
    topics: tuple[int, ...]
    synonyms: tuple[str, ...]
    tokens: tuple[str, ...]
    unknown: tuple[str, ...]
    weight: float


def parse(text: str, public: Matcher, topics: Topics) -> Parsed:
    """What does this question ask?"""
    tokens = folded(subject_of(text[:LONGEST_QUESTION]))[:MOST_WORDS]
    clauses: list[Clause] = []
    found: list[int] = []
    synonyms: dict[str, None] = {}
    unknown: list[str] = []
    weight, place = 0.0, 0
    while place < len(tokens):
        size, numbers = _longest(tokens, place, topics)
        said = tokens[place : place + max(1, size)]
        own = [way for token in said for way in _word(token, public)]
        others = _other_ways(numbers, said, topics, public, synonyms)
        for token, (clause, rarity, known) in zip(said, (_rate(token, public) for token in said), strict=True):
            weight += rarity
            if rarity and not known:
                unknown.append(token)
            if clause is not None and not others:
                clauses.append(clause)
        if others:
            clauses.append(Clause((tuple(own), *others) if own else others))
        found.extend(number for number in numbers if number not in found)
        place += len(said)
    distinct = tuple(dict.fromkeys(clauses))
    return Parsed(distinct, tuple(found), tuple(synonyms), tuple(tokens), tuple(unknown), weight)


def _longest(tokens: list[str], place: int, topics: Topics) -> tuple[int, tuple[int, ...]]:
    """How many words from here on are a label, and of which topics?"""
    for size in range(min(topics.longest, len(tokens) - place), 0, -1):
        numbers = topics.forms.get(tuple(tokens[place : place + size]))
        if numbers:
            return size, numbers
    return 0, ()


def _word(token: str, public: Matcher) -> list[Word]:
    """As which index words can this one be found? In each language the one that its analyser makes of it."""
    size = public.size()
    found = []
    for language in LANGUAGES:
        for form in words(token, language):
            having = public.having(Word(language, form))
            found.append(Word(language, form, idf(size, having)))
    return found


def _rate(token: str, public: Matcher) -> tuple[Clause | None, float, bool]:
    """The clause for one word, how rare the word is, and whether anybody wrote it; stop words have no clause."""
    ways = _word(token, public)
    if len(ways) < len(LANGUAGES):
        return None, 0.0, True
    rarity = min(way.idf for way in ways)
    known = any(public.having(way) for way in ways)
    return Clause((tuple(ways),)), rarity, known


def _other_ways(
    numbers: tuple[int, ...], said: list[str], topics: Topics, public: Matcher, synonyms: dict[str, None]
) -> tuple[tuple[Word, ...], ...]:
    """How else are these topics called? Each form in the words of its own language."""
    ways: list[tuple[Word, ...]] = []
    for number in numbers:
        for language, surface in topics.rows[number].forms:
            if folded(surface) == said or language not in LANGUAGES:
                continue
            size = public.size()
            way = tuple(
                Word(language, form, idf(size, public.having(Word(language, form))))
                for form in words(surface, language)
            )
            if way and way not in ways:
                ways.append(way)
                synonyms[surface] = None
    return tuple(ways)
