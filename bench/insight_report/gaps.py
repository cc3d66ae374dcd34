"""Whether gaps are found where people ought to meet: ties between teams that work together are hidden, and asked for.

A team is here who works most in one folder, channel or group. Of the pairs of teams with the closest ties one at a
time is made to look as if nobody of the one worked with anybody of the other; the gap should be among the widest.
Topics that both know from documents they wrote together stay known, which helps: the figure tells that such a gap is
seen, not that every gap that is seen is one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from scipy.sparse import coo_array, csr_array

from bench import figures
from graph.store import Viewer
from models.divisions import Division, divided
from models.floor import FEWEST
from models.gaps import gaps_in
from models.index.opening import open_index
from models.organisation_graph import NOWHERE, OrganisationGraph, read_organisation_graph
from whoknows.settings import load_settings
from whoknows.wiring import now, open_installation

PAIRS = 20
"""Pairs of teams whose ties are hidden, at most: those with the closest ones."""
AMONG = 20
GOAL = 0.8


@dataclass(frozen=True, slots=True)
class HiddenTies:
    """Pairs of teams of one organisation whose ties were hidden, and how many came back among the widest gaps."""

    name: str
    teams: int
    hidden: int
    found: int


def measure(name: str, graph: OrganisationGraph) -> HiddenTies:
    """Hide the ties of the closest pairs of teams, one pair at a time."""
    teams = teams_of(graph)
    pairs = closest(graph, teams)
    found = 0
    for one, other in pairs:
        wanted = {teams.units[one], teams.units[other]}
        gaps = gaps_in(without_ties(graph, teams, one, other), teams)[:AMONG]
        found += any({gap.one, gap.other} == wanted for gap in gaps)
    return HiddenTies(name, len(teams.units), len(pairs), found)


def teams_of(graph: OrganisationGraph) -> Division:
    """Everybody in the group where they did most, as far as at least five people are there."""
    member = csr_array(graph.member)
    best = np.full(len(graph.people), NOWHERE, dtype=np.int64)
    for person in range(len(graph.people)):
        begin, end = member.indptr[person : person + 2]
        if end > begin:
            best[person] = member.indices[begin:end][np.argmax(member.data[begin:end])]
    sizes = np.bincount(best[best >= 0], minlength=len(graph.groups))
    small = np.append(sizes < FEWEST, True)
    return divided(graph.groups, np.where(small[best], NOWHERE, best))


def closest(graph: OrganisationGraph, teams: Division) -> list[tuple[int, int]]:
    """The pairs of teams that work most closely together for their size, and have a subject in common."""
    members = teams.members()
    ties = coo_array(members @ graph.ties @ members.T)
    known = csr_array(members @ (graph.work > 0))
    sizes = teams.sizes
    pairs = [
        (float(closeness) / float(sizes[one] * sizes[other]), one, other)
        for one, other, closeness in zip(ties.row.tolist(), ties.col.tolist(), ties.data.tolist(), strict=True)
        if one < other and known[[one]].multiply(known[[other]]).nnz > 1
    ]
    return [(one, other) for _, one, other in sorted(pairs, reverse=True)[:PAIRS]]


def without_ties(graph: OrganisationGraph, teams: Division, one: int, other: int) -> OrganisationGraph:
    """The same as if nobody of the one team had done anything with anybody of the other."""
    first, second = teams.unit == one, teams.unit == other

    def hidden(matrix: csr_array) -> csr_array:
        found = coo_array(matrix)
        crossing = (first[found.row] & second[found.col]) | (second[found.row] & first[found.col])
        kept = ~crossing
        return csr_array((found.data[kept], (found.row[kept], found.col[kept])), shape=matrix.shape)

    return replace(graph, ties=hidden(graph.ties), documents=hidden(graph.documents), threads=hidden(graph.threads))


def graphs(work: Path, names: Sequence[str]) -> Iterator[tuple[str, OrganisationGraph]]:
    """The record of each synced organisation."""
    for name in names:
        settings = load_settings(work / name)
        with (
            open_installation(settings, create=False) as installation,
            open_index(settings.index) as index,
            installation.store.view(Viewer()) as view,
        ):
            yield name, read_organisation_graph(index.snapshot(), view, now())


def report(work: Path, names: Sequence[str]) -> Iterator[str]:
    """The lines of the report."""
    yield f"Gaps: ties between teams hidden, found again among the {AMONG} widest gaps (goal {GOAL:.0%})"
    hidden = found = 0
    for name, graph in graphs(work, names):
        told = measure(name, graph)
        hidden, found = hidden + told.hidden, found + told.found
        share = f"{told.found / told.hidden:.0%}" if told.hidden else "-"
        yield f"  {name:24} {told.teams:5} teams {told.found:4} of {told.hidden:3}  {share}"
    if hidden:
        yield figures.least(f"all: {found} of {hidden} came back", 100 * found / hidden, 100 * GOAL, "%")
