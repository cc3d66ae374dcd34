"""A whole sync that was stopped or killed at any moment ends in the same graph as one that was not."""

from __future__ import annotations

import random
import shutil
import signal
import time
from pathlib import Path

import pytest

from tests.whoknows.office import export, make_office, start
from whoknows.cli import run

pytestmark = pytest.mark.slow
PAGES = 250


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str, float]:
    """The folder, the graph with all that is derived after an unbroken sync, and how many seconds that took.

    All tests sync this one folder, into a new store: a cursor holds when the files were written.
    """
    folder = make_office(tmp_path_factory.mktemp("whole"), pages=PAGES)
    began = time.monotonic()
    assert start("sync", "-s", str(folder)).wait() == 0
    spent = time.monotonic() - began
    return folder, export(folder, "--derived"), spent


def forget(folder: Path) -> None:
    """Begin anew: no store, no index."""
    shutil.rmtree(folder / ".whoknows", ignore_errors=True)
    for file in folder.glob("whoknows.db*"):
        file.unlink()


def test_ctrl_c_keeps_what_was_done_and_the_next_sync_goes_on(whole: tuple[Path, str, float]) -> None:
    folder, graph, spent = whole
    forget(folder)
    child = start("sync", "-s", str(folder))
    while not (folder / "whoknows.db").exists():
        assert child.poll() is None
        time.sleep(0.01)
    time.sleep(spent / 8)
    child.send_signal(signal.SIGINT)
    _said, complained = child.communicate(timeout=60)
    assert child.returncode == 130
    assert "run the command again" in complained
    assert "Traceback" not in complained
    assert run(["sync", "-s", str(folder)]) == 0
    assert export(folder, "--derived") == graph


@pytest.mark.takes(80)
@pytest.mark.parametrize("part", [0.3, 0.45, 0.6, 0.75, 0.9])
def test_killed_at_a_moment_of_sync_extraction_and_passes(whole: tuple[Path, str, float], part: float) -> None:
    folder, graph, spent = whole
    kill_within(folder, spent * (part + random.Random(9).uniform(-0.07, 0.07)))
    assert run(["sync", "-s", str(folder)]) == 0
    assert export(folder, "--derived") == graph


def kill_within(folder: Path, seconds: float) -> None:
    """Kill a sync that began anew, after so many seconds; after fewer where it ended before."""
    for part in (1.0, 0.7, 0.5, 0.3, 0.2):
        forget(folder)
        child = start("sync", "-s", str(folder))
        until = time.monotonic() + seconds * part
        while time.monotonic() < until and child.poll() is None:
            time.sleep(0.01)
        ended = child.poll() is not None
        child.kill()
        child.communicate()
        if not ended:
            return
    raise AssertionError("the syncs ended before they could be killed: make them longer")
