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
def test_killed_at_five_moments_of_sync_extraction_and_passes(whole: tuple[Path, str, float]) -> None:
    dice = random.Random(9)
    folder, graph, spent = whole
    killed = 0
    for part in (0.3, 0.45, 0.6, 0.75, 0.9):
        forget(folder)
        child = start("sync", "-s", str(folder))
        until = time.monotonic() + spent * (part + dice.uniform(-0.07, 0.07))
        while time.monotonic() < until and child.poll() is None:
            time.sleep(0.01)
        killed += child.poll() is None
        child.kill()
        child.communicate()
        assert run(["sync", "-s", str(folder)]) == 0
        assert export(folder, "--derived") == graph
    assert killed >= 3, "the syncs ended before they could be killed: make them longer"
