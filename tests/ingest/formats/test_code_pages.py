"""Text in a code page that nobody stated is read in the one in which it makes sense."""

from __future__ import annotations

import pytest

from ingest import formats
from ingest.formats.code_pages import in_code_page

WESTERN = ("windows-1252", "mac-roman", "cp850")
SENTENCES = [
    "Foto’s van de dompelpomp.",
    "Het kost €5 per stuk.",
    "Bij 20 °C en 5 m² is het – zoals gezegd – warm.",
    "De coëfficiënt is ½, dus naïef gerekend.",
    "“Prima”, zei de patiënt.",
    "Het café in de crèche is één week dicht.",
    "• punt één",
    "Müller en Jürgen prüfen die Größe.",
    "Straße in München.",
    "Crème brûlée à la carte, ça va.",
    "Señor Peña sprak.",
    "Who’s who… in the team.",
    "ü",
]


def can_say(page: str, text: str) -> bool:
    """Whether this code page has all signs of the text."""
    try:
        text.encode(page)
    except UnicodeEncodeError:
        return False
    return True


@pytest.mark.parametrize("before", ["", "Verslag van het overleg over de keuring van pompen.\n"])
@pytest.mark.parametrize(
    ("page", "sentence"), [(page, each) for page in WESTERN for each in SENTENCES if can_say(page, each)]
)
def test_western_europe(page: str, before: str, sentence: str) -> None:
    text = before + sentence
    assert in_code_page(text.encode(page)) == text


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("windows-1251", "Насос проверяется каждый год, а также заменяется при необходимости."),
        ("koi8-r", "Насос проверяется каждый год, а также заменяется при необходимости."),
        ("windows-1253", "Η αντλία ελέγχεται κάθε χρόνο και αντικαθίσταται όταν χρειάζεται."),
        ("shift-jis", "ポンプは毎年点検し、必要に応じて交換しなければなりません。"),
        ("windows-1250", "Zażółć gęślą jaźń. Pompa jest sprawdzana każdego roku, a także wymieniana."),
    ],
)
def test_elsewhere(page: str, text: str) -> None:
    assert in_code_page(text.encode(page)) == text


def test_a_file_of_a_mac() -> None:
    parsed = formats.parse("Één pomp in de crèche.\rDe tweede is elders.".encode("mac-roman"), "text/plain")
    assert parsed.text == "Één pomp in de crèche.\nDe tweede is elders."
    assert [each.message for each in parsed.problems] == ["text-not-utf8"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"])
def test_wide_characters(encoding: str) -> None:
    parsed = formats.parse("De pomp in de crèche is oud – en één is nieuw.".encode(encoding), "text/plain")
    assert parsed.text == "De pomp in de crèche is oud – en één is nieuw."
    assert parsed.problems == ()
