"""A person's profile: what they did, and the topics for which they rank high. Only what the asker may read counts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np
from numpy.typing import NDArray

from graph.facts import (
    Account,
    ActKind,
    Document,
    Edge,
    EdgeKind,
    Group,
    Key,
    Node,
    Seconds,
    anchor_key,
    current_emails,
    has_left,
    is_ahead,
    is_here,
    person_key,
)
from graph.store import View
from models.acts import deeds
from models.answers import Deed, GroupHit, MonthOfWork, Profile, TopicRank
from models.index.contract import ACT_KINDS, DOCUMENT_KINDS, AccessFilter, Index, Snapshot
from models.known_for import topics_of
from models.places import places_of
from models.related import fullest_groups
from models.withdrawn import fetched
from models.year import year_of

GROUPS = 10


@dataclass(frozen=True, slots=True)
class _Work:
    """A person's act rows that the asker may know of, newest first, and their documents: one of each text.

    `everything` has the documents with all copies.
    """

    rows: NDArray[np.int64]
    documents: NDArray[np.int64]
    everything: NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ProfileDraft:
    """A profile in numbers of the index: the work, the page of it that is shown, and the keys of what else is."""

    person: int
    access: AccessFilter
    work: _Work
    shown: list[int]
    topics: tuple[TopicRank, ...]
    groups: list[tuple[Key, int]]
    keys: set[Key]


def describe_person(
    person: Key, view: View, index: Index, now: Seconds | None = None, *, limit: int = 20, offset: int = 0
) -> Profile | None:
    """The profile of a person; None when the asker may not know of them. `limit` and `offset` cut the timeline.

    `now` (seconds) decides who is here; a leave date ahead of it is not told, nor is who begins after it.
    """
    snapshot = index.snapshot()
    edges = view.edges([EdgeKind.MEMBER_OF, EdgeKind.REPORTS_TO, EdgeKind.AT], [anchor_key(person)], "both")
    around = view.above({edge.end for edge in edges if edge.kind is EdgeKind.AT})
    draft = partial(_draft, snapshot, person, (*edges, *around), now, slice(offset, offset + limit))
    made = fetched(view, snapshot, snapshot.access_filter(view), draft)
    if made is None:
        return None
    work, nodes = made
    node = nodes.get(anchor_key(person))
    if not isinstance(node, Account) or is_ahead(node.joined, now):
        return None
    return _profile(
        person,
        node,
        _Ties(tuple(edges), tuple(around), nodes, now),
        left=node.left if has_left(node.left, now) else None,
        acts=_acts(snapshot, work.work),
        timeline=tuple(_deed(snapshot, ordinal, work, nodes) for ordinal in work.shown),
        total=len(work.work.rows),
        topics=tuple(rank for rank in work.topics if rank.topic.key in nodes),
        groups=tuple(
            GroupHit(found.key, found.name, found.kind.value, count)
            for key, count in work.groups
            if isinstance(found := nodes.get(key), Group)
        ),
        year=year_of(snapshot, work.work.rows, work.work.documents, now),
    )


def _draft(
    index: Snapshot, person: Key, edges: Sequence[Edge], now: Seconds | None, page: slice, access: AccessFilter
) -> ProfileDraft:
    """The profile for who may read so much."""
    number = index.person(person)
    work = _work(index, access, number)
    topics = topics_of(index, access, number, now)
    groups = _groups(index, work)
    keys = {anchor_key(person), *(edge.start for edge in edges), *(edge.end for edge in edges)}
    keys |= {rank.topic.key for rank in topics} | {key for key, _ in groups}
    return ProfileDraft(number, access, work, work.documents[page].tolist(), topics, groups, keys)


@dataclass(frozen=True, slots=True)
class _Ties:
    """The edges of a person's anchor, the nodes at their ends, and the PART_OF edges of their locations."""

    edges: tuple[Edge, ...]
    around: tuple[Edge, ...]
    nodes: Mapping[Key, Node]
    now: Seconds | None

    def departments(self, anchor: Key) -> list[tuple[Group, str]]:
        """The groups of this account by name, each with its role."""
        found = [
            (group, edge.role or "")
            for edge in self.edges
            if edge.kind is EdgeKind.MEMBER_OF and isinstance(group := self.nodes.get(edge.end), Group)
            if edge.start == anchor
        ]
        return sorted(found, key=lambda pair: (pair[0].name, pair[0].key))

    def people(self, anchor: Key, upwards: bool) -> list[tuple[Key, str]]:
        """The manager of this account (upwards), or the people who report to it; without those who are not here."""
        found: list[tuple[Key, str]] = []
        for edge in self.edges:
            mine, other = (edge.start, edge.end) if upwards else (edge.end, edge.start)
            node = self.nodes.get(other)
            if edge.kind is not EdgeKind.REPORTS_TO or mine != anchor or not isinstance(node, Account):
                continue
            if is_here(node, self.now):
                found.append((person_key(other), node.name))
        return sorted(found, key=lambda pair: pair[1])

    def place(self, anchor: Key) -> Key | None:
        """The key of the innermost place of this account."""
        at = (edge.end for edge in self.edges if edge.kind is EdgeKind.AT and edge.start == anchor)
        return next((key for key in at if key in self.nodes), None)

    def location(self, anchor: Key) -> str | None:
        """The location of this account."""
        return places_of(self.edges, self.around, self.nodes).get(anchor)


