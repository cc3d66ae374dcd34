"""One document: who did what to it, how it begins, and who may read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus

from api.asker import Asker
from api.page import Page
from api.pages.topics import counted_topics
from api.parameters import KeyParameter
from api.policy import Permission
from api.problems import Refused
from api.rows import document_hit, path_of, source_labels
from api.said import said_about
from api.schemas import DocumentHit, Reference, TopicHit
from graph.facts import EVERYONE, Account, Document, Edge, EdgeKind, Group, Key, Person, Rule, Seconds, Topic, kind_of
from graph.own_words import words_of
from graph.schema import ACTS
from graph.store import View

EXCERPT = 3000
DEEP = 12
LISTED = 20


@dataclass(frozen=True, slots=True)
class DocumentPerson:
    """What one account did to a document. `person` is None when nobody knows whose account it is."""

    name: str
    person: Key | None
    kind: str
    at: Seconds | None = None
    count: int = 1


@dataclass(frozen=True, slots=True)
class DocumentPage:
    """One document: who did what to it, how it begins, what it is about, and who may read it.

    `visible_by` is empty when every colleague may; else it names groups and people, as far as the asker may see them.
    `rest` is what was quoted or added by a program, and code: it counts for nobody.
    """

    key: Key
    title: str
    kind: str
    source: str
    source_label: str
    url: str | None = None
    at: Seconds | None = None
    language: str | None = None
    excerpt: str = ""
    shortened: bool = False
    rest: str = ""
    people: tuple[DocumentPerson, ...] = ()
    topics: tuple[TopicHit, ...] = ()
    groups: tuple[Reference, ...] = ()
    replies_to: tuple[DocumentHit, ...] = ()
    replies: tuple[DocumentHit, ...] = ()
    links: tuple[DocumentHit, ...] = ()
    for_everyone: bool = True
    visible_by: tuple[Reference, ...] = ()
    sources: dict[str, str] = field(default_factory=dict)
    said: tuple[str, ...] | None = None
    """What the asker says about it: follow, like, bookmark, thank; None for nobody in particular and oneself."""


@dataclass(frozen=True, slots=True)
class DocumentQuery:
    """Parameters of the page of a document."""

    key: KeyParameter


def document(asker: Asker, query: DocumentQuery) -> DocumentPage:
    """One document, who did what to it, and who may read it. Hidden and missing ones are refused alike."""
    key = query.key
    with asker.site.store.view(asker.viewer) as view:
        node = view.get([key]).get(key) if kind_of(key) == "document" else None
        if not isinstance(node, Document):
            raise Refused(HTTPStatus.NOT_FOUND, "document-not-found")
        own, rest = words_of(node, view.texts([key]).get(key, ""))
        out = view.edges((EdgeKind.IN, EdgeKind.REPLY_TO, EdgeKind.LINKS_TO, EdgeKind.MENTIONS), [key])
        acts = view.edges(ACTS, [key], "in", limit=200, newest_first=True)
        replies = view.edges((EdgeKind.REPLY_TO,), [key], "in", limit=LISTED)
        near = _hits(view, [edge.end for edge in out if kind_of(edge.end) == "document"], [e.start for e in replies])
        return DocumentPage(
            key=key,
            title=node.title,
            kind=node.kind,
            source=node.source,
            source_label=source_labels(asker).get(node.source, node.source),
            url=node.url,
            at=node.at,
            language=node.language,
            excerpt=_first_words(own),
            shortened=len(own) > EXCERPT or len(rest) > EXCERPT,
            rest=_first_words(rest),
            people=_actors(view, acts),
            topics=_mentioned(asker, view, out),
            groups=path_of(view, [edge.end for edge in out if edge.kind is EdgeKind.IN]),
            replies_to=tuple(near[e.end] for e in out if e.kind is EdgeKind.REPLY_TO and e.end in near),
            replies=tuple(near[e.start] for e in replies if e.start in near),
            links=tuple(near[e.end] for e in out if e.kind is EdgeKind.LINKS_TO and e.end in near)[:LISTED],
            for_everyone=_is_open(view, node.rule),
            visible_by=_readers(view, node.rule),
            sources=source_labels(asker),
            said=said_about(view, key),
        )


def _first_words(text: str) -> str:
    """The first whole words of a text."""
    return text if len(text) <= EXCERPT else text[: EXCERPT + 1].rpartition(" ")[0][:EXCERPT] or text[:EXCERPT]


def _hits(view: View, *keys: Iterable[Key]) -> dict[Key, DocumentHit]:
    """These documents, each with its first words: replies all have the title of their thread."""
    near = [key for group in keys for key in group]
    nodes, texts = view.get(near), view.texts(near)
    return {
        key: document_hit(node, words_of(node, texts.get(key, "")).own)
        for key, node in nodes.items()
        if isinstance(node, Document)
    }


def _actors(view: View, acts: list[Edge]) -> tuple[DocumentPerson, ...]:
    """The acts in order of weight, each with the person whose account it is."""
    accounts = {edge.start for edge in acts}
    owner = {edge.start: edge.end for edge in view.edges((EdgeKind.IS,), accounts)}
    nodes = view.get([*accounts, *owner.values()])
    order = {kind: place for place, kind in enumerate(ACTS)}
    rows = []
    for edge in sorted(acts, key=lambda edge: (order[edge.kind], -edge.size, -(edge.at or 0), edge.start)):
        who = owner.get(edge.start)
        node = nodes.get(who) if who else None
        account = nodes.get(edge.start)
        if isinstance(node, Person):
            rows.append(DocumentPerson(node.name, node.key, edge.kind.lower(), edge.at, edge.count))
        elif isinstance(account, Account):
            rows.append(DocumentPerson(account.name, None, edge.kind.lower(), edge.at, edge.count))
    return tuple(rows)


def _mentioned(asker: Asker, view: View, out: list[Edge]) -> tuple[TopicHit, ...]:
    """The topics of its terms, the weightiest first."""
    weights = {edge.end: edge.weight for edge in out if edge.kind is EdgeKind.MENTIONS}
    found: dict[Key, float] = {}
    for edge in view.edges((EdgeKind.LABELS,), list(weights)):
        found[edge.end] = max(found.get(edge.end, 0.0), weights[edge.start])
    best = sorted(found, key=lambda key: (-found[key], key))[:DEEP]
    nodes, counted = view.get(best), counted_topics(asker, view, best)
    return tuple(
        counted.get(node.key, TopicHit(node.key, dict(node.labels)))
        for node in (nodes.get(key) for key in best)
        if isinstance(node, Topic)
    )


def _is_open(view: View, rule: Key) -> bool:
    """True when every colleague may read by this rule."""
    node = view.get([rule]).get(rule) if rule != EVERYONE else None
    return rule == EVERYONE or (isinstance(node, Rule) and "everyone" in node.principals)


def _readers(view: View, rule: Key) -> tuple[Reference, ...]:
    """The groups and people who may read by this rule, as far as the asker may see them."""
    node = view.get([rule]).get(rule) if rule != EVERYONE else None
    if not isinstance(node, Rule):
        return ()
    nodes = view.get([principal for principal in node.principals if ":" in principal])
    return tuple(
        Reference(found.key, found.name, kind_of(found.key))
        for found in nodes.values()
        if isinstance(found, Group | Account)
    )


PAGE: Page[DocumentQuery, DocumentPage] = Page(
    path="/documents/{key}",
    json="/api/documents/{key}",
    template="document.html",
    permission=Permission.READ,
    query=DocumentQuery,
    record=DocumentPage,
    answer=document,
    example={"key": "document:wiki:q2w3e4r5", "title": "Waterstofopslag, ontwerpgids", "kind": "page"},
    troubles=(HTTPStatus.NOT_FOUND,),
    tag="things",
)
