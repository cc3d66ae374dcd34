"""Gaps: units that work on the same subjects and hardly with each other. Pure functions of the organisation graph.

How much two units work on the same is the sum over their shared topics of the geometric mean of how much each does of
it (logarithm of the amount), weighted by how few units share the topic: what all work on brings nobody together. It
counts the more the larger the smaller unit is and the further they sit apart, and the less the more pairs of people
work together already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array, diags_array, triu

from graph.facts import Key
from models.divisions import Division, Level, divide, divided
from models.organisation_graph import OrganisationGraph

FEW = 0.02
"""Part of the pairs of people of two units who work together, at most, for a gap."""
FEWEST_SHARED = 2
"""Topics that two units share, at least."""
MOST = 200
"""Gaps that are given, at most: the widest ones."""
UNITS = 3
"""Units by which topics are weighted, at least: what both of two work on would be what everybody works on."""
FAR = 0.5
"""How much more a gap counts between units that sit entirely in different buildings."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Two units that work on the same subjects and hardly with each other; a unit is named by its key.

    `shared_topics` begin with what ties the two most. `ties` is the number of pairs of people, one of each unit, who
    work together; `documents` and `threads` add up what such pairs share. `apart` is the part of all pairs that sit in
    different buildings. `width` orders gaps and means nothing else.
    """

    one: Key
    other: Key
    shared_topics: tuple[Key, ...]
    ties: int
    documents: int
    threads: int
    people: tuple[int, int]
    apart: float
    width: float


def gaps_between(graph: OrganisationGraph, level: Level) -> tuple[Gap, ...]:
    """The gaps between the units of this level, the widest first."""
    return gaps_in(graph, divide(graph, level))


def gaps_among(graph: OrganisationGraph, unit: NDArray[np.int64], units: Sequence[Key]) -> tuple[Gap, ...]:
    """The gaps between these units, where `unit` has the number of the unit for each person (-1: in none)."""
    return gaps_in(graph, divided(units, unit))


def gaps_in(graph: OrganisationGraph, division: Division) -> tuple[Gap, ...]:
    """The gaps between the units of this division, the widest first; equals by key."""
    members = division.members()
    subjects = unit_subjects(graph, members)
    overlap = coo_array(triu(subjects @ subjects.T, k=1))
    ones, others = overlap.row.astype(np.int64), overlap.col.astype(np.int64)
    pairs = csr_array(members @ (graph.ties > 0).astype(np.float64) @ members.T)
    ties = _at(pairs, ones, others)
    sizes = division.sizes
    apart = _apart(graph, members)[ones, others]
    smaller = np.log1p(np.minimum(sizes[ones], sizes[others]))
    width = np.round(overlap.data * smaller * (1 + FAR * apart) / (1 + ties), 6)
    shared = _at(csr_array((subjects > 0).astype(np.int64) @ (subjects > 0).astype(np.int64).T), ones, others)
    good = (ties <= FEW * sizes[ones] * sizes[others]) & (shared >= FEWEST_SHARED) & (width > 0)
    order = np.lexsort((others[good], ones[good], -width[good]))[:MOST]
    chosen = np.flatnonzero(good)[order]
    documents, threads = (csr_array(members @ each @ members.T) for each in (graph.documents, graph.threads))
    return tuple(
        Gap(
            one=division.units[one],
            other=division.units[other],
            shared_topics=_shared(graph, subjects, one, other),
            ties=int(ties[place]),
            documents=int(documents[one, other]),
            threads=int(threads[one, other]),
            people=(int(sizes[one]), int(sizes[other])),
            apart=round(float(apart[place]), 3),
            width=float(width[place]),
        )
        for place, one, other in zip(chosen.tolist(), ones[chosen].tolist(), others[chosen].tolist(), strict=True)
    )


def unit_subjects(graph: OrganisationGraph, members: csr_array) -> csr_array:
    """Units x topics: the root of how much a unit works on a topic, weighted by how few units do."""
    amounts = csr_array(members @ graph.work)
    amounts.data = np.log1p(amounts.data)
    amounts.eliminate_zeros()
    working = int((members.sum(axis=1) > 0).sum())
    units = np.maximum(np.bincount(amounts.indices, minlength=amounts.shape[1]), 1)
    weighted = csr_array(amounts @ diags_array(np.log(max(working, UNITS) / units), format="csr"))
    weighted.data = np.sqrt(np.maximum(weighted.data, 0))
    weighted.eliminate_zeros()
    return weighted


def _shared(graph: OrganisationGraph, subjects: csr_array, one: int, other: int) -> tuple[Key, ...]:
    """The topics that two units share, what counts most first."""
    both = csr_array(subjects[[one]].multiply(subjects[[other]]))
    order = np.lexsort((both.indices, -np.round(both.data, 6)))
    return tuple(graph.topics[topic] for topic in both.indices[order].tolist())


def _apart(graph: OrganisationGraph, members: csr_array) -> NDArray[np.float64]:
    """By two units, the part of all pairs of people who sit in different buildings; who sits nowhere is near all."""
    places = divide(graph, Level.BUILDING)
    seated = (members @ places.members().T).toarray() if places.units else np.zeros((members.shape[0], 1))
    sizes = np.maximum(seated.sum(axis=1), 1)
    near = (seated / sizes[:, None]) @ (seated / sizes[:, None]).T
    told = seated.sum(axis=1) > 0
    found: NDArray[np.float64] = np.where(told[:, None] & told[None, :], 1 - near, 0.0)
    return found


def _at(matrix: csr_array, rows: NDArray[np.int64], columns: NDArray[np.int64]) -> NDArray[np.float64]:
    """The values at these places."""
    return np.asarray(matrix[rows, columns], dtype=np.float64).reshape(-1) if len(rows) else np.zeros(0)
