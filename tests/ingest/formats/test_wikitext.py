"""Wikitext: what reads as text stays, what is machinery goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats import Limits
from ingest.formats.wikitext import parse


def text_of(source: str) -> str:
    return parse(source.encode(), Limits()).text


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("'''Bold''' and ''slanted'' text.", "Bold and slanted text."),
        ("See [[Boiler]] and [[Heat pump#Use|the pump]].", "See Boiler and the pump."),
        ("Read [https://h.example the manual].", "Read the manual."),
        ("== Use ==\nTurn it.", "Use\n\nTurn it."),
        ("* one\n* two\n# three", "one\ntwo\nthree"),
        ("Warm.<ref>Source: a book.</ref> Cold.", "Warm. Cold."),
        ("A<!-- secret -->B", "AB"),
        ("[[File:Plan.png|thumb|200px|The plan of the roof]] Text.", "The plan of the roof\nText."),
        ("[[Bestand:Plan.png|miniatuur|120px]]Text.", "Text."),
        ("Text.[[Categorie:Daken]][[Category:Roofs|sort]]", "Text."),
        ("{{Box|date=2020|text=Ask the keeper for the key of this room}}", "Ask the keeper for the key of this room"),
        ("{{Box|1=small}}After.", "After."),
        ("caf&eacute; &amp; bar", "café & bar"),
        ("__NOTOC__Text.", "Text."),
        ("<syntaxhighlight lang=python>print(1)</syntaxhighlight>", "print(1)"),
        ("{|\n! Name !! Room\n|-\n| Ada || 12\n|}", "Name Room\n\nAda 12"),
    ],
)
def test_text(source: str, text: str) -> None:
    assert text_of(source) == text


def test_links_and_categories() -> None:
    parsed = parse(
        b"[[Boiler|it]] [[:File:A.png]] [[Category:Heat_pumps]] [https://h.example x] [[File:B.png]]", Limits()
    )
    assert parsed.tags == ("Heat pumps",)
    assert parsed.links == ("Boiler", "https://h.example")


def test_bytes_that_are_no_text_are_told() -> None:
    parsed = parse(b"caf\xe9 open", Limits())
    assert [problem.message for problem in parsed.problems] == ["wikitext-bytes-replaced"]
    assert "open" in parsed.text


@pytest.mark.parametrize(
    "source", ["{{" * 3000 + "word", "[[" * 5000 + "word", "{|" * 2000 + "word", "<b>" * 3000 + "word"]
)
def test_endless_nesting_ends(source: str) -> None:
    assert "word" in text_of(source)


def test_a_page_that_is_very_large_is_read_roughly() -> None:
    parsed = parse(("[[Boiler|The boiler]] drips. " * 50_000).encode(), Limits())
    assert parsed.text.startswith("The boiler drips.")
    assert [problem.message for problem in parsed.problems] == ["wikitext-read-roughly"]


@given(st.text(alphabet="ab[]{}|=<>!-*#:'/\n", max_size=200))
def test_no_markup_breaks_it(source: str) -> None:
    text_of(source)


@given(st.lists(st.text(alphabet="abcdefgh", min_size=2, max_size=8), min_size=1, max_size=20))
def test_plain_words_stay(words: list[str]) -> None:
    assert text_of(" ".join(words)) == " ".join(words)
