"""Looks for answers that hidden records change: `python -m bench.hidden [NUMBER] [SEED] [--neo4j]`.

Each seed draws an organisation (`tests/organisations/drawn.py`). It is built with everything, and without what any
colleague or one insider may not read; every difference between their answers is printed with its seed.
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
from tests.organisations.comparing import INSIDERS, MakeStore, differences
from tests.organisations.drawn import drawn

SHOWN = 3
"""Differences of one organisation that are printed."""
LONGEST = 2_000


def compare(number: int, seed: int, neo4j: bool = False) -> bool:
    """Whether no answer of these organisations differs."""
    with ExitStack() as stack:
        make_store: MakeStore | None = None
        if neo4j:
            home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
            server = stack.enter_context(serving(home))
            make_store = lambda: emptied(server)  # noqa: E731
        differing = [each for each in range(seed, seed + number) if not _is_same(each, make_store)]
    print(f"{number} organisations from seed {seed}: {len(differing)} with other answers {differing or ''}")
    return not differing


def fuzz_organisations(number: int, seed: int) -> bool:
    """An organisation for each six cases that are asked for: it is asked hundreds of questions."""
    return compare(max(1, number // 6), seed)


def _is_same(seed: int, make_store: MakeStore | None) -> bool:
    found = differences(drawn(seed), INSIDERS[seed % len(INSIDERS)], make_store)
    for each in found[:SHOWN]:
        print(f"seed {seed}, {len(found)} differences: {str(each)[:LONGEST]}", flush=True)
    return not found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("number", type=int, nargs="?", default=1000, help="how many organisations (1000)")
    parser.add_argument("seed", type=int, nargs="?", default=0, help="the seed of the first one (0)")
    parser.add_argument("--neo4j", action="store_true", help="in a Neo4j that is started for it, instead of SQLite")
    asked = parser.parse_args(arguments)
    return 0 if compare(asked.number, asked.seed, asked.neo4j) else 1


if __name__ == "__main__":
    sys.exit(main())
