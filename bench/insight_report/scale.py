"""How long everything takes over 100,000 people, a million documents and 20,000 topics: working it out, and each view.

The organisation is that of `bench.insight_report.million`: a real store and index, with drawn documents. What the
worker does is timed step by step in this process, whose memory is told; views are pages of the real site, asked for
over HTTP in the same process: the first look of a process at this record, and warm ones. What is limited is processor
time, which a machine that is busy with something else changes little; a view works in one thread, so that on a free
core it is the time by the clock.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import TypeVar

from fastapi.testclient import TestClient

from api.pages.map import NARROW, WIDE
from api.site import Site
from bench import figures
from bench.insight_report.million import NOW, TEAM, filled, index_of, make, store_of
from bench.memory import watched
from bench.neo4j import server
from bench.organisation import named
from graph.facts import key_of, person_key
from graph.open_store import open_store
from graph.store import Store, Viewer
from ingest.cycles import seldom_collected
from models.communities import communities_of
from models.index.contract import Index
from models.index.opening import open_index
from models.index.snapshot import OpenSnapshot
from models.insight_figures import figures_of
from models.insight_figures_file import served_insight_figures, write_insight_figures
from models.map_layout import MapFrame
from models.organisation_graph import read_organisation_graph
from models.organisation_graph_file import served_organisation_graph, write_organisation_graph
from tests.api.small_site import client
from ui.messages import sentence
from whoknows.site import agreement, first_glance, open_newest

PEOPLE, DOCUMENTS, TOPICS = 100_000, 1_000_000, 20_000
MAPPED = 13_000
ROUNDS = 5
MOST_MINUTES, MOST_MEMORY, MOST_VIEW, MOST_FIRST = 5, 2048, 300, 2
T = TypeVar("T")


def neo4j_report(people: int = PEOPLE // 10) -> Iterator[str]:
    """The same of a tenth, on a Neo4j that is started here."""
    with TemporaryDirectory() as folder, server(Path(folder) / "server") as url:
        yield from report(people, 10 * people, people // 5, url)


def report(
    people: int = PEOPLE, documents: int = DOCUMENTS, topics: int = TOPICS, url: str | None = None
) -> Iterator[str]:
    """The lines of the report; `url` is an empty store, a file when nothing is said."""
    with _made(people, documents, topics, url) as (root, store, index, snapshot):
        yield f"Scale: {people:,} people, {documents:,} documents, {topics:,} topics"
        with watched(os.getpid()) as seen:
            yield from _worked_out(store, snapshot, index_of(root))
        yield figures.most("memory, with the index", max(seen), MOST_MEMORY, "MiB")
        yield from _looked_at(_site(store, index, root, people), people)


def map_report(people: int = MAPPED, documents: int = 10 * MAPPED, topics: int = 2_000) -> Iterator[str]:
    """The map as the first visitor of a process sees it, and whether bubbles and their names are over each other."""
    with _made(people, documents, topics) as (root, store, index, snapshot):
        list(_worked_out(store, snapshot, index_of(root)))
        yield f"Map of {people:,} people"
        visitor = client(_site(store, index, root, people))
        (worked, wall), _ = _worked(lambda: visitor.get("/map"))
        told = figures.most("first visit to a process that prepared nothing: processor", worked, MOST_FIRST, "s")
        yield f"{told} wall {wall:.2f} s"
        visitor = client(_site(store, index, root, people))
        prepared, _ = _timed(lambda: (open_newest(visitor.app), first_glance(visitor.app)))  # type: ignore[arg-type]
        (worked, wall), answer = _worked(lambda: visitor.get("/map"))
        assert answer.status_code == 200
        told = figures.most(f"first visit, prepared for in {prepared:.1f} s: processor", worked, MOST_FIRST, "s")
        yield f"{told} wall {wall:.2f} s"
        yield figures.most("bubbles and names over each other", _overlaps(visitor), 0, "pairs")


@contextmanager
def _made(
    people: int, documents: int, topics: int, url: str | None = None
) -> Iterator[tuple[Path, Store, Index, OpenSnapshot]]:
    """An organisation of this size, until the block ends, in a process that looks for cycles as seldom as a site."""
    with TemporaryDirectory() as folder:
        root = Path(folder)
        url = url or store_of(root)
        make(root, url, people, topics)
        with closing(open_store(url)) as store, open_index(index_of(root)) as index, seldom_collected():
            snapshot = index.snapshot()
            assert isinstance(snapshot, OpenSnapshot)
            yield root, store, index, filled(snapshot, documents)


def _overlaps(visitor: TestClient) -> int:
    """Pairs of bubbles with their names that are over each other, on each level down from the largest department."""
    found, unit = 0, ""
    for _ in range(3):
        page = visitor.get("/api/map", params={"unit": unit}).json()
        for name, frame in (("wide", WIDE), ("narrow", NARROW)):
            boxes = [_box(spot, frame) for spot in page[name]["spots"]]
            found += sum(
                not (right <= other[0] or other[2] <= left or bottom <= other[1] or other[3] <= top)
                for place, (left, top, right, bottom) in enumerate(boxes)
                for other in boxes[:place]
            )
        units = [each for each in page["drawn"] if each["kind"] != "person"]
        if not units:
            break
        unit = max(units, key=lambda each: each["people"])["key"]
    return found


def _box(spot: Mapping[str, float], frame: MapFrame) -> tuple[float, float, float, float]:
    half = max(spot["radius"], spot["room"] / 2)
    return (
        spot["x"] - half,
        spot["y"] - spot["radius"],
        spot["x"] + half,
        spot["y"] + spot["radius"] + frame.label,
    )


def _site(store: Store, index: Index, root: Path, people: int) -> Site:
    """The site of this store as a process that has just begun has it."""
    me = named("account", f"{people // 2:06}")
    site = Site("Bench", store, lambda: index, lambda: NOW, Viewer, sentence, default_person=person_key(me))
    folder = index_of(root)
    graph, told = served_organisation_graph(folder), served_insight_figures(folder)
    return replace(site, organisation_graph=graph, insight_figures=told, agreed=agreement(store))


def _worked_out(store: Store, snapshot: OpenSnapshot, folder: Path) -> Iterator[str]:
    """What the worker does when the index shows something new."""
    began = time.process_time()
    with store.view(Viewer()) as everyone:
        reading, graph = _timed(lambda: read_organisation_graph(snapshot, everyone, NOW))
    yield f"  {graph.ties.nnz // 2:,} pairs who work together, {graph.work.nnz:,} pairs of a person and a topic"
    grouping, community = _timed(lambda: communities_of(graph.ties))
    graph = replace(graph, community=community)
    telling, told = _timed(lambda: figures_of(graph))
    writing, _ = _timed(lambda: (write_insight_figures(told, folder), write_organisation_graph(graph, folder)))
    steps = {"record": reading, "communities": grouping, "figures of all levels": telling, "files": writing}
    yield "  " + ", ".join(f"{name} {took:.1f} s" for name, took in steps.items())
    worked = time.process_time() - began  # on one core: a machine that is busy with something else changes little
    yield (
        figures.most("all worked out, processor time", worked, MOST_MINUTES * 60, "s")
        + f" wall {sum(steps.values()):.0f} s"
    )


def _looked_at(site: Site, people: int) -> Iterator[str]:
    """Each view: its first look by a process that has begun, and warm ones."""
    visitor = client(site)
    begun, _ = _timed(lambda: (open_newest(visitor.app), first_glance(visitor.app)))  # type: ignore[arg-type]
    yield f"  a process begins, before its first visitor: {begun:.1f} s"
    for name, path in _views(site, people).items():
        first, answer = _worked(lambda path=path: visitor.get(path))  # type: ignore[misc]
        assert answer.status_code == 200, (path, answer.text)
        looks = [_worked(lambda path=path: visitor.get(path))[0] for _ in range(ROUNDS)]  # type: ignore[misc]
        worked, wall = (1000 * median(each) for each in zip(*looks, strict=True))
        told = f" wall {wall:.0f}, first {1000 * first[0]:.0f}, wall {1000 * first[1]:.0f} ms"
        yield figures.most(f"{name}: processor", worked, MOST_VIEW, "ms") + told


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


def _worked(call: Callable[[], T]) -> tuple[tuple[float, float], T]:
    """Seconds of processor time and by the clock, and what came out."""
    began = time.process_time()
    took, found = _timed(call)
    return (time.process_time() - began, took), found


def _timed(call: Callable[[], T]) -> tuple[float, T]:
    began = time.perf_counter()
    found = call()
    return time.perf_counter() - began, found
