"""Rows that several answers hold: people, documents, the groups above a thing, the label of a source."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from api.asker import Asker
from api.schemas import Colleague, DocumentHit, Reference
from graph.facts import (
    Account,
    Document,
    EdgeKind,
    Group,
    GroupKind,
    Key,
    Location,
    Person,
    Seconds,
    anchor_key,
    current_emails,
    has_left,
    is_ahead,
)
from graph.pauses import last_days
from graph.store import View
from models.answers import Span
from models.places import places_of

FIRST_WORDS = 160


def person_rows(
    view: View,
    people: Collection[Key],
    now: Seconds,
    roles: dict[Key, str] | None = None,
    *,
    service: bool = False,
) -> dict[Key, Colleague]:
    """A row of a list for each of these people, in the order given; those who may not be seen are missing.

    `left` is told of people who have left at `now`: plans are nobody's business. Who has not begun is missing; so are
    service accounts, unless `service` asks for them.
    """
    anchors = {anchor_key(key): key for key in people}
    edges = view.edges((EdgeKind.MEMBER_OF, EdgeKind.AT), list(anchors))
    around = view.above({edge.end for edge in edges if edge.kind is EdgeKind.AT})
    nodes = view.get([*people, *anchors, *{edge.end for edge in edges}, *{edge.end for edge in around}])
    places = places_of(edges, around, nodes)
    seats = {
        edge.start: edge.end for edge in edges if edge.kind is EdgeKind.AT and isinstance(nodes.get(edge.end), Location)
    }
    departments: dict[Key, Reference] = {}
    for edge in edges:
        end = nodes.get(edge.end)
        if isinstance(end, Group) and end.kind is GroupKind.DEPARTMENT:
            departments.setdefault(edge.start, Reference(end.key, end.name, end.kind))
    away = last_days(view, people, now)
    rows: dict[Key, Colleague] = {}
    for anchor, key in anchors.items():
        account, node = nodes.get(anchor), nodes.get(key)
        if not isinstance(account, Account) or not isinstance(node, Person) or is_ahead(account.joined, now):
            continue
        if service or not account.service:
            row = _row(node, account, departments.get(anchor), places.get(anchor), seats.get(anchor))
            left = account.left if has_left(account.left, now) else None
            rows[key] = replace(row, left=left, role=(roles or {}).get(key), not_now=away.get(key))
    return {key: rows[key] for key in people if key in rows}


def _row(
    node: Person, account: Account, department: Reference | None, where: str | None, seat: Key | None
) -> Colleague:
    return Colleague(
        person=node.key,
        name=node.name,
        function=account.function,
        department=department,
        location=where,
        place=seat,
        phone=account.phone,
        room=account.room,
        email=next(iter(current_emails(account)), None),
    )


def document_hit(node: Document, text: str = "") -> DocumentHit:
    told = " ".join(text[: 2 * FIRST_WORDS].split())
    short = told if len(told) <= FIRST_WORDS else told[:FIRST_WORDS].rpartition(" ")[0] + " …"
    snippet = (Span(short),) if short else ()
    return DocumentHit(node.key, node.title, node.kind, node.source, node.url, node.at, node.language, snippet)


def path_of(view: View, groups: list[Key]) -> tuple[Reference, ...]:
    """The innermost group and the larger ones around it, the largest first."""
    larger: dict[Key, Key] = {}
    for edge in view.above(groups[:1]):
        larger.setdefault(edge.start, edge.end)
    nodes = view.get({*groups[:1], *larger, *larger.values()})
    path: dict[Key, Reference] = {}
    key = groups[0] if groups else None
    while key is not None and key not in path and isinstance(node := nodes.get(key), Group):
        path[key] = Reference(node.key, node.name, node.kind)
        key = larger.get(key)
    return tuple(reversed(path.values()))


def source_labels(asker: Asker) -> dict[str, str]:
    """The label of each source by its name."""
    return {source.name: source.label for source in asker.site.sources}
