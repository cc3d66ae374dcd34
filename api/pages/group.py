"""One group: where it belongs, who is in it, what they know together, and what is written in it."""

from __future__ import annotations

from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Annotated

from fastapi import Query

from api.asker import Asker
from api.faces import colleague_rows
from api.organisation import branches, organisation_of, together, who_know
from api.page import Page
from api.parameters import KEY_MOST, KeyParameter
from api.policy import Permission
from api.problems import Refused
from api.roster import members_of, roster
from api.rows import path_of, source_labels
from api.said import said_about
from api.schemas import Branch, Colleague, DocumentHit, Reference
from graph.facts import EdgeKind, Group, Key, Node, Person, Seconds, kind_of
from graph.store import View
from models.answers import DocumentsQuestion, Question
from models.documents import list_documents
from models.known_together import SharedKnowledge
from models.organisation import OrganisationChart
from models.people import PersonEntry, PersonKind

LISTED = 20
CHILDREN = 1000
LINES = 100
"""Lines of the tree of departments in one, at most."""


@dataclass(frozen=True, slots=True)
class GroupPage:
    """One group or container: where it belongs, who is in it, and what is written in it.

    Of a department `manager` is told, and the `departments` in it with their people; `inside` counts the colleagues of
    all of it. `known` are topics that at least two of its people know about, by own work in documents for everyone;
    `topic` is told when only those who know about it are listed.
    """

    key: Key
    name: str
    kind: str
    url: str | None = None
    source_label: str = ""
    path: tuple[Reference, ...] = ()
    children: tuple[Reference, ...] = ()
    members: tuple[Colleague, ...] = ()
    members_total: int = 0
    manager: Reference | None = None
    departments: tuple[Branch, ...] = ()
    inside: int = 0
    known: tuple[SharedKnowledge, ...] = ()
    topic: SharedKnowledge | None = None
    documents: tuple[DocumentHit, ...] = ()
    documents_total: int = 0
    sources: dict[str, str] = field(default_factory=dict)
    said: tuple[str, ...] | None = None
    """What the asker says about it: follow, like, bookmark, thank; None for nobody in particular and oneself."""


@dataclass(frozen=True, slots=True)
class GroupQuery:
    """Parameters of the page of a group; `topic` keeps who knows about it, in all of a department."""

    key: KeyParameter
    topic: Annotated[str, Query(max_length=KEY_MOST, description="The key of a topic: only who knows about it.")] = ""


def group(asker: Asker, query: GroupQuery) -> GroupPage:
    """One group: where it belongs, the first of its members by name, and the newest of its documents."""
    key, site = query.key, asker.site
    everybody, organisation = roster(asker), organisation_of(asker)
    with site.store.view(asker.viewer, recent=True) as view:
        head = organisation.manager(key)
        nodes = view.get([key, *([head] if head else [])])
        node = nodes.get(key) if kind_of(key) == "group" else None
        if not isinstance(node, Group):
            raise Refused(HTTPStatus.NOT_FOUND, "group-not-found")
        roles = members_of(view, key)
        here = [entry.person for entry in everybody if entry.person in roles and _works_here(entry, site.now())]
        wanted = DocumentsQuestion(Question("", limit=LISTED), group=key)
        inside = list_documents(wanted, view, asker.index(), site.now())
        people = organisation.departments.whole(key) or here
        knowing, topic = who_know(asker, view, people, query.topic)
        here = knowing if topic else here
        return GroupPage(
            key=key,
            name=node.name,
            kind=node.kind,
            url=node.url,
            source_label=source_labels(asker).get(node.source, node.source),
            path=path_of(view, [key])[:-1],
            children=_children(view, key, organisation),
            members=tuple(colleague_rows(asker, view, here[:LISTED], roles).values()),
            members_total=len(here),
            manager=_person(nodes.get(head or "")),
            departments=branches(organisation.departments, organisation.departments.inner(key), LINES),
            inside=organisation.departments.count(key),
            known=together(asker, view, people),
            topic=topic,
            documents=inside.documents,
            documents_total=inside.total,
            sources=source_labels(asker),
            said=said_about(view, key),
        )


def _works_here(entry: PersonEntry, now: Seconds) -> bool:
    return entry.kind(now) is PersonKind.COLLEAGUE


def _person(node: Node | None) -> Reference | None:
    return Reference(node.key, node.name, "person") if isinstance(node, Person) else None


def _children(view: View, key: Key, organisation: OrganisationChart) -> tuple[Reference, ...]:
    """The groups in this one, by name, other than departments with people."""
    parts = view.edges((EdgeKind.PART_OF,), [key], "in", limit=CHILDREN)
    others = [edge.start for edge in parts if edge.start not in organisation.departments]
    nodes = [node for node in view.get(others).values() if isinstance(node, Group)]
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
