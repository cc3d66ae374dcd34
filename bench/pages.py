"""The time of a page while a source is read in, and the time until what is new is found."""

from __future__ import annotations

import asyncio
import json
import multiprocessing
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple, TypeVar
from urllib.parse import quote

import httpx

from bench import figures, ingest
from bench.http import Load, load
from bench.memory import resident
from graph.store import Viewer
from models.index.opening import open_index
from tests.ending import orderly
from whoknows.jobs.index import INDEXED
from whoknows.jobs.sync import sync_source
from whoknows.settings import load_settings
from whoknows.wiring import open_installation

QUESTIONS = ("topology", "measure theory", "simp lemma", "linear algebra", "category theory", "induction on lists")
PLACES = {"person": "/people", "topic": "/topics", "document": "/documents"}
PORT = 8931
NEW = 5
"""Number of new documents that are looked for."""
WORDS = ("zwirbelkop", "quastenhulp", "brommelzeef", "knarfsteen", "vlinkerdop")
SOURCE = """
[[source]]
name = "{name}"
kind = "jsonl"
access = "everyone"
path = "{name}.jsonl"
fields = {{ id = "mid", title = "topic", at = "ts", container = ["stream", "topic"] }}
"""

T = TypeVar("T")


def measure(packed: Path, folder: Path, share: int = ingest.TENTH) -> None:
    """Pages of an installation with topics, with a new source of the same size read in beside them."""
    with (folder / "whoknows.toml").open("a", encoding="utf-8") as settings:
        settings.write(SOURCE.format(name="more") + SOURCE.format(name="fresh"))
    ingest.share_of(packed, folder / "more.jsonl", share, rest=1)
    (folder / "fresh.jsonl").touch()
    paths = paths_of(folder)
    with serving(folder, "--no-worker") as (url, _), following(folder):
        _pages(url, paths, "alone", 50)
        reading = multiprocessing.get_context("spawn").Process(target=ingest.sync_named, args=(folder, "more"))
        reading.start()
        _pages(url, paths, "while a source is read in", 100)
        print(f"  (the sync {'still ran' if reading.is_alive() else 'ended before'} at the end of it)")
        reading.join()
        _wait_for_index(folder)
        print(figures.most("new document found after its sync, worst of 5", _found_after(url, folder), 1.0, "s"))


def paths_of(folder: Path) -> dict[str, list[str]]:
    """Addresses of pages of each kind that every colleague may read, spread over what there is."""
    with open_installation(load_settings(folder)) as installation, open_index(installation.settings.index) as index:
        now = index.snapshot()
        keys = {
            "person": _spread([row.key for row in now.persons]),
            "topic": _spread([row.key for row in now.topics.rows]),
            "document": [now.columns.name_of(each)[0] for each in _spread(range(now.document_count))],
        }
        with installation.store.view(Viewer()) as view:
            nodes = view.get([key for kind in keys.values() for key in kind])
    paths = {kind: [f"{PLACES[kind]}/{quote(key)}" for key in some if key in nodes] for kind, some in keys.items()}
    return {"search": [f"/search?q={quote(text)}" for text in QUESTIONS], **paths}


def _spread(all_of: Sequence[T]) -> Sequence[T]:
    """About twenty of these, at equal distances."""
    return all_of[:: max(1, len(all_of) // 20)]


def print_load(what: str, found: Load, most: float) -> None:
    """Print how soon these pages were there; a page that failed is a figure that was missed."""
    print(figures.most(f"page {what}: p95", found.p95, most, "ms"), f"p50 {found.p50:.1f} ms")
    if found.failed:
        print(figures.most(f"page {what}: failed of {found.requests}", found.failed, 0, "requests"), flush=True)


def _pages(url: str, paths: dict[str, list[str]], when: str, most: float) -> None:
    """Print how soon pages of each kind are there; `most` is the time in ms that is wanted."""
    for kind, wanted in paths.items():
        if not wanted:
            print(f"  MISSED page {kind}, {when}: there is none")
            continue
        print_load(f"{kind}, {when}", asyncio.run(load(url, wanted, 200, 1)), most)


def _found_after(url: str, folder: Path) -> float:
    """Longest time, in seconds, until a new document is found once its sync is done. The longest."""
    worst = 0.0
    with open_installation(load_settings(folder)) as installation:
        entry = next(each for each in installation.settings.sources if each.name == "fresh")
        for number, word in enumerate(WORDS[:NEW]):
            line = {"mid": number, "topic": f"About {word}", "text": f"How a {word} is made.", "ts": 1_700_000_000}
            line |= {"stream": "general", "author": "someone", "id": number}
            with (folder / "fresh.jsonl").open("a", encoding="utf-8") as file:
                file.write(json.dumps(line) + "\n")
            sync_source(installation, entry, tell=ingest.quiet, stop=ingest.never)
            worst = max(worst, _until_found(url, word))
    return worst


def _until_found(url: str, word: str) -> float:
    began = time.monotonic()
    while time.monotonic() - began < 60:
        if httpx.get(f"{url}/api/experts", params={"q": word}, timeout=30).json().get("documents"):
            return time.monotonic() - began
        time.sleep(0.02)
    return 60.0


def _wait_for_index(folder: Path) -> None:
    """Wait until the index has taken in all that is stored."""
    with open_installation(load_settings(folder)) as installation, open_index(installation.settings.index) as index:
        while index.seq < installation.store.seq(INDEXED):
            time.sleep(0.5)


class ServedSite(NamedTuple):
    """A site that is being served: its address, and its process."""

    url: str
    process: int

    def memory(self) -> int:
        """Resident memory of all its processes, in MiB."""
        return resident(self.process)


@contextmanager
def serving(folder: Path, *options: str) -> Iterator[ServedSite]:
    """A site in a process of its own."""
    with _running(["serve", "-s", str(folder), "--port", str(PORT), *options]) as site:
        url = f"http://127.0.0.1:{PORT}"
        until = time.monotonic() + 60
        while not _answers(url):
            if site.poll() is not None or time.monotonic() > until:
                raise TimeoutError(url)
            time.sleep(0.2)
        yield ServedSite(url, site.pid)


def _answers(url: str) -> bool:
    try:
        httpx.get(f"{url}/api/health", timeout=2)
    except httpx.TransportError:
        return False
    return True


@contextmanager
def following(folder: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The process that keeps the index up to date."""
    with _running(["follow", "--settings", str(folder / "whoknows.toml")]) as process:
        yield process


@contextmanager
def _running(arguments: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-m", "whoknows", *arguments]
    with orderly(), subprocess.Popen(command, stderr=subprocess.DEVNULL, stdout=subprocess.DEVNULL) as process:
        try:
            yield process
        finally:
            process.terminate()
