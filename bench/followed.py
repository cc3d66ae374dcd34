"""Looks for answers that depend on how an installation came about.

`python -m bench.followed [NUMBER] [SEED] [--neo4j]`: each seed draws an organisation and a sequence of changes
(`tests/organisations/followed.py`). An installation that followed them is compared with one that is built anew; every
difference between their answers is printed with its seed.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from tests.graph.neo4j.stores import emptied
from tests.neo4j_server import serving
from tests.organisations.comparing import MakeStore
from tests.organisations.followed import differences

SHOWN = 3
"""Differences of one sequence that are printed."""
LONGEST = 2_000
CASES = 12
"""Cases of other commands that cost as much as a sequence."""


def fuzz_followed(number: int, seed: int) -> bool:
    """As many sequences as take about as long as this many cases of others; true when none differs."""
    return follow(max(1, number // CASES), seed)


def follow(number: int, seed: int, neo4j: bool = False) -> bool:
    """Whether no answer differs after these sequences."""
    with ExitStack() as stack:
        make_store: MakeStore | None = None
        if neo4j:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            server = stack.enter_context(serving(home))
            make_store = lambda: emptied(server)  # noqa: E731
        differing = [each for each in range(seed, seed + number) if not _is_same(each, make_store)]
    print(f"{number} sequences from seed {seed}: {len(differing)} with other answers {differing or ''}")
    return not differing


def _is_same(seed: int, make_store: MakeStore | None) -> bool:
    found = differences(seed, make_store=make_store)
    for each in found[:SHOWN]:
        print(f"seed {seed}, {len(found)} differences: {str(each)[:LONGEST]}", flush=True)
    return not found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=500, help="how many sequences (500)")
    parser.add_argument("seed", type=int, nargs="?", default=0, help="the seed of the first one (0)")
    parser.add_argument("--neo4j", action="store_true", help="in a Neo4j that is started for it, instead of SQLite")
    asked = parser.parse_args(arguments)
    return 0 if follow(asked.number, asked.seed, asked.neo4j) else 1


if __name__ == "__main__":
    sys.exit(main())
