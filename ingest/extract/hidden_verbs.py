"""Verbs that the tagger takes for nouns: a sentence without a verb has one that looks like a noun.

"The chatbot handles four questions." and "De aannemer groef met een melding." say what somebody does, so that "chatbot
handles" and "aannemer groef" are no terms. Where a noun was meant, one use is lost of a term that has more of them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Protocol

from graph.writing.empty_words import LINKERS, word_set
from graph.writing.known_words import known_words
from ingest.extract.pipelines import SHIPPED

VERBS = frozenset({"VERB", "AUX"})
NOUNS = frozenset({"NOUN", "PROPN"})
SUBJECT = NOUNS | {"DET", "PRON", "ADJ", "NUM"}
"""What a subject without a preposition is made of."""
BEHIND_A_VERB = frozenset({"DET", "NUM", "PRON", "ADP", "ADV"})
BEFORE_A_NOUN = frozenset({"DET", "ADJ", "NUM", "PRON", "ADP"})
CLOSING, PARTING = frozenset(".!?…"), frozenset(".!?…:;")
CLAUSES = {
    "nl": word_set(
        "als dat die doordat hoe indien nadat of omdat tenzij terwijl totdat voordat waar waarom wanneer wie zodat"
    ),
    "en": word_set("because before how if since that unless until what when where whether which while who why"),
}
"""What opens a clause within a sentence, which has a verb of its own."""
RELATIVE = word_set("dat die waar wie that which who")
"""Those of them that may stand in the middle of another clause."""
POSSESSIVE = {
    "nl": word_set("mijn je jouw uw zijn haar ons onze jullie hun"),
    "en": word_set("my your his her its our their whose"),
}
WITHOUT_ENDING = word_set("i we you they these those")
"""Subjects of an English verb without an ending."""
SINGULAR = word_set("this that a an each every")
"""What stands before one thing, so that a word with a plural's ending behind it is a verb: "this simplifies"."""
NOMINAL = ("e", "ing")
"""Endings that no Dutch order has."""
SURELY_ENDED = 6
"""Letters of an English word in "s" that has an ending, whatever its lemma: shorter ones are "gas" and "lens"."""
SHORTEST = 3
"""Words of a sentence from which it is one, rather than a note."""
PARTICIPLE = re.compile(r"(?:[a-z]{2,6})?ge[a-z]{3,}(?:d|t|en)")


class Tagged(Protocol):
    """A word with its lemma and part of speech (UPOS)."""

    @property
    def text(self) -> str: ...

    @property
    def lemma(self) -> str: ...

    @property
    def pos(self) -> str: ...


def hidden_verbs(tokens: Sequence[Tagged], language: str) -> frozenset[int]:
    """Places of words that are tagged as nouns and are the verb of their sentence or clause."""
    return frozenset(_hidden(tokens, language)) if language in CLAUSES else frozenset()


def _hidden(tokens: Sequence[Tagged], language: str) -> Iterator[int]:
    for start, end in _sentences(tokens):
        clauses = list(_clauses(tokens, start, end, language))
        whole = end < len(tokens) and tokens[end].text in CLOSING
        closed = whole and not any(_may_hold_main_verb(tokens[first:last], by) for first, last, by in clauses)
        for first, last, by in clauses:
            found = _of_clause(tokens[first:last], language, opened=bool(by), closed=closed)
            yield from (first + at for at in found)


def _may_hold_main_verb(clause: Sequence[Tagged], opener: str) -> bool:
    """Whether the verb of the sentence may be in this clause.

    It is not behind "when" and the like, nor in "hours that it runs": a second verb would be that of the sentence.
    """
    verbs = sum(word.pos in VERBS for word in clause)
    return verbs > 1 if opener in RELATIVE else verbs > 0 and not opener


def _of_clause(clause: Sequence[Tagged], language: str, *, opened: bool, closed: bool) -> Sequence[int]:
    """Places within a clause: `opened` by a word that has a verb behind it, or in a `closed` sentence without one."""
    if _has_verb(clause):
        return _participle(clause) if language == "nl" else ()
    if opened:
        return _predicate(clause, language, opened=True)
    if not closed or len(clause) < SHORTEST:
        return ()
    return (0,) if _is_order(clause[0], clause[1], language) else _predicate(clause, language, opened=False)


def _has_verb(words: Sequence[Tagged]) -> bool:
    return any(word.pos in VERBS for word in words)


def _sentences(tokens: Sequence[Tagged]) -> Iterator[tuple[int, int]]:
    """Spans of tokens up to a sign that ends a sentence, or the end of a line."""
    start = 0
    for at, token in enumerate(tokens):
        if token.text in PARTING or "\n" in token.text:
            yield start, at
            start = at + 1
    yield start, len(tokens)


