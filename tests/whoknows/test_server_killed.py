"""A sync whose Neo4j server is killed at any moment ends in the same graph as one that nothing happened to."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from neo4j import Driver, GraphDatabase
from neo4j.exceptions import DriverError, Neo4jError

from tests.neo4j_server import LocalNeo4j, free_port, started
from tests.whoknows.office import export, start, wait_for
from whoknows.cli import run

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]
ITEMS = 300
NOW = 1_750_000_000
PATIENCE = 300
SETTINGS = """
[store]
url = "{url}"

[organisation]
name = "Kantoor"

[[source]]
name = "push"
kind = "jsonl"
path = "x.jsonl"
access = "everyone"
complete = true
checkpoint = 30
"""
WORDS = ("boiler", "elevator", "sprinkler", "turnstile", "skylight", "generator", "drainpipe", "cellar", "winter")
READ = "MATCH (n:Document) WHERE n.text IS NOT NULL RETURN count(n)"
EXTRACTED = "MATCH (n:Document) WHERE n.extraction IS NOT NULL RETURN count(n)"
MENTIONED = "MATCH (n:Document) WHERE EXISTS { (n)-[:MENTIONS]->() } RETURN count(n)"
SWEPT = "MATCH (n:Document) WHERE n.state = 2 RETURN count(n)"
FIRST = ((READ, 0), (EXTRACTED, 0), (MENTIONED, 0))
SECOND = ((READ, ITEMS), (SWEPT, 0), (EXTRACTED, ITEMS // 2))
"""What is counted to know how far a sync is, and from where that count starts. Half as many are new the second time."""


class RestartableServer:
    """A server that can be killed, and started again at the same address with the same data."""

    def __init__(self, home: Path) -> None:
        self._home, self._port = home, free_port()
        self._running = ExitStack()
        self.server, self._process = self._start()

    def _start(self) -> tuple[LocalNeo4j, subprocess.Popen[bytes]]:
        return self._running.enter_context(started(self._home, self._port))

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()
        self._running.close()

    def again(self) -> None:
        self.server, self._process = self._start()

    def end(self) -> None:
        self._running.close()


@pytest.fixture
def killed(tmp_path: Path) -> Iterator[RestartableServer]:
    (tmp_path / "home").mkdir()
    server = RestartableServer(tmp_path / "home")
    yield server
    server.end()


def write(folder: Path, dice: random.Random, first: int) -> None:
    with (folder / "x.jsonl").open("w", encoding="utf-8") as file:
        for number in range(first, first + ITEMS):
            text = " ".join(dice.choices(WORDS, k=8))
            record = {"id": str(number), "text": text, "author": f"Person {dice.randrange(50)}", "at": NOW - number}
            file.write(json.dumps(record) + "\n")


def passed(driver: Driver, question: str, number: int) -> bool:
    """True when the sync is that far; False as long as the server is away."""
    try:
        return int(driver.execute_query(question).records[0][0]) > number
    except (DriverError, Neo4jError):
        return False


def ended(child: subprocess.Popen[str]) -> bool:
    """True when this sync did its work. When not, it said why in one sentence that says what to do."""
    _said, complained = child.communicate(timeout=PATIENCE)
    if child.returncode == 0:
        return True
    assert child.returncode == 3, complained
    assert "Traceback" not in complained
    sentences = [line for line in complained.splitlines() if line.strip()]
    assert len(sentences) == 1, complained
    assert "Start the server" in sentences[0]
    return False


def sync_and_kill(folder: Path, killed: RestartableServer, moments: list[tuple[str, int]]) -> int:
    """Sync, and kill the server when the count that a moment names passes its number; gives how often it did."""
    broken = 0
    child = start("sync", "-s", str(folder))
    with GraphDatabase.driver(killed.server.uri, notifications_min_severity="OFF") as driver:
        for question, number in moments:
            while _ended_before(child, driver, question, number):
                assert not ended(child), f"the sync ended before {question} passed {number}"
                broken += 1
                child = start("sync", "-s", str(folder))
            killed.kill()
            killed.again()
    while not ended(child):
        broken += 1
        child = start("sync", "-s", str(folder))
    return broken


def _ended_before(child: subprocess.Popen[str], driver: Driver, question: str, number: int) -> bool:
    """Wait until the sync is that far, or ended; True when it ended."""
    wait_for(lambda: child.poll() is not None or passed(driver, question, number), PATIENCE)
    return child.poll() is not None


def moments(dice: random.Random, some: tuple[tuple[str, int], ...], most: int) -> list[tuple[str, int]]:
    """A random number for each count."""
    return [(question, base + dice.randrange(most * 7 // 10)) for question, base in some]


@pytest.mark.takes(160)
def test_the_server_is_killed_six_times(tmp_path: Path, killed: RestartableServer) -> None:
    """While it reads, extracts and links; and in a second listing, of which half is new, also while it sweeps."""
    dice, broken = random.Random(9), 0
    (tmp_path / "whoknows.toml").write_text(SETTINGS.format(url=killed.server.uri), encoding="utf-8")
    whole = tmp_path / "whole"
    whole.mkdir()
    (whole / "whoknows.toml").write_text(SETTINGS.format(url=f"sqlite:{whole}/graph"), encoding="utf-8")
    for first, some, most in ((0, FIRST, ITEMS), (ITEMS // 2, SECOND, ITEMS // 2)):
        write(tmp_path, dice, first)
        shutil.copy2(tmp_path / "x.jsonl", whole / "x.jsonl")
        broken += sync_and_kill(tmp_path, killed, moments(dice, some, most))
        assert run(["sync", "-s", str(whole)]) == 0
        assert export(tmp_path, "--derived") == export(whole, "--derived")
    assert broken >= 5, "the syncs survived too often to prove anything"
