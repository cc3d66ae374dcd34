"""Structured logging: one line of JSON an event on standard error, with the id of the request that it belongs to.

No line holds personal data: no question, no name, no address, no key of a person. A request is told by its route, an
error by its kind and the places in the code, never by its text, which may quote what somebody wrote.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType
from typing import Any

REQUEST: ContextVar[str | None] = ContextVar("request", default=None)
"""Id of the request that is being answered."""
OURS = "whoknows"
FRAMES = 12
"""Places in the code that are told of an error, the innermost ones."""
HTTP_SERVER = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi")


def configure(process: str, level: str) -> None:
    """Send everything that this process logs, from this level on, to standard error; `process` names it."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter(process))
    root = logging.getLogger()
    root.handlers[:] = [*(each for each in root.handlers if not isinstance(each.formatter, JsonFormatter)), handler]
    root.setLevel(logging.WARNING)
    logging.getLogger(OURS).setLevel(level.upper())
    for name in HTTP_SERVER:
        server = logging.getLogger(name)
        server.handlers[:], server.propagate = [], True
    logging.getLogger("uvicorn.access").disabled = True
    sys.excepthook = _note_crash


def _note_crash(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if issubclass(kind, KeyboardInterrupt):
        return
    note(logging.getLogger(OURS), logging.CRITICAL, "crashed", **described(kind, trace))
    del error


def note(
    log: logging.Logger, level: int, event: str, says: str = "", *, failing: bool = False, **fields: object
) -> None:
    """Log one event with its fields; `says` is a sentence for the operator, `failing` adds the error being handled."""
    if log.isEnabledFor(level):
        log.log(level, says or event, extra={"event": event, "fields": fields}, exc_info=failing)


LONGEST = 200
"""Characters of the first line of what a library logs: further lines are tracebacks, with texts of errors."""


class JsonFormatter(logging.Formatter):
    """Writes a record as one JSON object."""

    def __init__(self, process: str) -> None:
        super().__init__()
        self._process = process

    def format(self, record: logging.LogRecord) -> str:
        """The line. Of what a library logs, the pattern is told and the values are not."""
        event = getattr(record, "event", None)
        at = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
        line: dict[str, object] = {"at": at, "level": record.levelname.lower(), "process": self._process}
        line |= {"event": event or record.name}
        if (request := REQUEST.get()) is not None:
            line["request"] = request
        says = record.getMessage() if event is not None else (str(record.msg).splitlines() or [""])[0][:LONGEST]
        if says != event:
            line["says"] = says
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[0] is not None:
            line |= described(record.exc_info[0], record.exc_info[2])
        return json.dumps(line, ensure_ascii=False, default=str)


def described(kind: type[BaseException], trace: TracebackType | None) -> dict[str, Any]:
    """The kind of an error and the places in the code that it went through, without its text."""
    frames = traceback.extract_tb(trace)[-FRAMES:]
    places = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno} {frame.name}" for frame in frames]
    return {"error": f"{kind.__module__}.{kind.__qualname__}", "places": places}
