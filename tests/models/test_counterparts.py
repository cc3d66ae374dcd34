"""Names of both languages, word by word: which leave a word without a counterpart."""

from __future__ import annotations

import pytest

from models.counterparts import worst_counterpart
from tests.models.concepts import PumpEncoder

DUTCH = {"pomp", "lek", "lekkage", "ketel", "geluid", "geluids", "warmte", "meting"}


@pytest.mark.parametrize(
    ("said", "label", "language"),
    [
        ("pump leak", "pomplekkage", "nl"),
        ("boiler noise", "ketelgeluid", "nl"),
        ("noise boiler", "geluid van de ketel", "nl"),
        ("pomplekkage", "leak of a pump", "en"),
        ("leak pump", "lekpomp", "nl"),
        ("leak noise", "lekgeluid", "nl"),
    ],
)
def test_every_word_has_one(said: str, label: str, language: str) -> None:
    assert worst_counterpart(said.split(), label, language, DUTCH.__contains__, PumpEncoder()) > 0.9


@pytest.mark.parametrize(
    ("said", "label", "language"),
    [
        ("pump", "pomplekkage", "nl"),
        ("pump noise", "pomplekkage", "nl"),
        ("geluid", "noise of a boiler", "en"),
        ("noise", "geluidsmeting", "nl"),
        ("pump", "van de", "nl"),
        ("pump", "", "nl"),
    ],
)
def test_a_word_has_none(said: str, label: str, language: str) -> None:
    assert worst_counterpart(said.split(), label, language, DUTCH.__contains__, PumpEncoder()) < 0.2
