"""Small organisations that these tests ask: facts put into a real store, and the index over them."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from graph.facts import (
    EVERYONE,
    Account,
    Document,
    DocumentKind,
    Edge,
    EdgeKind,
    Fact,
    Group,
    GroupKind,
    Key,
    Rule,
    Term,
    Topic,
    key_of,
    person_key,
)  # fmt: skip
from graph.open_store import open_store
from graph.own_words import TextParts, joined
from graph.store import Store, Viewer
from models.answers import Answer, Question
from models.experts import find_experts
from models.index.opening import open_index
from whoknows.jobs.index import PASSED, passed, reindex, update_index

SOURCE = "test"
SECRET = key_of("rule", SOURCE, "secret")
INSIDER = Viewer(principals=frozenset({"everyone", "account:insider"}))
COLLEAGUE = Viewer()


@dataclass(frozen=True, slots=True)
class Paper:
    """A document of a test: who wrote it, in which folder, and whether it is hidden."""

    id: str
    title: str
    text: str
    people: tuple[str, ...] = ("ann",)
    folder: str = "papers"
    hidden: bool = False
    language: str = "en"
    at: int | None = 1_700_000_000
    rest: str = ""
    same: str | None = None
    kind: DocumentKind = DocumentKind.PAGE
    names: tuple[str, ...] = ()
    did: tuple[tuple[str, EdgeKind], ...] = ()
    """What else people did to it."""


def account(name: str) -> Key:
    return key_of("account", SOURCE, name)


def person(name: str) -> Key:
    return person_key(account(name))


def document(paper: str) -> Key:
    return key_of("document", SOURCE, paper)


def topic(name: str) -> Key:
    return key_of("topic", SOURCE, name)


class Organisation:
    """A store and an index in a folder; `put` and `drop` change the store, `follow` and `rebuild` the index."""

    def __init__(self, folder: Path, people: Iterable[Account], store: Store | None = None) -> None:
        self.store: Store = store or open_store(f"sqlite:{folder}/graph.db")
        self.root = folder / "index"
        self._put([Fact(node) for node in people])
        self._put([Fact(Rule(SECRET, SOURCE, "secret", ("account:insider",)))])
        with self.store.writer() as writer:
            ties = [Edge(EdgeKind.IS, node.key, person_key(node.key)) for node in people]
            writer.derive("IS", [node.key for node in people], ties)

    def _put(self, facts: Sequence[Fact]) -> None:
        with self.store.writer() as writer:
            for fact in facts:
                writer.put(fact, "run")

    def put(self, *papers: Paper) -> None:
        for folder in sorted({paper.folder for paper in papers}):
            group = Group(key_of("group", SOURCE, folder), SOURCE, folder, GroupKind.FOLDER, folder)
            self._put([Fact(replace(group, rule=EVERYONE))])
        self._put([_fact(paper) for paper in papers])

    def mention(self, about: Mapping[str, Collection[str]], language: str = "en") -> None:
        """Derive that these papers mention these topics, one term each; nothing else is mentioned by any."""
        names = sorted({name for found in about.values() for name in found})
        terms = {name: key_of("term", language, name) for name in names}
        edges = [
            Edge(EdgeKind.MENTIONS, document(paper), terms[name], count=1, weight=1.0)
            for paper, found in about.items()
            for name in found
        ]
        with self.store.writer() as writer:
            writer.derive("term", None, [Term(terms[name], language, name, name) for name in names])
            writer.derive("topic", None, [Topic(topic(name), {language: name}) for name in names])
            labels = [Edge(EdgeKind.LABELS, terms[name], topic(name), weight=1.0) for name in names]
            writer.derive("LABELS", None, labels)
            writer.derive("MENTIONS", None, edges)
        self.store.ledger.set(PASSED, passed(self.store) + 1)

    def drop(self, *papers: str) -> None:
        with self.store.writer() as writer:
            writer.drop([document(paper) for paper in papers])

    def follow(self) -> None:
        update_index(self.store, self.root)

    def rebuild(self) -> None:
        reindex(self.store, self.root)

    def ask(self, text: str, viewer: Viewer = COLLEAGUE, **question: object) -> Answer:
        with open_index(self.root) as index, self.store.view(viewer) as view:
            return find_experts(Question(text, **question), view, index)  # type: ignore[arg-type]


def _fact(paper: Paper) -> Fact:
    key = document(paper.id)
    edges = [Edge(EdgeKind.WROTE, account(name), key, at=paper.at, count=1) for name in paper.people]
    edges += [Edge(EdgeKind.NAMED, account(name), key, at=paper.at, count=1) for name in paper.names]
    edges += [Edge(kind, account(name), key, at=paper.at, count=1) for name, kind in paper.did]
    edges.append(Edge(EdgeKind.IN, key, key_of("group", SOURCE, paper.folder)))
    text, own = joined(TextParts(paper.text, paper.rest))
    node = Document(
        key, SOURCE, paper.id, paper.kind, paper.title, text=text, language=paper.language, at=paper.at,
        rule=SECRET if paper.hidden else EVERYONE, text_hash=f"{paper.title}|{text}", own=own,
        same=paper.same,
    )  # fmt: skip
    return Fact(node, tuple(edges))


def people(*names: str) -> list[Account]:
    return [Account(account(name), SOURCE, name, name.title(), anchor=True) for name in names]
