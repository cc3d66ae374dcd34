"""Tells a source that is out of reach, as when a share is not mounted, from one that was tidied.

That nothing at all is listed any more, or one in ten of what there was, is not an ordinary tidying: people move folders
(then as much is new) or clean up a part. Of a handful that may well happen.
"""

from __future__ import annotations

from collections.abc import Mapping

HANDFUL = 3
"""Number that must be missing when nothing is listed any more: who has two notes may throw both away."""
FEWEST = 20
"""Number that must be missing before anybody is asked, as long as something is still listed."""
TIMES = 9
"""And this many times as many as are still listed."""


def is_mass_removal(there: Mapping[str, tuple[int, int]]) -> bool:
    """Whether so much is missing, by kind as (seen, missing), that an operator must confirm it."""
    return any(
        (missing >= HANDFUL and not seen) or (missing >= FEWEST and missing > TIMES * seen)
        for seen, missing in there.values()
    )
