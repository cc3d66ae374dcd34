"""Suggested translations: what they rest on, what they never join, and that order does not matter."""

import random
from collections.abc import Sequence

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.facts import Edge, Extraction, Key, TermCandidate, TermPair
from graph.terms import term_key
from models.encoder import Vectors
from models.index.records import Translation
from models.index.translations import ASKED, make
from models.proper_names import names_of
from models.term_uses import count_usages
from models.translation.facts import GENERAL, translation_facts
from models.translation.nearness import Nearness, nearest
from models.translation.suggestions import suggest
from models.translation.used_terms import GeneralPairs, read_used_terms, tongues_of

WORDS = {"nl": frozenset({"opslag", "plan", "de"}), "en": frozenset({"access", "token", "storage", "plan"})}
MEANINGS = {
    "waterstof": 1, "hydrogen": 1, "opslag": 2, "storage": 2, "pomp": 3, "pump": 3, "batterij": 4, "battery": 4,
    "plan": 5, "druk": 5, "pressure": 5, "sensor": 6, "sensoren": 6,
}  # fmt: skip


class ConceptEncoder:
    """Vectors of texts whose words have a meaning in a table; any other word has one of its own."""

    def encode(self, texts: Sequence[str]) -> Vectors:
        return np.asarray([self._row(text) for text in texts], dtype=np.float32).reshape(len(texts), 64)

    def _row(self, text: str) -> Vectors:
        row = np.zeros(64, np.float32)
        for word in text.lower().split():
            known = [number for piece, number in MEANINGS.items() if piece in word]
            for number in known or [8 + sum(map(ord, word)) % 56]:
                row[number] = 1
        return np.asarray(row / max(1e-9, float(np.linalg.norm(row))), np.float32)


def text(at: int, language: str, *terms: str, pairs: Sequence[TermPair] = ()) -> Extraction:
    found = tuple(TermCandidate(language, term, term, 2) for term in terms)
    return Extraction(f"document:a:{at}", str(at), "1", found, (), tuple(pairs))


def suggested(
    texts: Sequence[Extraction], encoder: ConceptEncoder | None = None, general: GeneralPairs = frozenset()
) -> dict[tuple[str, str], Edge]:
    """The suggestions by the norms of both terms."""
    usages = count_usages(lambda: texts)
    names = names_of(["Ada Vos"])
    chosen: dict[tuple[str, str], Key] = {}
    used = read_used_terms(usages, chosen, lambda: texts, WORDS, names)
    terms, edges = translation_facts(used, suggest(used, WORDS, encoder, general), usages, general)
    norms = {term.key: term.norm for term in terms}
    return {(norms[edge.start], norms[edge.end]): edge for edge in edges}


def organisation() -> list[Extraction]:
    dutch = ["waterstofopslag", "waterstof", "batterijopslag", "batterij", "pomp", "ada vos"]
    english = ["hydrogen storage", "hydrogen", "battery storage", "battery", "pump", "vos"]
    texts = [text(at, "nl", dutch[at % 6], dutch[(at + 1) % 6]) for at in range(30)]
    return texts + [text(60 + at, "en", english[at % 6], english[(at + 1) % 6]) for at in range(30)]


def test_an_encoder_finds_words_and_compounds_but_never_a_part_for_the_whole() -> None:
    found = suggested(organisation(), ConceptEncoder())
    asked = {pair for pair, edge in found.items() if edge.weight >= ASKED}
    assert asked == {
        ("waterstof", "hydrogen"),
        ("batterij", "battery"),
        ("pomp", "pump"),
        ("waterstofopslag", "hydrogen storage"),
        ("batterijopslag", "battery storage"),
    }
    assert {edge.role for edge in found.values()} == {"meaning"}


def test_what_texts_put_side_by_side_needs_no_encoder() -> None:
    pair = TermPair("nl", "waterstofopslag", "hydrogen storage", "gloss")
    texts = [*organisation(), *(text(200 + at, "nl", "waterstofopslag", pairs=[pair]) for at in range(2))]
    (edge,) = suggested(texts).values()
    assert edge.start == term_key("nl", "waterstofopslag")
    assert edge.end == term_key("en", "hydrogen storage")
    assert (edge.role, edge.weight >= ASKED) == ("text", True)


