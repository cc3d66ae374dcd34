"""Ctrl-C while the program starts: its imports take a moment, and nothing has been done yet."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

INTERRUPTED = 130


@contextmanager
def quiet() -> Iterator[None]:
    """Until the block ends, Ctrl-C ends the process at once and without a message (exit code 130).

    An exception would not do: libraries that are being imported take it for a fault of their own.
    """
    main = threading.current_thread() is threading.main_thread()  # no other thread may set a handler
    if not main or signal.getsignal(signal.SIGINT) is not signal.default_int_handler:  # ignored, as behind nohup
        yield
        return
    signal.signal(signal.SIGINT, lambda *_: os._exit(INTERRUPTED))
    yield
    signal.signal(signal.SIGINT, signal.default_int_handler)
