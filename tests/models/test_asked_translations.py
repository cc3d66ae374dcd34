"""A question is asked in the other language too: what is found so counts less, and the answer names it."""

from __future__ import annotations

import numpy as np
import pytest

from models.index.records import ParsedQuestion, TopicRow, Translation
from models.index.text.analysis import words
from models.index.text.engine import Word
from models.index.text.question import parse
from models.index.topics import NONE
from models.index.topics import make as make_topics
from models.index.translations import Translations, make

TABLE = make(
    [
        ("nl", "batterijopslag", Translation("en", "battery storage", 0.9)),
        ("en", "battery storage", Translation("nl", "batterijopslag", 0.9)),
        ("en", "access", Translation("nl", "toegang", 0.8)),
        ("en", "access control", Translation("nl", "toegangsbeheer", 0.8)),
        ("nl", "pomp", Translation("en", "pump", 0.8)),
    ]
)
COUNTS = {
    ("nl", "batterijopslag"): 2, ("en", "battery"): 40, ("en", "storage"): 30, ("nl", "toegangsbeheer"): 5,
    ("nl", "toegang"): 50, ("en", "access"): 1, ("nl", "pomp"): 3,
}  # fmt: skip
Counts = dict[tuple[str, str], int]


class CountedWords:
    """An index of 1,000 documents in which these words are used so often, by language."""

    def __init__(self, counts: Counts) -> None:
        self._counts = {
            (language, form): count for (language, word), count in counts.items() for form in words(word, language)
        }

    def size(self) -> int:
        return 1000

    def having(self, word: Word) -> int:
        return self._counts.get((word.language, word.token), 0)


def asked(text: str, table: Translations = TABLE, counts: Counts = COUNTS) -> ParsedQuestion:
    return parse(text, CountedWords(counts), NONE, table)


@pytest.mark.parametrize(
    ("question", "also"),
    [
        ("batterijopslag", ("battery storage",)),
        ("battery storage", ("batterijopslag",)),
        ("access control", ("toegangsbeheer",)),
        ("access policy", ("toegang",)),
        ("pomp", ()),  # nobody wrote "pump"
        ("zeppelin", ()),
    ],
)
def test_the_longest_that_has_a_translation_is_asked_along_and_named(question: str, also: tuple[str, ...]) -> None:
    assert tuple(name for name in asked(question).synonyms if name in {"pump", *also}) == also


def test_a_word_that_dutch_does_not_spell_so_is_not_a_dutch_one() -> None:
    table = make([("nl", "los", Translation("en", "loose", 0.9)), ("nl", "skills", Translation("en", "art", 0.9))])
    counts = {("nl", "los"): 9, ("en", "loose"): 9, ("en", "loss"): 9, ("nl", "skills"): 9, ("en", "art"): 9}
    assert asked("los", table, counts).synonyms == ("loose",)
    assert asked("loss", table, counts).synonyms == asked("losses", table, counts).synonyms == ()
    assert asked("skills", table, counts).synonyms == ("art",), "where it is the Dutch term itself it is found"


def test_another_name_of_a_topic_counts_as_much_as_the_one_beside_other_words() -> None:
    forms = (("en", "CSS"), ("en", "cascading style sheets"))
    named = (np.zeros(2, np.int64), np.zeros(0, np.int32), np.zeros(0, np.uint8), np.zeros(1))
    topics = make_topics([TopicRow("topic:css", {"en": "CSS"}, forms)], *named)
    counts = {("en", "css"): 300, ("en", "cascading"): 2, ("en", "style"): 5, ("en", "sheets"): 4, ("en", "speed"): 9}
    parsed = parse("css speed", CountedWords(counts), topics)
    (names, _) = (clause.ways for clause in parsed.clauses)
    other = next(way for way in names if len(way) == 3)
    assert sum(word.idf * word.weight for word in other) == pytest.approx(parsed.rarity["css"])


@pytest.mark.parametrize("question", ["batterijopslag", "battery storage", "access control"])
def test_a_translation_never_counts_as_much_as_what_was_asked(question: str) -> None:
    parsed, plain = asked(question), asked(question, make(()))
    known = sum(parsed.rarity[word] for word in plain.rarity if word not in plain.unknown)
    extra = 0.0
    for clause, before in zip(parsed.clauses, plain.clauses, strict=True):
        added = [way for way in clause.ways if way not in before.ways]
        extra += sum(word.idf * word.weight for way in added for word in way)
    assert extra > 0
    if known and not plain.unknown:
        assert extra < known


def test_a_word_that_nobody_wrote_is_known_by_its_translation() -> None:
    counts = {word: count for word, count in COUNTS.items() if word[1] != "batterijopslag"}
    assert asked("batterijopslag", make(()), counts).unknown == ("batterijopslag",)
    assert asked("batterijopslag", TABLE, counts).unknown == ()
