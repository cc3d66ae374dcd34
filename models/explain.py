"""Why this person? Each ranker's points are shared by its evidence, so that everything adds up to the last bit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from graph.facts import Account, Group, Key, Location, Node, anchor_key
from models.answers import Did, Evidence, Expert, Share, Span
from models.grouping import grouped
from models.index.contract import ACT_KINDS, NEVER, NO_ACT, IndexedPerson, Snapshot
from models.index.text.snippets import LOOKED_AT, Finder, snippet, spans
from models.rankers.matches import Matches, Ranker

DONE = ("deed", "act_at", "count", "second", "second_at", "second_count")
GRAIN = 2.0**-20
"""Points are multiples of this, so that sums of them are exact in floating point, in any order."""


@dataclass(frozen=True, slots=True)
class RankerScores:
    """What one ranker says of the people in a list: the place and the points of each (0: nowhere)."""

    ranker: Ranker
    places: NDArray[np.int64]
    points: NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason: a document's ordinal or (`is_folder`) a group's number, and what each ranker gives for it."""

    is_folder: bool
    reference: int
    kind: str
    points: float
    rankers: tuple[tuple[str, float], ...]


@dataclass(frozen=True, slots=True)
class RankedPerson:
    """A person that is shown, by number: the shares of rankers, the heaviest reasons, and what was done in all."""

    person: int
    shares: tuple[Share, ...]
    lines: tuple[Reason, ...]
    last: int
    documents: int


@dataclass(frozen=True, slots=True)
class PersonDetails:
    """Who is a person, in the words of the directory?"""

    name: str
    function: str | None = None
    phone: str | None = None
    room: str | None = None
    department: str | None = None
    location: str | None = None


@dataclass(frozen=True, slots=True)
class DocumentSummary:
    """How is a document shown? The piece of its text is the one that shows why it matches."""

    key: Key
    title: str
    url: str | None
    source: str
    language: str | None
    snippet: tuple[Span, ...]


FOLDER = 1 << 40
REASON = 2 * FOLDER
"""A reason is a document's ordinal, or 2 ** 40 + a group's place: below 2 ** 41. A code has its owner before it.

Equal reasons stand in that order: a group's number would tell which hidden documents came in between, its place among
the keys of all groups does not.
"""


@dataclass(frozen=True, slots=True)
class _Divided:
    """The points of all rankers by reason, in rows: of which ranker (its place in the list), whose, what, how much."""

    rankers: NDArray[np.int64]
    slots: NDArray[np.int64]
    reasons: NDArray[np.int64]
    points: NDArray[np.float64]


def choose(
    asked: Matches, persons: NDArray[np.int64], scored: Sequence[RankerScores], limit: int
) -> tuple[RankedPerson, ...]:
    """Why these people? One line for each document or folder, the heaviest `limit` of them; the points add up."""
    count = len(persons)
    if not count:
        return ()
    slots = np.full(len(asked.able) + 1, -1, dtype=np.int64)
    slots[persons] = np.arange(count)
    points = np.floor(np.asarray([each.points for each in scored]) / GRAIN) * GRAIN
    divided = _divide([each.ranker for each in scored], asked, slots, points) if limit else None
    counts = np.zeros(points.shape, dtype=np.int64)
    if divided is not None:
        np.add.at(counts, (divided.rankers, divided.slots), 1)
    shares: list[list[Share]] = [[] for _ in range(count)]
    for each, given, found in zip(scored, points, counts, strict=True):
        for slot in np.flatnonzero(each.places).tolist():
            rank, pieces = int(each.places[slot]), int(found[slot])
            shares[slot].append(Share(each.ranker.name, float(given[slot]), rank, pieces))
    lines = _lines(divided, scored, count, limit, asked.index.group_order[1])
    last, documents = _work(asked, slots, count)
    return tuple(
        RankedPerson(person, tuple(shares[slot]), tuple(lines[slot]), last[slot], documents[slot])
        for slot, person in enumerate(persons.tolist())
    )


