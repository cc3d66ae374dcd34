"""Circles are looked for again after a block without, whatever happened in it."""

from __future__ import annotations

import gc

import pytest

from whoknows.collecting import uncollected


def test_they_are_not_looked_for_in_the_block_and_again_after_it() -> None:
    with uncollected():
        assert not gc.isenabled()
        with uncollected():
            pass
        assert not gc.isenabled()
    assert gc.isenabled()


def test_also_after_a_failure() -> None:
    with pytest.raises(ValueError, match="failed"), uncollected():
        raise ValueError("failed")
    assert gc.isenabled()
