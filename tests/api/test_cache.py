"""What is the same for everybody is read again in time."""

from __future__ import annotations

from api.site import Cache


def test_what_was_read_is_shown_again_for_a_while() -> None:
    cache, read = Cache(), iter(range(10))
    told = [cache.recall("topics", now, lambda: next(read)) for now in (100, 129, 130, 131, 100)]
    assert told == [0, 0, 1, 1, 2]
