"""Topics of an organisation, and the terms that label them."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.facts import EdgeKind, Extraction, Judgement, Term, TermCandidate, TermPair, Verdict
from graph.terms import term_key, topic_key
from models.proper_names import names_of
from models.spellings import compact, turned
from models.topics import TopicFacts, choose_topics, mentions

FILLERS = [f"bijzaak{at}" for at in range(200)]


def text(at: int, *terms: str, title: str = "", language: str = "nl", pairs: Sequence[TermPair] = ()) -> Extraction:
    found = [TermCandidate(language, term, term, 4, term == title) for term in terms]
    found += [TermCandidate("nl", FILLERS[(at * 7 + step) % 200], "x", 1) for step in range(3)]
    return Extraction(f"document:a:{at}", str(at), "1", tuple(found), (), tuple(pairs))


def organisation() -> list[Extraction]:
    texts = [text(at, "vergadering in zaal") for at in range(60)]
    texts += [text(60 + at, "waterstofopslag", "waterstof", title="waterstofopslag") for at in range(4)]
    texts += [text(70 + at, "waterstof opslag", title="waterstof opslag") for at in range(3)]
    texts += [text(80 + at, "hydrogen storage", language="en", title="hydrogen storage") for at in range(3)]
    texts += [text(90 + at, "inkoop", title="inkoop") for at in range(4)]
    return texts


def by_label(facts: TopicFacts, label: str) -> set[str]:
    """The norms that share a topic with this one."""
    keys = {edge.end for edge in facts.labels if edge.start in {t.key for t in facts.terms if t.norm == label}}
    return {t.norm for t in facts.terms for edge in facts.labels if edge.start == t.key and edge.end in keys}


def test_what_is_everywhere_or_once_is_no_topic() -> None:
    texts = [*organisation(), text(99, "eenmalig", title="eenmalig")]
    norms = {term.norm for term in choose_topics(lambda: texts).terms}
    assert {"waterstofopslag", "inkoop", "hydrogen storage"} <= norms
    assert not norms & {"vergadering in zaal", "eenmalig"}


def test_compounds_are_joined_to_their_parts() -> None:
    assert by_label(choose_topics(organisation), "waterstof opslag") == {"waterstof opslag", "waterstofopslag"}
    assert "waterstofopslag" in set(turned("nl", "opslag van waterstof"))
    assert "personeelsbeleid" in set(turned("nl", "beleid voor personeel"))
    assert compact("open-source licentie") == "opensourcelicentie"


def test_abbreviations_join_their_long_form_unless_they_have_two() -> None:
    first = TermPair("nl", "waterstofopslag", "wso", "abbreviation")
    facts = choose_topics(lambda: [*organisation(), text(100, "waterstofopslag", pairs=[first])])
    assert "wso" in by_label(facts, "waterstofopslag")
    second = TermPair("nl", "inkoop", "wso", "abbreviation")
    texts = [*organisation(), text(100, "waterstofopslag", pairs=[first]), text(101, "inkoop", pairs=[second])]
    assert "wso" not in by_label(choose_topics(lambda: texts), "waterstofopslag")


def test_an_abbreviation_names_a_topic_in_both_languages_where_its_long_form_is_rare() -> None:
    pair = TermPair("nl", "warmte koude opslag", "wko", "abbreviation")
    texts = [*organisation(), text(98, "warmte koude opslag", title="warmte koude opslag", pairs=[pair])]
    texts += [text(99, "warmte koude opslag", title="warmte koude opslag")]
    texts += [
        Extraction(f"document:c:{at}", f"c{at}", "1", (TermCandidate("en", "wko", "WKO", 4, True),)) for at in range(9)
    ]
    (topic,) = [topic for topic in choose_topics(lambda: texts).topics if "WKO" in topic.labels.values()]
    assert topic.labels == {"nl": "WKO", "en": "WKO"}


def test_an_abbreviation_of_a_meeting_is_no_topic_in_either_language() -> None:
    texts = [
        *organisation(),
        text(99, "inkoop", pairs=[TermPair("nl", "algemene ledenvergadering", "alv", "abbreviation")]),
    ]
    texts += [
        Extraction(f"document:c:{at}", f"c{at}", "1", (TermCandidate("en", short.lower(), short, 4, True),))
        for at in range(9)
        for short in ("ALV", "WKO")
    ]
    labels = {label for topic in choose_topics(lambda: texts).topics for label in topic.labels.values()}
    assert "WKO" in labels
    assert "ALV" not in labels


def test_people_have_the_last_word() -> None:
    target = topic_key(term_key("nl", "inkoop"))
    same = Judgement("j1", term_key("en", "hydrogen storage"), target, Verdict.SAME, "person:x", 5)
    assert by_label(choose_topics(organisation, [same]), "inkoop") == {"inkoop", "hydrogen storage"}
    apart = Judgement(
        "j2", term_key("nl", "waterstof opslag"), topic_key(term_key("nl", "waterstof opslag")), Verdict.SAME, "p", 6
    )
    joined = min("waterstof opslag", "waterstofopslag")
    split = Judgement(
        "j3", term_key("nl", "waterstofopslag"), topic_key(term_key("nl", joined)), Verdict.DIFFERENT, "p", 7
    )
    assert by_label(choose_topics(organisation, [apart, split]), "waterstofopslag") == {"waterstofopslag"}


def test_names_of_people_are_no_topics() -> None:
    texts = [*organisation()]
    texts += [
        Extraction(f"document:b:{at}", "", "1", (TermCandidate("nl", "qirthe bos", "Qirthe Bos", 3, True),))
        for at in range(4)
    ]
    assert "qirthe bos" in {term.norm for term in choose_topics(lambda: texts).terms}
    assert "qirthe bos" not in {
        term.norm for term in choose_topics(lambda: texts, names=names_of(["Qirthe Bos"])).terms
    }


def test_tags_label_the_topic_of_their_form() -> None:
    tag = Term("term:und:abc", "und", "waterstof-opslag", "waterstof-opslag")
    facts = choose_topics(organisation, tags=[tag])
    assert [edge.role for edge in facts.labels if edge.start == tag.key] == ["tag"]


def test_mentions_are_of_chosen_terms_and_titles_weigh_more() -> None:
    facts = choose_topics(organisation)
    hidden = [text(500, "waterstofopslag", title="waterstofopslag"), text(501, "waterstofopslag", "geheim")]
    edges = list(mentions(hidden, facts))
    assert [(edge.kind, edge.start) for edge in edges] == [
        (EdgeKind.MENTIONS, "document:a:500"),
        (EdgeKind.MENTIONS, "document:a:501"),
    ]
    assert edges[0].weight == pytest.approx(2 * edges[1].weight, abs=0.01)


@settings(derandomize=True, max_examples=20, deadline=None)
@given(st.integers(0, 10_000))
def test_order_of_arrival_changes_nothing(seed: int) -> None:
    texts = organisation()
    shuffled = random.Random(seed).sample(texts, len(texts))
    assert choose_topics(lambda: texts) == choose_topics(lambda: shuffled)


@pytest.mark.parametrize(
    ("surface", "is_topic"),
    [
        ("Oudemeer", False),
        ("Haven-Noord", False),
        ("Gerrit-Jan Haanstra", False),
        ("t Hoff", False),
        ("episode Abigail Forster talks", False),
        ("ICT en Data", False),
        ("overzicht ICT en Data", False),
        ("voorval Oudemeer", False),
        ("Netbeheer", False),
        ("warmtenet", True),
        ("oudemeer water", True),
        ("Data protection", True),
    ],
)
def test_what_is_written_like_a_name_of_the_directory_is_no_topic(surface: str, is_topic: bool) -> None:
    names = names_of(
        ["Gerrit-Jan Haanstra", "Femke van 't Hoff", "Abigail Forster"],
        ["Zuivering Oudemeer", "Energiehuis Haven-Noord"],
        ["ICT en Data", "Netbeheer", "Warmtenet"],
    )
    norm = " ".join(surface.lower().replace("-", " ").split())
    texts = [text(at, "vergadering in zaal") for at in range(60)]
    for at in range(6):
        term = TermCandidate("nl", norm, surface, 4, True)
        texts.append(Extraction(f"document:b:{at}", str(at), "1", (term,)))
    assert (norm in {term.norm for term in choose_topics(lambda: texts, names=names).terms}) is is_topic


@pytest.mark.parametrize(("title", "is_topic"), [("besloten ruimte", True), ("Toelichting", False)])
def test_a_plain_phrase_is_a_topic_when_a_title_has_it(title: str, is_topic: bool) -> None:
    texts = organisation() + [text(200 + at, "besloten ruimte", title=title) for at in range(4)]
    texts += [text(300 + at, "inkoop", title="inkoop") for at in range(20)]  # titles tell what texts are about
    assert ("besloten ruimte" in {term.norm for term in choose_topics(lambda: texts).terms}) is is_topic


def test_small_words_make_no_spelling_of_another_word() -> None:
    texts = [*organisation(), *(text(200 + at, "water", "wat er", title="water") for at in range(4))]
    assert by_label(choose_topics(lambda: texts), "water") == {"water"}
