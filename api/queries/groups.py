"""One group: where it belongs, who is in it, and what is written in it."""

from __future__ import annotations

from http import HTTPStatus

from api.asker import Asker
from api.problems import Refused
from api.queries.rows import document_hit, path_of, person_rows, source_label
from api.schemas import DocumentHit, GroupPage, Named, PersonRow
from graph.facts import Document, Edge, EdgeKind, Group, Key, Seconds, kind_of
from graph.store import View

PAGE = 50
LISTED = 20
CONTAINED = 2000


def group(asker: Asker, key: Key) -> GroupPage:
    """One group: where it belongs, who is in it, what is written in it."""
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
            source_label=source_label(asker, node.source),
            path=path_of(view, [key])[:-1],
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
    rows = person_rows(view, list(by_person), now, by_person).values()
    return tuple(sorted((row for row in rows if row.left is None), key=lambda row: row.name.casefold()))


def _newest(view: View, keys: list[Key]) -> tuple[DocumentHit, ...]:
    nodes = [node for node in view.get(keys).values() if isinstance(node, Document)]
    nodes.sort(key=lambda node: (node.at is None, -(node.at or 0), node.key))
    return tuple(document_hit(node) for node in nodes[:LISTED])
