"""The site starts a crashed worker or process of its own again, and leaves one that ended by itself."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from threading import Event

import pytest

from tests.whoknows.office import wait_for
from whoknows.processes import Child


@pytest.mark.parametrize("message", ["worker-restarts", "site-restarts"])
@pytest.mark.parametrize(("code", "restarted"), [(1, True), (137, True), (0, False), (2, False)])
def test_a_crashed_process_is_started_again(
    capsys: pytest.CaptureFixture[str], message: str, code: int, restarted: bool
) -> None:
    started, again = 0, Event()

    def begin() -> subprocess.Popen[bytes]:
        nonlocal started
        started += 1
        if started == 3:
            again.set()
        return subprocess.Popen([sys.executable, "-S", "-c", f"raise SystemExit({code})"])

    child = Child(message, begin, wait=0.01)
    assert again.wait(20 if restarted else 0.5) is restarted
    child.end()
    said = "".join(capsys.readouterr())
    assert (str(code) in said) is restarted
    assert started == 1 or restarted


COUNTING = """
import signal, sys
from pathlib import Path
signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
ready, told = map(Path, sys.argv[1:])
ready.touch()
asked = 0
while signal.sigtimedwait({signal.SIGTERM}, 0.5 if asked else 30):
    asked += 1
told.write_text(str(asked))
"""


def test_a_process_is_asked_to_end_once_so_that_it_reaches_its_checkpoint(tmp_path: Path) -> None:
    ready, told = tmp_path / "ready", tmp_path / "told"
    command = [sys.executable, "-S", "-c", COUNTING, str(ready), str(told)]
    child = Child("worker-restarts", lambda: subprocess.Popen(command))
    wait_for(ready.exists)
    child.ask_to_end()
    child.end()
    assert told.read_text() == "1"
