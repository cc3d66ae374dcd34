"""A source in parts, and where it goes on. Parts with a fingerprint, and the cursor that remembers which were read.

A part is a folder, a list or a whole export whose documents all lie in its containers. The cursor is
``{"parts": {name: fingerprint}}`` after a complete pull; while a pull runs it also holds ``done`` (the parts that this
run told) and ``at`` (name, fingerprint and number of records of the part under way).
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from graph.facts import Checkpoint, Cursor, Json, Opening, Problem, Said, Same

CHECKPOINT_EVERY = 500


@dataclass(frozen=True, slots=True)
class SourcePart:
    """One piece of a source that is read as a whole. `containers` hold all its documents (Same names them)."""

    name: str
    fingerprint: str
    containers: tuple[str, ...] = ()
    files: tuple[Path, ...] = ()


def fingerprint_of(files: Iterable[Path], salt: str = "") -> str:
    """A short text that changes when one of these files does. A hash of names, sizes and times; reads no content."""
    digest = hashlib.blake2b(salt.encode(), digest_size=16)
    for file in sorted(files):
        state = file.stat()
        digest.update(f"{file}\0{state.st_size}\0{state.st_mtime_ns}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


def version_of(*values: object) -> str:
    """A short text that changes when one of these values does."""
    return hashlib.blake2b(repr(values).encode("utf-8", "surrogatepass"), digest_size=12).hexdigest()


def pull_parts(
    parts: Sequence[SourcePart],
    cursor: Cursor | None,
    read: Callable[[SourcePart], Iterator[Said]],
    every: int = CHECKPOINT_EVERY,
) -> Iterator[Said]:
    """All records from this cursor on. `read` gives the same number of records for the same fingerprint of a part."""
    before = _strings((cursor or {}).get("parts"))
    done = _strings((cursor or {}).get("done"))
    at = (cursor or {}).get("at")
    if at and not any(_position(at, part) for part in parts):
        yield Opening(anew=True)  # the part under way changed: what was told of it may have gone
        before, done = {**before, **done}, {}
    for part in parts:
        if part.name in done:
            continue
        if part.containers and before.get(part.name) == part.fingerprint:
            yield from (Same(container=container) for container in part.containers)
            done[part.name] = part.fingerprint
        else:
            skip = _position(at, part)
            unknown = yield from _read_part(part, read, skip, every, {"parts": _json(before), "done": _json(done)})
            done[part.name] = "" if unknown else part.fingerprint
        yield Checkpoint({"parts": _json(before), "done": _json(done)})
    yield Checkpoint({"parts": _json(done)}, complete=True)


def _read_part(
    part: SourcePart, read: Callable[[SourcePart], Iterator[Said]], skip: int, every: int, cursor: dict[str, Json]
) -> Generator[Said, None, bool]:
    """Tell a part, with Checkpoints; returns whether a Problem had no id (then the part is read again)."""
    unknown = False
    for count, said in enumerate(islice(read(part), skip, None), skip + 1):
        unknown = unknown or (isinstance(said, Problem) and said.id is None)
        yield said
        if count % every == 0:
            yield Checkpoint({**cursor, "at": [part.name, part.fingerprint, count]})
    return unknown


def _position(at: Json, part: SourcePart) -> int:
    if isinstance(at, list) and at[:2] == [part.name, part.fingerprint] and isinstance(at[2], int):
        return at[2]
    return 0


def _strings(value: Json) -> dict[str, str]:
    return {name: str(fingerprint) for name, fingerprint in value.items()} if isinstance(value, dict) else {}


def _json(values: dict[str, str]) -> dict[str, Json]:
    return dict(values)
