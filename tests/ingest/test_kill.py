"""A sync that was killed at any moment ends in the same graph, byte for byte, as one that was not."""

from __future__ import annotations

import json
import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from graph.open_store import open_store
from ingest import pipeline, sources
from ingest.contract import SourceSettings

ROOT = Path(__file__).resolve().parents[2]
NOW = 1_750_000_000
ITEMS = 9_000
WORDS = (
    "boiler",
    "elevator",
    "sprinkler",
    "turnstile",
    "skylight",
    "generator",
    "drainpipe",
    "cellar",
    "winter",
    "door",
)
CHILD = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from tests.ingest.test_kill import sync_folder
sync_folder(Path(sys.argv[2]), Path(sys.argv[3]))
"""


def sync_folder(folder: Path, database: Path) -> None:
    """Sync the pushed lines of this folder into this store, to the end."""
    store = open_store(f"sqlite:{database}")
    settings = SourceSettings(
        "push", "jsonl", options={"path": "x.jsonl", "complete": True, "checkpoint": 100}, base=folder
    )
    source = sources.open_source(settings)
    pipeline.sync(source, settings, store, now=lambda: NOW, tell=lambda progress: None, stop=lambda: False)
    store.close()


def write(folder: Path, dice: random.Random, start: int) -> None:
    with (folder / "x.jsonl").open("w") as file:
        for number in range(start, start + ITEMS):
            text = " ".join(dice.choices(WORDS, k=12))
            record = {"id": str(number), "text": text, "author": f"Person {dice.randrange(50)}", "at": NOW - number}
            file.write(json.dumps(record) + "\n")


def dump(database: Path) -> list[str]:
    store = open_store(f"sqlite:{database}")
    lines = [json.dumps(line, sort_keys=True) for line in store.dump()]
    store.close()
    return lines


@pytest.mark.slow
@pytest.mark.takes(90)
def test_killed_ten_times(tmp_path: Path) -> None:
    """The second listing has other items: the kills hit new ones, changed ones and the sweep."""
    dice = random.Random(9)
    killed, whole = tmp_path / "killed.db", tmp_path / "whole.db"
    write(tmp_path, dice, 0)
    kills = run_and_kill(tmp_path, killed, dice, 5, run_whole(tmp_path, whole))
    assert dump(killed) == dump(whole)
    write(tmp_path, dice, ITEMS // 2)
    kills += run_and_kill(tmp_path, killed, dice, 5, run_whole(tmp_path, whole))
    assert dump(killed) == dump(whole)
    assert kills >= 5, "the syncs ended before they could be killed: make them longer"


def run_whole(folder: Path, database: Path) -> float:
    """Seconds that a sync takes on this machine when nobody stops it."""
    began = time.monotonic()
    assert start(folder, database).wait() == 0
    return time.monotonic() - began


def run_and_kill(folder: Path, database: Path, dice: random.Random, times: int, whole: float) -> int:
    """Start a sync and kill it at a random moment of the time that a `whole` one takes, so often; then let one end.

    Returns how many were really killed.
    """
    kills = 0
    for _ in range(times):
        child = start(folder, database)
        until = time.monotonic() + whole * (0.15 + 0.3 * dice.random())
        while time.monotonic() < until and child.poll() is None:
            time.sleep(0.005)
        kills += child.poll() is None
        child.kill()
        child.wait()
    assert start(folder, database).wait() == 0
    return kills


def start(folder: Path, database: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", CHILD, str(ROOT), str(folder), str(database)])
