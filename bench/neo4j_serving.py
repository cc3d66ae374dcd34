"""Speed of serving on Neo4j: the same organisation in SQLite and in Neo4j, the same index, in turn."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from bench.http import Load, load
from bench.pages import paths_of, print_load, serving
from graph.store import Store, Viewer
from models.answers import Question
from models.experts import find_experts
from models.index.contract import Index

SETTINGS = """\
[organisation]
name = "Bench"

[store]
url = "{url}"

[data]
folder = "{data}"

[[source]]
name = "bench"
kind = "jsonl"
access = "everyone"
path = "bench.jsonl"
"""
REQUESTS = 200


def answers(stores: Sequence[Store], index: Index, questions: Sequence[str]) -> list[float]:
    """The middle time of an explained answer with a View as pages have it, in milliseconds, of the stores in turn."""
    taken: list[list[float]] = [[] for _ in stores]
    for measured in (False, True):
        for text in questions:
            for place, store in enumerate(stores):
                began = time.perf_counter()
                with store.view(Viewer(), recent=True) as view:
                    find_experts(Question(text), view, index)
                if measured:
                    taken[place].append((time.perf_counter() - began) * 1000)
    return [float(np.median(times)) for times in taken]


def lay_out(folder: Path, url: str, data: Path) -> None:
    """An installation on this store with the index of another one: the facts are the same."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "whoknows.toml").write_text(SETTINGS.format(url=url, data=data), encoding="utf-8")


def pages(folder: Path, name: str) -> None:
    """Print how soon the pages of a person, a topic and a document are there over HTTP."""
    paths = paths_of(folder)
    with serving(folder, "--no-worker") as site:
        for kind in ("person", "topic", "document"):
            print_load(f"{kind} on {name}", _asked(site.url, paths[kind]), 50)


def _asked(url: str, paths: Sequence[str]) -> Load:
    asyncio.run(load(url, paths, len(paths), 1))
    return asyncio.run(load(url, paths, REQUESTS, 1))
