"""What goes with the people whose last day the directory tells already: as numbers alone, of enough people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from models.index.contract import NEVER
from models.organisation_graph import OrganisationGraph
from models.spread import YEAR, leaving
from models.trend import in_steps


@dataclass(frozen=True, slots=True)
class PeopleGoing:
    """People with a last day within a year, in steps of the floor, and the numbers of topics that they take along."""

    people: int
    lost: int
    weakened: int


def going(graph: OrganisationGraph, fewest: int) -> PeopleGoing | None:
    """What goes within a year. None: nobody, or fewer people than the floor, or all but so few."""
    leaves = (graph.leaves != NEVER) & (graph.leaves > graph.at) & (graph.leaves <= graph.at + YEAR)
    people = np.flatnonzero(leaves)
    told = in_steps(len(people), fewest)
    if not told or len(graph.people) - len(people) < fewest:
        return None
    found = leaving(graph, people.tolist())
    return PeopleGoing(told, len(found.lost), len(found.weakened))
