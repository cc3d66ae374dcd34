"""Whether the fewest people who hold half of the work are those that trying every group finds."""

from __future__ import annotations

import random
from collections.abc import Iterator
from itertools import combinations

import numpy as np
from scipy.sparse import csr_array

from bench import figures
from models.spread import HALF, fewest_holders

ORGANISATIONS = 200
SHARES = (0, 0, 0.5, 1, 1.5, 2, 3, 7)


def tried(amounts: list[float]) -> int:
    """The size of the smallest group that did half of the work, by trying every group."""
    total = sum(amounts)
    sizes = (
        size
        for size in range(1, len(amounts) + 1)
        if any(sum(some) >= HALF * total for some in combinations(amounts, size))
    )
    return next(sizes, 0) if total else 0


def report() -> Iterator[str]:
    """The lines of the report."""
    rng = random.Random(22)
    equal = 0
    for _ in range(ORGANISATIONS):
        work = [[float(rng.choice(SHARES)) for _ in range(6)] for _ in range(rng.randint(2, 9))]
        found = fewest_holders(csr_array(np.asarray(work)), HALF).tolist()
        equal += found == [tried([row[topic] for row in work]) for topic in range(6)]
    yield "Fewest people who hold half of the work, beside trying every group"
    yield figures.least(f"the same, of {ORGANISATIONS} organisations", equal, ORGANISATIONS, "organisations")
