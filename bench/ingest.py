"""Speed and memory of a million messages: read, read again, indexed: `python -m bench.ingest FILE`."""

from __future__ import annotations

import argparse
import json
import lzma
import multiprocessing
import os
import shutil
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from bench.memory import watched
from graph.store import Run
from whoknows.jobs.index import reindex, update_index
from whoknows.jobs.passes import run_passes
from whoknows.jobs.sync import sync_source
from whoknows.jobs.texts import take_in_texts
from whoknows.settings import load_settings
from whoknows.wiring import Installation, open_installation

TENTH = 10
SETTINGS = """\
[organisation]
name = "Bench"

[extraction]
processes = 2

[[source]]
name = "messages"
kind = "jsonl"
access = "everyone"
path = "messages.jsonl"
complete = true
fields = { id = "mid", title = "topic", at = "ts", container = ["stream", "topic"] }
"""


@dataclass(frozen=True, slots=True)
class Step:
    """One step in a process of its own: seconds, memory, and what it did.

    `memory` is the most that was resident, in MiB, with the most of the largest process that it started.
    """

    seconds: float
    memory: int
    did: int


def lay_out(packed: Path, folder: Path, share: int) -> int:
    """Write an installation whose one source is every `share`-th thread of the messages; gives their number."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    (folder / "whoknows.toml").write_text(SETTINGS, encoding="utf-8")
    return share_of(packed, folder / "messages.jsonl", share)


def share_of(packed: Path, file: Path, share: int, rest: int = 0) -> int:
    """Write every `share`-th thread of the messages, those that leave this rest; gives the number of messages."""
    count = 0
    with lzma.open(packed, "rt", encoding="utf-8") as source, file.open("w", encoding="utf-8") as target:
        for line in source:
            if share == 1 or hash_of(json.loads(line)["topic"]) % share == rest:
                target.write(line)
                count += 1
    return count


def hash_of(text: str) -> int:
    """A number for this text, the same in every process."""
    return sum((place + 1) * ord(letter) for place, letter in enumerate(text))


def in_process(work: Callable[[Path], int], folder: Path) -> Step:
    """Do one step in a new process, so that its memory is its own. Raises BrokenProcessPool when that is killed."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_measured, work, folder).result()


def _measured(work: Callable[[Path], int], folder: Path) -> Step:
    with watched(os.getpid()) as seen:
        began = time.monotonic()
        did = work(folder)
        seconds = time.monotonic() - began
    return Step(seconds, max(seen), did)


def sync(folder: Path) -> int:
    """Sync the source of messages; gives the number of its documents."""
    return sync_named(folder, "messages")


def sync_named(folder: Path, name: str) -> int:
    """Sync the source of this name; gives the number of its documents."""

    def pull(installation: Installation) -> int:
        entry = next(each for each in installation.settings.sources if each.name == name)
        return documents_of(sync_source(installation, entry, tell=quiet, stop=never))

    return _opened(folder, pull)


def extract(folder: Path) -> int:
    """Extract from what changed; gives the number of documents."""
    return _opened(folder, lambda it: take_in_texts(it, tell=quiet, stop=never).documents)


def passes(folder: Path) -> int:
    """Choose topics and link people; gives the number of topics."""
    return _opened(folder, lambda it: run_passes(it, tell=quiet, stop=never).topics)


def index(folder: Path) -> int:
    """Bring the index up to date; gives the number of its documents."""

    return _opened(folder, lambda it: update_index(it.store, it.settings.index).documents)


def generation(folder: Path) -> int:
    """Build a new generation of the index; gives the number of its documents."""
    return _opened(folder, lambda it: reindex(it.store, it.settings.index).documents)


def _opened(folder: Path, work: Callable[[Installation], int]) -> int:
    with open_installation(load_settings(folder)) as installation:
        return work(installation)


def quiet(progress: object) -> None:
    """Tell nobody."""
    del progress


def never() -> bool:
    """Never stops."""
    return False


def documents_of(run: Run) -> int:
    """Number of documents that this run saw."""
    return sum(run.counts.get(what, 0) for what in ("new", "changed", "same"))


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packed", type=Path, metavar="FILE", help="lean-messages.jsonl.xz")
    parser.add_argument("--share", type=int, default=1, help="only every SHARE-th thread")
    parser.add_argument("--folder", type=Path, default=Path(".cache") / "bench-messages")
    asked = parser.parse_args(arguments)
    count = lay_out(asked.packed, asked.folder, asked.share)
    print(f"{count:,} messages")
    for work in (sync, sync, index, generation):
        step = in_process(work, asked.folder)
        print(f"{work.__name__:12} {step.seconds:8.1f} s {step.did / step.seconds:10,.0f}/s {step.memory:6,} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
