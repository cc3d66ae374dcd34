"""How fast is it, and with how much memory? Every figure beside a reference of the same run: `make bench`.

Indexes all messages of the Lean archive, through the JSON Lines source, and extracts from a tenth of its threads
(FULL=1: from all).
"""

from __future__ import annotations

import argparse
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

import httpx

from bench import extraction, http, ingest, queries
from bench.ingest import Step

QUESTIONS = ("topology", "measure theory", "simp lemma", "linear algebra", "category theory", "induction on lists")
TENTH = 10


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="the folder with lean-messages.jsonl.xz")
    parser.add_argument("--work", type=Path, default=Path(".cache") / "bench")
    asked = parser.parse_args()
    packed = asked.corpora / "lean-messages.jsonl.xz"
    if not packed.is_file():
        print(f"There is no {packed}: set WHOKNOWS_CORPORA=DIR.", file=sys.stderr)
        return 3
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    everything(packed, asked.work / "all")
    serve(asked.work / "all")
    tenth(packed, asked.work / "tenth", 1 if os.environ.get("FULL") == "1" else TENTH)
    return queries.main(["--corpora", str(asked.corpora), "--work", str(asked.work)])


def everything(packed: Path, folder: Path) -> None:
    """All messages through the source, twice, and into an index."""
    count = ingest.lay_out(packed, folder, 1)
    first = ingest.in_process(ingest.sync, folder)
    _print("sync", first, f"of {count:,} messages")
    second = ingest.in_process(ingest.sync, folder)
    _print("second sync", second, f"{first.seconds / max(second.seconds, 1e-6):,.0f} x faster (at least 50)")
    _print("index", ingest.in_process(ingest.index, folder), "the first generation (at most 60 s)")
    _print("generation", ingest.in_process(ingest.generation, folder), "a new one beside it (at most 60 s)")


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
        f"extraction {speed.extraction:,.0f} tokens/s beside bare spaCy {speed.bare:,.0f} in one process: "
        f"{speed.ratio:.0%} (at least 70 %); with the sync around it {speed.ratio * whole:.0%}"
    )


def serve(folder: Path) -> None:
    """Questions as JSON over HTTP, with the load generator on the same cores."""
    port = 8931
    command = [sys.executable, "-m", "whoknows.cli", "serve", "-s", str(folder), "--port", str(port), "--no-worker"]
    with subprocess.Popen(command, stderr=subprocess.DEVNULL) as site:
        try:
            url = f"http://127.0.0.1:{port}"
            _wait(url)
            http.load_questions(url, QUESTIONS, requests=50)
            load = http.load_questions(url, QUESTIONS)
        finally:
            site.terminate()
    print(
        f"HTTP: {load.rate:,.0f} requests/s (at least 200), p50 {load.p50:.1f} ms, p95 {load.p95:.1f} ms, "
        f"p99 {load.p99:.1f} ms (at most 100); {load.failed} of {load.requests} failed"
    )


def _wait(url: str) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            httpx.get(f"{url}/api/health", timeout=2)
        except httpx.TransportError:
            time.sleep(0.2)
        else:
            return
    raise TimeoutError(url)


def _print(name: str, step: Step, note: str) -> None:
    rate = step.did / max(step.seconds, 1e-6)
    print(f"{name:12}{step.seconds:9.1f} s{rate:12,.0f}/s{step.memory:8,} MiB  {note}", flush=True)


if __name__ == "__main__":
    sys.exit(main())
