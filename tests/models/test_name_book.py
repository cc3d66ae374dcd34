"""People found by the names that people type."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.names import split
from models.index.names import NameBook, alike
from models.index.records import IndexedPerson

NAMES = {
    "n1": "Siobhán O’Brien",
    "n2": "Jean-Luc D'Hondt",
    "n3": "Jürgen Weiß",
    "n4": "İbrahim Yılmaz",
    "n5": "Anne-Fleur van der Meer-de Vries",
    "n6": "Søren Łukasz",
    "n7": "王小明",
    "n8": "Jan van 't Hof",
    "n9": "Bo Li",
    "n10": "Piet Jansen",
    "n11": "Jan van den Berg",
    "n12": "Ina Waterman",
    "n13": "Иван Петров",
    "n14": "Γιώργος Παπαδόπουλος",
    "n15": "محمد علي",
    "n16": "Wilhelmina (Mina) Bakker",
    "n17": "Kees IJzerman",
    "n18": "Els van Dijk",
    "n19": "山田 太郎",
    "n20": "김민준",
    "n21": "prof. dr. A.B. de Groot",
    "n22": "Fatima El-Amrani",
    "n23": "Peter McDonald",
    "n24": "Petra Janssen",
    "n25": "José García Márquez",
    "n26": "Ólafur Guðmundsson",
    "n27": "Q.R. Zandstra",
    "n28": "Bob 's-Gravesande",
    "n29": "Алексей Чуйков",
}
CONTACTS: dict[str, dict[str, Any]] = {
    "n1": {"phone": "+31 (0)6 1234 5678", "room": "A2.14", "emails": ["s.obrien@acme.example"], "function": "Adviseur"},
    "n2": {"phone": "070-456 78 90 / 0612345679", "room": "Kamer 1.03"},
    "n3": {"phone": "0031 20 5551234 ext. 77", "room": "Zaal Noord"},
}


def _book() -> NameBook:
    rows = [IndexedPerson(key, name, [name], listed=True, **CONTACTS.get(key, {})) for key, name in NAMES.items()]
    return NameBook(rows, None)


BOOK = _book()


@pytest.fixture(scope="module")
def book() -> NameBook:
    return BOOK


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("OBrien", "n1"), ("O'Brien", "n1"), ("o brien", "n1"), ("sio", "n1"), ("jeanluc", "n2"), ("jean luc", "n2"),
        ("dhondt", "n2"), ("d hondt", "n2"), ("Weiss", "n3"), ("juergen", "n3"), ("ibrahim yilmaz", "n4"),
        ("vandermeer", "n5"), ("vd meer", "n5"), ("v.d. Meer", "n5"), ("de vries", "n5"), ("annefleur", "n5"),
        ("soren", "n6"), ("lukasz", "n6"), ("王小明", "n7"), ("小明", "n7"), ("van t hof", "n8"), ("vant hof", "n8"),
        ("hof van t", "n8"), ("li", "n9"), ("p. jansen", "n10"), ("jansen p", "n10"), ("Jansen, Piet", "n10"),
        ("piet jans", "n10"), ("piet jansn", "n10"), ("de heer Jansen", "n10"), ("mevrouw O'Brien", "n1"),
        ("j. van den berg", "n11"), ("Berg, J. van den", "n11"), ("jan van", "n11 n8"), ("j", ""), ("p j", ""),
        ("v/d meer", "n5"), ("v d meer", "n5"), ("meer, van der", "n5"), ("meer de vries", "n5"),
        ("af van der meer", "n5"),
        ("van ’t hof", "n8"), ("'t hof", "n8"), ("hof, j. van 't", "n8"), ("v.d. Berg, J.", "n11"),
        ("pjansen", "n10"), ("jansenp", "n10"), ("p.jansen", "n10"), ("pietjansen", "n10"), ("jldhondt", "n2"),
        ("de hr. jansen", "n10"), ("dhr. P. Jansen", "n10"), ("mevr. bakker", "n16"), ("mw. W. Bakker", "n16"),
        ("mevrouw Mina", "n16"), ("Prof. dr. de Groot", "n21"), ("ab de groot", "n21"), ("de groot, a.b.", "n21"),
        ("ivan petrov", "n13"), ("Петров Иван", "n13"), ("петр", "n13"), ("giorgos", "n14"), ("παπαδοπουλος", "n14"),
        ("علي محمد", "n15"), ("مُحَمَّد", "n15"), ("xiaoming", "n7"), ("wang xiaoming", "n7"), ("山田太郎", "n19"),
        ("太郎", "n19"),
        ("민준", "n20"), ("yzerman", "n17"), ("ĳzerman", "n17"), ("van dyk", "n18"), ("v dijk", "n18"),
        ("elamrani", "n22"),
        ("amrani", "n22"), ("mc donald", "n23"), ("mcdonald", "n23"), ("marquez jose", "n25"), ("gudmundsson", "n26"),
        ("mu\u0308ller", ""), ("wei\u00adss", "n3"), ("\u202apiet\u200b jansen\u202c", "n10"), ("pi jansen", "n10"),
        ("petra jansen", "n24"), ("jan jansen", ""), ("peit jans", "n10"), ("jnasen", "n10"), ("jansenn", "n10"),
        ("hjansen", "n10"), ("jxnsxn", ""), ("piet bakker", ""),
        ("06 12345678", "n1"), ("06-1234 5678", "n1"), ("+31612345678", "n1"), ("0031 6 12 34 56 78", "n1"),
        ("12345678", "n1"), ("5678", "n1"), ("tel. 06-12345678", "n1"), ("(070) 456 78 90", "n2"), ("0612345679", "n2"),
        ("020-5551234", "n3"), ("555 12 34", "n3"), ("0698765432", ""), ("00", ""), ("12", ""),
        ("a2.14", "n1"), ("A2-14", "n1"), ("a214", "n1"), ("kamer A2.14", "n1"), ("room a2 14", "n1"),
        ("a21", "n1"), ("a2", ""),
        ("1.03", "n2"), ("kamer 1.03", "n2"), ("zaal noord", "n3"), ("noord", "n3"), ("kamer", ""),
        ("S.OBrien@acme.example", "n1"), ("mailto:s.obrien@acme.example", "n1"), ("x@acme.example", ""),
        ("adviseur", "n1"),
        ("quinten zandstra", "n27"), ("rob zandstra", "n27"), ("karel zandstra", ""), ("zandstra MSc", "n27"),
        ("gravesande", "n28"), ("s gravesande", "n28"), ("'s-gravesande", "n28"), ("sgravesande", "n28"),
        ("alexey", "n29"), ("aleksej tsjoejkov", "n29"), ("aleksey chuykov", "n29"), ("alexej", "n29"),
        ("alexei", "n29"),
        ("jna van den berg", "n11"), ("bo lii", ""), ("jann van t hof", "n8"), ("jan van 't hoff", "n8"),
        ("jan hfo", "n8"), ("ian hof", ""), ("hfo", ""), ("hoff", ""), ("jan bof", ""),
        ("k. jansen", ""), ("wat", "n12"), ("wa", ""), ("waterstof", ""), ("mevrouw", ""), ("", ""),
    ],
)  # fmt: skip
def test_who_is_found(book: NameBook, asked: str, found: str) -> None:
    assert " ".join(sorted(book_key(book, asked))) == found


def book_key(book: NameBook, asked: str) -> list[str]:
    keys = list(NAMES)
    return [keys[match.person] for match in book.find(asked)]


def test_a_name_as_it_is_comes_before_one_that_begins_so() -> None:
    book = NameBook([IndexedPerson(key, names=[key], listed=True) for key in ("Jan Jansen", "Jan Jans")], None)
    assert [match.person for match in book.find("jan jans")] == [1]


@given(st.sampled_from(sorted(set(NAMES) - {"n7", "n9", "n19", "n20"})), st.data())
def test_one_error_in_a_long_word_finds_the_name_behind_no_other_that_is_exact(key: str, data: st.DataObject) -> None:
    words = [word for word in split(NAMES[key]) if len(word) > 5]
    word = data.draw(st.sampled_from(words)) if words else ""
    if word:
        at = data.draw(st.integers(1, len(word) - 1))
        wrong = data.draw(
            st.sampled_from([word[:at] + word[at + 1 :], word[:at] + "q" + word[at:], word[:at] + "q" + word[at + 1 :]])
        )
        found = BOOK.find(wrong)
        assert key in [list(NAMES)[match.person] for match in found] or not found[0].typo
    exact = BOOK.find(NAMES[key])
    assert list(NAMES)[exact[0].person] == key
    assert not any(match.typo for match in exact)


@given(st.text(max_size=40))
def test_anything_may_be_typed(text: str) -> None:
    BOOK.find(text)
    assert alike(alike(text)) == alike(text) or not text.isascii()
