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


@pytest.mark.parametrize(
    ("text", "languages", "language"),
    [
        ("Herkent iemand dit", ("en",), None),
        ("Vraag over lekdetectie", ("en",), None),
        ("Vierde trap wordt", ("en",), None),
        ("kubelet restarts", ("en",), "en"),
        ("PLC firmware upgrade", ("en",), "en"),
        ("Does anyone know this", ("nl",), None),
        ("Storing PLC", ("nl",), "nl"),
        ("De werkdruk in het team is hoog en dat is niet goed voor ons.", ("en",), None),
        ("De werkdruk in het team is hoog en dat is niet goed voor ons.", ("nl",), "nl"),
        ("The workload of the team is high and that is not good for us.", ("nl",), None),
        ("The workload of the team is high and that is not good for us.", ("nl", "en"), "en"),
        ("Planning board", ("en",), "en"),
        ("Planning board", ("nl",), "nl"),
        ("Deploy staging pipeline webserver", ("en",), "en"),
        ("Die Speicherung von Wasserstoff ist Gegenstand dieses Textes.", ("en",), "de"),
    ],
)
def test_only_languages_of_the_organisation_are_told(
    text: str, languages: tuple[str, ...], language: str | None
) -> None:
    assert detect_language(text, None, languages) == language


def test_a_declared_language_that_the_organisation_does_not_write_is_not_told() -> None:
    assert detect_language("42", "nl", ("en",)) is None
    assert detect_language("42", "fr", ("en",)) == "fr"
