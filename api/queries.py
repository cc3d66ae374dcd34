"""What can be asked? Each question is a function of who asks; everything is read through that asker's View.

The number of store calls of a question does not depend on what it shows. Answers may lack what another process wrote a
moment ago; a document's own page never does.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import replace
from http import HTTPStatus
from typing import Any

from api.deps import Asker, House
from api.problems import Refused
from api.schemas import (
    Answer,
    DocumentHit,
    DocumentPage,
    DocumentPerson,
    GroupPage,
    Health,
    Me,
    Named,
    PeoplePage,
    PersonRow,
    Profile,
    Start,
    TopicHit,
    TopicPage,
    TopicsPage,
)
from graph.facts import (
    EVERYONE,
    Account,
    Document,
    Edge,
    EdgeKind,
    Group,
    GroupKind,
    Key,
    Location,
    Node,
    Person,
    Rule,
    Seconds,
    Topic,
    anchor_key,
    has_left,
    kind_of,
)
from graph.schema import ACTS
from graph.store import View
from models.answers import Question, Span

EXCERPT = 3000
FIRST_WORDS = 160
PAGE = 50
MOST = 20_000
DEEP = 12
LISTED = 20
CONTAINED = 2000


def search(asker: Asker, question: Question) -> Answer:
    """Who knows about this, and what else is there about it?"""
    with asker.house.store.view(asker.viewer, recent=True) as view:
        return asker.house.models.find_experts(question, view, _index(asker), asker.house.now())


def person(asker: Asker, key: Key) -> Profile:
    """Who is this, and what do they know about?"""
    house, found = asker.house, None
    if kind_of(key) == "person":
        with house.store.view(asker.viewer, recent=True) as view:
            found = house.models.describe_person(key, view, _index(asker), house.now())
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "person-not-found")
    return found


def topic(asker: Asker, key: Key) -> TopicPage:
    """Who knows about this topic, and what is written about it?"""
    house, found = asker.house, None
    if kind_of(key) == "topic":
        with house.store.view(asker.viewer, recent=True) as view:
            found = house.models.describe_topic(key, view, _index(asker), house.now())
    if found is None:
        raise Refused(HTTPStatus.NOT_FOUND, "topic-not-found")
    return found


def _index(asker: Asker) -> Any:
    index = asker.house.index()
    if index is None:
        raise Refused(HTTPStatus.SERVICE_UNAVAILABLE, "index-not-ready")
    return index


def me(asker: Asker) -> Me:
    """In whose shoes is asked?"""
    return Me(asker.viewer.person, asker.name, asker.language)


def health(house: House) -> Health:
    """Does the site answer, and from which generation?"""
    index = house.index()
    generation = getattr(index, "generation", None)
    status = "ok" if index is not None else "no-index"
    return Health(status, generation if isinstance(generation, int) else None, house.store.seq())


# --- lists ------------------------------------------------------------------------------------------------------------


def start(asker: Asker, limit: int = 12) -> Start:
    """What can be asked here?"""
    hits = _topics(asker.house)[:limit]
    with asker.house.store.view(asker.viewer) as view:
        return Start(tuple(hits), view.count("document"), view.count("person"), len(asker.house.sources))


def topics(asker: Asker, q: str, page: int) -> TopicsPage:
    """Which topics are written about, those of most people first; `q` keeps those with such a label."""
    hits = _topics(asker.house)
    wanted = q.casefold().strip()
    if wanted:
        hits = [hit for hit in hits if any(wanted in label.casefold() for label in hit.labels.values())]
    pages = max(1, -(-len(hits) // PAGE))
    page = min(page, pages)
    return TopicsPage(tuple(hits[(page - 1) * PAGE : page * PAGE]), len(hits), q, page, pages)


def _topics(house: House) -> list[TopicHit]:
    """All topics, those of most people first. They come from documents for everyone, so they are the same for all."""
    return house.shelf.recall("topics", house.now(), lambda: _read_topics(house))


def _read_topics(house: House) -> list[TopicHit]:
    with house.store.view(house.viewer_of(None)) as view:
        nodes = [node for node in view.nodes("topic", limit=MOST) if isinstance(node, Topic)]
    nodes.sort(key=lambda node: (-node.weight * math.log2(1 + node.people), -node.documents, node.key))
    return [TopicHit(node.key, dict(node.labels), node.documents, node.people) for node in nodes]


def people(asker: Asker, q: str, after: Key | None) -> PeoplePage:
    """Which colleagues are there? By name, phone, room or function with `q`, else all of them, a page at a time."""
    if q.strip():
        answer = search(asker, Question(text=q, limit=PAGE, evidence=0, documents=0))
        keys = [hit.person for hit in answer.named]
        by_key = {hit.person: hit for hit in answer.named}
        with asker.house.store.view(asker.viewer) as view:
            rows = rows_of(view, keys, asker.house.now())
        found = tuple(_matched(rows[key], by_key[key].matched, by_key[key].typo) for key in keys if key in rows)
        return PeoplePage(found, len(found), q)
    with asker.house.store.view(asker.viewer) as view:
        nodes = view.nodes("person", after=after, limit=PAGE + 1)
        keys = [node.key for node in nodes if isinstance(node, Person)]
        rows = rows_of(view, keys[:PAGE], asker.house.now())
        total = view.count("person")
    here = (row for row in rows.values() if row.left is None)
    listed = tuple(sorted(here, key=lambda row: row.name.casefold()))
    return PeoplePage(listed, total, q, keys[PAGE - 1] if len(keys) > PAGE else None)


def _matched(row: PersonRow, matched: str, typo: bool) -> PersonRow:
    return replace(row, matched=matched, typo=typo)


def rows_of(
    view: View, people: Collection[Key], now: Seconds, roles: dict[Key, str] | None = None
) -> dict[Key, PersonRow]:
    """Who are these people, as a row of a list? In the order that was given; those who may not be seen are missing.

    `left` is told of who has left at `now`: plans are nobody's business.
    """
    anchors = {anchor_key(key): key for key in people}
    edges = view.edges((EdgeKind.MEMBER_OF, EdgeKind.AT), list(anchors))
    around = view.edges((EdgeKind.PART_OF,), [edge.end for edge in edges if edge.kind is EdgeKind.AT])
    nodes = view.get([*people, *anchors, *{edge.end for edge in edges}, *{edge.end for edge in around}])
    larger = {edge.start: edge.end for edge in around}
    places: dict[Key, list[Node | None]] = {}
    departments: dict[Key, Named] = {}
    for edge in edges:
        end = nodes.get(edge.end)
        if isinstance(end, Location):
            places.setdefault(edge.start, []).extend((nodes.get(larger.get(end.key, "")), end))
        elif isinstance(end, Group) and end.kind is GroupKind.DEPARTMENT:
            departments.setdefault(edge.start, Named(end.key, end.name, end.kind))
    rows: dict[Key, PersonRow] = {}
    for anchor, key in anchors.items():
        account, node = nodes.get(anchor), nodes.get(key)
        if isinstance(account, Account) and isinstance(node, Person) and not account.service:
            found = [place.name for place in places.get(anchor, ()) if isinstance(place, Location)]
            where = ", ".join(dict.fromkeys(found)) or None
            role, left = (roles or {}).get(key), account.left if has_left(account.left, now) else None
            rows[key] = replace(_row(node, account, departments.get(anchor), where), left=left, role=role)
    return {key: rows[key] for key in people if key in rows}


def _row(node: Person, account: Account, department: Named | None, where: str | None) -> PersonRow:
    return PersonRow(
        person=node.key,
        name=node.name,
        function=account.function,
        department=department,
        location=where,
        phone=account.phone,
        room=account.room,
        email=account.emails[0] if account.emails else None,
    )


# --- one document -----------------------------------------------------------------------------------------------------


def document(asker: Asker, key: Key) -> DocumentPage:
    """What is this document, who did what to it, and who may read it? Hidden and missing ones are refused alike."""
    with asker.house.store.view(asker.viewer) as view:
        node = view.get([key]).get(key) if kind_of(key) == "document" else None
        if not isinstance(node, Document):
            raise Refused(HTTPStatus.NOT_FOUND, "document-not-found")
        text = view.texts([key]).get(key, "")
        out = view.edges((EdgeKind.IN, EdgeKind.REPLY_TO, EdgeKind.LINKS_TO, EdgeKind.MENTIONS), [key])
        acts = view.edges(ACTS, [key], "in", limit=200, newest_first=True)
        replies = view.edges((EdgeKind.REPLY_TO,), [key], "in", limit=LISTED)
        near = _hits(view, [edge.end for edge in out if kind_of(edge.end) == "document"], [e.start for e in replies])
        return DocumentPage(
            key=key,
            title=node.title,
            kind=node.kind,
            source=node.source,
            source_label=source_label(asker, node.source),
            url=node.url,
            at=node.at,
            language=node.language,
            excerpt=_beginning(text),
            shortened=len(text) > EXCERPT,
            people=_actors(view, acts),
            topics=_mentioned(view, out),
            groups=_path(view, [edge.end for edge in out if edge.kind is EdgeKind.IN]),
            replies_to=tuple(near[e.end] for e in out if e.kind is EdgeKind.REPLY_TO and e.end in near),
            replies=tuple(near[e.start] for e in replies if e.start in near),
            links=tuple(near[e.end] for e in out if e.kind is EdgeKind.LINKS_TO and e.end in near)[:LISTED],
            for_everyone=_is_open(view, node.rule),
            visible_by=_readers(view, node.rule),
        )


def _beginning(text: str) -> str:
    """How does this text begin? Whole words of it."""
    return text if len(text) <= EXCERPT else text[: EXCERPT + 1].rpartition(" ")[0][:EXCERPT] or text[:EXCERPT]


def source_label(asker: Asker, name: str) -> str:
    """What do people call this source?"""
    return next((source.label for source in asker.house.sources if source.name == name), name)


def _hits(view: View, *keys: Iterable[Key]) -> dict[Key, DocumentHit]:
    """Which documents are near, each with how it begins: replies all have the title of their thread."""
    near = [key for group in keys for key in group]
    nodes, texts = view.get(near), view.texts(near)
    return {key: _hit(node, texts.get(key, "")) for key, node in nodes.items() if isinstance(node, Document)}


def _hit(node: Document, text: str = "") -> DocumentHit:
    told = " ".join(text[: 2 * FIRST_WORDS].split())
    short = told if len(told) <= FIRST_WORDS else told[:FIRST_WORDS].rpartition(" ")[0] + " …"
    snippet = (Span(short),) if short else ()
    return DocumentHit(node.key, node.title, node.kind, node.source, node.url, node.at, node.language, snippet)


def _actors(view: View, acts: list[Edge]) -> tuple[DocumentPerson, ...]:
    """Who did what? The acts in order of weight, each with the person whose account it is."""
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


def _mentioned(view: View, out: list[Edge]) -> tuple[TopicHit, ...]:
    """What is it about? The topics of its terms, the weightiest first."""
    weights = {edge.end: edge.weight for edge in out if edge.kind is EdgeKind.MENTIONS}
    found: dict[Key, float] = {}
    for edge in view.edges((EdgeKind.LABELS,), list(weights)):
        found[edge.end] = max(found.get(edge.end, 0.0), weights[edge.start])
    best = sorted(found, key=lambda key: (-found[key], key))[:DEEP]
    nodes = view.get(best)
    return tuple(
        TopicHit(node.key, dict(node.labels), node.documents, node.people)
        for node in (nodes.get(key) for key in best)
        if isinstance(node, Topic)
    )


def _path(view: View, groups: list[Key]) -> tuple[Named, ...]:
    """In which group is it, and in which larger ones? The largest first."""
    larger: dict[Key, Key] = {}
    for edge in view.above(groups[:1]):
        larger.setdefault(edge.start, edge.end)
    nodes = view.get({*groups[:1], *larger, *larger.values()})
    path: dict[Key, Named] = {}
    key = groups[0] if groups else None
    while key is not None and key not in path and isinstance(node := nodes.get(key), Group):
        path[key] = Named(node.key, node.name, node.kind)
        key = larger.get(key)
    return tuple(reversed(path.values()))


def _is_open(view: View, rule: Key) -> bool:
    """May every colleague read by this rule?"""
    node = view.get([rule]).get(rule) if rule != EVERYONE else None
    return rule == EVERYONE or (isinstance(node, Rule) and "everyone" in node.principals)


def _readers(view: View, rule: Key) -> tuple[Named, ...]:
    """Which groups and people may read by this rule, as far as the asker may see them?"""
    node = view.get([rule]).get(rule) if rule != EVERYONE else None
    if not isinstance(node, Rule):
        return ()
    nodes = view.get([principal for principal in node.principals if ":" in principal])
    return tuple(
        Named(found.key, found.name, kind_of(found.key))
        for found in nodes.values()
        if isinstance(found, Group | Account)
    )


# --- one group --------------------------------------------------------------------------------------------------------


def group(asker: Asker, key: Key) -> GroupPage:
    """What is this group: where does it belong, who is in it, what is written in it?"""
    with asker.house.store.view(asker.viewer) as view:
        node = view.get([key]).get(key) if kind_of(key) == "group" else None
        if not isinstance(node, Group):
            raise Refused(HTTPStatus.NOT_FOUND, "group-not-found")
        members = view.edges((EdgeKind.MEMBER_OF,), [key], "in")
        inside = view.edges((EdgeKind.IN,), [key], "in", limit=CONTAINED)
        parts = view.edges((EdgeKind.PART_OF,), [key], "in", limit=200)
        rows = _members(view, members, asker.house.now())
        documents = _newest(view, [edge.start for edge in inside])
        children = view.get([edge.start for edge in parts])
        return GroupPage(
            key=key,
            name=node.name,
            kind=node.kind,
            url=node.url,
            source_label=source_label(asker, node.source),
            path=_path(view, [key])[:-1],
            children=tuple(Named(c.key, c.name, c.kind) for c in children.values() if isinstance(c, Group)),
            members=rows[:PAGE],
            members_total=len(rows),
            documents=documents,
            documents_total=len(inside),
        )


def _members(view: View, edges: list[Edge], now: Seconds) -> tuple[PersonRow, ...]:
    roles = {edge.start: edge.role or "" for edge in edges}
    owner = {edge.start: edge.end for edge in view.edges((EdgeKind.IS,), list(roles))}
    by_person = {person: roles[account] for account, person in owner.items()}
    rows = rows_of(view, list(by_person), now, by_person).values()
    return tuple(sorted((row for row in rows if row.left is None), key=lambda row: row.name.casefold()))


def _newest(view: View, keys: list[Key]) -> tuple[DocumentHit, ...]:
    nodes = [node for node in view.get(keys).values() if isinstance(node, Document)]
    nodes.sort(key=lambda node: (node.at is None, -(node.at or 0), node.key))
    return tuple(_hit(node) for node in nodes[:LISTED])


def contacts(asker: Asker, people: Collection[Key]) -> dict[Key, PersonRow]:
    """How are these people reached? In one reading for all of them."""
    with asker.house.store.view(asker.viewer, recent=True) as view:
        return rows_of(view, people, asker.house.now())
