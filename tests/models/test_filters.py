"""Filters, synonyms across languages and what people hide hold for every part of an answer: tables of cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest

from graph.facts import NOBODY, Edge, EdgeKind, Fact, Group, GroupKind, Key, Location, Term, Topic, key_of
from graph.store import View, Viewer
from models.answers import Answer
from models.index.opening import open_index
from models.profile import describe_person
from tests.models.organisations import COLLEAGUE, SOURCE, Organisation, Paper, document, people, person

YEAR_1, YEAR_2, YEAR_3 = 1_600_000_000, 1_650_000_000, 1_700_000_000
GAS, OFFICE = (key_of("group", SOURCE, name) for name in ("gas", "office"))
SITE, HALL, TOWER = (key_of("location", SOURCE, name) for name in ("site", "hall", "tower"))
WHERE = {"ann": (GAS, HALL), "bob": (GAS, TOWER), "cem": (OFFICE, HALL)}
PAPERS = (
    Paper("a1", "Hydrogen tank", "A hydrogen tank of steel.", ("ann",), at=YEAR_1),
    Paper("a2", "Hydrogen valve", "The hydrogen valve leaks.", ("ann",), at=YEAR_3),
    Paper("b1", "Hydrogen pump", "A hydrogen pump, tested.", ("bob",), at=YEAR_2),
    Paper("c1", "Waterstoftank", "De tank voor waterstof, van staal. Hydrogen.", ("cem",), language="nl", at=YEAR_2),
    Paper("d1", "Hydrogen undated", "Hydrogen without a date.", ("dee",), at=None),
    Paper("e1", "Lunch", "Soup at noon.", ("eve",), at=YEAR_3),
)
OTHER = Paper(
    "o1", "De hengst Hydrogen", "De hengst hydrogen maakte grote sprongen.", ("dee",), language="nl", at=YEAR_2
)
TOPIC = "topic:hydrogen"
TERMS = {"en": "hydrogen", "nl": "waterstof"}


@pytest.fixture(scope="module")
def organisation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    made = Organisation(tmp_path_factory.mktemp("filters"), people("ann", "bob", "cem", "dee", "eve"))
    settle(made)
    made.put(*PAPERS)
    name_topic(made)
    made.rebuild()
    yield made
    made.store.close()


def settle(made: Organisation) -> None:
    """Who works where: the hall and the tower are on one site."""
    with made.store.writer() as writer:
        for key, name in ((GAS, "Gas"), (OFFICE, "Office")):
            writer.put(Fact(Group(key, SOURCE, name.lower(), GroupKind.DEPARTMENT, name)), "run")
        writer.put(Fact(Location(SITE, SOURCE, "site", "site", "Site")), "run")
        for key, name in ((HALL, "Hall"), (TOWER, "Tower")):
            place = Location(key, SOURCE, name.lower(), "building", name)
            writer.put(Fact(place, (Edge(EdgeKind.PART_OF, key, SITE),)), "run")
        for node in people(*WHERE):
            department, place = WHERE[node.native_id]
            edges = (Edge(EdgeKind.MEMBER_OF, node.key, department), Edge(EdgeKind.AT, node.key, place))
            writer.put(Fact(node, edges), "run")


def name_topic(made: Organisation, papers: Sequence[Paper] = PAPERS) -> None:
    """One topic with a label in each language."""
    terms = {language: Term(key_of("term", language, norm), language, norm, norm) for language, norm in TERMS.items()}
    mentioned = [(paper.id, language) for paper in papers for language, norm in TERMS.items() if norm in paper.text]
    with made.store.writer() as writer:
        writer.derive("term", None, terms.values())
        writer.derive("topic", None, [Topic(TOPIC, TERMS, 5, 4)])
        writer.derive(EdgeKind.LABELS, None, [Edge(EdgeKind.LABELS, term.key, TOPIC) for term in terms.values()])
        edges = [Edge(EdgeKind.MENTIONS, document(id), terms[language].key, count=1) for id, language in mentioned]
        writer.derive(EdgeKind.MENTIONS, None, edges)


def names(answer: Answer) -> set[str]:
    known = {person(name): name for name in ("ann", "bob", "cem", "dee", "eve")}
    return {known[expert.person] for expert in answer.people}


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ({}, {"ann", "bob", "cem", "dee"}),
        ({"department": GAS}, {"ann", "bob"}),
        ({"department": OFFICE}, {"cem"}),
        ({"department": "group:none"}, set()),
        ({"location": HALL}, {"ann", "cem"}),
        ({"location": SITE}, {"ann", "bob", "cem"}),
        ({"location": "location:none"}, set()),
        ({"department": GAS, "location": HALL}, {"ann"}),
        ({"language": "nl"}, {"cem"}),
        ({"language": "en"}, {"ann", "bob", "dee"}),
        ({"since": YEAR_2}, {"ann", "bob", "cem"}),
        ({"since": YEAR_2 + 1}, {"ann"}),
        ({"until": YEAR_2}, {"ann", "bob", "cem"}),
        ({"until": YEAR_1}, {"ann"}),
        ({"since": YEAR_1 + 1, "until": YEAR_2}, {"bob", "cem"}),
        ({"since": YEAR_3 + 1}, set()),
        ({"since": YEAR_2, "language": "nl", "department": OFFICE}, {"cem"}),
        ({"since": YEAR_2, "language": "nl", "department": GAS}, set()),
    ],
)
def test_a_filter_leaves_out_people(organisation: Organisation, filters: dict[str, object], found: set[str]) -> None:
    answer = organisation.ask("hydrogen", **filters)
    assert names(answer) == found
    assert answer.total == len(found)


def test_a_department_has_the_people_of_those_within_it(tmp_path: Path) -> None:
    team = key_of("group", SOURCE, "team")
    organisation = Organisation(tmp_path, people("ann", "bob"))
    organisation.put(*PAPERS[:3])
    with organisation.store.writer() as writer:
        writer.put(Fact(Group(GAS, SOURCE, "gas", GroupKind.DEPARTMENT, "Gas")), "run")
        part = Edge(EdgeKind.PART_OF, team, GAS)
        writer.put(Fact(Group(team, SOURCE, "team", GroupKind.DEPARTMENT, "Valves"), (part,)), "run")
        for node, where in zip(people("ann", "bob"), (GAS, team), strict=True):
            writer.put(Fact(node, (Edge(EdgeKind.MEMBER_OF, node.key, where),)), "run")
    organisation.rebuild()
    assert names(organisation.ask("hydrogen", department=GAS)) == {"ann", "bob"}
    assert names(organisation.ask("hydrogen", department=team)) == {"bob"}
    organisation.store.close()


def test_a_hidden_department_is_one_that_does_not_exist(tmp_path: Path) -> None:
    """Else whoever knows its key reads who is in it."""
    secret = key_of("group", SOURCE, "aaa")
    (dee,) = people("dee")
    organisation = Organisation(tmp_path, [dee, *people("eve")])
    organisation.put(*PAPERS[-2:])
    with organisation.store.writer() as writer:
        writer.put(Fact(Group(secret, SOURCE, "aaa", GroupKind.DEPARTMENT, "Merger", rule=NOBODY)), "run")
        writer.put(Fact(dee, (Edge(EdgeKind.MEMBER_OF, dee.key, secret),)), "run")
    organisation.rebuild()
    hidden, missing = (organisation.ask("hydrogen", department=key) for key in (secret, "group:none"))
    assert names(organisation.ask("hydrogen")) == {"dee"}
    assert replace(hidden, question=missing.question) == missing
    assert missing.total == 0
    organisation.store.close()


@pytest.mark.parametrize(
    ("filters", "titles"),
    [
        ({"language": "nl"}, {"Waterstoftank"}),
        ({"since": YEAR_3}, {"Hydrogen valve"}),
        ({"until": YEAR_1}, {"Hydrogen tank"}),
        ({"since": YEAR_1 + 1, "until": YEAR_2}, {"Hydrogen pump", "Waterstoftank"}),
    ],
)
def test_documents_and_reasons_pass_the_filter_too(
    organisation: Organisation, filters: dict[str, object], titles: set[str]
) -> None:
    answer = organisation.ask("hydrogen", evidence=20, **filters)
    assert {hit.title for hit in answer.documents} == titles
    assert answer.documents_total == len(titles)
    reasons = [each for expert in answer.people for each in expert.evidence if each.kind == "document"]
    assert {each.title for each in reasons} <= titles


@pytest.mark.parametrize("filters", [{"department": OFFICE}, {"location": TOWER}])
def test_facets_count_who_is_found(organisation: Organisation, filters: dict[str, object]) -> None:
    answer = organisation.ask("hydrogen", **filters)
    assert sum(hit.documents for hit in answer.departments) == answer.total == 1
    assert sum(hit.documents for hit in answer.locations) == 1


@pytest.mark.parametrize(
    ("question", "along"),
    [
        ("hydrogen", ("waterstof",)),
        ("waterstof", ("hydrogen",)),
        ("wie weet iets van waterstof?", ("hydrogen",)),
        ("pump", ()),
    ],
)
def test_a_topic_is_asked_for_in_both_languages(
    organisation: Organisation, question: str, along: tuple[str, ...]
) -> None:
    answer = organisation.ask(question)
    assert answer.synonyms == along
    assert names(answer) == ({"ann", "bob", "cem", "dee"} if along else {"bob"})
    assert [hit.key for hit in answer.topics][:1] == [TOPIC]


@pytest.mark.parametrize(
    ("hidden", "of_hydrogen", "of_tank"),
    [
        ((TOPIC,), {"bob", "cem", "dee"}, {"cem"}),
        ((document("a1"),), {"ann", "bob", "cem", "dee"}, {"cem"}),
        ((document("a1"), document("a2")), {"bob", "cem", "dee"}, {"cem"}),
        ((document("b1"),), {"ann", "bob", "cem", "dee"}, {"ann", "cem"}),
        ((), {"ann", "bob", "cem", "dee"}, {"ann", "cem"}),
    ],
    ids=["a topic", "a document", "all documents", "of somebody else", "nothing"],
)
def test_what_ann_hides_gives_her_no_place(
    tmp_path: Path, hidden: tuple[Key, ...], of_hydrogen: set[str], of_tank: set[str]
) -> None:
    """Until she takes it back: then all is as it was."""
    made = Organisation(tmp_path, people("ann", "bob", "cem", "dee", "eve"))
    made.put(*PAPERS)
    name_topic(made)
    made.rebuild()
    before = names(made.ask("hydrogen"))
    hide(made, hidden)
    assert names(made.ask("hydrogen")) == of_hydrogen
    assert names(made.ask("tank")) == of_tank
    assert {"Hydrogen tank"} <= {hit.title for hit in made.ask("tank").documents}
    with open_index(made.root) as index, made.store.view(COLLEAGUE) as view:
        profile = describe_person(person("ann"), view, index)
    assert profile is not None
    assert (TOPIC in {rank.topic.key for rank in profile.topics}) is (not set(hidden) & {TOPIC, document("a1")})
    hide(made, ())
    assert names(made.ask("hydrogen")) == before
    made.store.close()


def hide(made: Organisation, keys: tuple[Key, ...]) -> None:
    """Ann hides this, and nothing else."""
    with made.store.view(Viewer(system=True)) as view:
        before = {edge.end for edge in view.edges([EdgeKind.HIDES], [person("ann")])}
    with made.store.writer() as writer:
        for key in before.difference(keys):
            assert writer.unsay(Edge(EdgeKind.HIDES, person("ann"), key))
        for key in set(keys) - before:
            assert writer.say(Edge(EdgeKind.HIDES, person("ann"), key))
    made.follow()


def test_a_profile_says_where_somebody_works_from_the_largest_place_and_reads_the_store_three_times(
    organisation: Organisation,
) -> None:
    with open_index(organisation.root) as index, organisation.store.view(COLLEAGUE) as view:
        reads = Reads(view)
        places = {}
        for name in ("ann", "bob", "dee"):
            profile = describe_person(person(name), cast("View", reads), index)
            assert profile is not None
            places[name] = profile.location
    assert places == {"ann": "Site, Hall", "bob": "Site, Tower", "dee": None}
    assert (reads.calls["edges"], reads.calls["above"], reads.calls["get"]) == (3, 3, 3)  # of three profiles


@pytest.mark.parametrize("subject", ["{}", "Who knows about {}?", "wie weet iets van {}?"])
def test_a_topic_has_the_same_people_and_documents_under_each_of_its_names(
    mixed_languages: Organisation, subject: str
) -> None:
    found = [mixed_languages.ask(subject.format(name)) for name in TERMS.values()]
    assert [names(answer) for answer in found] == [{"ann", "cem"}] * 2
    assert [answer.documents_total for answer in found] == [2, 2]


def test_next_to_other_words_a_name_may_be_of_either_language(mixed_languages: Organisation) -> None:
    assert "dee" in names(mixed_languages.ask("hydrogen sprongen"))


@pytest.fixture(scope="module")
def mixed_languages(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
    """A topic with a name in each language, and a Dutch text in which the English name is another word."""
    made = Organisation(tmp_path_factory.mktemp("mixed"), people("ann", "cem", "dee"))
    made.put(*(paper for paper in PAPERS if paper.id in ("a1", "c1")), OTHER)
    name_topic(made, (PAPERS[0], PAPERS[3]))
    made.rebuild()
    yield made
    made.store.close()


class Reads:
    """Counts what is asked of a View."""

    def __init__(self, view: View) -> None:
        self._view = view
        self.calls: Counter[str] = Counter()

    def __getattr__(self, name: str) -> object:
        self.calls[name] += 1
        return getattr(self._view, name)
