"""Strings that may name a person."""

import time

import pytest

from graph.facts import NameCandidate
from ingest.extract.names import as_candidates, find_addresses, find_lone_names, find_named, find_written_names
from ingest.extract.terms import Token


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Vraag het aan Mirthe van der Bos of kom langs.", "Mirthe van der Bos"),
        ("geschreven door J. van Oeveren en anderen", "J. van Oeveren"),
        ("aanwezig: Oeveren, J. van", "Oeveren, J."),
        ("thanks to Tunde Adeyemi-Smit for this", "Tunde Adeyemi-Smit"),
        ("with Zoë O'Kelly at the desk", "Zoë O'Kelly"),
        ("vraag Jan v.d. Meer daarnaar", "Jan v.d. Meer"),
        ("samen met Maria della Rosa gemaakt", "Maria della Rosa"),
        ("by Karin von Falkenberg and", "Karin von Falkenberg"),
        ("met P. in ’t Veld besproken", "P. in ’t Veld"),
    ],
)
def test_written_names(text: str, name: str) -> None:
    assert name in set(find_written_names(text))


def test_addresses_and_handles() -> None:
    text = "Mail Mirthe.Bos@voorbeeld.example of @tunde; niet a@b of https://x.example/@weg."
    assert set(find_addresses(text)) == {("mirthe.bos@voorbeeld.example", "email"), ("tunde", "handle")}


def test_names_by_parts_of_speech() -> None:
    words = ["gisteren", "zag", "Mirthe", "van", "der", "Bos", "de", "pomp"]
    tags = ["ADV", "VERB", "PROPN", "ADP", "DET", "PROPN", "DET", "NOUN"]
    assert list(find_named([Token(word, word, tag) for word, tag in zip(words, tags, strict=True)])) == [(2, 6)]


def test_the_most_frequent_first() -> None:
    found = [("b", "handle"), ("Anna Bos", "person"), ("Anna Bos", "person"), ("cc", "handle")]
    assert as_candidates(found) == (NameCandidate("Anna Bos", "person", 2), NameCandidate("cc", "handle", 1))


@pytest.mark.parametrize("bit", ["A'", "A-", "J. ", "Van der ", "Ab ", "a@", "@a.", "v d "])
def test_time_grows_no_faster_than_the_text(bit: str) -> None:
    def seconds(count: int) -> float:
        text = bit * count
        begun = time.process_time()
        list(find_written_names(text))
        list(find_addresses(text))
        return time.process_time() - begun

    assert min(seconds(8_000) for _ in range(3)) < 12 * max(min(seconds(2_000) for _ in range(3)), 0.002)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Taak Ada: dit. AvdL: dat. Ada heeft het.", [("AvdL", "speaker"), ("Ada", "opening")]),
        ("met Ada, Bram L en Cees", [("Ada", "word"), ("Bram L", "word"), ("Cees", "word")]),
        ("Ada, Bram", [("Ada", "opening"), ("Bram", "word")]),
        ("Ada | Laan | Logius", []),
        ("see Ada-8, x.Ada, /Ada and Ada@x", []),
    ],
)
def test_words_that_stand_alone(text: str, found: list[tuple[str, str]]) -> None:
    assert list(find_lone_names(text)) == found


def test_names_in_two_cells() -> None:
    assert list(find_written_names("Van der Laan | Ada | 3")) == ["Van der Laan", "Van der Laan | Ada"]
    assert list(find_written_names("Ada | van der Laan | 3")) == ["Ada | van der Laan"]
