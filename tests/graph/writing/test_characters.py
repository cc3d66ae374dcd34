"""Texts in one form, whatever program wrote them."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.writing.characters import UNSEEN, one_form

TABLE = [
    ("grond\u00adwater\u00adpeil", "grondwaterpeil"),
    ("grond\u200bwater", "grondwater"),
    ("\ufeffGrondwater", "Grondwater"),
    ("grond\u2060water\u200c", "grondwater"),
    ("\u202bgrond\u200ewater\u202c \u2067peil\u2069", "grondwater peil"),
    ("\u061cgrond\u034fwater", "grondwater"),
    ("reu\u0308nie, cafe\u0301", "reünie, café"),
    ("O\u0308Z\u030c", "ÖŽ"),
    ("ef\ufb01cie\u0308nt, \ufb02uïdum, sto\ufb00en", "efficiënt, fluïdum, stoffen"),
    ("o\ufb03ce, ba\ufb04e, \ufb05aal", "office, baffle, staal"),
    ("\u0132sbreker en b\u0133", "IJsbreker en bij"),
    ("vis\u017fer", "visser"),
    ("10\u00a0km, 5\u202f%, 7\u2009m", "10 km, 5 %, 7 m"),
    ("e\u2011mail, ad\u2010hoc", "e-mail, ad-hoc"),
    ("een\u2028twee\u2029drie\u0085vier\x0bvijf", "een\ntwee\ndrie\nvier\nvijf"),
    ("\uff23\uff0b\uff0b", "C++"),
    ("\uff76\uff9e\uff70\uff84\uff9e", "ガード"),
    ("\U0001d5de\U0001d5f2\U0001d5fb\U0001d5fb\U0001d5f6\U0001d600", "Kennis"),
    ("\ufefb\ufe8e", "لاا"),
    ("\u2f08\u2f24", "人大"),
    ("葛\U000e0100城", "葛城"),
    ("می\u200cخواهم", "میخواهم"),
    ("foto’s, “citaat” – en — streep", "foto’s, “citaat” – en — streep"),
    ("CO₂, m², ½, 5 °C, №", "CO₂, m², ½, 5 °C, №"),
    ("👩\u200d💻 ❤\ufe0f 1\ufe0f⃣", "👩\u200d💻 ❤\ufe0f 1\ufe0f⃣"),
    ("wa\u200dter\ufe0f", "water"),
    ("plain ASCII\ttext\r\n", "plain ASCII\ttext\r\n"),
]  # fmt: skip


@pytest.mark.parametrize(("written", "form"), TABLE)
def test_what_programs_write(written: str, form: str) -> None:
    assert one_form(written) == form


@given(st.text())
def test_a_form_is_its_own_form(text: str) -> None:
    form = one_form(text)
    assert one_form(form) == form
    assert not re.search(f"[{UNSEEN}]", form)


@given(st.text(st.characters(categories=["L", "Nd", "Zs"])))
def test_composed_and_decomposed_texts_are_one(text: str) -> None:
    assert one_form(unicodedata.normalize("NFD", text)) == one_form(text)
