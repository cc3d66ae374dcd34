"""Vectors of passages and labels, made a batch at a time: next to everything else, or at once."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future

from models.encoder import OpenEncoder, open_encoder
from models.index.opening import IndexWriter


class BackgroundEncoding:
    """Makes vectors in one generation while there is nothing else to do. Without an encoder it does nothing."""

    def __init__(self, writer: IndexWriter, ear: OpenEncoder, stop: Callable[[], bool]) -> None:
        self._writer = writer
        self._ear = ear
        self._stop = stop
        self._running: Future[int] | None = None
        self._asked, self._whole = (-1, -1), (-1, -1)
        """What there was to encode when the running batch was begun, and when nothing was without a vector."""

    def go_on(self, pool: Executor) -> None:
        """Begin the next batch in this pool, unless one is under way or everything has its vector."""
        if self._running is not None:
            if not self._running.done():
                return
            if not self._running.result():
                self._whole = self._asked
            self._running = None
        if self._whole != self._writer.encodable:
            self._asked = self._writer.encodable
            self._running = pool.submit(self._batch)

    def _batch(self) -> int:
        encoder = self._ear()
        return 0 if encoder is None else self._writer.encode(encoder, self._stop)


def encode_all(
    writer: IndexWriter,
    tell: Callable[[int], object],
    stop: Callable[[], bool],
    ear: OpenEncoder = open_encoder,
) -> int | None:
    """Give every label and passage its vector now; how many passages got one. None: there is no encoder."""
    encoder, done = ear(), 0
    if encoder is None:
        return None
    while not stop() and (more := writer.encode(encoder, stop)):
        done += more
        tell(done)
    return done
