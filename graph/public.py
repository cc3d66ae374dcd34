"""The part of the graph that people may explore in a Neo4j of their own: nodes and ties for everyone, in pages.

No text, nothing that is not for everyone, nobody who opted out, nothing that a person says or decides, no ledger.
Whom it shows is told by the caller; what the people who are shown hide is left out, and so are the acts by which it
could be found again. Names of people who opted out are blanked where a title or an address has them.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, Protocol, TypeAlias

from graph.facts import (
    Account,
    Document,
    Edge,
    EdgeKind,
    Group,
    GroupKind,
    Json,
    Key,
    KnowsAbout,
    Location,
    Node,
    Person,
    Seconds,
    Term,
    Topic,
    anchor_key,
    has_left,
    kind_of,
)
from graph.forms import forms_of, shared_forms
from graph.paging import all_nodes
from graph.store import View
from graph.suppression import Suppression

Row: TypeAlias = dict[str, Any]
"""A node: its `key` and what else is known of it. None is not stored."""
Ties: TypeAlias = list[tuple[Key, list[tuple[Key, Row]]]]
"""For each owner the other ends, each with the properties of the tie."""

KINDS = ("location", "group", "topic", "person", "document")
DEEDS = (
    EdgeKind.WROTE,
    EdgeKind.EDITED,
    EdgeKind.ANSWERED,
    EdgeKind.ACCEPTED,
    EdgeKind.COMMENTED,
    EdgeKind.ATTENDED,
)
"""What people made, or were at. Who read, liked or is named is nobody's business here."""


@dataclass(frozen=True, slots=True)
class TieKind:
    """One kind of tie: its type, from and to which kind of node; with `at_end` the end is its owner, else the start."""

    type: str
    start: str
    end: str
    at_end: bool = False


TIES: dict[str, tuple[TieKind, ...]] = {
    "location": (TieKind("PART_OF", "location", "location"),),
    "group": (TieKind("PART_OF", "group", "group"),),
    "topic": (),
    "person": (
        TieKind("MEMBER_OF", "person", "group"),
        TieKind("REPORTS_TO", "person", "person"),
        TieKind("AT", "person", "location"),
        TieKind("KNOWS_ABOUT", "person", "topic"),
    ),
    "document": (
        *(TieKind(kind.value, "person", "document", at_end=True) for kind in DEEDS),
        TieKind("ABOUT", "document", "topic"),
        TieKind("IN", "document", "group"),
        TieKind("REPLY_TO", "document", "document"),
        TieKind("LINKS_TO", "document", "document"),
    ),
}
"""The ties that are stated with each kind of node."""


class PublicGraph(Protocol):
    """Where people explore. Each call is a transaction of its own and may be repeated."""

    url: str

    def position(self) -> Json:
        """How far an unfinished copy is; None when there is none."""

    def set_position(self, position: Json) -> None: ...
    def keys(self, kind: str, after: Key, limit: int) -> list[Key]:
        """The nodes of this kind after this key, in key order."""

    def remove(self, kind: str, keys: list[Key]) -> None: ...
    def put(self, kind: str, rows: list[Row]) -> None:
        """Make these nodes, or replace all that is known of them."""

    def tie(self, kind: TieKind, ties: Ties) -> None:
        """Replace the ties of one kind of these owners; an end that is not there gets none."""

    def finish(self, now: Seconds) -> None:
        """Note when the copy was complete."""

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Shown:
    """Who may be shown, by account, and who may not be: `refused` are the accounts of those who opted out."""

    people: Mapping[Key, Key]
    refused: tuple[Account, ...] = ()
    others: tuple[Account, ...] = ()
    """The accounts of who is shown: a name that they share with somebody who opted out stays."""

    def blanked(self) -> Suppression:
        """The names, addresses and handles that must not be readable anywhere."""
        forms = {form for account in self.refused for form in forms_of(account)}
        kept = shared_forms(frozenset(forms), self.others) if forms else frozenset()
        empty = Suppression(b"public", ())
        return Suppression(b"public", [empty.entry(form) for form in sorted(forms - kept, key=str)])


