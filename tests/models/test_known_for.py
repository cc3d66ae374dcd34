"""What somebody is known for: topics of their own work that stand out, and an explanation that shows that work."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from graph.facts import (
    EVERYONE,
    Document,
    DocumentKind,
    Edge,
    EdgeKind,
    Fact,
    Key,
    KnowsAbout,
    Term,
    Topic,
    key_of,
    person_key,
)
from models.answers import KnownFor
from models.index.opening import open_index
from models.knowledge_edges import knows_about
from models.known_for import explain_topic
from models.profile import describe_person
from tests.models.organisations import COLLEAGUE, INSIDER, SECRET, SOURCE, Organisation, account, people, person

MANY = 60
WIND = key_of("term", "en", "wind")
ABOUT_WIND = "topic:wind"
DAY = 86_400


def did(
    name: str,
    kind: EdgeKind,
    who: str = "ann",
    *,
    of: DocumentKind = DocumentKind.PAGE,
    title: str = "",
    text: str = "The wind blows.",
    at: int | None = None,
    hidden: bool = False,
    weight: float = 3.0,
) -> tuple[Fact, Edge]:
    """A document about wind that somebody did this to, and that it mentions wind. Others wrote it in one day."""
    key = key_of("document", SOURCE, name)
    day = DAY * (1 + sum(map(ord, name))) if at is None else at
    acts = [Edge(kind, account(who), key, at=day, count=1, size=20)]
    if kind is not EdgeKind.WROTE:
        acts.append(Edge(EdgeKind.WROTE, account("dee"), key, at=day, count=1, size=20))
    node = Document(
        key, SOURCE, name, of, title or name, text=f"{text} {name}", language="en", at=day,
        rule=SECRET if hidden else EVERYONE, text_hash=name,
    )  # fmt: skip
    return Fact(node, tuple(acts)), Edge(EdgeKind.MENTIONS, key, WIND, count=2, weight=weight)


def twice(kind: EdgeKind, **more: object) -> list[tuple[Fact, Edge]]:
    return [did(name, kind, **more) for name in ("one", "two")]  # type: ignore[arg-type]


def organisation(folder: Path, done: Sequence[tuple[Fact, Edge]], *, special: bool = False) -> Organisation:
    """Ann did this; Dee wrote many documents about something else."""
    made = Organisation(folder, people("ann", "bob", "dee"))
    with made.store.writer() as writer:
        for number in range(MANY):
            fact, _ = did(f"other {number}", EdgeKind.WROTE, "dee", text="Soup.", at=number * DAY)
            writer.put(fact, "run")
        for fact, _ in done:
            writer.put(fact, "run")
        writer.derive("term", None, [Term(WIND, "en", "wind", "wind")])
        writer.derive("topic", None, [Topic(ABOUT_WIND, {"en": "wind"}, special=special)])
        writer.derive("LABELS", None, [Edge(EdgeKind.LABELS, WIND, ABOUT_WIND, weight=1.0)])
        writer.derive("MENTIONS", None, [edge for _, edge in done])
    made.rebuild()
    return made


def told(made: Organisation, who: str = "ann") -> tuple[set[Key], list[KnowsAbout], KnownFor]:
    """Topics of the profile, the KNOWS_ABOUT edges, and the explanation."""
    with open_index(made.root) as index, made.store.view(COLLEAGUE) as view:
        profile = describe_person(person(who), view, index)
        why = explain_topic(person(who), ABOUT_WIND, view, index)
        snapshot = index.snapshot()
        edges = [edge for edge in knows_about(snapshot, snapshot.access_filter(view)) if edge.start == person(who)]
    assert profile is not None
    assert why is not None
    return {each.topic.key for each in profile.topics}, edges, why


ASKS = "How does the wind blow here? Who knows? Is it strong at the harbour?"
ANSWER = did("answer", EdgeKind.ANSWERED, "dee", of=DocumentKind.REPLY)


def thread(title: str, *whose: str) -> list[tuple[Fact, Edge]]:
    """A post and the replies to it, by these people one after the other."""
    kinds = [DocumentKind.POST, *[DocumentKind.REPLY] * len(whose[1:])]
    posts = zip(kinds, whose, strict=True)
    return [
        did(f"{title} {at}", EdgeKind.WROTE, who, of=of, title=title if at == 0 else f"Re: {title}", at=at * DAY)
        for at, (of, who) in enumerate(posts)
    ]


CASES: list[tuple[str, list[tuple[Fact, Edge]], bool]] = [
    ("writing", twice(EdgeKind.WROTE), True),
    ("answering", twice(EdgeKind.ANSWERED, of=DocumentKind.REPLY), True),
    ("editing", twice(EdgeKind.EDITED), True),
    ("being there", twice(EdgeKind.ATTENDED), False),
    ("liking", twice(EdgeKind.LIKED), False),
    ("being named", twice(EdgeKind.NAMED), False),
    ("commenting", twice(EdgeKind.COMMENTED), False),
    ("keeping", twice(EdgeKind.BOOKMARKED), False),
    ("asking where people answer", [*twice(EdgeKind.WROTE, of=DocumentKind.POST, text=ASKS), ANSWER], False),
    (
        "beginning threads in which others answer",
        [*thread("a", "ann", "dee"), *thread("b", "ann", "dee", "ann")],
        False,
    ),
    ("answering in threads of others", [*thread("a", "dee", "ann"), *thread("b", "dee", "ann")], True),
    ("announcing", [*thread("a", "ann"), *thread("b", "ann"), *thread("c", "dee", "bob")], True),
    ("blog posts that end in a question", twice(EdgeKind.WROTE, of=DocumentKind.POST, text=ASKS), True),
    ("one document", twice(EdgeKind.WROTE)[:1], False),
    ("one thread", twice(EdgeKind.WROTE, of=DocumentKind.REPLY, title="Re: wind"), False),
    ("passing mentions", twice(EdgeKind.WROTE, text="A long text. " * 2000, weight=1.0), False),
    ("a replacement in many pages", [did(f"page {n}", EdgeKind.EDITED, at=DAY) for n in range(30)], False),
]


@pytest.mark.parametrize(("what", "done", "known"), CASES, ids=[each[0] for each in CASES])
def test_own_work_in_several_documents_makes_somebody_known(
    tmp_path: Path, what: str, done: list[tuple[Fact, Edge]], known: bool
) -> None:
    made = organisation(tmp_path, done)
    topics, edges, why = told(made)
    made.store.close()
    assert (ABOUT_WIND in topics, bool(edges), why.known) == (known, known, known), what


def test_what_everybody_writes_about_is_a_topic_of_nobody(tmp_path: Path) -> None:
    common = [did(f"{who} {number}", EdgeKind.WROTE, who) for who in ("ann", "bob") for number in range(MANY)]
    made = organisation(tmp_path, common)
    assert told(made)[0] == told(made, "bob")[0] == set()
    made.store.close()


def test_a_special_category_is_inferred_of_nobody(tmp_path: Path) -> None:
    made = organisation(tmp_path, twice(EdgeKind.WROTE), special=True)
    topics, edges, why = told(made)
    assert (topics, edges, why.known, why.work) == (set(), [], False, ())
    assert made.ask("wind").people, "asking in words still finds who wrote about it"
    made.store.close()


def test_an_explanation_shows_the_work_and_how_it_compares(tmp_path: Path) -> None:
    done = [*twice(EdgeKind.WROTE), did("three", EdgeKind.ATTENDED), did("four", EdgeKind.WROTE, "bob")]
    made = organisation(tmp_path, done)
    why = told(made)[2]
    assert (why.name, why.rank, why.people, why.documents) == ("Ann", 1, 3, 2)
    assert {deed.title for deed in why.work} == {"one", "two"}
    assert all(any(span.hit for span in deed.snippet) for deed in why.work)
    assert why.times is not None
    assert why.times > 10
    made.store.close()


def test_work_that_is_not_enough_is_shown_as_that(tmp_path: Path) -> None:
    made = organisation(tmp_path, [*twice(EdgeKind.WROTE), did("four", EdgeKind.WROTE, "bob")])
    why = told(made, "bob")[2]
    assert (why.known, [deed.title for deed in why.work]) == (False, ["four"])
    made.store.close()


def test_hidden_work_counts_for_who_may_read_it(tmp_path: Path) -> None:
    made = organisation(tmp_path, [did("one", EdgeKind.WROTE), did("two", EdgeKind.WROTE, hidden=True)])
    assert told(made)[2].documents == 1
    with open_index(made.root) as index, made.store.view(INSIDER) as view:
        why = explain_topic(person("ann"), ABOUT_WIND, view, index)
        assert why is not None
        assert (why.documents, why.known) == (2, True)
        assert explain_topic(person("ann"), "topic:none", view, index) is None
        assert explain_topic(person_key(account("nobody")), ABOUT_WIND, view, index) is None
    made.store.close()


def test_of_who_opted_out_nothing_is_said(tmp_path: Path) -> None:
    made = organisation(tmp_path, twice(EdgeKind.WROTE))
    with made.store.writer() as writer:
        writer.put(Fact(replace(people("ann")[0], opted_out=True)), "run")
    made.follow()
    topics, edges, why = told(made)
    assert (topics, edges, why.known, why.documents) == (set(), [], False, 0)
    made.store.close()


@pytest.mark.parametrize(("inside", "shown"), [(2, False), (3, True)])
def test_a_topic_that_is_a_part_of_another_in_its_documents_is_not_shown(
    tmp_path: Path, inside: int, shown: bool
) -> None:
    done = [did(f"page {number}", EdgeKind.WROTE) for number in range(4)]
    made = organisation(tmp_path, done)
    gust, about_gust = key_of("term", "en", "gust"), "topic:gust"
    with made.store.writer() as writer:
        writer.derive("term", None, [Term(WIND, "en", "wind", "wind"), Term(gust, "en", "gust", "gust")])
        writer.derive("topic", None, [Topic(ABOUT_WIND, {"en": "wind"}), Topic(about_gust, {"en": "gust"})])
        labels = [(WIND, ABOUT_WIND), (gust, about_gust)]
        writer.derive("LABELS", None, [Edge(EdgeKind.LABELS, term, topic, weight=1.0) for term, topic in labels])
        gusts = [replace(edge, end=gust) for _, edge in done[:inside]]
        writer.derive("MENTIONS", None, [*(edge for _, edge in done), *gusts])
    made.rebuild()
    topics, _, why = told(made)
    assert why.known
    assert topics == ({ABOUT_WIND, about_gust} if shown else {ABOUT_WIND})


def test_a_topic_in_two_languages_is_shown_once(tmp_path: Path) -> None:
    english = [did(name, EdgeKind.WROTE) for name in ("one", "two", "three")]
    dutch = [did(name, EdgeKind.WROTE, text="De wind waait hard.") for name in ("een", "twee")]
    made = organisation(tmp_path, [*english, *dutch])
    windkracht, about = key_of("term", "nl", "windkracht"), "topic:windkracht"
    with made.store.writer() as writer:
        writer.derive(
            "term", None, [Term(WIND, "en", "wind", "wind"), Term(windkracht, "nl", "windkracht", "windkracht")]
        )
        writer.derive("topic", None, [Topic(ABOUT_WIND, {"en": "wind"}), Topic(about, {"nl": "windkracht"})])
        labels = [(WIND, ABOUT_WIND), (windkracht, about)]
        writer.derive("LABELS", None, [Edge(EdgeKind.LABELS, term, topic, weight=1.0) for term, topic in labels])
        mentions = [*(edge for _, edge in english), *(replace(edge, end=windkracht) for _, edge in dutch)]
        writer.derive("MENTIONS", None, mentions)
        writer.derive("TRANSLATES", None, [Edge(EdgeKind.TRANSLATES, windkracht, WIND, weight=0.9, role="meaning")])
    made.rebuild()
    assert told(made)[0] == {ABOUT_WIND}
