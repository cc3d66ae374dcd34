"""How long everything takes over 100,000 people, a million documents and 20,000 topics: working it out, and each view.

The organisation is that of `bench.insight_report.million`: a real store and index, with drawn documents. What the
worker does is timed step by step in this process, whose memory is told; views are pages of the real site, asked for
over HTTP in the same process: the first look of a process at this record, and warm ones.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeVar

from api.site import Site
from bench import figures
from bench.insight_report.million import NOW, TEAM, filled, index_of, put
from bench.memory import watched
from bench.organisation import named
from graph.facts import key_of, person_key
from graph.open_store import open_store
from graph.store import Store, Viewer
from models.communities import communities_of
from models.index.opening import open_index
from models.index.snapshot import OpenSnapshot
from models.insight_figures import figures_of
from models.insight_figures_file import served_insight_figures, write_insight_figures
from models.organisation_graph import read_organisation_graph
from models.organisation_graph_file import served_organisation_graph, write_organisation_graph
from tests.api.small_site import client
from ui.messages import sentence
from whoknows.site import agreement, first_glance, open_newest

PEOPLE, DOCUMENTS, TOPICS = 100_000, 1_000_000, 20_000
ROUNDS = 5
MOST_MINUTES, MOST_MEMORY, MOST_VIEW = 5, 2048, 300
T = TypeVar("T")


def report(people: int = PEOPLE, documents: int = DOCUMENTS, topics: int = TOPICS) -> Iterator[str]:
    """The lines of the report."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        with closing(open_store(f"sqlite:{root / 'bench.sqlite'}")) as store:
            yield from _measured(store, root / "index", people, documents, topics)


def _measured(store: Store, folder: Path, people: int, documents: int, topics: int) -> Iterator[str]:
    took, _ = _timed(lambda: put(store, people, topics))
    indexed, _ = _timed(lambda: index_of(store, folder))
    with open_index(folder) as index:
        snapshot = index.snapshot()
        assert isinstance(snapshot, OpenSnapshot)
        drawn, _ = _timed(lambda: filled(snapshot, documents))
        yield f"Scale: {people:,} people, {documents:,} documents, {topics:,} topics"
        yield f"  made in {took + indexed + drawn:.0f} s: store {took:.0f}, index {indexed:.0f}, documents {drawn:.0f}"
        with watched(os.getpid()) as seen:
            yield from _worked_out(store, snapshot, folder)
        yield figures.most("memory, with the index", max(seen), MOST_MEMORY, "MiB")
        me = named("account", f"{people // 2:06}")
        site = Site("Bench", store, lambda: index, lambda: NOW, Viewer, sentence, default_person=person_key(me))
        site = replace(
            site,
            organisation_graph=served_organisation_graph(folder),
            insight_figures=served_insight_figures(folder),
            agreed=agreement(store),
        )
        yield from _looked_at(site, people)


def _worked_out(store: Store, snapshot: OpenSnapshot, folder: Path) -> Iterator[str]:
    """What the worker does when the index shows something new."""
    with store.view(Viewer()) as everyone:
        reading, graph = _timed(lambda: read_organisation_graph(snapshot, everyone, NOW))
    yield f"  {graph.ties.nnz // 2:,} pairs who work together, {graph.work.nnz:,} pairs of a person and a topic"
    grouping, community = _timed(lambda: communities_of(graph.ties))
    graph = replace(graph, community=community)
    telling, told = _timed(lambda: figures_of(graph))
    writing, _ = _timed(lambda: (write_insight_figures(told, folder), write_organisation_graph(graph, folder)))
    steps = {"record": reading, "communities": grouping, "figures of all levels": telling, "files": writing}
    yield "  " + ", ".join(f"{name} {took:.1f} s" for name, took in steps.items())
    yield figures.most("all worked out", sum(steps.values()), MOST_MINUTES * 60, "s")


def _looked_at(site: Site, people: int) -> Iterator[str]:
    """Each view: its first look by a process that has begun, and warm ones."""
    visitor = client(site)
    begun, _ = _timed(lambda: (open_newest(visitor.app), first_glance(visitor.app)))  # type: ignore[arg-type]
    yield f"  a process begins, before its first visitor: {begun:.1f} s"
    for name, path in _views(site, people).items():
        first, answer = _timed(lambda path=path: visitor.get(path))  # type: ignore[misc]
        assert answer.status_code == 200, (path, answer.text)
        warm = median(_timed(lambda path=path: visitor.get(path))[0] for _ in range(ROUNDS))  # type: ignore[misc]
        yield figures.most(f"{name}: warm", warm * 1000, MOST_VIEW, "ms") + f" first {first * 1000:.0f} ms"


def _views(site: Site, people: int) -> Mapping[str, str]:
    graph = site.organisation_graph()
    told = site.insight_figures()
    assert graph is not None
    assert told is not None
    department, team = named("group", "Department 0001"), named("group", f"Team {people // TEAM // 2:05}")
    topic = key_of("topic", "en", "subject 00007")
    found = {
        "which views there are": "/insight",
        **{f"spread by {level.value}": f"/insight/knowledge?by={level.value}" for level in told.levels},
        "spread, what a department takes along": f"/insight/knowledge?unit={department}",
        "topics that are needed": "/insight/cover",
        **{f"gaps by {level.value}": f"/insight/gaps?by={level.value}" for level in told.levels},
        "map": "/map",
        "map of a department": f"/map?unit={department}",
        "map of a team": f"/map?unit={team}",
        "map with a topic": f"/map?topic={topic}",
        "people to meet": "/me/colleagues",
    }
    for level, figures_there in told.levels.items():
        for gap in figures_there.gaps[:1]:
            found[f"a gap that is open, by {level.value}"] = (
                f"/insight/gaps?by={level.value}&one={gap.one}&other={gap.other}"
            )
    return found


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    found = call()
    return time.perf_counter() - began, found
