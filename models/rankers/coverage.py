"""Which of the matching documents are about what is asked, and whose own work they are.

A document is about it when it holds enough of the information of the question: of "public charging stations" the second
word tells the subject, and whoever wrote about public transport has nothing to do with it. What is named holds all of
its words: "controller runtime" is not the runtime of something else. What stands before a colon names the subject that
the rest explains: who wrote about "zoo" knows about "zoo: regular and irregular time series".
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from itertools import combinations

import numpy as np

from graph.facts import DocumentKind
from models.acts import is_asking
from models.grouping import is_among
from models.index.contract import DOCUMENT_KINDS, NO_AUTHOR, AnyWay, Clause, Holding, Mask, Scores, Word
from models.index.text.analysis import asked_words, word_forms
from models.index.text.engine import idf
from models.index.text.subject import subject_of
from models.rankers.matches import DEPTH, Matches, per_person

ENOUGH = 0.5
"""Share of the information of a question that a document about it holds."""
SPECIFIC = 0.01
"""A word in no more than this share of the documents tells as much as a word can."""
NO_TOPIC = 0.5
"""What a word counts that names no topic, next to one that does."""
MOST_PARTS = 6
"""Clauses of a question that are looked at, the most informative ones."""
CLOSE = 0.4
"""How well a document matches, compared with the best, that names its writer by itself; where no document holds enough
of the question, those are about it that match so well."""
EXPLAINED = re.compile(r"([^:]{2,60}):\s")
"""A subject that is explained behind a colon."""
ROUNDING = 1e-9
MINUTES = next(number for number, kind in DOCUMENT_KINDS.items() if kind == DocumentKind.MINUTES)


def asking(matches: Matches) -> Mask:
    """Which of the act rows are of whoever asks."""
    return matches.once(_asking)


def about(matches: Matches) -> Mask:
    """Whether each of the matching documents is about what is asked, by place."""
    return matches.once_of_documents(_about)


def working_rows(matches: Matches) -> Mask:
    """Which of the act rows are work on the subject: writing, answering or editing, in a document that is about it.

    To ask, to comment, to attend, to like is not to know, nor is taking the minutes.
    """
    return matches.once(_working_rows)


def working(matches: Matches) -> Mask:
    """Who has enough work of their own on the subject, by person number.

    One document is enough that matches well (`CLOSE`) compared with the best of its language, or is as much about a
    topic of the question. What matches less is a mention in passing and counts by its square: four documents that match
    half as well are worth one.
    """
    rows = working_rows(matches)
    amounts = nearness(matches)[matches.places[rows]] ** 2
    return per_person(matches, matches.owners[rows], amounts) >= CLOSE**2 - ROUNDING


def nearness(matches: Matches) -> Scores:
    """By place how well each document matches, compared with the best of its language that is about the subject."""
    return matches.once_of_documents(_nearness)


def _nearness(matches: Matches) -> Scores:
    """By place how well each document matches, compared with the best of its language that is about the subject.

    Words are weighed within a language, and other names for a subject weigh less.
    """
    languages = matches.index.columns["language"].take(matches.ordinals)
    best = np.zeros(int(languages.max(initial=0)) + 1)
    good = about(matches)
    np.maximum.at(best, languages[good], matches.scores[good])
    best = np.maximum(best, CLOSE * best.max())
    near: Scores = matches.scores / np.maximum(best[languages], ROUNDING)
    if matches.parsed.topics:
        topics, places, amounts = matches.index.topics.pairs_of(matches.ordinals)
        asked = is_among(topics, np.asarray(matches.parsed.topics))
        np.maximum.at(near, places[asked], amounts[asked])
    return near


def _about(matches: Matches) -> Mask:
    wanted = _wanted(matches)
    if wanted is None:
        return np.ones(len(matches.ordinals), dtype=bool)
    found, _ = matches.index.search(matches.parsed, matches.access, matches.question, DEPTH, wanted)
    held = is_among(matches.ordinals, found)
    if not held.any():
        held = matches.scores >= matches.scores.max(initial=0.0) * CLOSE
    if matches.meant:
        held |= np.asarray([matches.meant.get(each, 0.0) >= CLOSE for each in matches.ordinals.tolist()])
    return held


def _asking(matches: Matches) -> Mask:
    return is_asking(matches.index, matches.rows, matches.access)


def _working_rows(matches: Matches) -> Mask:
    columns = matches.index.columns
    own = (columns["deed"].take(matches.rows) < NO_AUTHOR) & (columns["share"].take(matches.rows) > 0)
    own &= about(matches).take(matches.places)
    own &= columns["kind"].take(matches.ordinals.take(matches.places)) != MINUTES
    return own & ~asking(matches)


def _wanted(matches: Matches) -> Holding | None:
    """What a document about this question holds: enough of it, or all of the name that the rest explains."""
    parsed = matches.parsed
    telling = amounts(parsed.clauses, parsed.topical, matches.index.public.size())
    least = holding(parsed.clauses, telling)
    return least if least is None else (*least, *explained(matches.question.text, parsed.clauses, telling))


def explained(question: str, clauses: Sequence[Clause], telling: Sequence[float]) -> Holding:
    """What stands before a colon, where it tells at least half of what any other word does.

    Nothing of a whole sentence, nor of a general word, as in "Question: ...".
    """
    head = EXPLAINED.match(subject_of(question)) if ":" in question else None
    named = _naming(clauses, asked_words(head[1])) if head else ()
    inside = [place for place, each in enumerate(named) if each]
    if not 0 < len(inside) <= MOST_PARTS or sum(telling[place] for place in inside) < ENOUGH * max(telling):
        return ()
    return (tuple(rows_of(clauses[place]) for place in inside),)


def amounts(clauses: Sequence[Clause], topical: Collection[str], size: int) -> list[float]:
    """What each of these clauses tells among so many documents, when these words of the question name a topic."""
    most = idf(size, round(SPECIFIC * size))
    named = _naming(clauses, topical)
    return [
        min(most, information(clause)) * (1.0 if topic or not topical else NO_TOPIC)
        for clause, topic in zip(clauses, named, strict=True)
    ]


def _naming(clauses: Sequence[Clause], words: Collection[str]) -> list[bool]:
    """Whether each of these clauses asks for one of these words."""
    names = {Word(*form) for word in words for form in word_forms(word)}
    return [any(Word(each.language, each.token) in names for each in clause.ways[0]) for clause in clauses]


def holding(clauses: Sequence[Clause], telling: Sequence[float]) -> Holding | None:
    """The least sets of clauses that hold enough of what these tell; None where any word is enough."""
    order = sorted(range(len(clauses)), key=lambda place: -telling[place])[:MOST_PARTS]
    parts = [rows_of(clauses[place]) for place in order]
    if len(parts) == 1 and all(len(row) == 1 for row in parts[0]):
        return None
    sets = _least([telling[place] for place in order])
    return tuple(tuple(parts[place] for place in chosen) for chosen in sets) or None


def _least(telling: Sequence[float]) -> Iterator[tuple[int, ...]]:
    """The sets of places of which the amounts are enough of the whole, and of which no smaller set is."""
    wanted, found = ENOUGH * sum(telling) - ROUNDING, list[set[int]]()
    for size in range(1, len(telling) + 1):
        for chosen in combinations(range(len(telling)), size):
            if sum(telling[each] for each in chosen) >= wanted and not any(each <= set(chosen) for each in found):
                found.append(set(chosen))
                yield chosen


def rows_of(clause: Clause) -> AnyWay:
    """The rows of words by which a document holds this clause: all words of one language of one of its ways."""
    rows: dict[tuple[Word, ...], None] = {}
    for way in clause.ways:
        for language in dict.fromkeys(word.language for word in way):
            rows[tuple(dict.fromkeys(word for word in way if word.language == language))] = None
    return tuple(rows)


def information(clause: Clause) -> float:
    """How much it tells that a document holds this clause: the idf of its commonest way."""
    return min(sum(word.idf for word in row) for row in rows_of(clause))
