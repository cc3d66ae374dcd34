"""Why this person? Each ranker's points are shared by its evidence, so that everything adds up to the last bit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.facts import Account, Group, Key, Location, Node, anchor_key
from models.answers import Did, Evidence, Expert, Share, Span
from models.index.columns import NEVER
from models.index.people import PersonRow
from models.index.reader import Snapshot
from models.index.snippets import LOOKED_AT, Finder, snippet, spans
from models.index.work import KINDS, NO_ACT
from models.rankers.asked import Asked, Ranker, Reason

GRAIN = 2.0**-20
"""Points are multiples of this, so that sums of them are exact in floating point, in any order."""


@dataclass(frozen=True, slots=True)
class Scored:
    """What one ranker says: the place and the points of each person by number (0: nowhere)."""

    ranker: Ranker
    places: NDArray[np.int64]
    points: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A person that is shown, with the reasons of each ranker that found them."""

    person: int
    reasons: tuple[tuple[Scored, tuple[Reason, ...]], ...]


@dataclass(frozen=True, slots=True)
class _Piece:
    ranker: str
    reason: Reason
    points: float


@dataclass(frozen=True, slots=True)
class About:
    """Who is a person, in the words of the directory?"""

    name: str
    function: str | None = None
    phone: str | None = None
    room: str | None = None
    department: str | None = None
    location: str | None = None


def needed_keys(shown: Iterable[Chosen], index: Snapshot) -> set[Key]:
    """Which nodes must be fetched to show these people?"""
    keys: set[Key] = set()
    for each in shown:
        row = index.people.persons[each.person]
        keys.add(anchor_key(row.key))
        keys.update(key for key in (row.department, row.locations[-1] if row.locations else None) if key)
        groups = index.books["groups"].keys
        for _, reasons in each.reasons:
            keys.update(groups[reason.reference] for reason in reasons if reason.kind == "folder")
    return keys


def explain(shown: Sequence[Chosen], asked: Asked, nodes: Mapping[Key, Node], find: Finder) -> tuple[Expert, ...]:
    """The people with their evidence; those whose account the asker may not see are left out."""
    return tuple(
        _expert(each, asked, nodes, find)
        for each in shown
        if anchor_key(asked.index.people.persons[each.person].key) in nodes
    )


def _expert(chosen: Chosen, asked: Asked, nodes: Mapping[Key, Node], find: Finder) -> Expert:
    row = asked.index.people.persons[chosen.person]
    shares, pieces = [], []
    for scored, reasons in chosen.reasons:
        points = _grain(float(scored.points[chosen.person]))
        shares.append(Share(scored.ranker.name, points, int(scored.places[chosen.person]), len(reasons)))
        pieces.extend(_divide(scored.ranker.name, points, reasons))
    pieces.sort(key=lambda piece: (-piece.points, piece.ranker, piece.reason.reference))
    limit = asked.question.evidence
    whole = sum(share.points for share in shares)
    seen = [_evidence(piece, chosen.person, asked, nodes, find) for piece in pieces[:limit]]
    evidence = tuple(each for each in seen if each is not None)
    said = about(row, nodes)
    mine = asked.owners == chosen.person
    at = asked.index.columns["act_at"][asked.rows[mine]]
    return Expert(
        person=row.key,
        points=whole,
        shares=tuple(shares),
        evidence=evidence,
        others=whole - sum(each.points for each in evidence),
        last=int(at.max()) if len(at) and int(at.max()) != NEVER else None,
        documents=len(np.unique(asked.places[mine])),
        name=said.name,
        function=said.function,
        phone=said.phone,
        room=said.room,
        department=said.department,
        department_key=row.department if said.department else None,
        location=said.location,
    )


def _grain(points: float) -> float:
    return float(np.floor(points / GRAIN) * GRAIN)


def _divide(ranker: str, points: float, reasons: Sequence[Reason]) -> list[_Piece]:
    """Share the points of one ranker by the weights of its reasons; what rounding leaves goes to the heaviest."""
    whole = sum(reason.weight for reason in reasons)
    if not reasons or whole <= 0:
        return []
    parts = [_grain(points * reason.weight / whole) for reason in reasons]
    parts[0] += points - sum(parts)
    return [_Piece(ranker, reason, part) for reason, part in zip(reasons, parts, strict=True)]


def about(row: PersonRow, nodes: Mapping[Key, Node]) -> About:
    """What may be said of a person, from the nodes that the asker may see?"""
    account = nodes.get(anchor_key(row.key))
    department = nodes.get(row.department) if row.department else None
    location = nodes.get(row.locations[-1]) if row.locations else None
    known = account if isinstance(account, Account) else None
    return About(
        name=known.name if known else "",
        function=known.function if known else None,
        phone=known.phone if known else None,
        room=known.room if known else None,
        department=department.name if isinstance(department, Group) else None,
        location=location.name if isinstance(location, Location) else None,
    )


def _evidence(piece: _Piece, person: int, asked: Asked, nodes: Mapping[Key, Node], find: Finder) -> Evidence | None:
    """One reason as it is shown; None when the asker may not see it."""
    if piece.reason.kind == "folder":
        group = nodes.get(asked.index.books["groups"].keys[piece.reason.reference])
        return _membership(piece, group) if isinstance(group, Group) else None
    return _document(piece, person, asked, find)


def _membership(piece: _Piece, group: Group) -> Evidence:
    return Evidence(
        ranker=piece.ranker,
        kind="group",
        key=group.key,
        title=group.name,
        points=piece.points,
        source=group.source,
        url=group.url,
    )


def _document(piece: _Piece, person: int, asked: Asked, find: Finder) -> Evidence:
    index, ordinal = asked.index, piece.reason.reference
    key, title, url = index.columns.name_of(ordinal)
    did, at = deeds(index, ordinal, person)
    return Evidence(
        ranker=piece.ranker,
        kind=piece.reason.kind,
        key=key,
        title=title,
        points=piece.points,
        source=index.books["sources"].keys[int(index.columns["source"][ordinal])],
        url=url,
        snippet=snippet_of(asked, ordinal, find),
        did=did,
        at=at,
        language=index.language(ordinal),
    )


def snippet_of(asked: Asked, ordinal: int, find: Finder) -> tuple[Span, ...]:
    """The piece of a document's text that shows why it matches."""
    found: tuple[Span, ...] | None = asked.kept.get(f"snippet {ordinal}")
    if found is None:
        columns = asked.index.columns
        text = columns.text_of(ordinal, LOOKED_AT)
        found = snippet(text, find) if text.strip() else spans(columns.name_of(ordinal)[1], find)
        asked.kept[f"snippet {ordinal}"] = found
    return found


def deeds(index: Snapshot, ordinal: int, person: int) -> tuple[tuple[Did, ...], int | None]:
    """What did this person do to this document, and when last?"""
    columns = index.columns
    ends = columns["act_end"]
    first, last = (int(ends[ordinal - 1]) if ordinal else 0), int(ends[ordinal])
    mine = (first + np.flatnonzero(index.person_of[columns["account"][first:last]] == person)).tolist()
    found = []
    for row in mine:
        found.append(Did(KINDS[columns["deed"][row]], seconds(columns["act_at"][row]), int(columns["count"][row])))
        if columns["second"][row] != NO_ACT:
            at = seconds(columns["second_at"][row])
            found.append(Did(KINDS[columns["second"][row]], at, int(columns["second_count"][row])))
    times = [did.at for did in found if did.at is not None]
    return tuple(found), max(times) if times else seconds(columns["at"][ordinal])


def seconds(at: int) -> int | None:
    return None if int(at) == NEVER else int(at)
