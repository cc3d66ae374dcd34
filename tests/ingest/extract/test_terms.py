"""Terms that an analysed text uses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.facts import TermPair
from ingest.extract.terms import Found, Token, find_hosts, find_pairs, find_terms, long_form


def tokens(text: str) -> list[Token]:
    """``word/POS`` or ``word/POS/lemma``; a ``~`` at the end says that no space follows."""
    found = []
    for part in text.split():
        glued = part.endswith("~")
        word, pos, *lemma = part.removesuffix("~").split("/")
        found.append(Token(word, lemma[0] if lemma else word.lower(), pos, not glued))
    return found


def norms(text: str, language: str) -> set[str]:
    return {found.norm for found in find_terms(tokens(text), language)}


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("nl", "waterstof/NOUN", {"waterstof"}),
        ("nl", "opslag/NOUN van/ADP waterstof/NOUN", {"opslag", "waterstof", "opslag van waterstof"}),
        ("nl", "beleid/NOUN voor/ADP de/DET werkplek/NOUN", {"beleid", "werkplek", "beleid voor werkplek"}),
        ("nl", "grote/ADJ/groot systemen/NOUN/systeem", set()),
        ("nl", "technische/ADJ/technisch werkgroepen/NOUN/werkgroep", {"technisch werkgroep", "werkgroep"}),
        ("nl", "API's/PROPN", {"api"}),
        (
            "en",
            "sick/ADJ leave/NOUN policies/NOUN/policy",
            {"sick leave", "sick leave policy", "leave", "policy"} | {"leave policy"},
        ),
        ("en", "rate/NOUN of/ADP return/NOUN", {"rate", "return", "rate of return"}),
        ("en", "open/ADJ~ -/PUNCT~ source/NOUN licence/NOUN", {"open source", "open source licence", "licence"}),
        ("en", "number/NOUN of/ADP pumps/NOUN/pump", {"pump"}),
        ("en", "next/ADJ week/NOUN", set()),
        ("en", "step/NOUN 6/NUM", set()),
        ("en", "PostgreSQL/PROPN 15/NUM", {"postgresql", "postgresql 15"}),
        ("en", "HR/PROPN", {"hr"}),
        ("nl", "Meld/PROPN je/PRON bij/ADP de/DET balie/NOUN", {"balie"}),
        ("nl", "klaar/ADJ ./PUNCT Gebruik/NOUN de/DET pomp/NOUN", {"pomp"}),
        ("en", "Remove/PROPN the/DET pump/NOUN", {"pump"}),
        ("nl", "een/DET Stroom/NOUN de/DET pomp/NOUN", {"stroom", "pomp"}),
        ("nl", "Pompen/NOUN/pomp die/PRON lekken/VERB", {"pomp"}),
        ("en", "Pumps/NOUN/pump we/PRON like/VERB", {"pump"}),
        ("nl", "Pakhuis/PROPN De/DET Zwijger/PROPN", {"pakhuis", "zwijger"}),
        ("en", "Mirthe/PROPN van/PROPN der/PROPN Bos/PROPN", {"mirthe", "bos"}),
    ],
)
def test_terms_by_parts_of_speech(language: str, text: str, expected: set[str]) -> None:
    assert norms(text, language) == expected


@pytest.mark.parametrize(
    ("before", "short", "long"),
    [
        ("We use an Application Programming Interface ", "API", "application programming interface"),
        ("Het Besluit Uniforme Weging ", "BUW", "besluit uniforme weging"),
        ("everything is fine ", "XYZ", None),
        ("the heat pump ", "HP", "heat pump"),
    ],
)
def test_long_form_of_an_abbreviation(before: str, short: str, long: str | None) -> None:
    assert long_form(before, short) == long


def test_forms_side_by_side() -> None:
    found = [Found("waterstofopslag", "waterstofopslag", 0, 1), Found("heat pump", "heat pump", 2, 4)]
    text = "Over waterstofopslag (hydrogen storage) en een heat pump (HP)."
    assert set(find_pairs(text, found, "nl")) == {
        TermPair("nl", "waterstofopslag", "hydrogen storage", "gloss"),
        TermPair("nl", "heat pump", "hp", "abbreviation"),
    }


def test_what_stands_behind_bij_may_be_where_something_is() -> None:
    given_tokens = tokens("bijeenkomst/NOUN bij/ADP Waterhoek/PROPN en/CCONJ bij/ADP storing/NOUN")
    assert list(find_hosts(given_tokens, list(find_terms(given_tokens, "nl")), "nl")) == [
        TermPair("nl", "waterhoek", "bij", "host")
    ]


@settings(derandomize=True, max_examples=200)
@given(
    st.lists(
        st.tuples(st.text(min_size=1, max_size=8), st.sampled_from(["NOUN", "ADJ", "PROPN", "ADP", "DET", "NUM", "X"]))
    ),
    st.sampled_from(["nl", "en"]),
)
def test_any_tokens_give_terms_in_their_bounds(words: list[tuple[str, str]], language: str) -> None:
    given_tokens = [Token(text, text, pos) for text, pos in words]
    for found in find_terms(given_tokens, language):
        assert 0 <= found.start < found.end <= len(given_tokens)
        assert found.norm == " ".join(found.norm.split())


def test_no_term_runs_over_the_end_of_a_line() -> None:
    found = find_terms([Token("pomp", "pomp", "NOUN"), Token("\n", "\n", "NOUN"), Token("olie", "olie", "NOUN")], "nl")
    assert {each.norm for each in found} == {"pomp", "olie"}
