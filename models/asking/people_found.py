"""Answers a question for a colleague with who is meant; a question about a subject has no such answer."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from graph.facts import Account, EdgeKind, Key, Seconds, anchor_key, has_left, is_ahead, is_here, person_key
from graph.store import View
from models.answers import PersonHit, Question
from models.asking.people_questions import PeopleQuestion, bare_whom, names_a_room, people_questions
from models.experts import with_known_filters
from models.index.contract import Index, NameMatch, Snapshot
from models.index.text.analysis import asked_words
from models.index.text.contacts import asked_number
from models.index.text.subject import subject_of
from models.people_search import keys_of, person_hit

NAMED = 8
INSIDE = 30
"""People of one place or group that are shown at most."""
BY = {
    "phone": ("phone",),
    "room": ("room",),
    "contact": ("name", "email", "function"),
    "who": ("name", "email", "function"),
    "manager": ("name", "email"),
    "reports": ("name", "email"),
}
"""By what somebody is found, for each kind of question."""
PRECISE = 2.5
"""Weight from which a name is as people write it, not the beginning of one nor one with a typo."""
FEW = 6
"""Digits of a number of which the rest may be missing: those of an extension are the last ones."""


@dataclass(frozen=True, slots=True)
class PeopleFound:
    """Who is asked for, at most NAMED, best match first. `total` counts all of them; `whom` is what was asked for."""

    whom: str
    people: tuple[PersonHit, ...] = ()
    total: int = 0


def find_asked_people(text: str, view: View, index: Index, now: Seconds | None) -> PeopleFound | None:
    """Who is asked for, when this is a question for a colleague; None when it is one about a subject.

    A number of a room or a phone is always one for a colleague, also when nobody has it.
    """
    snapshot = index.snapshot()
    for asked in people_questions(text):
        found = _found(asked, snapshot, now)
        if found and asked.kind in ("manager", "reports"):
            around = _around(asked, found, snapshot, view, now)
            if around is not None:
                return around
        elif found:
            hits = _hits(snapshot, found[:NAMED], view)
            return PeopleFound(asked.whom, hits, len(found) - len(found[:NAMED]) + len(hits)) if hits else None
    return _by_itself(text, snapshot, view, now)


def people_inside(question: Question, name: str, view: View, index: Index, now: Seconds | None) -> PeopleFound:
    """Who works in the department or at the location of this question, by name; `name` is what it is called."""
    snapshot = index.snapshot()
    wanted = with_known_filters(question, view, snapshot)
    departments = {wanted.department, *wanted.teams} - {None}
    inside = [
        NameMatch(number, "department" if departments else "location", False, 0.0)
        for number, row in enumerate(snapshot.persons)
        if row.listed and not (row.service or has_left(row.left, now) or is_ahead(row.joined, now))
        if row.department in departments or wanted.location in row.locations
    ]
    inside.sort(key=lambda each: (snapshot.persons[each.person].name, snapshot.persons[each.person].key))
    hits = _hits(snapshot, inside[:INSIDE], view)
    return PeopleFound(name, hits, len(inside) - len(inside[:INSIDE]) + len(hits))


def names_somebody(said: str, index: Index, now: Seconds | None) -> bool:
    """Whether this is the name or the function of somebody in the directory."""
    found = index.snapshot().names(now).find(bare_whom(said), 1)
    return bool(found) and (
        found[0].matched == "function" or (found[0].matched == "name" and found[0].weight >= PRECISE)
    )


def _by_itself(text: str, snapshot: Snapshot, view: View, now: Seconds | None) -> PeopleFound | None:
    """Who is meant by a full name, an address, a room or a number that is all of the question."""
    subject = subject_of(text)
    found = [
        each
        for each in snapshot.names(now).find(subject, len(snapshot.persons))
        if each.matched == "email"
        or (each.matched == "room" and each.weight >= PRECISE and any(map(str.isdigit, subject)))
        or (each.matched == "phone" and len(asked_number(subject)) > FEW)
        or (
            each.matched == "name" and each.weight >= PRECISE and _is_full(subject, snapshot.persons[each.person].names)
        )
    ]
    hits = _hits(snapshot, found[:NAMED], view)
    if hits:
        return PeopleFound(subject, hits, len(found) - len(found[:NAMED]) + len(hits))
    if names_a_room(text):
        return PeopleFound(next(each.whom for each in people_questions(text) if each.is_room))
    numbers = [each.whom for each in people_questions(text) if each.kind == "phone" and asked_number(each.whom)]
    return PeopleFound(numbers[0]) if numbers else None


def _is_full(subject: str, names: Sequence[str]) -> bool:
    """Whether this is a whole name of several words, in whatever order."""
    said = sorted(asked_words(subject))
    return len(said) > 1 and any(sorted(asked_words(name)) == said for name in names)


def _found(asked: PeopleQuestion, snapshot: Snapshot, now: Seconds | None) -> list[NameMatch]:
    """Who is named so. A lone word that people write about is no name with a typo."""
    if not asked.whom or (asked.kind == "phone" and not asked_number(asked.whom)):
        return []
    found = snapshot.names(now).find(asked.whom, len(snapshot.persons))
    found = [each for each in found if each.matched in BY[asked.kind]]
    if asked.kind == "room":
        found = [each for each in found if each.weight >= PRECISE]
    sure = [each for each in found if each.matched != "name" or each.weight >= PRECISE]
    if sure:
        return sure
    words = asked_words(asked.whom)
    return found if len(words) > 1 or set(words) & set(snapshot.parse(asked.whom).unknown) else []


def _around(
    asked: PeopleQuestion, found: Sequence[NameMatch], snapshot: Snapshot, view: View, now: Seconds | None
) -> PeopleFound | None:
    """The managers of these people, or who reports to them; None where there are none."""
    anchors = [anchor_key(snapshot.persons[each.person].key) for each in found[:NAMED]]
    upwards = asked.kind == "manager"
    edges = view.edges((EdgeKind.REPORTS_TO,), anchors, "out" if upwards else "in")
    nodes = view.get({key for edge in edges for key in (edge.start, edge.end)})
    of: dict[Key, dict[str, None]] = {}
    for anchor in anchors:
        for edge in edges:
            mine, other = (edge.start, edge.end) if upwards else (edge.end, edge.start)
            own, node = nodes.get(mine), nodes.get(other)
            if mine == anchor and isinstance(own, Account) and isinstance(node, Account) and is_here(node, now):
                of.setdefault(other, {})[own.name] = None
    matches = [
        NameMatch(number, asked.kind, False, 0.0) for key in of if (number := snapshot.person(person_key(key))) >= 0
    ]
    hits = tuple(_with_whom(_hits(snapshot, matches[:NAMED], view), of))
    return PeopleFound(asked.whom, hits, len(matches) - len(matches[:NAMED]) + len(hits)) if hits else None


def _with_whom(hits: Sequence[PersonHit], of: dict[Key, dict[str, None]]) -> Iterator[PersonHit]:
    return (replace(hit, of=tuple(of[anchor_key(hit.person)])) for hit in hits)


def _hits(snapshot: Snapshot, found: Sequence[NameMatch], view: View) -> tuple[PersonHit, ...]:
    """These people as the asker may see them."""
    nodes = view.get(keys_of(snapshot, found)) if found else {}
    return tuple(hit for each in found if (hit := person_hit(snapshot, each, nodes)) is not None)
