"""A walk over the map for somebody new: a few levels one after the other, from the whole organisation to their own."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from api.asker import Asker
from api.map_items import map_of_work
from api.organisation import known_by_person, organisation_of
from api.schemas import Reference, TopicReference
from graph.facts import Key
from models.known_together import known_together
from models.organisation import OrganisationChart
from models.orgmap import level_of

BUBBLES = 24


class WalkPlace(StrEnum):
    """What a stop of the walk shows."""

    WHOLE = "whole"
    OWN = "own"
    NEAR = "near"
    TOPIC = "topic"
    GAP = "gap"
    BUILDINGS = "buildings"


@dataclass(frozen=True, slots=True)
class WalkStop:
    """A stop: what it shows, the level of the map (empty: the whole organisation), the department that it is about and
    the topic that is laid over the map."""

    stop: WalkPlace
    unit: Key = ""
    about: Reference | None = None
    topic: TopicReference | None = None


def walk_of(asker: Asker) -> tuple[WalkStop, ...]:
    """The stops for this asker; the first and the last are for everybody."""
    chart = organisation_of(asker)
    own = _own(asker, chart)
    return (WalkStop(WalkPlace.WHOLE), *(_around(asker, chart, own) if own else ()), WalkStop(WalkPlace.BUILDINGS))


def _own(asker: Asker, chart: OrganisationChart) -> list[Key]:
    """The departments around the asker, the largest first."""
    tree = chart.departments
    mine = (key for key in chart.groups.get(asker.viewer.person or "", ()) if key in tree)
    return [part.key for part in max((tree.way(key) for key in mine), key=len, default=[])]


def _around(asker: Asker, chart: OrganisationChart, own: list[Key]) -> list[WalkStop]:
    """The asker's own department, what it knows, with whom it works most, and where it could."""
    tree = chart.departments

    def name(key: Key) -> Reference:
        return Reference(key, tree[key].name, tree[key].kind)

    stops = [WalkStop(WalkPlace.OWN, own[-1], name(own[-1]))]
    with asker.site.store.view(asker.viewer) as view:
        known = known_together(known_by_person(asker), tree.whole(own[-1]), view, 1)
    if known:
        stops.append(
            WalkStop(WalkPlace.TOPIC, about=name(own[-1]), topic=TopicReference(known[0].topic, known[0].labels))
        )
    worked, level = map_of_work(asker), level_of(tree, None)
    mine = next((key for key in own if key in level.units), None)
    if worked is None or mine is None:
        return stops
    work = worked.work_between(tree, level.units[:BUBBLES], asker.viewer.person)
    near = next((tie for tie in work.ties if mine in (tie.one, tie.other)), None)
    gap = next((gap for gap in work.gaps if mine in (gap.one, gap.other)), None)
    if near:
        other = near.other if near.one == mine else near.one
        stops.append(WalkStop(WalkPlace.NEAR, other, name(other)))
    if gap:
        stops.append(WalkStop(WalkPlace.GAP, about=name(gap.other if gap.one == mine else gap.one)))
    return stops
