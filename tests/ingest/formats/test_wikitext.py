"""Wikitext: what reads as text stays, what is machinery goes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats import Limits, PassageKind
from ingest.formats.wiki_words import is_redirect
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
        ("__GEENINHOUD__\nTekst. __INHOUD_DWINGEN__ __KEIN_INHALTSVERZEICHNIS__", "Tekst."),
        ("Tekst.\n[[Categorie:Daken]]\n[[en:Roof]]\n[[de:Dach]] [[fr:Toit]]", "Tekst."),
        ("Tekst. [[Categorie:Daken]]\n[[Categorie:Goten]][[en:Roof]]", "Tekst."),
        ("* [[hr: Verlof]] en [[en]]", "hr: Verlof en en"),
        ("[[Overleg:Dak]]\n[[Handboek:Dak]]", "Overleg:Dak\nHandboek:Dak"),
        ("Zie [[:en:Roof]].", "Zie en:Roof."),
        (
            "[[Bestand:Dak.jpg|thumb|300px|rechts|Links het dak, rechts de goot]]Tekst.",
            "Links het dak, rechts de goot\nTekst.",
        ),
        ("[[Bestand:Dak.jpg|miniatuur|rechtop=1.2]]Tekst.", "Tekst."),
        ("[[Datei:Dach.jpg|mini|hochkant 1.2|Das Dach]]Text.", "Das Dach\nText."),
        ("[[Fichier:Toit.jpg|vignette|redresse|alt=Un toit]]Texte.", "Texte."),
        ("[[Afbeelding:Dak.jpg|omkaderd|120x80px]]Tekst.", "Tekst."),
        ("{{STANDAARDSORTERING:Dak}}Tekst.", "Tekst."),
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


@pytest.mark.parametrize(
    ("source", "redirects"),
    [
        ("#REDIRECT [[Roof]]", True),
        ("#redirect: [[Roof]]", True),
        ("\n#DOORVERWIJZING [[Dak#Goot]]\n[[Categorie:Oud]]", True),
        ("#doorverwijzing[[Dak]]", True),
        ("#WEITERLEITUNG [[Dach]]", True),
        ("#REDIRECTION [[Toit]]", True),
        ("#Zie [[Dak]]", False),
        ("Tekst\n#DOORVERWIJZING [[Dak]]", False),
        ("#DOORVERWIJZING naar het dak", False),
    ],
)
def test_redirects(source: str, redirects: bool) -> None:
    assert is_redirect(source) is redirects


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


def test_code_is_code() -> None:
    code = '<syntaxhighlight lang="python">\npump.start()\n\npump.stop()\n</syntaxhighlight>'
    parsed = parse(f"De pomp start zo:\n{code}\nEn dan loopt hij.".encode(), Limits())
    told = [parsed.text[each.start : each.end] for each in parsed.passages if each.voice == PassageKind.CODE]
    assert [each for each in told if each] == ["pump.start()", "pump.stop()"]
    assert parsed.text.startswith("De pomp start zo:")
    assert parsed.text.endswith("En dan loopt hij.")