def test_texts_that_disagree_are_not_believed() -> None:
    one = TermPair("nl", "waterstofopslag", "hydrogen storage", "gloss")
    other = TermPair("nl", "waterstofopslag", "battery storage", "gloss")
    texts = [
        *organisation(),
        text(200, "nl", "pomp", pairs=[one]),
        *(text(201 + at, "nl", "pomp", pairs=[other]) for at in range(2)),
    ]
    assert [pair for pair, edge in suggested(texts).items() if edge.weight >= ASKED] == [
        ("waterstofopslag", "battery storage")
    ]


def test_a_general_word_helps_to_ask_for_what_the_organisation_writes_and_decides_nothing() -> None:
    general = frozenset({("pomp", "pump"), ("druk", "pressure"), ("pomp", "force pump")})
    found = suggested(organisation(), None, general)
    assert ("druk", "pressure") not in found  # the organisation uses neither
    assert found["pomp", "force pump"].weight == GENERAL
    assert ("pomp", "pump") not in found or found["pomp", "pump"].weight < ASKED


def test_one_language_has_no_translations() -> None:
    texts = [each for each in organisation() if each.terms[0].language == "nl"]
    assert suggested(texts, ConceptEncoder()) == {}


def test_names_and_words_of_both_languages_need_no_translation() -> None:
    texts = [text(at, "nl", "sensoren", "ada vos") for at in range(4)]
    texts += [text(10 + at, "en", "sensoren", "ada vos") for at in range(4)]
    assert suggested(texts, ConceptEncoder()) == {}


def test_a_dutch_word_that_is_english_too_is_near_nothing() -> None:
    texts = [text(at, "nl", "plan", "pomp") for at in range(4)]
    texts += [text(9 + at, "en", "pressure", "pump") for at in range(4)]
    assert set(suggested(texts, ConceptEncoder())) == {("pomp", "pump")}


def test_an_english_term_in_a_dutch_text_is_english() -> None:
    assert tongues_of(("nl", "access token"), WORDS) == {"en"}
    assert tongues_of(("nl", "opslag"), WORDS) == {"nl"}
    assert tongues_of(("nl", "plan"), WORDS) == {"nl", "en"}
    assert tongues_of(("en", "zeppelin"), WORDS) == {"en"}


@settings(max_examples=10, deadline=None)
@given(st.randoms(use_true_random=False))
def test_the_order_of_texts_does_not_matter(rng: random.Random) -> None:
    texts = organisation()
    shuffled = rng.sample(texts, len(texts))
    assert suggested(texts, ConceptEncoder()) == suggested(shuffled, ConceptEncoder())


def test_nearest_takes_the_best_that_is_allowed_and_bears_an_empty_side() -> None:
    rows = np.eye(3, dtype=np.float32)
    kinds = [(1.0, Nearness(rows, rows))]
    assert set(nearest(kinds, 1, lambda row, column: True)) == {(0, 0), (1, 1), (2, 2)}
    assert all(row != column for row, column in nearest(kinds, 1, lambda row, column: row != column))
    assert list(nearest([(1.0, Nearness(rows, rows[:0]))], 1, lambda row, column: True)) == []


def test_topics_are_alike_when_one_is_asked_along_for_the_other() -> None:
    table = make([("nl", "waterstofopslag", Translation("en", "hydrogen storage", ASKED))])
    dutch, english = {"nl": "Waterstofopslag"}, {"en": "Hydrogen storage"}
    assert table.are_alike(dutch, english)
    assert table.are_alike(english, dutch)
    assert not table.are_alike(dutch, {"en": "battery storage"})


def test_translations_are_looked_up_by_words_of_the_index_the_best_first() -> None:
    pump = Translation("en", "pump", 0.9)
    table = make(
        [
            ("nl", "pompen", pump),
            ("nl", "pomp", Translation("en", "pumps", 0.8)),
            ("fr", "pompe", pump),
            ("en", "pump", Translation("und", "pomp", 0.9)),
        ]
    )
    assert table.longest == 1
    assert list(table.forms.values()) == [(pump,)]
