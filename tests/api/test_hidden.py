"""A hidden document changes nothing for somebody who may not read it, in the record of any page.

Random organisations, with and without what is hidden: documents with their people, folders, threads, tags and links, in
a folder that others may see too or in one of its own. Compared after extraction, the passes, and a new generation.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from api.asker import Asker
from api.pages.document import DocumentQuery
from api.pages.document import document as ask_document
from api.pages.group import GroupQuery
from api.pages.group import group as ask_group
from api.pages.known_for import KnownForQuery, known_for
from api.pages.people import PeopleQuery, people
from api.pages.person import PersonQuery, person
from api.pages.search import SearchQuery, search
from api.pages.start import StartQuery, start
from api.pages.topic import TopicQuery, topic
from api.pages.topics import TopicsQuery, topics
from api.problems import Refused
from api.site import Site
from graph.facts import (
    EVERYONE,
    Account,
    Document,
    DocumentKind,
    Edge,
    EdgeKind,
    Extraction,
    Fact,
    Group,
    GroupKind,
    Key,
    Location,
    NameCandidate,
    Rule,
    SourceNode,
    Term,
    TermCandidate,
    key_of,
    person_key,
)
from graph.open_store import open_store
from graph.store import Store, Viewer
from models.index.contract import Index
from models.index.opening import open_index
from models.organisation_graph import read_organisation_graph
from whoknows.jobs.index import reindex
from whoknows.jobs.knowledge import follow_knowledge
from whoknows.jobs.passes import pass_over

NOW = 1_700_000_000
NAMES = {"ann": "Ann Visser", "bob": "Bob Yilmaz", "cem": "Cem de Wit"}
GHOST = "eve"
"""Somebody who did nothing but what is hidden, and stands in no directory."""
WORDS = ("hydrogen tank", "garden roof", "valve", "waterstof opslag", "zeppelin")
SECRET = key_of("rule", "wiki", "secret")
DEPARTMENT, BUILDING = key_of("group", "people", "energy"), key_of("location", "people", "harbour")
FOLDERS = ("gas", "green")
COLLEAGUE = Viewer(person=person_key(key_of("account", "people", "ann")))
INSIDER = Viewer(principals=frozenset({"everyone", key_of("account", "people", "bob")}))
QUESTIONS = ("hydrogen tank", "wie weet iets van waterstofopslag?", "zeppelin and valve", "hydrogne", "garden zepelin")
PEOPLE = ("ann", "Yilmaz", "eve", "Visserr", "A2.14", "engineer")


@dataclass(frozen=True, slots=True)
class Draft:
    """A document: what it is about, whose it is, and where; `to` is the number of a document that it answers."""

    about: tuple[str, ...]
    people: tuple[str, ...]
    folder: str
    to: int | None = None


def account(name: str) -> Key:
    return key_of("account", "wiki" if name == GHOST else "people", name)


def document(number: int) -> Key:
    return key_of("document", "wiki", f"d{number}")


def group(name: str) -> Key:
    return key_of("group", "wiki", name)


def directory() -> Iterator[Fact]:
    yield Fact(SourceNode(key_of("source", "wiki", "wiki"), "wiki", "wiki", "mediawiki", "Wiki"))
    yield Fact(Rule(SECRET, "wiki", "secret", (account("bob"),)))
    yield Fact(Group(DEPARTMENT, "people", "energy", GroupKind.DEPARTMENT, "Energy"))
    yield Fact(Location(BUILDING, "people", "harbour", "building", "Harbour"))
    for name, full in NAMES.items():
        node = Account(account(name), "people", name, full, room="A2.14", function="Engineer", anchor=True)
        edges = (Edge(EdgeKind.MEMBER_OF, node.key, DEPARTMENT, role="member"), Edge(EdgeKind.AT, node.key, BUILDING))
        yield Fact(node, edges)
    for folder in FOLDERS:
        yield Fact(Group(group(folder), "wiki", folder, GroupKind.FOLDER, folder.title()))


def written(number: int, paper: Draft, hidden: bool) -> tuple[Fact, Extraction]:
    """A document with what extraction finds in it: its words, the first as title, and the name of Cem."""
    title, text = paper.about[0].title(), f"We looked at {', '.join(paper.about)} with Cem de Wit."
    node = Document(
        document(number), "wiki", f"d{number}", DocumentKind.PAGE, title, text=text, language="en", at=NOW - number,
        rule=SECRET if hidden else EVERYONE, text_hash=f"{number}|{text}",
    )  # fmt: skip
    edges = [Edge(EdgeKind.WROTE, account(name), node.key, at=NOW - number, count=1, size=9) for name in paper.people]
    edges += [Edge(EdgeKind.IN, node.key, group(paper.folder)), Edge(EdgeKind.TAGGED, node.key, tag(paper).key)]
    if paper.to is not None:
        edges += [Edge(kind, node.key, document(paper.to)) for kind in (EdgeKind.REPLY_TO, EdgeKind.LINKS_TO)]
    terms = tuple(TermCandidate("en", each, each, 3, each == paper.about[0]) for each in sorted(set(paper.about)))
    names = (NameCandidate("Cem de Wit", "name", 1),)
    return Fact(node, tuple(edges)), Extraction(node.key, node.text_hash, "1", terms, names)


def tag(paper: Draft) -> Term:
    norm = f"tag {paper.about[-1]}"
    return Term(key_of("term", "en", norm), "en", norm, norm)


@contextmanager
def site(public: list[Draft], hidden: list[Draft], store: Store | None = None) -> Iterator[Site]:
    """The site over these documents; the hidden ones come with a colleague, a folder and a thread of their own."""
    folder = Path(mkdtemp())
    store = store or open_store(f"sqlite:{folder}/graph.db")
    filler = [Draft((f"lunch {at}",), ("ann",), "gas") for at in range(20)]
    numbered = [*enumerate([*filler, *public]), *enumerate(hidden, start=1000)]
    facts = list(directory())
    if hidden:
        facts.append(Fact(Account(account(GHOST), "wiki", GHOST, "Eve Zeppelin")))
        facts += [
            Fact(Group(group(each), "wiki", each, GroupKind.SPACE, each.title(), rule=SECRET)) for each in ("board",)
        ]
    made = [written(number, paper, hidden=number >= 1000) for number, paper in numbered]
    with store.writer() as writer:
        for paper in {tag(paper).key: tag(paper) for _, paper in numbered}.values():
            writer.put(Fact(paper), "run")
        for fact in (*facts, *(fact for fact, _ in made)):
            writer.put(fact, "run")
        writer.derive("extraction", [found.document for _, found in made], [found for _, found in made])
    pass_over(store, tell=lambda _: None, stop=lambda: False)
    reindex(store, folder / "index")
    follow_knowledge(store, folder / "index", now=NOW, stop=lambda: False)
    with open_index(folder / "index") as index:
        yield made_site(store, index)
    store.close()
    shutil.rmtree(folder)


def made_site(store: Store, index: Index) -> Site:
    with store.view(Viewer()) as everyone:
        graph = read_organisation_graph(index.snapshot(), everyone, NOW)
    made = Site("Works", store, lambda: index, lambda: NOW, lambda _: Viewer(), lambda message, *_: message)
    return replace(made, organisation_graph=lambda: graph)


def everything(made: Site, viewer: Viewer, public: int) -> dict[str, Any]:
    """All that somebody can see: questions, people, topics, documents, groups, and the start."""
    asker = Asker(made, viewer, "en")
    told: dict[str, Any] = {"start": start(asker, StartQuery()), "people": people(asker, PeopleQuery())}
    pages = [topics(asker, TopicsQuery(q)) for q in ("", "hydro", "zeppelin")]
    told |= {f"topics {page.q}": page for page in pages}
    told |= {f"named {q}": people(asker, PeopleQuery(q)) for q in PEOPLE}
    told |= {f"asked {q}": search(asker, SearchQuery(q, evidence=20)) for q in QUESTIONS}
    asked: list[tuple[Any, Any]] = [(person, PersonQuery(person_key(account(name)))) for name in (*NAMES, GHOST)]
    asked += [(topic, TopicQuery(key_of("topic", "en", word))) for word in WORDS]
    asked += [(topic, TopicQuery(hit.key)) for hit in pages[0].topics]
    numbers = (*range(20, 20 + public), *range(1000, 1006))
    asked += [(ask_document, DocumentQuery(document(number))) for number in numbers]
    asked += [(ask_group, GroupQuery(key)) for key in (DEPARTMENT, *map(group, (*FOLDERS, "board")))]
    for ask, query in asked:
        try:
            told[query.key] = ask(asker, query)
        except Refused as refused:
            told[query.key] = refused.problem.message
    for name in NAMES:
        for hit in pages[0].topics:
            told[f"{name} on {hit.key}"] = known_for(asker, KnownForQuery(person_key(account(name)), hit.key))
    return told


about = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(tuple)
places = st.one_of(st.none(), st.integers(20, 23))


def somebody(names: tuple[str, ...], most: int) -> st.SearchStrategy[tuple[str, ...]]:
    return st.sets(st.sampled_from(names), min_size=1, max_size=most).map(lambda found: tuple(sorted(found)))


public_papers = st.builds(Draft, about, somebody(tuple(NAMES), 2), st.sampled_from(FOLDERS))
hidden_papers = st.builds(Draft, about, somebody((*NAMES, GHOST), 4), st.sampled_from((*FOLDERS, "board")), places)


@pytest.mark.slow
@settings(max_examples=8, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))
@given(
    public=st.lists(public_papers, min_size=4, max_size=8),
    hidden=st.lists(hidden_papers, min_size=1, max_size=6),
)
def test_a_hidden_document_changes_nothing_that_a_colleague_sees(public: list[Draft], hidden: list[Draft]) -> None:
    with site(public, []) as before:
        expected = everything(before, COLLEAGUE, len(public))
    with site(public, hidden) as after:
        found = everything(after, COLLEAGUE, len(public))
        seen = everything(after, INSIDER, len(public))
    assert {name: told for name, told in found.items() if told != expected.get(name)} == {}
    assert found.keys() == expected.keys()
    assert seen[document(1000)] != found[document(1000)] == "document-not-found"


def test_there_is_something_to_see() -> None:
    """The property above says little where pages are empty."""
    public = [
        Draft(("hydrogen tank", "valve"), ("ann",), "gas"),
        *[Draft(("hydrogen tank",), ("bob",), "gas")] * 4,
    ]
    with site(public, []) as made:
        told = everything(made, COLLEAGUE, len(public))
    assert told["asked hydrogen tank"].people
    assert told["asked hydrogne"].did_you_mean == "hydrogen"
    assert told["asked zeppelin and valve"].unwritten == ("zeppelin",)
    assert {label for hit in told["topics "].topics for label in hit.labels.values()} == {"hydrogen tank"}
    assert [row.name for row in told["named Visserr"].people] == ["Ann Visser"]
    (known,) = told[person_key(account("bob"))].topics
    assert told[f"bob on {known.topic.key}"].work
    assert told[group("gas")].documents
    assert told[document(20)].topics
