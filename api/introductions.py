"""Who could introduce two units: each colleague is asked on their own page, and only who said yes is named in insight.

What is asked rests on documents for everyone. A yes is noted in the audit, and so is that it was taken back; a no and
"not now" are noted nowhere but in the answer itself, which only the person and the system read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated

import numpy as np
from fastapi import APIRouter, Query, Request
from starlette.responses import Response

from api.answering import as_json, documented
from api.asker import Asker, asker_of
from api.insight import Insight, insight_over, topic_names
from api.organisation import organisation_of
from api.parameters import KEY_MOST
from api.policy import Permission, allow, needs
from api.problems import Refused
from api.schemas import Reference, TopicReference
from graph.audit import AuditedAct, AuditEntry, note
from graph.facts import Introduction, Key, kind_of
from graph.introducing import AGAIN, Consent, answers, say_answer, take_answer_back
from graph.opting import opted_out
from graph.store import View
from models.divisions import Level
from models.gaps import Gap
from models.introducers import Introducer
from models.people_to_meet import worked_on

__all__ = [
    "AskedIntroduction",
    "Consent",
    "IntroductionSaid",
    "NamedIntroducer",
    "NamedReason",
    "answered",
    "introducers_of",
    "introductions_of",
    "router",
    "say_introduction",
]
WAITING = 2
"""Questions on one's own page at once, at most: those about the widest gaps."""
SHARED = 3
"""Shared topics that a question names, at most."""
router = APIRouter(tags=["people"])


@dataclass(frozen=True, slots=True)
class NamedReason:
    """Why somebody could introduce two units, as the page of the gap tells it: own work on `topics`, and how they are
    near to the other unit. `grouped` also stands for the line of reporting."""

    topics: tuple[TopicReference, ...] = ()
    works_with: bool = False
    grouped: bool = False
    same_building: bool = False


@dataclass(frozen=True, slots=True)
class AskedIntroduction:
    """Whether the asker may be named between their own unit and another one: asked while `answer` is empty.

    `shared` are topics on which both units work, `reason` is what would be told of the asker.
    """

    own: Reference
    other: Reference
    shared: tuple[TopicReference, ...] = ()
    reason: NamedReason = NamedReason()
    answer: str = ""


@dataclass(frozen=True, slots=True)
class NamedIntroducer:
    """Somebody who agreed to be named: the unit that they are in, and why they could introduce it to the other."""

    person: Key
    name: str
    own: Reference
    reason: NamedReason


def introductions_of(asker: Asker, view: View, said: Sequence[Introduction]) -> tuple[AskedIntroduction, ...]:
    """What the asker is asked now, the widest gap first, and then what they answered (`said`), the newest first."""
    me, now = asker.viewer.person, asker.site.now()
    if me is None:
        return ()
    over = {edge.end for edge in said if edge.role == Consent.LATER and (edge.at or 0) + AGAIN <= now}
    kept = [edge for edge in said if edge.end not in over]
    asked = _asked(asker, view, me, {edge.end for edge in kept})
    if not asked and not kept:
        return ()
    units = {key for edge in kept for key in (edge.within or "", edge.end)}
    names = _names(asker, {*units, *(key for each, _ in asked for key in (each.own, each.other))})
    waiting = [
        AskedIntroduction(names[each.own], names[each.other], topics[:SHARED], reason)
        for each, topics, reason in _told(asker, asked)
        if each.own in names and each.other in names
    ]
    return (*waiting[:WAITING], *(_answered(edge, names) for edge in kept))


def _answered(edge: Introduction, names: dict[Key, Reference]) -> AskedIntroduction:
    own, other = edge.within or "", edge.end
    return AskedIntroduction(
        names.get(own, Reference(own, "")), names.get(other, Reference(other, "")), answer=edge.role or ""
    )


