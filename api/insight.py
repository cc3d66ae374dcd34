"""Figures about groups of people: from documents for everyone, above the privacy floor, each look at them audited."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from functools import partial

from api.asker import Asker
from api.organisation import organisation_of
from api.policy import POLICY, Permission
from api.schemas import CountedTopic, Reference, TopicReference
from graph.audit import AuditedAct, AuditEntry, note
from graph.facts import Key, Topic
from models.divisions import Level
from models.floor import Floor, floor_of
from models.insight_figures import InsightFigures, LevelFigures, figures_at
from models.organisation_graph import OrganisationGraph

VIEWS = {"knowledge": "/insight/knowledge", "cover": "/insight/cover", "gaps": "/insight/gaps"}
"""Every view with figures about groups, by name, and its address. Nothing else computes any."""


@dataclass(frozen=True, slots=True)
class Insight:
    """What all figures are worked out from, and of which units they may be given."""

    graph: OrganisationGraph
    floor: Floor

    def at(self, asker: Asker, level: Level) -> LevelFigures:
        """The figures of this level, as the worker worked them out; here where it has not yet, once for each record."""
        worked_out = _worked_out(asker, self.graph)
        if worked_out is not None:
            return worked_out.levels[level]
        name = ("figures", level, self.graph.stamp, self.graph.at, self.floor.fewest)
        found: LevelFigures = asker.site.books.recall(
            name, 0, asker.site.now(), partial(figures_at, self.graph, self.floor, level)
        )
        return found


def open_insight(asker: Asker, view: str, **details: str) -> Insight | None:
    """The record and the floor; None as long as it was not worked out. Notes who looks at this view, and at what."""
    graph = asker.site.organisation_graph()
    if graph is None:
        return None
    by = asker.viewer.person or asker.service or "operator"
    entry = AuditEntry(asker.site.now(), AuditedAct.INSIGHT_OPENED, by, None, {"view": view, **details})
    note(asker.site.store.ledger, entry)
    return Insight(graph, floor_over(asker, graph))


def may_open(asker: Asker) -> bool:
    """Whether this asker may open views of figures about groups."""
    return POLICY[Permission.INSIGHT](asker, None)


def may_oversee(asker: Asker) -> bool:
    """Whether this asker may see which figures about groups there are."""
    return POLICY[Permission.OVERSEE](asker, None)


def insight_over(asker: Asker) -> Insight | None:
    """The record and the floor, for what is no view of insight; None as long as it was not worked out."""
    graph = asker.site.organisation_graph()
    return None if graph is None else Insight(graph, floor_over(asker, graph))


def floor_over(asker: Asker, graph: OrganisationGraph) -> Floor:
    """The floor over this record, worked out once for each."""
    if (worked_out := _worked_out(asker, graph)) is not None:
        return worked_out.floor
    fewest = asker.site.fewest
    name = ("floor", graph.stamp, graph.at, fewest)
    found: Floor = asker.site.books.recall(name, 0, asker.site.now(), partial(floor_of, graph, fewest))
    return found


def _worked_out(asker: Asker, graph: OrganisationGraph) -> InsightFigures | None:
    """The figures that the worker made of this very record and for this floor."""
    found = asker.site.insight_figures()
    same = found is not None and (found.stamp, found.at) == (graph.stamp, graph.at)
    return found if same and found is not None and found.floor.fewest == asker.site.fewest else None


def unit_names(asker: Asker, level: Level, units: Iterable[Key]) -> dict[Key, Reference]:
    """These departments, teams or buildings as the asker may know of them."""
    chart = organisation_of(asker)
    tree = chart.places if level is Level.BUILDING else chart.departments
    return {key: Reference(key, tree[key].name, tree[key].kind) for key in units if key in tree}


def topic_names(asker: Asker, topics: Collection[Key]) -> dict[Key, TopicReference]:
    """These topics, as far as the asker may know of them."""
    with asker.site.store.view(asker.viewer) as view:
        nodes = view.get(topics)
    return {key: TopicReference(key, dict(node.labels)) for key, node in nodes.items() if isinstance(node, Topic)}


def counted_topics(asker: Asker, graph: OrganisationGraph, topics: Iterable[int]) -> dict[int, CountedTopic]:
    """The topics of the record with these numbers, as far as the asker may know of them."""
    keys = {topic: graph.both(topic) for topic in topics}
    known = topic_names(asker, {key for both in keys.values() for key in both})
    return {
        topic: CountedTopic(found.key, found.labels, next((known[key] for key in others if key in known), None))
        for topic, (first, *others) in keys.items()
        if (found := known.get(first))
    }
