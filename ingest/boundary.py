"""The boundary of a record: what breaks within it is a Problem of that record, and the next one is read.

Here alone everything is caught while a source is read: no source, format or library is believed never to break. What
ends a source (SourceError) or is no fault of a record (StoreError) passes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from graph.facts import Problem, Said
from graph.store import StoreError
from ingest.deadline import limited
from ingest.errors import SourceError

log = logging.getLogger("whoknows.ingest")
Result = TypeVar("Result")
MOST_REASON = 120
SECONDS = 10.0
"""Processor time for the text of one record."""


def attempt(read: Callable[[], Result], broken: Callable[[str], Result]) -> Result:
    """What `read` gives; when it breaks, what `broken` makes of the reason."""
    try:
        return read()
    except (SourceError, StoreError):
        raise
    except Exception as error:
        log.info("record-broken", extra={"event": "record-broken", "fields": {}}, exc_info=True)
        return broken(reason_of(error))


def told(read: Callable[[], Iterable[Said]], native_id: str | None, seconds: float | None = None) -> Iterator[Said]:
    """What `read` tells of the record with this id (None: unknown), or the Problem that it broke.

    `seconds` is the processor time that it may take, for a record whose text is read by more than a line.
    """

    def within() -> tuple[Said, ...]:
        if seconds is None:
            return tuple(read())
        with limited(seconds):
            return tuple(read())

    yield from attempt(within, lambda reason: (record_broken(native_id, reason),))


def told_of_source(read: Iterator[Said], source: str) -> Iterator[Said]:
    """What a source tells. When its reading breaks outside of any record, that is an error of this source."""
    while True:
        said = attempt(lambda: next(read, None), lambda reason: _fail(source, reason))
        if said is None:
            return
        yield said


def record_broken(native_id: str | None, reason: str) -> Problem:
    """The Problem of a record that broke whatever read it."""
    return Problem(native_id, "record-broken", {"id": native_id or "?", "reason": reason})


def reason_of(error: BaseException) -> str:
    """Kind and beginning of an error, as a Problem tells them."""
    return f"{type(error).__name__}: {error}"[:MOST_REASON].rstrip(": ")


def _fail(source: str, reason: str) -> None:
    raise SourceError("source-broke", source=source, reason=reason)
