"""The best documents for a question: by falling score, and where scores are equal by their number, whatever segment."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest
import tantivy

from models.index.text_index import STEP, Clause, Engine, Matcher, Word

MANY = 3_000
QUESTION = (Clause(((Word("en", "reef"),),)), Clause(((Word("en", "tide"),),)))


@pytest.fixture(scope="module")
def matcher(tmp_path_factory: pytest.TempPathFactory) -> Matcher:
    """Few sorts of texts in many documents, so that most scores are shared, in three commits of mixed numbers."""
    engine = Engine(Path(tmp_path_factory.mktemp("engine")), "ordinal", ("account", "rule"))
    draw = random.Random(4)
    numbers = draw.sample(range(MANY), MANY)
    for part in range(3):
        for number in numbers[part::3]:
            document = tantivy.Document()
            document.add_integer("ordinal", number)
            document.add_text(
                "body_en", " ".join(draw.choices(("reef", "tide", "shell", "sand"), k=draw.randint(1, 5)))
            )
            engine.add(document)
        engine.commit()
    matcher = Matcher(engine.schema, engine.searcher(), "ordinal")
    engine.close()
    return matcher


def _all(matcher: Matcher) -> Iterator[tuple[float, int]]:
    """Every hit that Tantivy has, in the order that is promised."""
    hits = matcher.searcher.search(matcher.query(QUESTION, flat=False), 2 * MANY, count=False).hits
    numbers = matcher.searcher.fast_field_values("ordinal", [address for _, address in hits])
    rounded = (round(float(score) * STEP) / STEP for score, _ in hits)
    return iter(sorted(zip(rounded, numbers, strict=True), key=lambda hit: (-hit[0], hit[1])))


@pytest.mark.parametrize("k", [1, 2, 255, 1_000, 2_500, MANY, 2 * MANY])
@pytest.mark.parametrize("odd", [False, True])
def test_the_best_come_by_score_and_then_by_number(matcher: Matcher, k: int, odd: bool) -> None:
    accept = (lambda numbers: numbers % 2 == 1) if odd else None
    expected = [(score, number) for score, number in _all(matcher) if number % 2 or not odd][:k]
    numbers, scores = matcher.top(matcher.query(QUESTION, flat=False), k, accept)
    assert list(zip(scores.tolist(), numbers.tolist(), strict=True)) == expected


def test_most_documents_share_their_score(matcher: Matcher) -> None:
    scores = [score for score, _ in _all(matcher)]
    assert len(set(scores)) < len(scores) / 10
    assert matcher.searcher.num_segments > 1


def test_a_word_that_nobody_wrote_finds_nothing(matcher: Matcher) -> None:
    numbers, scores = matcher.top(matcher.query((Clause(((Word("en", "lagoon"),),)),), flat=False), 10)
    assert len(numbers) == len(scores) == 0