def introducers_of(asker: Asker, opened: Insight, level: Level, gap: Gap) -> tuple[NamedIntroducer, ...]:
    """Those who agreed to be named for this gap, by name; of nobody else it is told whether they were asked."""
    if asker.site.teams_only:
        return ()
    found = [each for each in opened.at(asker, level).introducers if {each.own, each.other} == {gap.one, gap.other}]
    said_yes = frozenset[Key]().union(
        *(
            asker.site.agreed([each.person for each in found if each.own == own], own, other)
            for own, other in ((gap.one, gap.other), (gap.other, gap.one))
        )
    )
    with asker.site.store.view(asker.viewer, recent=True) as view:
        out = opted_out(view, sorted(said_yes))
        nodes = view.get(sorted(said_yes))
    named = [each for each in found if each.person in said_yes - out and each.person in nodes]
    units = _names(asker, {gap.one, gap.other})
    told = [
        NamedIntroducer(each.person, getattr(nodes[each.person], "name", ""), units[each.own], reason)
        for each, _, reason in _told(asker, [(each, ()) for each in named])
        if each.own in units
    ]
    return tuple(sorted(told, key=lambda each: (each.name.casefold(), each.person)))


def _candidacies(asker: Asker, me: Key) -> Iterator[tuple[Introducer, Gap]]:
    """The gaps for which this person comes into question, each once: the largest units and the widest first."""
    opened = None if asker.site.teams_only else insight_over(asker)
    seen: set[frozenset[Key]] = set()
    for level in Level if opened is not None else ():
        figures = opened.at(asker, level) if opened is not None else None
        mine = [each for each in figures.introducers if each.person == me] if figures is not None else []
        gaps = {frozenset((gap.one, gap.other)): gap for gap in figures.gaps} if mine and figures is not None else {}
        for each in mine:
            pair = frozenset((each.own, each.other))
            if pair not in seen and pair in gaps:
                seen.add(pair)
                yield each, gaps[pair]


def _asked(asker: Asker, view: View, me: Key, answered: set[Key]) -> list[tuple[Introducer, tuple[Key, ...]]]:
    """For what this person comes into question, without what they answered; one question about each other unit, with
    the topics on which both units work."""
    found: dict[Key, tuple[Introducer, tuple[Key, ...]]] = {}
    for each, gap in _candidacies(asker, me):
        if each.other not in answered:
            found.setdefault(each.other, (each, gap.shared_topics))
    return [] if not found or opted_out(view, [me]) else list(found.values())


def _told(
    asker: Asker, found: Sequence[tuple[Introducer, tuple[Key, ...]]]
) -> list[tuple[Introducer, tuple[TopicReference, ...], NamedReason]]:
    """Each with the shared topics and the reason, as far as everyone may read them now; who has none is left out."""
    works = _works(asker, sorted({each.person for each, _ in found}))
    topics = {topic for each, shared in found for topic in (*each.topics, *shared)}
    graph = asker.site.organisation_graph()

    def both_of(topic: Key) -> set[Key]:
        """The topic and what counts with it."""
        return {topic, *(graph.both(graph.number_of(topic)) if graph is not None else ())}

    everyone = replace(asker, viewer=asker.site.viewer_of(None))
    named = topic_names(everyone, topics)
    told = []
    for each, shared in found:
        mine = tuple(named[topic] for topic in each.topics if topic in named and works[each.person] & both_of(topic))
        both = tuple(named[topic] for topic in shared if topic in named)
        if mine:
            told.append((each, both, NamedReason(mine, each.works_with, each.grouped, each.same_building)))
    return told


def _works(asker: Asker, people: Sequence[Key]) -> dict[Key, set[Key]]:
    """On what each of these people has own work that everyone may read now and that they do not hide."""
    index, works = asker.site.index_if_any(), {person: set[Key]() for person in people}
    if index is None or not people:
        return works
    snapshot = index.snapshot()
    numbers = {person: snapshot.person(person) for person in people}
    known = [person for person in people if numbers[person] >= 0]
    with asker.site.store.view(asker.site.viewer_of(None)) as everyone:
        access = snapshot.access_filter(everyone)
    order = np.asarray([numbers[person] for person in known], dtype=np.int64)
    for person, topics in zip(known, worked_on(snapshot, access, order), strict=True):
        works[person] = {snapshot.topics.rows[topic].key for topic in topics if not snapshot.topics.special[topic]}
    return works


