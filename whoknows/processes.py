"""Processes that this one starts, watches and ends."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from whoknows.console import tell

PATIENCE = 60
"""Seconds that the worker gets to bring its job to a checkpoint."""
LOOK = 0.5
"""Seconds between two checks of a child process."""
LONGEST = 60.0
"""Longest wait, in seconds, before a crashed process is started again."""
STEADY = 300.0
"""Seconds after which a process has run well: the next crash counts as the first one."""
LEFT_ALONE = (0, 2)
"""Exit codes after which a process is not started again."""


def start_command(settings: Path, command: str, *options: str) -> subprocess.Popen[bytes]:
    """Start a process of this installation, such as the worker or one more process of the site.

    It has a session of its own: Ctrl-C reaches it through this process, once, and it ends when this process does.
    """
    program = [sys.executable, "-m", "whoknows", command, *options]
    return subprocess.Popen(
        [*program, "--settings", str(settings), "--parent", str(os.getpid())], start_new_session=True
    )


class Child:
    """A process next to the site. One that crashes is started again, each time after twice the wait, with a message.

    One that ended by itself (0) or by a mistake in the settings (2), such as a second worker, is not started again.
    `message` is the id of that message, with `code` and `seconds`.
    """

    def __init__(self, message: str, begin: Callable[[], subprocess.Popen[bytes]], wait: float = 1.0) -> None:
        self._message, self._begin, self._wait = message, begin, wait
        self._ended = threading.Event()
        self._child = begin()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def _watch(self) -> None:
        wait, since = self._wait, time.monotonic()
        while not self._ended.wait(min(LOOK, self._wait)):
            code = self._child.poll()
            if code is None:
                continue
            if code in LEFT_ALONE:
                return
            wait = self._wait if time.monotonic() - since > STEADY else wait
            tell(self._message, code=code, seconds=round(wait))
            if self._ended.wait(wait):
                return
            self._child, since = self._begin(), time.monotonic()
            wait = min(LONGEST, 2 * wait)

    def ask_to_end(self) -> None:
        """Let the process end, without waiting for it; it is not started again.

        It is asked once: a second signal would end a worker before its next checkpoint.
        """
        if self._ended.is_set():
            return
        self._ended.set()
        self._watcher.join()
        self._child.terminate()

    def end(self) -> None:
        """End the process for good."""
        self.ask_to_end()
        await_end(self._child, PATIENCE)


def end_child(child: subprocess.Popen[bytes], patience: float) -> None:
    """Ask a process to end; after `patience` seconds make it end."""
    child.terminate()
    await_end(child, patience)


def await_end(child: subprocess.Popen[bytes], patience: float) -> None:
    """Wait until a process that was asked to has ended; after `patience` seconds make it end."""
    try:
        child.wait(timeout=patience)
    except subprocess.TimeoutExpired:
        child.kill()
        child.wait()
