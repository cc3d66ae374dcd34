"""One group: where it belongs, who is in it, and what is written in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus

from api.asker import Asker
from api.page import Page
from api.parameters import KeyParameter
from api.policy import Permission
from api.problems import Refused
from api.roster import members_of, roster
from api.rows import path_of, person_rows, source_labels
from api.schemas import Colleague, DocumentHit, Reference
from graph.facts import EdgeKind, Group, Key, Seconds, kind_of
from graph.store import View
from models.answers import DocumentsQuestion, Question
from models.documents import list_documents
from models.people import PersonEntry, PersonKind

LISTED = 20
CHILDREN = 1000


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
    """Parameters of the page of a group."""

    key: KeyParameter


def group(asker: Asker, query: GroupQuery) -> GroupPage:
    """One group: where it belongs, the first of its members by name, and the newest of its documents."""
    key, site = query.key, asker.site
    everybody = roster(asker)
    with site.store.view(asker.viewer, recent=True) as view:
        node = view.get([key]).get(key) if kind_of(key) == "group" else None
        if not isinstance(node, Group):
            raise Refused(HTTPStatus.NOT_FOUND, "group-not-found")
        roles = members_of(view, key)
        here = [entry.person for entry in everybody if entry.person in roles and _works_here(entry, site.now())]
        wanted = DocumentsQuestion(Question("", limit=LISTED), group=key)
        inside = list_documents(wanted, view, asker.index(), site.now())
        return GroupPage(
            key=key,
            name=node.name,
            kind=node.kind,
            url=node.url,
            source_label=source_labels(asker).get(node.source, node.source),
            path=path_of(view, [key])[:-1],
            children=_children(view, key),
            members=tuple(person_rows(view, here[:LISTED], site.now(), roles).values()),
            members_total=len(here),
            documents=inside.documents,
            documents_total=inside.total,
            sources=source_labels(asker),
        )


def _works_here(entry: PersonEntry, now: Seconds) -> bool:
    return entry.kind(now) is PersonKind.COLLEAGUE


def _children(view: View, key: Key) -> tuple[Reference, ...]:
    """The groups in this one, by name."""
    parts = view.edges((EdgeKind.PART_OF,), [key], "in", limit=CHILDREN)
    nodes = [node for node in view.get([edge.start for edge in parts]).values() if isinstance(node, Group)]
    nodes.sort(key=lambda node: (node.name.casefold(), node.key))
    return tuple(Reference(node.key, node.name, node.kind) for node in nodes)


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
