"""What people named themselves comes first among topics, when enough of them did."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.facts import Extraction, Term, TermCandidate
from models.naming import NamedBy, NamingCount, Namings
from models.proper_names import names_of
from models.topics import TopicFacts, choose_topics

ACTS = {f"document:a:{at}": (f"person:a:{at % 3}",) for at in range(300)}
TAG, TITLE, CONTAINER = NamedBy.TAG, NamedBy.TITLE, NamedBy.CONTAINER


def named(*given: tuple[str, int, NamedBy], language: str = "nl") -> Namings:
    """The namings when each of these names was given to the document of this number."""
    count = NamingCount(ACTS)
    for name, at, by in given:
        count.add(name, f"document:a:{at}", by, language)
    return count.namings()


def texts(word: str, titled: int = 0, used: int = 8, surface: str = "") -> list[Extraction]:
    """Texts of which some use this word once, here and there in a title: nothing that would make it a topic."""
    plain = [
        Extraction(f"document:a:{at}", str(at), "1", (TermCandidate("nl", "zzvulling", "x", 1),), (), ())
        for at in range(used, 300)
    ]
    using = [
        Extraction(
            f"document:a:{at}", str(at), "1", (TermCandidate("nl", word, surface or word, 1, at < titled),), (), ()
        )
        for at in range(used)
    ]
    return [*using, *plain]


def labels(facts: TopicFacts) -> set[str]:
    return {label for topic in facts.topics for label in topic.labels.values()}


def chosen(found: list[Extraction], namings: Namings) -> set[str]:
    return labels(choose_topics(lambda: found, acts=ACTS, namings=namings))


def test_a_tag_of_two_people_is_a_topic() -> None:
    found = texts("warmtenet")
    assert chosen(found, {}) == set()
    assert chosen(found, named(("Warmtenet", 1, TAG), ("warmtenet", 2, TAG))) == {"warmtenet"}


@pytest.mark.parametrize(
    "given",
    [
        [("warmtenet", 1, TAG)],
        [("warmtenet", 1, TAG), ("warmtenet", 4, TAG)],
        [("warmtenet", 1, TITLE), ("warmtenet", 2, CONTAINER)],
        [("2023", 1, TAG), ("2023", 2, TAG)],
        [("intern", 1, TAG), ("intern", 2, TAG)],
        [("wat wij doen aan het warmtenet", 1, TAG), ("wat wij doen aan het warmtenet", 2, TAG)],
    ],
)
def test_one_person_a_number_or_a_place_to_file_is_not_enough(given: list[tuple[str, int, NamedBy]]) -> None:
    assert chosen(texts("warmtenet"), named(*given)) == set()
    assert chosen(texts("intern"), named(*given)) == set()


def test_the_name_of_a_folder_counts_where_titles_take_it_up() -> None:
    folder = named(("warmtenet", 1, CONTAINER), ("warmtenet", 2, CONTAINER))
    assert chosen(texts("warmtenet", titled=0), folder) == set()
    assert chosen(texts("warmtenet", titled=2), folder) == {"warmtenet"}


def test_a_name_in_the_directory_stays_a_name() -> None:
    tags = named(("Rosalinde", 1, TAG), ("Rosalinde", 2, TAG))
    assert chosen(texts("rosalinde", surface="Rosalinde"), tags) == {"Rosalinde"}

    facts = choose_topics(
        lambda: texts("rosalinde", surface="Rosalinde"), names=names_of(["Rosalinde Vos"]), acts=ACTS, namings=tags
    )
    assert labels(facts) == set()


def test_a_tag_that_no_text_mentions_is_a_topic_of_three_documents() -> None:
    assert chosen(texts("pomp"), named(*(("publiek-geld", at, TAG) for at in range(2)))) == set()
    facts = choose_topics(
        lambda: texts("pomp"),
        acts=ACTS,
        tags=[Term("term:und:x", "und", "publiek-geld", "publiek-geld")],
        namings=named(*(("publiek-geld", at, TAG) for at in range(3))),
    )
    (topic,) = facts.topics
    assert (topic.labels, topic.documents) == ({"nl": "publiek geld"}, 3)
    assert [edge.role for edge in facts.labels if edge.start == "term:und:x"] == ["tag"]


def test_a_tag_is_that_of_the_form_that_texts_use() -> None:
    tag = Term("term:und:x", "und", "technische-schuld", "technische-schuld")
    tags = named(("technische-schuld", 1, TAG), ("technische-schuld", 2, TAG))
    found = texts("technisch schuld", surface="technische schuld")
    facts = choose_topics(lambda: found, acts=ACTS, tags=[tag], namings=tags)
    assert labels(facts) == {"technische schuld"}
    assert {edge.start for edge in facts.labels} >= {"term:und:x"}


names = st.tuples(st.sampled_from(["warmtenet", "Warmtenet", "warmte-net", "pomp", "2024", ""]), st.integers(0, 20))


@given(st.lists(st.tuples(names, st.sampled_from(NamedBy)), max_size=20), st.randoms())
def test_no_order_counts(given: list[tuple[tuple[str, int], NamedBy]], order: st.DataObject) -> None:
    mixed = list(given)
    order.shuffle(mixed)  # type: ignore[attr-defined]
    one, other = (named(*((name, at, by) for (name, at), by in each)) for each in (given, mixed))
    assert one == other
    assert [naming.name for naming in one.values()] == [naming.name for naming in other.values()]