def _profile(
    person: Key,
    node: Account,
    ties: _Ties,
    *,
    left: Seconds | None,
    acts: dict[ActKind, int],
    timeline: tuple[Deed, ...],
    total: int,
    topics: tuple[TopicRank, ...],
    groups: tuple[GroupHit, ...],
    year: tuple[MonthOfWork, ...],
) -> Profile:
    memberships = ties.departments(node.key)
    department = next((group for group, _ in memberships if group.kind.value == "department"), None)
    return Profile(
        person=person,
        name=node.name,
        function=node.function,
        department=department.name if department else None,
        department_key=department.key if department else None,
        location=ties.location(node.key),
        place=ties.place(node.key),
        phone=node.phone,
        room=node.room,
        about=node.about,
        url=node.url,
        emails=current_emails(node),
        languages=node.languages,
        left=left,
        manager=next(iter(ties.people(node.key, upwards=True)), None),
        reports=tuple(ties.people(node.key, upwards=False)),
        acts=acts,
        timeline=timeline,
        total=total,
        topics=topics,
        groups=groups,
        year=year,
        memberships=tuple((GroupHit(group.key, group.name, group.kind.value), role) for group, role in memberships),
    )


def _work(index: Snapshot, access: AccessFilter, person: int) -> _Work:
    accounts = index.accounts_of(person) if person >= 0 else ()
    column = index.columns["account"]
    parts = [np.flatnonzero(column == account) for account in accounts]
    rows = np.concatenate(parts) if parts else np.zeros(0, np.int64)
    documents = index.columns["document"][rows].astype(np.int64)
    good = index.visible(documents, access)
    rows, documents = rows[good], documents[good]
    order = np.lexsort((documents, -index.columns["act_at"][rows]))
    _, first = np.unique(documents[order], return_index=True)
    order = order[np.sort(first)]
    rows, documents = rows[order], documents[order]
    once = index.once_each(documents)
    return _Work(rows[once], documents[once], documents)


def _acts(index: Snapshot, work: _Work) -> dict[ActKind, int]:
    kinds, counts = np.unique(index.columns["deed"][work.rows], return_counts=True)
    return {ACT_KINDS[kind]: int(count) for kind, count in zip(kinds.tolist(), counts.tolist(), strict=True)}


def _deed(index: Snapshot, ordinal: int, draft: ProfileDraft, nodes: Mapping[Key, Node]) -> Deed:
    key, title, url = index.columns.name_of(ordinal)
    node = nodes.get(key)
    if isinstance(node, Document) and draft.access.is_touched(ordinal):
        title, url = node.title, node.url
    did, at = deeds(index, ordinal, draft.person)
    return Deed(
        key=key,
        title=title,
        kind=DOCUMENT_KINDS[int(index.columns["kind"][ordinal])],
        source=index.keys("sources")[int(index.columns["source"][ordinal])],
        did=did,
        at=at,
        url=url,
        language=index.language(ordinal),
    )


def _groups(index: Snapshot, work: _Work) -> list[tuple[Key, int]]:
    return fullest_groups(index, work.everything, GROUPS)
