"""Language of texts, short and long, declared and not."""

import pytest

from ingest.extract.language import detect_language


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("De vergunning voor de nieuwe opslag is niet op tijd aangevraagd.", "nl"),
        ("The permit for the new storage was not requested in time.", "en"),
        ("Wie weet hoe je de warmtepomp van het kantoor instelt?", "nl"),
        ("Does anybody know how to configure the heat pump?", "en"),
        ("Ziekteverzuim melden bij de bedrijfsarts", "nl"),
        ("Die Genehmigung wurde leider nicht rechtzeitig beantragt, sagte der Leiter der Abteilung gestern.", "de"),
    ],
)
def test_language_of_a_sentence(text: str, language: str) -> None:
    assert detect_language(text) == language


@pytest.mark.parametrize("text", ["", "  ", "12345 67", "+1", "ok"])
def test_without_words_nobody_knows(text: str) -> None:
    assert detect_language(text) is None


def test_what_the_format_declares_counts_when_the_text_says_nothing() -> None:
    assert detect_language("42", "nl-NL") == "nl"
    assert detect_language("The storage of the hydrogen is what this text is about.", "nl") == "en"
    assert detect_language("42", "not a code") is None
