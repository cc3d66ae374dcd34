"""Looks for answers that depend on how an installation came about.

`python -m bench.followed [NUMBER] [SEED] [--neo4j]`: each seed draws an organisation and a sequence of changes
(`tests/organisations/followed.py`). An installation that followed them is compared with one that is built anew; every
difference between their answers is printed with its seed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from bench.differing import SeedComparison
from tests.organisations.followed import differences

SEQUENCES = SeedComparison("sequences", lambda seed, make_store: differences(seed, make_store=make_store))
CASES = 12
"""Cases of other commands that cost as much as a sequence."""


def fuzz_followed(number: int, seed: int) -> bool:
    """As many sequences as take about as long as this many cases of others; true when none differs."""
    return SEQUENCES.holds(max(1, number // CASES), seed)


def main(arguments: Sequence[str] | None = None) -> int:
    return SEQUENCES.command(__doc__, 500, arguments)


if __name__ == "__main__":
    sys.exit(main())
