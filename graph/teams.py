"""Who is in somebody's team: a colleague of the same department, or with the same manager."""

from __future__ import annotations

from collections.abc import Collection

from graph.facts import EdgeKind, Group, GroupKind, Key, anchor_key
from graph.store import View


def are_in_one_team(view: View, one: Key, other: Key) -> bool:
    """Whether these two people are in one team, as far as the View gives it."""
    return other in team_among(view, one, [other])


def team_among(view: View, person: Key, others: Collection[Key]) -> frozenset[Key]:
    """Those of the others who are in one team with this person, as far as the View gives it."""
    mine, anchors = anchor_key(person), {anchor_key(other): other for other in others}
    edges = view.edges((EdgeKind.MEMBER_OF, EdgeKind.REPORTS_TO), {mine, *anchors})
    own = {edge.end for edge in edges if edge.start == mine}
    managers = {edge.end for edge in edges if edge.kind is EdgeKind.REPORTS_TO}
    shared = {edge.end for edge in edges if edge.start in anchors and edge.end in own}
    common = (shared & managers) | departments_of(view, shared - managers)
    return frozenset(anchors[edge.start] for edge in edges if edge.start in anchors and edge.end in common)


def departments_of(view: View, groups: Collection[Key]) -> set[Key]:
    """Those of these groups that are departments."""
    nodes = view.get(groups) if groups else {}
    return {key for key, node in nodes.items() if isinstance(node, Group) and node.kind is GroupKind.DEPARTMENT}