class Publication:
    """What is for everyone, by the kinds of nodes. `everyone` is the view of a colleague, `system` reads everything.

    Who leaves after `now` is shown as somebody who works here.
    """

    def __init__(self, everyone: View, system: View, shown: Shown, now: Seconds, *, knowledge: bool = True) -> None:
        self._knowledge, self._now = knowledge, now
        self._people = shown.people
        self._shown = frozenset(shown.people.values())
        self._accounts: dict[Key, list[Key]] = {}
        for account, person in shown.people.items():
            self._accounts.setdefault(person, []).append(account)
        self._blanked = shown.blanked()
        self._hidden: dict[Key, set[Key]] = {}
        for edge in system.all_edges(EdgeKind.HIDES):
            self._hidden.setdefault(edge.start, set()).add(edge.end)
        self._topics: dict[Key, list[Key]] = {}
        for edge in everyone.all_edges(EdgeKind.LABELS):
            self._topics.setdefault(edge.start, []).append(edge.end)
        self._terms: dict[Key, list[Term]] = {}
        for term in all_nodes(everyone, Term):
            for topic in self._topics.get(term.key, ()):
                self._terms.setdefault(topic, []).append(term)

    def there(self, everyone: View, keys: Collection[Key]) -> set[Key]:
        """Those of these nodes that may be explored."""
        return {key for key in everyone.get(keys) if kind_of(key) != "person" or key in self._shown}

    def rows(self, everyone: View, nodes: Iterable[Node]) -> list[Row]:
        """The rows of these nodes, without people who are not shown."""
        kept = [node for node in nodes if not isinstance(node, Person) or node.key in self._shown]
        departments, left = self._described(everyone, [node.key for node in kept if isinstance(node, Person)])
        rows = []
        for node in kept:
            row = _told(node, self._terms.get(node.key, ()))
            if isinstance(node, Person):
                row |= {"department": departments.get(node.key), "left": _day(left.get(node.key))}
            rows.append({"key": node.key, **self._blank(row)})
        return rows

    def _blank(self, row: Row) -> Row:
        """This row without the names of people who opted out. An address that had one would lead nowhere."""
        blank = self._blanked.blank_json
        found = {name: value if isinstance(value, date) else blank(value) for name, value in row.items()}
        if found.get("url") != row.get("url"):
            found["url"] = None
        return found

    def _described(self, everyone: View, people: list[Key]) -> tuple[dict[Key, str], dict[Key, Seconds | None]]:
        """The department of each of them, and when they left."""
        anchors = {anchor_key(person): person for person in people}
        if not anchors:
            return {}, {}
        edges = everyone.edges([EdgeKind.MEMBER_OF], anchors)
        nodes = everyone.get({*anchors, *(edge.end for edge in edges)})
        departments: dict[Key, str] = {}
        for edge in edges:
            group = nodes.get(edge.end)
            if isinstance(group, Group) and group.kind is GroupKind.DEPARTMENT:
                departments.setdefault(anchors[edge.start], group.name)
        accounts = [node for node in nodes.values() if isinstance(node, Account) and has_left(node.left, self._now)]
        left = {anchors[node.key]: node.left for node in accounts}
        return departments, left

    # --- ties -----------------------------------------------------------------------------------------------------

    def ties(self, everyone: View, kind: str, keys: list[Key]) -> Iterator[tuple[TieKind, Ties]]:
        """The ties of these nodes by kind of tie. Every owner is named, also one that has none."""
        if kind == "person":
            keys = [key for key in keys if key in self._shown]
        found = self._of_people(everyone, keys) if kind == "person" else self._of_others(everyone, kind, keys)
        by_type: dict[str, dict[Key, dict[Key, Row]]] = {}
        for type_, owner, other, props in found:
            by_type.setdefault(type_, {}).setdefault(owner, {}).setdefault(other, props)
        for tie in TIES[kind]:
            mine = by_type.get(tie.type, {})
            yield tie, [(key, sorted(mine.get(key, {}).items(), key=lambda pair: pair[0])) for key in keys]

    def _of_people(self, everyone: View, people: list[Key]) -> Iterator[tuple[str, Key, Key, Row]]:
        accounts = [account for person in people for account in self._accounts.get(person, ())]
        kinds = [EdgeKind.MEMBER_OF, EdgeKind.REPORTS_TO, EdgeKind.AT]
        for edge in everyone.edges(kinds, accounts) if accounts else ():
            other = self._people.get(edge.end) if edge.kind is EdgeKind.REPORTS_TO else edge.end
            person = self._people[edge.start]
            if other is not None and other != person:
                yield edge.kind.value, person, other, {"role": edge.role}
        for edge in everyone.edges([EdgeKind.KNOWS_ABOUT], people) if people and self._knowledge else ():
            if self._may_tell(edge.start, {edge.end, *(term.key for term in self._terms.get(edge.end, ()))}):
                yield edge.kind.value, edge.start, edge.end, _knowledge(edge)

    def _of_others(self, everyone: View, kind: str, keys: list[Key]) -> Iterator[tuple[str, Key, Key, Row]]:
        if kind in ("group", "location"):
            for edge in everyone.edges([EdgeKind.PART_OF], keys) if keys else ():
                yield edge.kind.value, edge.start, edge.end, {}
        elif kind == "document" and keys:
            yield from self._of_documents(everyone, keys)

    def _of_documents(self, everyone: View, keys: list[Key]) -> Iterator[tuple[str, Key, Key, Row]]:
        about: dict[Key, set[Key]] = {key: {key} for key in keys}
        times: dict[tuple[Key, Key], int] = {}
        for edge in everyone.edges([EdgeKind.MENTIONS, EdgeKind.TAGGED], keys):
            about[edge.start].add(edge.end)
            for topic in self._topics.get(edge.end, ()):
                about[edge.start].add(topic)
                times[edge.start, topic] = times.get((edge.start, topic), 0) + max(1, edge.count)
        for (document, topic), count in times.items():
            yield "ABOUT", document, topic, {"times": count}
        for edge in everyone.edges([EdgeKind.IN, EdgeKind.REPLY_TO, EdgeKind.LINKS_TO], keys):
            yield edge.kind.value, edge.start, edge.end, {}
        for edge in everyone.edges(DEEDS, keys, "in"):
            person = self._people.get(edge.start)
            if person is not None and self._may_tell(person, about[edge.end]):
                yield edge.kind.value, edge.end, person, {"date": _day(edge.at), "times": max(1, edge.count)}

    def _may_tell(self, person: Key, about: set[Key]) -> bool:
        """Whether this person hides nothing of this."""
        return person not in self._hidden or self._hidden[person].isdisjoint(about)


def _knowledge(edge: Edge) -> Row:
    """KNOWS_ABOUT with its times as days."""
    assert isinstance(edge, KnowsAbout)
    return {"documents": edge.documents, "since": _day(edge.since), "last": _day(edge.last), "rank": edge.rank}


def _told(node: Node, terms: Iterable[Term]) -> Row:
    """What is told of a node."""
    match node:
        case Document():
            return {"title": node.title, "url": node.url, "kind": node.kind.value, "date": _day(node.at)}
        case Group():
            return {"name": node.name, "kind": node.kind.value, "url": node.url}
        case Location():
            return {"name": node.name, "kind": node.kind}
        case Topic():
            labels = dict(node.labels)
            names = {*labels.values(), *(term.surface for term in terms), *(term.norm for term in terms)}
            own = {"name": labels.get("nl") or next(iter(labels.values()), ""), "nl": labels.get("nl")}
            return {**own, "en": labels.get("en"), "names": sorted({name.lower() for name in names})}
        case Person():
            return {"name": node.name}
    raise TypeError(f"{node!r} is not for people who explore")


def _day(seconds: Seconds | None) -> date | None:
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).date()
