"""Ctrl-C, a request to end, and the end of a parent process: each stops the work at its next checkpoint."""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import dataclass, field
from typing import Any

WATCH = 0.5
"""Seconds between two checks that the parent process still exists."""


@dataclass(slots=True)
class Stop:
    """Whether to stop. The first Ctrl-C asks to stop at the next checkpoint, the second one ends at once.

    With `parent`, the end of that process asks too, however it ended: no child stays behind.
    """

    parent: int | None = None
    asked: threading.Event = field(default_factory=threading.Event)

    def __enter__(self) -> Stop:
        self._before = {number: signal.signal(number, self._ask) for number in (signal.SIGINT, signal.SIGTERM)}
        if self.parent is not None:
            threading.Thread(target=self._watch, daemon=True).start()
        return self

    def _watch(self) -> None:
        while os.getppid() == self.parent:
            if self.asked.wait(WATCH):
                return
        self.asked.set()

    def __exit__(self, *exc: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _ask(self, *_signal: object) -> None:
        if self.asked.is_set():
            raise KeyboardInterrupt
        self.asked.set()

    _before: dict[int, Any] = field(default_factory=dict)
