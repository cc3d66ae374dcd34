"""What people and vocabularies decided about topics holds for every new choice of topics."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from graph.facts import Extraction, Judgement, Key, TermCandidate, Verdict
from graph.terms import parted_topic_key, term_key, topic_key
from models.topics import TopicFacts, choose_topics

FILLERS = [f"bijzaak{at}" for at in range(200)]
STORAGE = term_key("nl", "waterstofopslag"), term_key("nl", "waterstof opslag")
HYDROGEN, BUYING = term_key("en", "hydrogen storage"), term_key("nl", "inkoop")
STORED, BOUGHT = topic_key(STORAGE[1]), topic_key(BUYING)


def text(at: int, *terms: str, language: str = "nl") -> Extraction:
    found = [TermCandidate(language, term, term, 4, True) for term in terms]
    found += [TermCandidate("nl", FILLERS[(at * 7 + step) % 200], "x", 1) for step in range(3)]
    return Extraction(f"document:a:{at}", str(at), "1", tuple(found))


def organisation() -> list[Extraction]:
    """Storage of hydrogen, in two spellings and two languages, and buying; a rare subject is in one text."""
    texts = [text(at, "vergadering in zaal") for at in range(60)]
    texts += [text(60 + at, "waterstofopslag") for at in range(4)]
    texts += [text(70 + at, "waterstof opslag") for at in range(3)]
    texts += [text(80 + at, "hydrogen storage", language="en") for at in range(3)]
    texts += [text(90 + at, "inkoop") for at in range(4)]
    return [*texts, text(99, "kwantumnetwerk")]


def said(term: Key, topic: Key, verdict: Verdict, at: int = 1, by: str = "person:x", label: str = "") -> Judgement:
    return Judgement(f"{at}-{term}-{topic}-{verdict}", term, topic, verdict, by, at, label=label)


def chosen(*judgements: Judgement) -> TopicFacts:
    return choose_topics(organisation, judgements)


def terms_of(facts: TopicFacts, topic: Key) -> set[str]:
    norms = {term.key: term.norm for term in facts.terms}
    return {norms[edge.start] for edge in facts.labels if edge.end == topic}


def topic_with(facts: TopicFacts, norm: str) -> Key | None:
    """The topic that this term labels."""
    keys = {term.norm: term.key for term in facts.terms}
    return next((edge.end for edge in facts.labels if edge.start == keys.get(norm)), None)


def test_without_decisions_spellings_are_one_topic() -> None:
    facts = chosen()
    assert topic_with(facts, "waterstofopslag") == topic_with(facts, "waterstof opslag")
    assert topic_with(facts, "hydrogen storage") not in (None, topic_with(facts, "waterstofopslag"))
    assert topic_with(facts, "kwantumnetwerk") is topic_with(facts, "vergadering in zaal") is None


def test_the_others_of_a_group_go_with_the_one_that_was_put_somewhere() -> None:
    facts = chosen(said(STORAGE[0], BOUGHT, Verdict.SAME))
    assert terms_of(facts, BOUGHT) == {"inkoop", "waterstofopslag", "waterstof opslag"}


def test_what_is_rejected_is_never_a_topic_and_neither_are_its_other_forms() -> None:
    facts = chosen(*(said(term, STORED, Verdict.REJECTED) for term in STORAGE))
    assert topic_with(facts, "waterstofopslag") is topic_with(facts, "waterstof opslag") is None
    assert topic_with(facts, "inkoop")
    again = chosen(
        *(said(term, STORED, Verdict.REJECTED) for term in STORAGE), said(STORAGE[0], STORED, Verdict.CONFIRMED, 2)
    )
    assert topic_with(again, "waterstofopslag") == STORED


def test_a_term_that_leaves_is_a_topic_of_its_own_and_the_others_keep_the_key() -> None:
    """Also when the topic is called after the term that leaves."""
    first, second = sorted(("waterstofopslag", "waterstof opslag"))
    key, topic = term_key("nl", first), topic_with(chosen(), first)
    assert topic == topic_key(key)
    facts = chosen(said(key, topic, Verdict.DIFFERENT), said(term_key("nl", second), topic, Verdict.SAME))
    assert terms_of(facts, topic) == {second}
    assert terms_of(facts, parted_topic_key(key)) == {first}


@pytest.mark.parametrize("by", ["person:x", "vocabulary:v"])
def test_what_is_called_otherwise_keeps_its_key_and_has_that_label(by: str) -> None:
    named = said(term_key("en", "purchasing"), BOUGHT, Verdict.NAMED, by=by, label="Purchasing")
    renamed = said(term_key("nl", "inkopen"), BOUGHT, Verdict.NAMED, by=by, label="Inkopen")
    facts = chosen(named, renamed)
    (topic,) = [topic for topic in facts.topics if topic.key == BOUGHT]
    assert topic.labels == {"nl": "Inkopen", "en": "Purchasing"}
    assert terms_of(facts, BOUGHT) == {"inkoop", "inkopen", "purchasing"}
    assert {term.surface for term in facts.terms if term.norm == "purchasing"} == {"Purchasing"}


def test_only_what_is_pinned_is_a_topic_when_hardly_a_text_uses_it() -> None:
    key = term_key("nl", "kwantumnetwerk")
    topic = topic_key(key)
    for verdict, there in ((Verdict.PINNED, True), (Verdict.CONFIRMED, False)):
        facts = chosen(said(key, topic, verdict, label="Kwantumnetwerk"))
        assert (topic in {each.key for each in facts.topics}) is there
        assert (facts.rare.get(("nl", "kwantumnetwerk")) == key) is there, "the one text is about it"


def test_a_vocabulary_is_trusted_and_people_win_over_it() -> None:
    hall = term_key("nl", "vergadering in zaal")
    told = said(hall, topic_key(hall), Verdict.NAMED, by="vocabulary:v", label="Vergadering in zaal")
    assert topic_with(chosen(told), "vergadering in zaal") == topic_key(hall)
    refused = said(hall, topic_key(hall), Verdict.REJECTED, 0)
    assert topic_with(chosen(told, refused), "vergadering in zaal") is None


def test_the_order_in_which_decisions_come_changes_nothing() -> None:
    some: Sequence[Judgement] = [
        said(HYDROGEN, STORED, Verdict.SAME, 1),
        said(STORAGE[1], BOUGHT, Verdict.SAME, 2),
        said(STORAGE[1], BOUGHT, Verdict.DIFFERENT, 3),
        said(BUYING, BOUGHT, Verdict.PINNED, 4, label="inkoop"),
    ]
    assert chosen(*some) == chosen(*reversed(some))
