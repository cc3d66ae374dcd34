"""Server time of answers, people and one's own pages, of those on which people look around, and of suggestions.

`python -m bench.looking_around [--neo4j]`: an invented organisation of 10,000 people, on SQLite or on a Neo4j that is
started here. The first visit after a change, which reads the organisation again, is told and not limited.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import numpy as np
from fastapi.testclient import TestClient

from api.site import Site
from bench import figures
from bench.neo4j import server
from bench.organisation import DEPARTMENT, JudgedOrganisation, account, named
from graph.facts import Account, Edge, EdgeKind, Person, person_key
from graph.open_store import open_store
from graph.store import Store, Viewer
from ingest.cycles import seldom_collected
from models.index.contract import Index
from models.index.opening import open_index
from models.insight_figures_file import served_insight_figures
from models.organisation_graph_file import served_organisation_graph
from tests.api.small_site import client
from ui.messages import sentence
from whoknows.jobs.index import PASSED, passed, reindex
from whoknows.jobs.insight import follow_insight
from whoknows.jobs.knowledge import follow_knowledge
from whoknows.wiring import SYSTEM

NOW = 1_780_000_000
VISITS = 60
SPREAD = 12
"""Different pages of one kind."""
ME = person_key(account(7))
TYPED = ("ba", "bade", "dor", "hulpo", "department 12", "deprtment 12", "who knows about bado", "zwirbel", "kilomu fen")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--documents", type=int, default=20_000)
    parser.add_argument("--work", type=Path, default=Path(".cache") / "bench" / "looking-around")
    parser.add_argument("--neo4j", action="store_true", help="on a Neo4j that is started here")
    asked = parser.parse_args(arguments)
    shutil.rmtree(asked.work, ignore_errors=True)
    asked.work.mkdir(parents=True)
    with store_of(asked.work.resolve(), asked.neo4j) as store:
        fill(store, JudgedOrganisation(asked.people, asked.documents), asked.work / "index")
        with open_index(asked.work / "index") as index, seldom_collected():  # as a site that is served
            measure(visitor_of(store, index, asked.work / "index"), asked.people)
    return 0


@contextmanager
def store_of(folder: Path, neo4j: bool) -> Iterator[Store]:
    """An empty store."""
    if not neo4j:
        yield open_store(f"sqlite:{folder / 'bench.sqlite'}")
        return
    with server(folder / "server") as uri:
        store = open_store(uri)
        yield store
        store.close()


def fill(store: Store, made: JudgedOrganisation, index: Path) -> None:
    """Put the organisation into the store, with its people, an index, and who knows about what."""
    made.put(store)
    keys = [account(number) for number in range(made.people)]
    with store.view(SYSTEM) as view:
        nodes = view.get(keys)
    people = [Person(person_key(key), key, node.name) for key, node in nodes.items() if isinstance(node, Account)]
    with store.writer() as writer:
        writer.derive("person", None, people)
        owners = [Edge(EdgeKind.IS, each.anchor, each.key, weight=1.0, role="own") for each in people]
        writer.derive(EdgeKind.IS, None, owners)
    store.ledger.set(PASSED, passed(store) + 1)
    reindex(store, index)
    follow_knowledge(store, index, now=NOW, stop=lambda: False)
    follow_insight(store, index, now=NOW)


def visitor_of(store: Store, index: Index, folder: Path) -> TestClient:
    """Somebody who visits the site of this store, in this process."""
    graph, figures = served_organisation_graph(folder), served_insight_figures(folder)
    made = Site("Bench", store, lambda: index, lambda: NOW, Viewer, sentence, default_person=ME)
    return client(replace(made, organisation_graph=graph, insight_figures=figures))


def measure(visitor: TestClient, people: int) -> None:
    """Print how soon pages of each kind are there."""
    known = visitor.get("/api/topics").json()["topics"][:SPREAD]
    asked, topics = [next(iter(each["labels"].values())) for each in known], [each["key"] for each in known]
    departments = range(0, max(1, people // DEPARTMENT), max(1, people // DEPARTMENT // SPREAD))
    somebody = range(0, people, max(1, people // SPREAD))
    buildings = range(min(SPREAD, max(1, people // (10 * DEPARTMENT))))
    pages = {
        "all people, beside which the others are seen": ["/people"],
        "answer": [f"/search?q={each}" for each in asked],
        "person": [f"/people/{person_key(account(each))}" for each in somebody],
        "one's own page": [f"/people/{ME}"],
        "one's own page, as HR sees it": ["/me/as/hr"],
        "what one tells of oneself": ["/me/profile"],
        "everything that is held about oneself": ["/me/data"],
        "people to meet": ["/me/colleagues"],
        "topic": [f"/topics/{each}" for each in topics],
        "organisation": ["/organisation"],
        "organisation, searched": ["/organisation?q=department 7", "/organisation?q=deprtment 12"],
        "places": ["/places"],
        "building": [f"/places/{named('location', f'building {each}')}" for each in buildings],
        "floor": [f"/places/{named('location', f'floor {each}')}" for each in departments],
        "department": [f"/groups/{named('group', f'Department {each}')}" for each in departments],
        "ties of a person": [f"/people/{person_key(account(each))}/ties" for each in somebody],
        "map of the organisation": ["/map"],
        "map, of a department": [f"/map?unit={named('group', f'Department {each}')}" for each in departments],
        "map, with a topic": ["/map?about=a", "/map?about=e&colour=building"],
        "map, searched": ["/map?q=department 7", "/map?q=bade"],
        "suggestions": [f"/suggestions?q={each}" for each in TYPED],
    }
    for kind, paths in pages.items():
        first, *_ = _times(visitor, paths[:1], 1)
        _times(visitor, paths, len(paths))
        began = time.process_time()
        times = _times(visitor, paths, VISITS)
        work = (time.process_time() - began) / VISITS * 1000
        p50, p95 = np.percentile(times, (50, 95))
        told = f"p50 {p50:.1f} ms, processor {work:.1f} ms, first {first:.0f} ms"
        print(figures.most(f"{kind}: p95", float(p95), 50, "ms"), told, flush=True)


def _times(visitor: TestClient, paths: Sequence[str], visits: int) -> list[float]:
    """Milliseconds of each visit."""
    found = []
    for number in range(visits):
        began = time.perf_counter()
        answer = visitor.get(paths[number % len(paths)])
        found.append((time.perf_counter() - began) * 1000)
        assert answer.status_code == 200, answer.text
    return found


if __name__ == "__main__":
    sys.exit(main())
