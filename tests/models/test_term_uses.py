"""Uses of terms, counted from arrays: as one would count them by hand, in any order."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from graph.facts import Extraction, TermCandidate, TermPair
from models.term_uses import TermUses, count_usages, usages_of

TERMS = st.builds(
    TermCandidate,
    st.sampled_from(["nl", "en"]),
    st.sampled_from(["pomp", "klep", "seal", "heat pump"]),
    st.sampled_from(["Pomp", "pomp", "pompen"]),
    st.integers(1, 5),
    st.booleans(),
)
TEXTS = st.lists(st.lists(TERMS, unique_by=lambda term: (term.language, term.norm), max_size=6), max_size=8)


def extractions(texts: list[list[TermCandidate]]) -> list[Extraction]:
    return [Extraction(f"document:a:{at}", "h", "v", tuple(terms)) for at, terms in enumerate(texts)]


@given(TEXTS)
def test_usages_are_what_one_counts_by_hand(texts: list[list[TermCandidate]]) -> None:
    found = count_usages(lambda: extractions(texts))
    documents = Counter((term.language, term.norm) for terms in texts for term in terms)
    assert found.texts == len(texts)
    assert found.terms.keys() == {term for term, number in documents.items() if number >= 2}
    for name, usage in found.terms.items():
        uses = [term for terms in texts for term in terms if (term.language, term.norm) == name]
        assert (usage.documents, usage.times) == (len(uses), sum(term.count for term in uses))
        assert usage.titles == sum(term.in_title for term in uses)
        assert usage.surfaces == Counter(term.surface for term in uses)


@given(TEXTS, st.randoms(use_true_random=False))
def test_no_order_changes_the_usages(texts: list[list[TermCandidate]], dice: object) -> None:
    shuffled = extractions(texts)
    dice.shuffle(shuffled)  # type: ignore[attr-defined]
    assert count_usages(lambda: shuffled) == count_usages(lambda: extractions(texts))


def test_texts_without_terms_have_no_uses() -> None:
    uses = TermUses.read(extractions([[], []]))
    assert (len(uses.documents), len(uses.term), uses.total().tolist()) == (2, 0, [])


def test_documents_in_which_a_term_stands_as_a_place_are_counted_apart() -> None:
    pairs = (TermPair("nl", "waterhoek", "bij", "host"), TermPair("nl", "pomp", "pmp", "abbreviation"))
    terms = (TermCandidate("nl", "waterhoek", "Waterhoek", 1, False),)
    uses = TermUses.read(Extraction(f"document:a:{at}", "h", "v", terms, (), pairs[: 1 + at]) for at in range(2))
    assert usages_of(uses).terms["nl", "waterhoek"].hosted == 2
    assert [pair.kind for each in uses.paired for pair in each.pairs] == ["abbreviation"]