def _clauses(tokens: Sequence[Tagged], start: int, end: int, language: str) -> Iterator[tuple[int, int, str]]:
    """The sentence in pieces, each with the word that opens it as a clause, if one does."""
    first, opener = start, ""
    for at in range(start, end):
        opens = _opens(tokens, at, end, language)
        if opens or tokens[at].pos == "PUNCT":
            if at > first:
                yield first, at, opener
            first, opener = at + 1, tokens[at].text.lower() if opens else ""
    if end > first:
        yield first, end, opener


def _opens(tokens: Sequence[Tagged], at: int, end: int, language: str) -> bool:
    """Whether a clause with a verb of its own stands behind this word: "when", or "and" before "nobody"."""
    word = tokens[at]
    if word.pos == "CCONJ" and at + 1 < end:
        after = tokens[at + 1]
        return after.pos == "PRON" and after.text.lower() not in POSSESSIVE[language]
    return word.pos != "DET" and word.text.lower() in CLAUSES[language]


def _is_order(word: Tagged, after: Tagged, language: str) -> bool:
    """Whether a sentence begins with a bare noun before what is no rest of its phrase: "Retrain on three years"."""
    if not word.text.istitle() or word.pos not in NOUNS or after.text.lower() in LINKERS[language]:
        return False
    if language == "en":
        return word.pos == "NOUN" and not _has_ending(word) and after.pos in BEHIND_A_VERB
    noun = after.pos in NOUNS and after.text.islower()  # two Dutch nouns in a row would be one word
    if word.text.endswith("en"):  # "bereken", and the plural of a noun
        return word.pos == "PROPN" and (noun or after.pos in ("DET", "PRON"))
    return not word.text.endswith(NOMINAL) and (noun or after.pos in BEHIND_A_VERB)


def _predicate(clause: Sequence[Tagged], language: str, *, opened: bool) -> Sequence[int]:
    """The place of the verb in a clause that has none; it stands right behind its subject. Two: one of both."""
    for at in range(1, len(clause)):
        word, before = clause[at], clause[at - 1]
        if word.pos not in SUBJECT:
            return ()
        if word.pos not in NOUNS or not word.text.islower():
            continue
        after = clause[at + 1] if at + 1 < len(clause) else None
        if language == "nl":
            found = _is_dutch_subject(before, at) and _is_dutch_verb(before, word, after, opened=opened)
        elif before.pos in NOUNS and after is not None and after.pos in NOUNS:
            if _has_ending(word) and not _has_ending(before):  # "recruiter inputs number", "gas emissions peak"
                return (at,) if _has_ending(after) else (at, at + 1)
            found = False
        else:
            found = _agrees(before, word)
        if found:
            return (at,)
    return ()


def _agrees(before: Tagged, word: Tagged) -> bool:
    """Whether an English word has the ending of a verb with this subject."""
    subject = before.text.lower()
    if before.pos in NOUNS:
        return _has_ending(word) != _has_ending(before)
    if subject in SINGULAR:
        return _has_ending(word)
    free = before.pos == "PRON" and subject not in POSSESSIVE["en"]
    return free and (subject in WITHOUT_ENDING) != _has_ending(word)


def _is_dutch_subject(before: Tagged, at: int) -> bool:
    """Whether this word may end a subject. The tagger takes a noun in front of a noun for a bare adjective as well."""
    if before.pos == "PRON":
        return before.text.lower() not in POSSESSIVE["nl"]
    return before.pos in NOUNS or (before.pos == "ADJ" and at > 1 and not before.text.endswith("e"))


def _is_dutch_verb(before: Tagged, word: Tagged, after: Tagged | None, *, opened: bool) -> bool:
    """Whether a word stands where Dutch has the verb: last in a clause, and behind the subject in a sentence.

    English words stand behind each other in Dutch texts: "het fieldset element".
    """
    if before.pos != "PRON":
        singular = not before.text.endswith(("en", "s"))
        if (
            word.text in known_words(SHIPPED, "en")
            or word.text.endswith("s")
            or (singular and word.text.endswith("en"))
        ):
            return False
    return after is None if opened else after is not None and after.pos not in NOUNS


def _has_ending(word: Tagged) -> bool:
    """Whether an English word ends in the "s" of a plural or of a verb."""
    sure = len(word.text) >= SURELY_ENDED or word.lemma.lower() != word.text.lower()
    return sure and word.text.endswith("s") and not word.text.endswith(("ss", "us", "is"))


def _participle(clause: Sequence[Tagged]) -> Sequence[int]:
    """The place of what ends a Dutch clause with an auxiliary only: "de hele partij is teruggeroepen"."""
    if len(clause) < 2 or any(word.pos == "VERB" for word in clause):
        return ()
    word, before = clause[-1], clause[-2]
    found = word.pos in NOUNS and before.pos not in BEFORE_A_NOUN and PARTICIPLE.fullmatch(word.text)
    return (len(clause) - 1,) if found else ()
