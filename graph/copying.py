"""Copying all data from one store to another, batch by batch; a copy that was killed goes on where it was."""

from __future__ import annotations

from collections.abc import Generator
from itertools import islice

from graph.facts import Json
from graph.loading import batches
from graph.store import Store

POSITION = "copying"
"""Name under which the target keeps how far a copy is."""


def copy(source: Store, target: Store, *, derived: bool = False, batch: int = 500) -> Generator[int, None, None]:
    """Move source and authored state (and what is derived); yields how many records are there after each batch.

    The place is trusted only while the source has not changed since: otherwise all is loaded again, which changes
    nothing that is equal. Nothing is removed from the target. Raises what the stores raise.
    """
    state: list[Json] = [source.url, source.seq(), derived]
    kept = target.ledger.get(POSITION)
    done = int(str(kept["done"])) if isinstance(kept, dict) and kept.get("state") == state else 0
    for lines in batches(islice(source.dump(derived), done, None), batch):
        done += target.load(lines)
        target.ledger.set(POSITION, {"state": state, "done": done})
        yield done
    target.ledger.set(POSITION, None)
