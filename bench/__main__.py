"""Speed and memory, each figure with a reference of the same run: `make bench`.

Indexes all messages of the Lean archive, through the JSON Lines source, and extracts from a tenth of its threads
(FULL=1: from all).
"""

from __future__ import annotations

import argparse
import os
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

from bench import extraction, figures, http, ingest, neo4j, pages, queries
from bench.ingest import Step
from models.index.opening import open_index
from whoknows.settings import load_settings

PARTS = ("messages", "extraction", "queries", "neo4j")
FEW = 1_000_000
"""About as many messages as there are."""


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="the folder with lean-messages.jsonl.xz")
    parser.add_argument("--work", type=Path, default=Path(".cache") / "bench")
    parser.add_argument(
        "--share", type=int, default=1, help="only every SHARE-th thread of the messages, to try it out"
    )
    parser.add_argument("--only", choices=PARTS, default=None, help="one part of it")
    asked = parser.parse_args(arguments)
    packed = asked.corpora / "lean-messages.jsonl.xz"
    if not packed.is_file():
        print(f"There is no {packed}: set WHOKNOWS_CORPORA=DIR.", file=sys.stderr)
        return 3
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    parts = PARTS if asked.only is None else (asked.only,)
    some = asked.share * (1 if os.environ.get("FULL") == "1" else ingest.TENTH)
    if "messages" in parts:
        everything(packed, asked.work / "all", asked.share)
        serve(asked.work / "all")
    if "extraction" in parts:
        tenth(packed, asked.work / "tenth", some)
        pages.measure(packed, asked.work / "tenth", some)
    if "queries" in parts:
        documents = [] if asked.share == 1 else ["--documents", str(FEW // asked.share)]
        queries.main(["--corpora", str(asked.corpora), "--work", str(asked.work), *documents])
    return with_neo4j(asked.corpora, asked.work, asked.share) if "neo4j" in parts else 0


def with_neo4j(corpora: Path, work: Path, share: int) -> int:
    """What Neo4j needs for the same, where it can be started."""
    few = [] if share == 1 else ["--share", str(share * 10), "--votes-share", str(share), "--questions", "20"]
    few += [] if share == 1 else ["--people", "100", "--documents", "200"]
    return neo4j.main(["--corpora", str(corpora), "--work", str(work), *few])


def everything(packed: Path, folder: Path, share: int) -> None:
    """All messages, or every `share`-th thread of them, through the source, twice, and into an index."""
    count = ingest.lay_out(packed, folder, share)
    first = ingest.in_process(ingest.sync, folder)
    _print("sync", first, f"of {count:,} messages")
    print(figures.most("memory while syncing", first.memory, 2048, "MiB"))
    second = ingest.in_process(ingest.sync, folder)
    _print("second sync", second, "of the same messages")
    print(figures.least("a second sync is faster by", first.seconds / max(second.seconds, 1e-6), 50, "times"))
    built = ingest.in_process(ingest.generation, folder)
    _print("generation", built, "from the store")
    print(figures.most("a generation", built.seconds, 60, "s"))
    print(figures.most("memory while it is built", built.memory, 2048, "MiB"), flush=True)


def tenth(packed: Path, folder: Path, share: int) -> None:
    """Some threads with extraction and passes, beside the bare spaCy pipeline on the same text."""
    ingest.lay_out(packed, folder, share)
    sync = ingest.in_process(ingest.sync, folder)
    extract = ingest.in_process(ingest.extract, folder)
    _print("extraction", extract, f"one in {share} threads, 2 processes")
    _print("passes", ingest.in_process(ingest.passes, folder), "topics")
    texts = extraction.read_texts(folder / "messages.jsonl", 3000)
    speed = extraction.measure_extraction(texts)
    whole = extract.seconds / (sync.seconds + extract.seconds)
    print(
        f"extraction {speed.extraction:,.0f} tokens/s beside bare spaCy {speed.bare:,.0f} in one process; "
        f"with the sync around it {speed.ratio * whole:.0%}"
    )
    print(figures.least("extraction, of bare spaCy", speed.ratio * 100, 70, "%"))
    _print("index", ingest.in_process(ingest.index, folder), "with topics")


def serve(folder: Path) -> None:
    """Questions as JSON over HTTP, with the load generator on the same cores, after as many others as are measured."""
    with open_index(load_settings(folder).index) as index:
        asked = queries.questions(index, 6 * queries.QUESTIONS)
    with pages.serving(folder, "--no-worker") as site:
        http.load_questions(site.url, asked[queries.QUESTIONS :])
        load = http.load_questions(site.url, asked[: queries.QUESTIONS])
        memory = site.memory()
    print(
        f"HTTP: p50 {load.p50:.1f} ms, p95 {load.p95:.1f} ms, p99 {load.p99:.1f} ms; "
        f"{load.failed} of {load.requests} failed"
    )
    print(figures.least("HTTP", load.rate, 200, "requests/s"))
    print(figures.most("HTTP: p99", load.p99, 100, "ms"))
    print(figures.most("memory while serving, after all these questions", memory, 1024, "MiB"), flush=True)


def _print(name: str, step: Step, note: str) -> None:
    rate = step.did / max(step.seconds, 1e-6)
    print(f"{name:12}{step.seconds:9.1f} s{rate:12,.0f}/s{step.memory:8,} MiB  {note}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
