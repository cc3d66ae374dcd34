"""One group: where it belongs, who is in it, and what is written in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus

from api.asker import Asker
from api.page import Page
from api.parameters import KeyParameter
from api.policy import Permission
from api.problems import Refused
from api.rows import document_hit, path_of, person_rows, source_labels
from api.schemas import Colleague, DocumentHit, Reference
from graph.facts import Document, Edge, EdgeKind, Group, Key, Seconds, kind_of
from graph.store import View

MEMBERS = 50
LISTED = 20
CONTAINED = 2000


@dataclass(frozen=True, slots=True)
class GroupPage:
    """One group or container: where it belongs, who is in it, and what is written in it."""

    key: Key
    name: str
    kind: str
    url: str | None = None
    source_label: str = ""
    path: tuple[Reference, ...] = ()
    children: tuple[Reference, ...] = ()
    members: tuple[Colleague, ...] = ()
    members_total: int = 0
    documents: tuple[DocumentHit, ...] = ()
    documents_total: int = 0
    sources: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class GroupQuery:
    """Which group."""

    key: KeyParameter


def group(asker: Asker, query: GroupQuery) -> GroupPage:
    """One group: where it belongs, who is in it, what is written in it."""
    key = query.key
    with asker.site.store.view(asker.viewer) as view:
        node = view.get([key]).get(key) if kind_of(key) == "group" else None
        if not isinstance(node, Group):
            raise Refused(HTTPStatus.NOT_FOUND, "group-not-found")
        members = view.edges((EdgeKind.MEMBER_OF,), [key], "in")
        inside = view.edges((EdgeKind.IN,), [key], "in", limit=CONTAINED)
        parts = view.edges((EdgeKind.PART_OF,), [key], "in", limit=200)
        rows = _members(view, members, asker.site.now())
        documents = _newest(view, [edge.start for edge in inside])
        children = view.get([edge.start for edge in parts])
        return GroupPage(
            key=key,
            name=node.name,
            kind=node.kind,
            url=node.url,
            source_label=source_labels(asker).get(node.source, node.source),
            path=path_of(view, [key])[:-1],
            children=tuple(Reference(c.key, c.name, c.kind) for c in children.values() if isinstance(c, Group)),
            members=rows[:MEMBERS],
            members_total=len(rows),
            documents=documents,
            documents_total=len(inside),
            sources=source_labels(asker),
        )


def _members(view: View, edges: list[Edge], now: Seconds) -> tuple[Colleague, ...]:
    roles = {edge.start: edge.role or "" for edge in edges}
    owner = {edge.start: edge.end for edge in view.edges((EdgeKind.IS,), list(roles))}
    by_person = {person: roles[account] for account, person in owner.items()}
    rows = person_rows(view, list(by_person), now, by_person).values()
    return tuple(sorted((row for row in rows if row.left is None), key=lambda row: row.name.casefold()))


def _newest(view: View, keys: list[Key]) -> tuple[DocumentHit, ...]:
    nodes = [node for node in view.get(keys).values() if isinstance(node, Document)]
    nodes.sort(key=lambda node: (node.at is None, -(node.at or 0), node.key))
    return tuple(document_hit(node) for node in nodes[:LISTED])


PAGE: Page[GroupQuery, GroupPage] = Page(
    path="/groups/{key}",
    json="/api/groups/{key}",
    template="group.html",
    permission=Permission.READ,
    query=GroupQuery,
    record=GroupPage,
    answer=group,
    example={"key": "group:wiki:z1x2c3v4", "name": "Waterstof", "kind": "space", "members_total": 12},
    troubles=(HTTPStatus.NOT_FOUND,),
    tag="things",
)
