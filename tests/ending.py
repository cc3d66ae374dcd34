"""A program that started servers and is told to end stops them first: it ends as with Ctrl-C."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

ASKED = (signal.SIGTERM, signal.SIGHUP)


@contextmanager
def orderly() -> Iterator[None]:
    """Until the block ends, a request to end raises KeyboardInterrupt, so that every `finally` is gone through.

    pytest would take SystemExit for a test that failed, and go on. It is raised once: a second request does not break
    off the stopping. What handles such requests already goes on doing so.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    ours = [number for number in ASKED if signal.getsignal(number) is signal.SIG_DFL]

    def end(number: int, _frame: FrameType | None) -> None:
        for each in ours:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt(signal.Signals(number).name)

    for each in ours:
        signal.signal(each, end)
    try:
        yield
    finally:
        for each in ours:
            if signal.getsignal(each) is end:
                signal.signal(each, signal.SIG_DFL)
