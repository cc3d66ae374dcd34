"""Looks for answers that hidden records change: `python -m bench.hidden [NUMBER] [SEED] [--neo4j]`.

Each seed draws an organisation (`tests/organisations/drawn.py`). It is built with everything, and without what any
colleague or one insider may not read; every difference between their answers is printed with its seed.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from api.roles import Role
from bench.differing import SeedComparison
from tests.organisations.comparing import INSIDERS, MakeStore, differences
from tests.organisations.drawn import drawn

CASES = 6
"""Cases of other commands that cost as much as an organisation: it is asked hundreds of questions."""

ROLES = tuple(Role)
"""In which of these somebody asks changes with the seed."""


def _differences(seed: int, make_store: MakeStore | None) -> Sequence[object]:
    return differences(drawn(seed), INSIDERS[seed % len(INSIDERS)], make_store, ROLES[seed % len(ROLES)])


ORGANISATIONS = SeedComparison("organisations", _differences)


def fuzz_organisations(number: int, seed: int) -> bool:
    """As many organisations as take about as long as this many cases of others; true when none differs."""
    return ORGANISATIONS.holds(max(1, number // CASES), seed)


def main(arguments: Sequence[str] | None = None) -> int:
    return ORGANISATIONS.command(__doc__, 1000, arguments)


if __name__ == "__main__":
    sys.exit(main())
