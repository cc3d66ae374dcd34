"""How long the views take over 100,000 people and 20,000 topics, made in memory with a fixed seed."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from bench.memory import watched
from models.against_chart import communities_against, constraints
from models.communities import communities_of
from models.divisions import Level
from models.floor import Floor, floor_of
from models.gaps import gaps_between
from models.going import going
from models.index.contract import NEVER
from models.inwardness import inwardness
from models.map_work import who_know
from models.open_questions import open_questions
from models.organisation_graph import NOWHERE, OrganisationGraph
from models.organisation_graph_file import load_organisation_graph, write_organisation_graph
from models.spread import leaving, spread_of
from models.trend import moved, trend_of
from models.years_of_work import ENDS, YEAR

PEOPLE, TOPICS = 100_000, 20_000
TEAM, TEAMS_IN, BUILDING = 12, 25, 400
KNOWN, MET = 6, 8
"""Topics that somebody is known for, and colleagues whom they work with, in the mean."""
NOW = 1_780_000_000
ROUNDS = 5


def organisation(people: int = PEOPLE, topics: int = TOPICS) -> OrganisationGraph:
    """Teams in departments in buildings; people know of what their department does, and mostly meet near by."""
    draw = np.random.default_rng(22)
    teams = max(people // TEAM, 1)
    team = draw.integers(0, teams, people)
    larger = np.concatenate((teams + np.arange(teams) // TEAMS_IN, np.full(-(-teams // TEAMS_IN), NOWHERE)))
    rows = np.repeat(np.arange(people), draw.poisson(KNOWN, people))
    near = draw.random(len(rows)) < 0.7
    columns = np.where(
        near, (team[rows] * 7 + draw.geometric(0.2, len(rows))) % topics, draw.zipf(1.4, len(rows)) % topics
    )
    work = _summed(rows, columns, draw.gamma(1.5, 2.0, len(rows)), (people, topics))
    ones = np.repeat(np.arange(people), draw.poisson(MET / 2, people))
    by_team = np.argsort(team, kind="stable")
    place = np.argsort(by_team)
    others = by_team[(place[ones] + draw.integers(1, 2 * TEAM, len(ones))) % people]
    others = np.where(draw.random(len(ones)) < 0.75, others, draw.integers(0, people, len(ones)))
    half = _summed(ones, others, draw.random(len(ones)), (people, people))
    ties = csr_array(half + half.T)
    ties.setdiag(0)
    ties.eliminate_zeros()
    counts = csr_array((np.ones(ties.nnz), ties.indices, ties.indptr), shape=ties.shape)
    dates = csr_array((NOW - draw.integers(0, 6 * YEAR, work.nnz), work.indices, work.indptr), shape=work.shape)
    known = np.bincount(work.indices, minlength=topics)
    return OrganisationGraph(
        people=tuple(f"person:bench:{each:06}" for each in range(people)),
        departments=tuple(f"group:bench:{each:06}" for each in range(len(larger))),
        department=team,
        larger_department=larger,
        locations=tuple(f"location:bench:{each:04}" for each in range(people // BUILDING + 1)),
        location=team * TEAM // BUILDING,
        larger_location=np.full(people // BUILDING + 1, NOWHERE),
        groups=(),
        member=csr_array((people, 0), dtype=np.int64),
        topics=tuple(f"topic:bench:{each:05}" for each in range(topics)),
        work=work,
        knows=csr_array((np.ones(work.nnz, dtype=np.int64), work.indices, work.indptr), shape=work.shape),
        since=dates,
        last=dates,
        ties=ties,
        documents=counts,
        threads=counts,
        manager=np.full(people, NOWHERE),
        active=np.full(people, NOW),
        touched=known,
        left_with=draw.integers(0, 3, topics),
        leaves=np.where(draw.random(people) < 0.05, NOW + draw.integers(1, 2 * YEAR, people), NEVER),
        years_people=draw.integers(0, 40, (topics, len(ENDS))),
        years_work=draw.random((topics, len(ENDS))) * 50,
        questions=draw.integers(0, 9, topics),
        askers=draw.integers(0, 9, topics),
        open_questions=(9000, 7000),
        community=np.full(people, NOWHERE),
        at=NOW,
        until=None,
        stamp=(1, 1),
    )


def _summed(
    rows: NDArray[np.int64], columns: NDArray[np.int64], values: NDArray[np.float64], shape: tuple[int, int]
) -> csr_array:
    found = coo_array((values, (rows, columns)), shape=shape).tocsr()
    found.sort_indices()
    return csr_array(found)


def once(graph: OrganisationGraph) -> dict[str, Callable[[], object]]:
    """What is worked out once for each record, and kept."""
    floor = floor_of(graph)
    calls: dict[str, Callable[[OrganisationGraph, Floor, Level], object]] = {
        "spread": spread_of,
        "E-I index": inwardness,
        "constraint": constraints,
        "communities": communities_against,
        "gaps": lambda graph, _, level: gaps_between(graph, level),
    }
    return {
        f"{name} by {level.value}": partial(call, graph, floor, level)
        for level in (Level.DEPARTMENT, Level.TEAM)
        for name, call in calls.items()
    }


def looks(graph: OrganisationGraph) -> dict[str, Callable[[], object]]:
    """What each look works out anew."""
    unit = np.flatnonzero(graph.department == 0).tolist()
    return {
        "what a team takes along": lambda: leaving(graph, unit),
        "what moved, 40 trends, who goes": lambda: (
            moved(graph, 5),
            [trend_of(graph, each, 5) for each in range(40)],
            going(graph, 5),
        ),
        "questions without an answer": lambda: open_questions(graph, 5),
        "who knows a topic, on the map": lambda: who_know(graph, graph.topics[-1]),
    }


def report(people: int = PEOPLE, topics: int = TOPICS) -> Iterator[str]:
    """The lines of the report."""
    made = organisation(people, topics)
    sizes = f"{made.ties.nnz // 2:,} pairs who work together, {made.work.nnz:,} pairs of a person and a topic"
    yield f"Scale: {people:,} people, {topics:,} topics, {sizes}"
    with watched(os.getpid()) as seen:
        began = time.perf_counter()
        made = replace(made, community=communities_of(made.ties))
        yield f"  communities (once, in the background): {time.perf_counter() - began:.1f} s"
        with TemporaryDirectory() as folder:
            began = time.perf_counter()
            file = write_organisation_graph(made, Path(folder))
            size = file.stat().st_size >> 20
            wrote = time.perf_counter() - began
            began = time.perf_counter()
            load_organisation_graph(Path(folder))
            read = time.perf_counter() - began
            yield f"  the record as a file: {size} MiB, written in {wrote:.1f} s, read in {read:.1f} s"
        began = time.perf_counter()
        floor_of(made)
        yield f"  privacy floor (once for each record): {time.perf_counter() - began:.1f} s"
        whole = 0.0
        for name, call in once(made).items():
            whole += (took := _timed(call))
            yield f"  {name} (once for each record): {took * 1000:.0f} ms"
        yield f"  these together: {whole:.1f} s"
        for name, call in looks(made).items():
            times = sorted(_timed(call) for _ in range(ROUNDS))
            yield f"  {name}: {times[ROUNDS // 2] * 1000:.0f} ms (goal: 300)"
    yield f"  memory, with the organisation: {max(seen):,} MiB (goal: 2,048)"


def _timed(call: Callable[[], object]) -> float:
    began = time.perf_counter()
    call()
    return time.perf_counter() - began