def _names(asker: Asker, units: set[Key]) -> dict[Key, Reference]:
    """These departments, teams and buildings, as the asker may know of them."""
    chart = organisation_of(asker)
    trees = {key: chart.places if kind_of(key) == "location" else chart.departments for key in units if key}
    return {key: Reference(key, tree[key].name, tree[key].kind) for key, tree in trees.items() if key in tree}


@dataclass(frozen=True, slots=True)
class IntroductionSaid:
    """What holds of the asker's own unit and another one now; an empty `answer`: nothing is kept."""

    own: Key
    other: Key
    answer: str
    changed: bool


def answered(asker: Asker, other: Key) -> Introduction | None:
    """What the asker answered about this unit, if anything."""
    me = asker.viewer.person
    if me is None:
        return None
    with asker.site.store.view(asker.viewer) as view:
        return next((edge for edge in answers(view, me) if edge.end == other), None)


def say_introduction(asker: Asker, own: Key, other: Key, answer: Consent | None) -> IntroductionSaid:
    """Keep this answer, or take it back (None). Raises Refused: 403 for a program, 404 for what was not asked."""
    me = asker.viewer.person
    allow(Permission.AGREE, asker, me)
    before = answered(asker, other)
    if me is None:
        raise Refused(HTTPStatus.FORBIDDEN, "not-allowed")
    if answer is None:
        own = (before.within if before is not None else None) or own
        changed = before is not None and take_answer_back(asker.site.store, me, other)
    elif (before is not None and before.within == own) or _comes_into_question(asker, me, own, other):
        changed = say_answer(asker.site.store, me, own, other, answer, asker.site.now())
    else:
        raise Refused(HTTPStatus.NOT_FOUND, "introduction-not-asked")
    said, says = before is not None and before.role == Consent.YES, answer is Consent.YES
    if said != says:
        act = AuditedAct.INTRODUCER_AGREED if says else AuditedAct.INTRODUCER_WITHDREW
        note(asker.site.store.ledger, AuditEntry(asker.site.now(), act, me, me, {"unit": own, "other": other}))
    return IntroductionSaid(own, other, answer.value if answer else "", changed)


def _comes_into_question(asker: Asker, me: Key, own: Key, other: Key) -> bool:
    return any((each.own, each.other) == (own, other) for each, _ in _candidacies(asker, me))


EXAMPLE = {"own": "group:people:energy", "other": "group:people:grid", "answer": "yes", "changed": True}
TROUBLES = (HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
Given = Annotated[Consent, Query(description="`later` is not now: you are asked again after three months.")]
Unit = Annotated[Key, Query(max_length=KEY_MOST, description="The key of a department, team or building.")]


@router.post("/api/me/introductions", response_model=IntroductionSaid, responses=documented(EXAMPLE, *TROUBLES))
@needs(Permission.AGREE)
def say_it(request: Request, own: Unit, other: Unit, answer: Given) -> Response:
    """Say whether you may be named as somebody who could introduce your own unit to another one.

    Only in person, and only for what your own page asks. Send this site's own address in an `Origin` header.
    """
    return as_json(say_introduction(asker_of(request), own, other, answer))


@router.delete("/api/me/introductions", response_model=IntroductionSaid, responses=documented(EXAMPLE, *TROUBLES))
@needs(Permission.AGREE)
def take_it_back(request: Request, own: Unit, other: Unit) -> Response:
    """Take your answer back, after which you can be asked again."""
    return as_json(say_introduction(asker_of(request), own, other, None))
