"""What is the same for everybody is read again in time."""

from __future__ import annotations

from api.site import Cache, StampedCache


def test_what_was_read_is_shown_again_for_a_while() -> None:
    cache, read = Cache(), iter(range(10))
    told = [cache.recall("topics", now, lambda: next(read)) for now in (100, 129, 130, 131, 100)]
    assert told == [0, 0, 1, 1, 2]


def test_what_has_a_stamp_is_read_again_when_it_changed_and_a_while_has_passed() -> None:
    cache, read = StampedCache(), iter(range(10))
    asked = [(1, 100), (1, 999), (2, 999), (2, 1003), (3, 1003), (3, 1009)]
    assert [cache.recall("people", stamp, now, lambda: next(read)) for stamp, now in asked] == [0, 0, 1, 1, 1, 2]
