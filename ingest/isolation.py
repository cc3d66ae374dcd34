"""Bodies that may hang or blow up their parser. Asks a child process that has limits of its own.

Messages over the pipes: 4 bytes of length, then JSON; a request is followed by the body. The child is started when
first needed, serves many bodies, and is ended and replaced when one of them exceeds its time or kills it. Its time is
that of the processor, so that a busy machine costs no document; a child that only waits is ended later.
"""

from __future__ import annotations

import json
import os
import select
import signal
import struct
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, replace
from pathlib import Path
from typing import BinaryIO, cast

from graph.facts import Act, ActKind, Problem
from ingest import formats
from ingest.formats import FormatError, Limits, ParsedBody, Passage, PassageKind

ROOT = Path(__file__).resolve().parent.parent
START = "import sys; sys.path.insert(0, sys.argv[1]); from ingest.isolation import serve; serve()"
PATIENCE = 6
"""Times the processor time that a child may take on the clock."""
OUT_OF_TIME = 0 if sys.platform == "win32" else int(signal.SIGVTALRM)
"""The signal by which the system ends a child whose time is over; a reader may stop itself before, by another clock."""
MOST_BODIES = 500
"""A child is replaced after this many bodies: parsers leak."""


class Isolated:
    """A parser in a child process. Use as a context manager."""

    def __init__(self, limits: Limits) -> None:
        self.limits = limits
        self._child: subprocess.Popen[bytes] | None = None
        self._bodies = 0

    def __enter__(self) -> Isolated:
        return self

    def __exit__(self, *exc: object) -> None:
        self._end()

    def parse(self, body: bytes, media_type: str) -> ParsedBody:
        """The text and the properties of this body. FormatError when it cannot be read or kills its parser."""
        child = self._ready()
        until = time.monotonic() + PATIENCE * self.limits.seconds
        request = json.dumps({"media_type": media_type, "size": len(body), "limits": asdict(self.limits)}).encode()
        try:
            _send(cast(BinaryIO, child.stdin), request, body)
            answer = json.loads(self._receive(child, until))
        except TimeoutError:
            self._end()
            raise self._took_too_long() from None
        except (OSError, EOFError, ValueError):
            if self._end(1.0) == -OUT_OF_TIME:
                raise self._took_too_long() from None
            raise FormatError("parse-crashed", media_type=media_type) from None
        if "error" in answer:
            raise FormatError(answer["error"], **answer["params"])
        return _parsed(answer)

    def _took_too_long(self) -> FormatError:
        return FormatError("parse-took-too-long", seconds=f"{self.limits.seconds:g}")

    def _ready(self) -> subprocess.Popen[bytes]:
        if self._child is not None and (self._bodies >= MOST_BODIES or self._child.poll() is not None):
            self._end()
        if self._child is None:
            self._bodies = 0
            self._child = subprocess.Popen(
                [sys.executable, "-c", START, str(ROOT)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._bodies += 1
        return self._child

    def _receive(self, child: subprocess.Popen[bytes], until: float) -> bytes:
        size = struct.unpack("!I", self._read(child, 4, until))[0]
        if size > 16 * self.limits.characters + 1_000_000:
            raise ValueError(size)
        return self._read(child, size, until)

    def _read(self, child: subprocess.Popen[bytes], size: int, until: float) -> bytes:
        descriptor = cast(BinaryIO, child.stdout).fileno()
        pieces: list[bytes] = []
        while size:
            left = until - time.monotonic()
            if left <= 0 or not select.select([descriptor], [], [], left)[0]:
                raise TimeoutError
            piece = os.read(descriptor, min(size, 1 << 20))
            if not piece:
                raise EOFError
            pieces.append(piece)
            size -= len(piece)
        return b"".join(pieces)

    def _end(self, patience: float = 0.0) -> int:
        """End the child, after as many seconds as it may need to end by itself; gives how it ended."""
        child, self._child = self._child, None
        if child is None:
            return 0
        try:
            code = child.wait(patience)
        except subprocess.TimeoutExpired:
            child.kill()
            code = child.wait()
        for pipe in (child.stdin, child.stdout):
            if pipe is not None:
                try:
                    pipe.close()
                except BrokenPipeError:
                    continue  # what was not sent to a dead child need not be
        return code


def _send(pipe: BinaryIO, request: bytes, body: bytes) -> None:
    pipe.write(struct.pack("!I", len(request)) + request)
    pipe.write(body)
    pipe.flush()


def _parsed(answer: Mapping[str, object]) -> ParsedBody:
    known = dict(answer)
    problems = tuple(Problem(None, *each) for each in cast(list[list[object]], known.pop("problems")))  # type: ignore[arg-type]
    lists = {name: tuple(cast(list[str], known.pop(name))) for name in ("authors", "links", "tags")}
    passages = tuple(
        Passage(start, end, PassageKind(voice))
        for start, end, voice in cast(list[tuple[int, int, str]], known.pop("passages"))
    )
    told = cast(list[dict[str, object]], known.pop("acts"))
    acts = tuple(Act(**{**each, "kind": ActKind(str(each["kind"]))}) for each in told)  # type: ignore[arg-type]
    inner = tuple(map(_parsed, cast(list[dict[str, object]], known.pop("inner"))))
    return ParsedBody(**known, **lists, problems=problems, passages=passages, acts=acts, inner=inner)  # type: ignore[arg-type]


def serve() -> None:
    """Answer requests on standard input until it closes: the child's side."""
    _limit_this_process()
    source, sink = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get between the answers
    while header := source.read(4):
        request = json.loads(source.read(struct.unpack("!I", header)[0]))
        limits = Limits(**request["limits"])
        answer = json.dumps(_answer(source.read(request["size"]), request["media_type"], limits)).encode()
        _send(sink, answer, b"")


def _answer(body: bytes, media_type: str, limits: Limits) -> dict[str, object]:
    _limit_memory(limits.memory)
    try:
        with _limited_time(limits.seconds):
            parsed = formats.parse(body, media_type, limits)
    except FormatError as error:
        return {"error": error.message, "params": error.params}
    except (MemoryError, RecursionError):
        return {"error": "parse-needs-too-much", "params": {"limit": str(limits.memory)}}
    return _as_answer(parsed)


def _as_answer(parsed: ParsedBody) -> dict[str, object]:
    answer = asdict(replace(parsed, inner=()))
    answer["problems"] = [[problem.message, dict(problem.params)] for problem in parsed.problems]
    answer["inner"] = [_as_answer(each) for each in parsed.inner]
    return answer


def _limit_this_process() -> None:
    sys.setrecursionlimit(2_000)
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


@contextmanager
def _limited_time(seconds: float) -> Iterator[None]:
    """Beyond this much processor time the system ends this process, whatever library is at work."""
    if sys.platform == "win32":
        yield
        return
    signal.setitimer(signal.ITIMER_VIRTUAL, max(seconds, 0.001))
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def _limit_memory(size: int) -> None:
    """Beyond this, allocation fails in the child. Not enforced where the system has no such limit (macOS, Windows)."""
    if sys.platform == "linux":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (size, resource.getrlimit(resource.RLIMIT_AS)[1]))
