"""The cost of a real Neo4j: loading, votes, serving, pages and copying: `python -m bench.neo4j --corpora DIR`.

Each figure is a ratio within one run, or is beside SQLite's. Servers are started here, as the tests do it, and stopped.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import numpy as np

from bench import figures, ingest, neo4j_import, neo4j_load, neo4j_serving, neo4j_votes, queries
from bench.ingest import SETTINGS, share_of
from bench.organisation import JudgedOrganisation
from graph.open_store import open_store
from graph.store import Store, Viewer
from models.index.opening import open_index, readable
from tests.neo4j_server import started
from whoknows.jobs.index import reindex
from whoknows.settings import load_settings
from whoknows.wiring import open_installation

PARTS = ("messages", "votes", "organisation")


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    corpora = Path(os.environ.get("WHOKNOWS_CORPORA", Path("..") / "shared" / "corpora"))
    parser.add_argument("--corpora", type=Path, default=corpora, help="the folder with lean-messages.jsonl.xz")
    parser.add_argument("--work", type=Path, default=Path(".cache") / "bench")
    parser.add_argument("--share", type=int, default=10, help="only every SHARE-th thread of the messages")
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--documents", type=int, default=10_000)
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--only", choices=PARTS, default=None)
    parser.add_argument("--votes-share", type=int, default=1, help="the same for the votes; 1: all, in WORK/all")
    asked = parser.parse_args(arguments)
    packed, parts = asked.corpora / "lean-messages.jsonl.xz", PARTS if asked.only is None else (asked.only,)
    if parts != ("organisation",) and not packed.is_file():
        print(f"There is no {packed}: set WHOKNOWS_CORPORA=DIR.", file=sys.stderr)
        return 3
    work = (asked.work / "neo4j").resolve()
    shutil.rmtree(work, ignore_errors=True)
    print(f"Neo4j, on {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}", flush=True)
    if "messages" in parts:
        messages(packed, work / "messages", asked.share)
    if "votes" in parts:
        folder = asked.work / "all" if asked.votes_share == 1 else work / "voters"
        indexed(packed, folder, asked.votes_share)
        votes(folder, work / "votes", asked.questions)
    if "organisation" in parts:
        organisation(JudgedOrganisation(asked.people, asked.documents), work / "organisation", asked.questions)
    return 0


@contextmanager
def server(home: Path) -> Iterator[str]:
    """The address of an empty server, until the block ends."""
    home.mkdir(parents=True)
    with started(home, lasting=True) as (found, _):
        yield found.uri


def messages(packed: Path, folder: Path, share: int) -> None:
    """Load the messages through the product and by bare calls, each into an empty server that was just started."""
    folder.mkdir(parents=True)
    share_of(packed, folder / "messages.jsonl", share)
    with server(folder / "product") as uri, server(folder / "again") as again, server(folder / "bare") as bare:
        _lay_out(folder, uri)
        with open_installation(load_settings(folder)) as installation:
            through, recorded = neo4j_load.through_the_product(installation)
        repeated = neo4j_load.sent_again(again, recorded)
        plainest = neo4j_load.with_bare_calls(bare, recorded.transactions)
        found = [neo4j_load.documents_in(each) for each in (uri, again, bare)]
    print(f"  {found[0]:,} documents in the product's graph, {found[1]:,} and {found[2]:,} in the others")
    print(
        f"load: {through.rate:,.0f} documents/s through the product; by bare driver calls {repeated.rate:,.0f} "
        f"when they send the same statements, {plainest.rate:,.0f} in the plainest Cypher"
    )
    print(figures.least("load, of the same statements", 100 * through.rate / repeated.rate, 60, "%"))
    print(figures.least("load, of the plainest Cypher", 100 * through.rate / plainest.rate, 60, "%"), flush=True)


def _lay_out(folder: Path, uri: str) -> None:
    settings = SETTINGS.replace("complete = true\n", "").replace(
        "[extraction]", f'[store]\nurl = "{uri}"\n\n[extraction]'
    )
    (folder / "whoknows.toml").write_text(settings, encoding="utf-8")


def votes(folder: Path, home: Path, count: int) -> None:
    """The votes of the best 1,000 documents, from the index of this installation and from the full text of a Neo4j."""
    settings = load_settings(folder)
    with open_installation(settings) as installation, open_index(settings.index) as index:
        snapshot, asked = index.snapshot(), queries.questions(index, count)
        began = time.perf_counter()
        documents = neo4j_import.fill(home, snapshot)
        filled = time.perf_counter() - began
        with installation.store.view(Viewer()) as view:
            access = snapshot.access_filter(view)
        with started(home, more=neo4j_votes.CACHE, lasting=True) as (found, _):
            spent = neo4j_votes.prepare(found.uri)
            print(f"votes: {documents:,} documents imported in {filled:.0f} s, their full text made in {spent:.0f} s")
            names, most = ("all who voted", "the first ten"), (len(snapshot.persons), neo4j_votes.FEW)
            given = (found.uri, snapshot, access, asked)
            for name, beside in zip(names, neo4j_votes.compare(*given, neo4j_votes.VOTES, most), strict=True):
                _print(name, beside)
                print(figures.least(f"votes alone, {name}, are faster by", beside.times, 10, "times"), flush=True)
            for name, beside in zip(names, neo4j_votes.compare(*given, neo4j_votes.BARE, most), strict=True):
                _print(f"{name}, of Neo4j without rights, shares and persons", beside)
                print(f"  the index is {beside.times:.1f} times faster", flush=True)
    shutil.rmtree(home)


def _print(name: str, found: neo4j_votes.VoteComparison) -> None:
    ours, theirs = (np.percentile(times, (50, 95)) for times in (found.index, found.neo4j))
    print(
        f"  {name}: p50 {ours[0]:.2f} ms, p95 {ours[1]:.2f} ms from the index; "
        f"p50 {theirs[0]:.2f} ms, p95 {theirs[1]:.2f} ms from Neo4j's full text with Cypher"
    )
    print(
        f"  {found.nobody} of {len(found.index)} questions found nobody; "
        f"of the first ten, {np.mean(found.common):.0%} are also among the first ten of Neo4j"
    )


def indexed(packed: Path, folder: Path, share: int) -> None:
    """An installation with these messages, synced and indexed, where there is none yet."""
    if (folder / "whoknows.toml").is_file() and readable(load_settings(folder).index):
        return
    ingest.lay_out(packed, folder, share)
    ingest.in_process(ingest.sync, folder)
    ingest.in_process(ingest.generation, folder)


def organisation(made: JudgedOrganisation, folder: Path, count: int) -> None:
    """The same organisation in SQLite and, copied, in Neo4j: answers and pages of both."""
    folder.mkdir(parents=True)
    with ExitStack() as stack:
        sqlite = stack.enter_context(_opened(f"sqlite:{folder / 'bench.sqlite'}"))
        made.put(sqlite)
        uri = stack.enter_context(server(folder / "server"))
        neo4j = stack.enter_context(_opened(uri))
        copied = neo4j_load.by_copy(sqlite, neo4j)
        print(f"copy from SQLite: {copied.count:,} records at {copied.rate:,.0f}/s", flush=True)
        data = folder / "data"
        reindex(sqlite, data / "index")
        with open_index(data / "index") as index:
            asked = queries.questions(index, count)
            first, second = neo4j_serving.answers((sqlite, neo4j), index, asked)
        print(f"answers: p50 {first:.2f} ms on SQLite, {second:.2f} ms on Neo4j")
        print(figures.most("an answer on Neo4j, of one on SQLite", 100 * second / first, 110, "%"), flush=True)
        for name, store in (("SQLite", sqlite), ("Neo4j", neo4j)):
            neo4j_serving.lay_out(folder / name, store.url, data)
            neo4j_serving.pages(folder / name, name)


@contextmanager
def _opened(url: str) -> Iterator[Store]:
    store = open_store(url)
    try:
        yield store
    finally:
        store.close()


if __name__ == "__main__":
    sys.exit(main())