def _divide(
    rankers: Sequence[Ranker], asked: Matches, slots: NDArray[np.int64], points: NDArray[np.float64]
) -> _Divided | None:
    """Share the points of each ranker and person by the weights of the reasons; the rest goes to the heaviest.

    `points` has a row for each ranker and a column for each slot.
    """
    pieces = [ranker.evidence(asked, slots) for ranker in rankers]
    whole = points.ravel()
    owners = np.concatenate([each.slots + number * points.shape[1] for number, each in enumerate(pieces)])
    ranks = asked.index.group_order[0]
    reasons = np.concatenate(
        [
            FOLDER + ranks[each.references] if ranker.kind == "folder" else each.references
            for ranker, each in zip(rankers, pieces, strict=True)
        ]
    )
    weights = np.concatenate([each.weights for each in pieces])
    given = np.flatnonzero((whole[owners] > 0) & (weights > 0))
    if not len(given):
        return None
    codes, _, inverse = grouped(owners[given] * REASON + reasons[given])
    weights = np.bincount(inverse, weights=weights[given])
    owners = codes // REASON
    sums = np.bincount(owners, weights=weights, minlength=len(whole))
    parts = np.floor(whole[owners] * weights / sums[owners] / GRAIN) * GRAIN
    left = whole - np.bincount(owners, weights=parts, minlength=len(whole))
    first = np.flatnonzero(np.concatenate(([True], owners[1:] != owners[:-1])))
    most = np.repeat(np.maximum.reduceat(weights, first), np.diff(first, append=len(owners)))
    heavy = np.flatnonzero(weights == most)
    parts[heavy[np.searchsorted(heavy, first)]] += left[owners[first]]
    return _Divided(*np.divmod(owners, points.shape[1]), codes % REASON, parts)


def _lines(
    divided: _Divided | None, scored: Sequence[RankerScores], count: int, limit: int, groups: NDArray[np.int64]
) -> list[list[Reason]]:
    """The heaviest reasons of each person; what several rankers say of one document is one line."""
    lines: list[list[Reason]] = [[] for _ in range(count)]
    if divided is None:
        return lines
    codes, _, inverse = grouped(divided.slots * REASON + divided.reasons)
    sums = np.bincount(inverse, weights=divided.points)
    slots = codes // REASON
    order = np.lexsort((codes, -sums, slots))
    begin = np.searchsorted(slots[order], np.arange(count))
    shown = order[np.arange(len(order)) - begin[slots[order]] < limit]
    wanted = np.full(len(codes), -1, dtype=np.int64)
    wanted[shown] = np.arange(len(shown))
    said: list[list[tuple[Ranker, float]]] = [[] for _ in range(len(shown))]
    places = wanted[inverse]
    rows = np.flatnonzero(places >= 0)
    for place, ranker, given in zip(
        *(each[rows].tolist() for each in (places, divided.rankers, divided.points)), strict=True
    ):
        said[place].append((scored[ranker].ranker, given))
    for place, code in enumerate(codes[shown].tolist()):
        slot, reason = divmod(code, REASON)
        is_folder = reason >= FOLDER
        reference = int(groups[reason - FOLDER]) if is_folder else reason
        lines[slot].append(_line(is_folder, reference, said[place]))
    return lines


def _line(is_folder: bool, reference: int, said: Sequence[tuple[Ranker, float]]) -> Reason:
    """One reason; it is about a thread only when nothing says that the person worked on the document itself."""
    kinds = {ranker.kind for ranker, _ in said}
    kind = next(iter(kinds)) if len(kinds) == 1 else "document"
    given = tuple((ranker.name, points) for ranker, points in said)
    return Reason(is_folder, reference, kind, sum(points for _, points in said), given)


