"""Gaps: units that work on the same subjects and hardly with each other. Pure functions of the organisation graph.

How much two units work on the same is the sum over their shared topics of the geometric mean of how much each does of
it (logarithm of the amount), weighted by how few units share the topic: what all work on brings nobody together. It
counts the more the larger the smaller unit is and the further they sit apart, and the less the more pairs of people
work together already.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, diags_array

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
BLOCK = 256
"""Units that are compared with all at a time."""
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


def gaps_among(graph: OrganisationGraph, unit: NDArray[np.int64], units: Sequence[Key]) -> Iterator[Gap]:
    """The gaps between these units, where `unit` has the number of the unit for each person (-1: in none)."""
    return _gaps_in(graph, divided(units, unit))


def gaps_in(graph: OrganisationGraph, division: Division) -> tuple[Gap, ...]:
    """The gaps between the units of this division, the widest first; equals by key."""
    return tuple(_gaps_in(graph, division))


def _gaps_in(graph: OrganisationGraph, division: Division) -> Iterator[Gap]:
    """The same one by one, the topics of each worked out only when it is asked for.

    So many units at a time are compared with all: of ten thousand teams every two share some topic.
    """
    between = _between(graph, division)
    found = _widest([between.gaps_of(first) for first in range(0, len(division.units), BLOCK)])
    members, sizes = between.members, between.sizes
    documents, threads = (csr_array(members @ each @ members.T) for each in (graph.documents, graph.threads))
    for one, other, ties, apart, width in zip(*(each.tolist() for each in found), strict=True):
        yield Gap(
            one=division.units[one],
            other=division.units[other],
            shared_topics=_shared(graph, between.subjects, one, other),
            ties=int(ties),
            documents=int(documents[one, other]),
            threads=int(threads[one, other]),
            people=(int(sizes[one]), int(sizes[other])),
            apart=round(apart, 3),
            width=width,
        )


_Found = tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]
"""Numbers of two units, pairs of people who work together, the part of pairs that sit apart, and the width."""


@dataclass(frozen=True, slots=True)
class _Between:
    """What tells how two units relate: who is in each, what it works on, whom it works with, and where it sits."""

    members: csr_array
    subjects: csr_array
    tied: csr_array
    seated: NDArray[np.float64]
    sizes: NDArray[np.int64]

    def gaps_of(self, first: int) -> _Found:
        """The widest gaps of a block of units, from this one on, with units that come later."""
        block = slice(first, first + BLOCK)
        subjects, sizes = self.subjects[block], self.sizes[block, None]
        overlap = (subjects @ self.subjects.T).toarray()
        shared = ((subjects > 0).astype(np.int64) @ (self.subjects > 0).astype(np.int64).T).toarray()
        ties = (self.tied[block] @ self.members.T).toarray()
        told = self.seated.sum(axis=1) > 0
        apart = np.where(told[block, None] & told[None, :], 1 - self.seated[block] @ self.seated.T, 0.0)
        smaller = np.log1p(np.minimum(sizes, self.sizes[None, :]))
        width = np.round(overlap * smaller * (1 + FAR * apart) / (1 + ties), 6)
        good = (ties <= FEW * sizes * self.sizes[None, :]) & (shared >= FEWEST_SHARED) & (width > 0)
        ones, others = np.nonzero(np.triu(good, k=first + 1))
        return _widest([(ones + first, others, ties[ones, others], apart[ones, others], width[ones, others])])


def _between(graph: OrganisationGraph, division: Division) -> _Between:
    members = division.members()
    places = divide(graph, Level.BUILDING)
    seated = (members @ places.members().T).toarray() if places.units else np.zeros((members.shape[0], 1))
    return _Between(
        members=members,
        subjects=unit_subjects(graph, members),
        tied=csr_array(members @ (graph.ties > 0).astype(np.float64)),
        seated=seated / np.maximum(seated.sum(axis=1, keepdims=True), 1),
        sizes=division.sizes,
    )


def _widest(found: Sequence[_Found]) -> _Found:
    """The widest of these gaps, as many as are given; equals by the number of the units."""
    if not found:
        nobody, nothing = np.zeros(0, np.int64), np.zeros(0)
        return nobody, nobody, nothing, nothing, nothing
    ones, others, ties, apart, width = (np.concatenate(each) for each in zip(*found, strict=True))
    order = np.lexsort((others, ones, -width))[:MOST]
    return ones[order], others[order], ties[order], apart[order], width[order]


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
