"""A program that started a server stops it when it is told to end. Programs with real servers, and real signals."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

import pytest

from tests.whoknows.office import ROOT, make_office, wait_for
from whoknows.cli import run

SLEEPER = """
import signal
import subprocess, sys
from tests.ending import orderly
signal.signal(signal.SIGHUP, signal.SIG_DFL)  # as in a terminal, also where the tests were started by nohup
with orderly(), subprocess.Popen(["sleep", "600"]) as child:
    try:
        print(child.pid, flush=True)
        sys.stdin.read()
    finally:
        child.terminate()
"""
NEO4J = """
import sys
from pathlib import Path
from tests.neo4j_server import started
with started(Path(sys.argv[1])) as (_, process):
    print(process.pid, flush=True)
    sys.stdin.read()
"""
SITE = """
import sys
from pathlib import Path
from bench.pages import following
with following(Path(sys.argv[1])) as process:
    print(process.pid, flush=True)
    sys.stdin.read()
"""


def ended(text: str, *arguments: str, by: signal.Signals = signal.SIGTERM, times: int = 1) -> tuple[int, int]:
    """Run this program until it says which process it started, ask it to end: its exit code, and that process."""
    command = [sys.executable, "-c", text, *arguments]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(
        command, cwd=ROOT, env={**os.environ, "PYTHONPATH": str(ROOT)}, text=True, **pipes
    ) as program:  # type: ignore[call-overload]
        server = int(program.stdout.readline())
        for _ in range(times):
            program.send_signal(by)
        return program.wait(timeout=300), server


def runs(process: int) -> bool:
    with suppress(ProcessLookupError):
        os.kill(process, 0)
        return True
    return False


@pytest.mark.parametrize("by", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_a_request_to_end_stops_what_was_started(by: signal.Signals) -> None:
    code, server = ended(SLEEPER, by=by)
    assert code == -signal.SIGINT
    assert not runs(server)


def test_whoever_asks_twice_does_not_break_off_the_stopping() -> None:
    code, server = ended(SLEEPER, times=3)
    assert code == -signal.SIGINT
    assert not runs(server)


@pytest.mark.slow
def test_a_bench_stops_its_processes(tmp_path: Path) -> None:
    office = make_office(tmp_path)
    assert run(["sync", "--only-sources", "-s", str(office)]) == 0
    code, process = ended(SITE, str(office))
    assert code == -signal.SIGINT
    wait_for(lambda: not runs(process), 120)


@pytest.mark.neo4j
def test_a_bench_stops_its_neo4j(tmp_path: Path) -> None:
    code, server = ended(NEO4J, str(tmp_path))
    assert code == -signal.SIGINT
    assert not runs(server)
