"""Parts of names, and what two names say about each other."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.facts import Verdict
from graph.names import compare, full_name, read
from tests.graph.names.table import COMPARED, NO_FULL_NAME, NO_NAME, READ, TableRow, rows


@pytest.mark.parametrize("row", rows(READ), ids=str)
def test_parts(row: TableRow) -> None:
    name = read(row[0])
    assert name is not None
    assert " ".join(name.given) == row[1]
    assert " / ".join(each.written for each in name.families) == row[2]
    assert " ".join(filter(None, (name.called, *name.titles, name.generation))) == row[3]
    assert name.full == bool(row[1] and row[2])


@pytest.mark.parametrize("row", rows(READ), ids=str)
def test_composed_and_decomposed_accents_and_spaces_are_the_same(row: TableRow) -> None:
    name = read(row[0])
    assert name is not None
    for other in (unicodedata.normalize("NFD", row[0]), row[0].replace(" ", "\u00a0"), row[0].replace("-", "‑")):
        again = read(other)
        assert again is not None
        assert (again.whole, again.titles, again.generation) == (name.whole, name.titles, name.generation)


@pytest.mark.parametrize("row", rows(READ), ids=str)
def test_the_natural_order_reads_back(row: TableRow) -> None:
    name = read(row[0])
    assert name is not None
    again = read(name.written)
    if name.full and len(name.families) == 1:
        assert again is not None
        assert (again.given, again.families) == (name.given, name.families)


@pytest.mark.parametrize("text", NO_NAME)
def test_no_name(text: str) -> None:
    assert read(text) is None


@pytest.mark.parametrize("text", NO_FULL_NAME)
def test_no_full_name(text: str) -> None:
    assert full_name(text) is None


@pytest.mark.parametrize("row", rows(COMPARED), ids=str)
def test_comparing(row: TableRow) -> None:
    one, other = read(row[0]), read(row[1])
    assert one is not None
    assert other is not None
    for found in (compare(one, other), compare(other, one)):
        assert found.verdict == row[2]
        assert row[3] in ("", found.reason)


@given(st.text(max_size=80), st.text(max_size=80))
def test_any_two_texts_can_be_compared_in_either_order(one: str, other: str) -> None:
    left, right = read(one), read(other)
    if left is not None and right is not None:
        assert compare(left, right).verdict == compare(right, left).verdict
        assert compare(left, left).verdict == Verdict.SAME


@pytest.mark.parametrize("bit", ["a", "A'", "(", "J.", "van ", "-", "d'", ", ", '"', "é", "王"])
def test_time_grows_no_faster_than_the_text(bit: str) -> None:
    def seconds(count: int) -> float:
        begun = time.process_time()
        read(bit * count)
        return time.process_time() - begun

    assert min(seconds(20_000) for _ in range(3)) < 0.05
