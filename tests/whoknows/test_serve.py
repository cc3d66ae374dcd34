"""Does the site start a crashed worker or process of its own again, and leave one that ended by itself alone?"""

from __future__ import annotations

import subprocess
import sys
from threading import Event

import pytest

from whoknows.commands.serve import Child


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
