"""Words by which people look for a name, and the order of names."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.names import query_words, search_words, sort_key
from tests.graph.names.table import READ, rows


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("Jan van den Berg", "berg; Jan Berg; van den berg; vandenberg; vd berg; vdberg; v.d. berg; J. van den Berg"),
        ("Anne-Fleur van der Meer-de Vries", "van der meer; vandermeer; vd meer; devries; anne fleur; annefleur"),
        ("Siobhán O’Brien", "OBrien; O'Brien; o brien; siobhan; Siobhán; s. obrien"),
        ("Jean-Luc D'Hondt", "jean luc; jeanluc; dhondt; d hondt; D’Hondt; JL Dhondt" ),
        ("Jürgen Weiß", "Weiss; weiß; jurgen; juergen; J. Weiss"),
        ("İbrahim Yılmaz", "Ibrahim; ibrahim yilmaz; YILMAZ"),
        ("Søren Łukasz", "soren; lukasz; SØREN"),
        ("王小明", "王小明; 小明; 王"),
        ("Jan van 't Hof", "van t hof; vant hof; hof van t; van 't hof; Hof, Jan van 't"),
        ("Piet Jansen", "p. jansen; jansen p; Jansen, Piet; de heer jansen; meneer Jansen; dr. Jansen; dhr. P. Jansen"),
        ("Wilhelmina (Mina) van der Bos", "mina bos; wilhelmina; m. bos; mevrouw van der Bos; minA"),
    ],
)  # fmt: skip
def test_what_people_type(name: str, asked: str) -> None:
    known = search_words(name)
    for question in asked.split(";"):
        missing = set(query_words(question)) - known
        assert not missing or _joined(query_words(question)) & known, (question, missing)


def _joined(words: list[str]) -> set[str]:
    return {"".join(words)}


@pytest.mark.parametrize(("text", "words"), [("de heer", "de heer"), ("mevrouw", "mevrouw"), ("Dr. No", "no")])
def test_a_question_is_never_emptied(text: str, words: str) -> None:
    assert " ".join(query_words(text)) == words


@pytest.mark.parametrize("row", rows(READ), ids=str)
def test_each_name_of_the_table_is_found_by_its_own_words(row: object) -> None:
    text = str(row).partition(" | ")[0]
    assert set(query_words(text)) <= search_words(text)


def test_people_are_sorted_by_family_name_without_particles() -> None:
    names = [
        "Mirthe", "Jan van den Berg", "Berg, Adri van den", "Els Berg", "Karst de Boer", "Évi Boer", "Anna Zwart",
        "王小明", "Aad 't Hart", "Jean-Luc D'Hondt",
    ]  # fmt: skip
    assert sorted(names, key=sort_key) == [
        "Berg, Adri van den", "Els Berg", "Jan van den Berg", "Évi Boer", "Karst de Boer", "Aad 't Hart",
        "Jean-Luc D'Hondt", "Mirthe", "Anna Zwart", "王小明",
    ]  # fmt: skip


@given(st.text(max_size=60))
def test_any_text_can_be_sorted_and_searched(text: str) -> None:
    assert len(sort_key(text)) == 3
    search_words(text)
    query_words(text)