def _work(asked: Matches, slots: NDArray[np.int64], count: int) -> tuple[list[int], list[int]]:
    """For each person on the page: when did they last do something to a matching document, and to how many?"""
    whose = slots[asked.owners]
    mine = np.flatnonzero(whose >= 0)
    whose = whose[mine]
    last = np.full(count, NEVER, dtype=np.int64)
    np.maximum.at(last, whose, asked.index.columns["act_at"][asked.rows[mine]])
    pairs = np.unique(whose * (len(asked.ordinals) + 1) + asked.places[mine])
    documents = np.bincount(pairs // (len(asked.ordinals) + 1), minlength=count)
    return last.tolist(), documents.tolist()


def needed_keys(shown: Iterable[RankedPerson], index: Snapshot) -> set[Key]:
    """Which nodes must be fetched to show these people?"""
    keys: set[Key] = set()
    groups = index.keys("groups")
    for each in shown:
        row = index.persons[each.person]
        keys.add(anchor_key(row.key))
        keys.update(key for key in (row.department, row.locations[-1] if row.locations else None) if key)
        keys.update(groups[line.reference] for line in each.lines if line.is_folder)
    return keys


def explain(
    shown: Sequence[RankedPerson], asked: Matches, nodes: Mapping[Key, Node], find: Finder
) -> tuple[Expert, ...]:
    """The people with their evidence; those whose account the asker may not see are left out."""
    persons = asked.index.persons
    known = [each for each in shown if anchor_key(persons[each.person].key) in nodes]
    pairs = [(line.reference, each.person) for each in known for line in each.lines if not line.is_folder]
    did = deeds_of_pairs(asked.index, pairs)
    return tuple(_expert(each, asked, nodes, find, did) for each in known)


def _expert(chosen: RankedPerson, asked: Matches, nodes: Mapping[Key, Node], find: Finder, did: Doings) -> Expert:
    row = asked.index.persons[chosen.person]
    whole = sum(share.points for share in chosen.shares)
    seen = (
        _membership(line, nodes.get(asked.index.keys("groups")[line.reference]))
        if line.is_folder
        else _document(line, did[line.reference, chosen.person], asked, find)
        for line in chosen.lines
    )
    evidence = tuple(each for each in seen if each is not None)
    said = about(row, nodes)
    return Expert(
        person=row.key,
        points=whole,
        shares=chosen.shares,
        evidence=evidence,
        others=whole - sum(each.points for each in evidence),
        last=seconds(chosen.last),
        documents=chosen.documents,
        name=said.name,
        function=said.function,
        phone=said.phone,
        room=said.room,
        department=said.department,
        department_key=row.department if said.department else None,
        location=said.location,
    )


def about(row: IndexedPerson, nodes: Mapping[Key, Node]) -> PersonDetails:
    """What may be said of a person, from the nodes that the asker may see?"""
    account = nodes.get(anchor_key(row.key))
    department = nodes.get(row.department) if row.department else None
    location = nodes.get(row.locations[-1]) if row.locations else None
    known = account if isinstance(account, Account) else None
    return PersonDetails(
        name=known.name if known else "",
        function=known.function if known else None,
        phone=known.phone if known else None,
        room=known.room if known else None,
        department=department.name if isinstance(department, Group) else None,
        location=location.name if isinstance(location, Location) else None,
    )


def _strongest(line: Reason) -> str:
    return max(line.rankers, key=lambda pair: pair[1])[0]


def _membership(line: Reason, group: Node | None) -> Evidence | None:
    """A folder as a reason; None when the asker may not see it."""
    if not isinstance(group, Group):
        return None
    return Evidence(
        ranker=_strongest(line),
        kind="group",
        key=group.key,
        title=group.name,
        points=line.points,
        source=group.source,
        url=group.url,
        rankers=line.rankers,
    )


def _document(line: Reason, done: Doing, asked: Matches, find: Finder) -> Evidence:
    face = document_summary(asked, line.reference, find)
    did, at = done
    return Evidence(
        ranker=_strongest(line),
        kind=line.kind,
        key=face.key,
        title=face.title,
        points=line.points,
        source=face.source,
        url=face.url,
        snippet=face.snippet,
        did=did,
        at=at,
        language=face.language,
        rankers=line.rankers,
    )


def document_summary(asked: Matches, ordinal: int, find: Finder) -> DocumentSummary:
    """How is this document shown? Looked up once for a question, for however many people it is a reason."""
    faces: dict[int, DocumentSummary] = asked.kept.setdefault("faces", {})
    face = faces.get(ordinal)
    if face is None:
        index = asked.index
        key, title, url = index.columns.name_of(ordinal)
        text = index.columns.text_of(ordinal, LOOKED_AT)
        face = faces[ordinal] = DocumentSummary(
            key=key,
            title=title,
            url=url,
            source=index.keys("sources")[int(index.columns["source"][ordinal])],
            language=index.language(ordinal),
            snippet=snippet(text, find) if text.strip() else spans(title, find),
        )
    return face


Doing = tuple[tuple[Did, ...], int | None]
Doings = Mapping[tuple[int, int], Doing]


def deeds(index: Snapshot, ordinal: int, person: int) -> Doing:
    """What did this person do to this document, and when last?"""
    return deeds_of_pairs(index, [(ordinal, person)])[ordinal, person]


def deeds_of_pairs(index: Snapshot, pairs: Sequence[tuple[int, int]]) -> Doings:
    """What did each person do to the document beside them, and when last? All (ordinal, person) pairs at once."""
    columns = index.columns
    if not pairs:
        return {}
    ordinals, persons = np.asarray(pairs, dtype=np.int64).T
    rows, which = columns.acts_of(ordinals)
    mine = index.person_of[columns["account"][rows]] == persons[which]
    rows, which = rows[mine], which[mine]
    told = zip(which.tolist(), *(columns[name][rows].tolist() for name in DONE), strict=True)
    found: dict[int, list[Did]] = {}
    for place, deed, at, count, second, second_at, second_count in told:
        did = found.setdefault(place, [])
        did.append(Did(ACT_KINDS[deed], seconds(at), count))
        if second != NO_ACT:
            did.append(Did(ACT_KINDS[second], seconds(second_at), second_count))
    dated = [seconds(at) for at in columns["at"][ordinals].tolist()]
    return {
        pair: (
            tuple(did := found.get(place, [])),
            max((each.at for each in did if each.at is not None), default=dated[place]),
        )
        for place, pair in enumerate(pairs)
    }


def seconds(at: int) -> int | None:
    return None if int(at) == NEVER else int(at)
