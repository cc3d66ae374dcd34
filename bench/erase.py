"""Time and memory of erasing whoever wrote most of a large organisation, step by step: `python -m bench.erase FILE`."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import closing
from itertools import pairwise
from pathlib import Path

from bench.ingest import in_process, index, lay_out, never, sync
from graph.erasure_plan import accounts_of
from graph.erasures import order_erasure
from graph.facts import EdgeKind, Key
from graph.schema import Aspect
from whoknows.jobs.erase import ErasureProgress, erase_person
from whoknows.jobs.extract import POSITION, extractor_of
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, Installation, now, open_installation


def busiest(installation: Installation) -> tuple[Key, int]:
    """The person whose account wrote most, and how much."""
    with installation.store.view(SYSTEM) as view:
        wrote = Counter(edge.start for edge in view.all_edges(EdgeKind.WROTE))
        account, documents = wrote.most_common(1)[0]
        return view.edges((EdgeKind.IS,), [account])[0].end, documents


def as_extracted(installation: Installation) -> None:
    """Take all texts as read: what is measured is the reading of those that change."""
    with closing(extractor_of(installation.settings)) as extractor:
        version = extractor.version
    installation.store.ledger.set(POSITION, {"seq": installation.store.seq((Aspect.CONTENT,)), "version": version})


def erase(folder: Path) -> int:
    """Erase the busiest person, and print the seconds of each step; gives the number of traces."""
    steps: dict[str, float] = {}
    told = [0]

    def tell(at: object) -> None:
        if isinstance(at, ErasureProgress):
            steps.setdefault(at.step, time.monotonic())
            told.append(at.done)

    with open_installation(load_settings(folder)) as installation:
        as_extracted(installation)
        person, documents = busiest(installation)
        with installation.store.view(SYSTEM) as view:
            accounts = accounts_of(view, person)
        order_erasure(installation.store, person, accounts, None, now())
        erase_person(installation, person, tell=tell, stop=never)
    steps["end"] = time.monotonic()
    begun = list(steps.items())
    for (name, start), (_, end) in pairwise(begun):
        print(f"  {name:10} {end - start:8.1f} s")
    print(f"  {documents:,} documents of the busiest; progress was told {len(told) - 1:,} times")
    return max(told)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("packed", type=Path, metavar="FILE", help="lean-messages.jsonl.xz")
    parser.add_argument("--share", type=int, default=10, help="only every SHARE-th thread")
    parser.add_argument("--folder", type=Path, default=Path(".cache") / "bench-erase")
    asked = parser.parse_args(arguments)
    count = lay_out(asked.packed, asked.folder, asked.share)
    print(f"{count:,} messages")
    for work in (sync, index, erase):
        step = in_process(work, asked.folder)
        print(f"{work.__name__:12} {step.seconds:8.1f} s {step.did:10,} {step.memory:6,} MiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())
