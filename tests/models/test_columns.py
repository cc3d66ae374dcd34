"""The acts of each document in the files of the index."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.index.columns import ACT, GIVEN, Columns, ColumnWriter, Sizes

one_each = st.integers(1, 8).map(lambda size: [1] * size)
some_each = st.lists(st.integers(0, 3), min_size=1, max_size=8)


def _columns(folder: Path, acts: list[int]) -> Columns:
    """Documents with these numbers of acts; the account of an act is the number of its row."""
    writer = ColumnWriter(folder, Sizes())
    row = 0
    for document, count in enumerate(acts):
        for _ in range(count):
            writer.add_act(tuple({"document": document, "account": row}.get(name, 0) for name in ACT))
            row += 1
        writer.add_document((0,) * len(GIVEN), b"key", b"", b"", b"")
    return Columns(folder, writer.flush())


@pytest.mark.slow
@given(one_each | some_each, st.data())
def test_each_document_has_its_own_acts_in_the_order_that_is_asked(acts: list[int], data: st.DataObject) -> None:
    asked = data.draw(st.lists(st.integers(0, len(acts) - 1), max_size=8))
    with TemporaryDirectory() as folder:
        columns = _columns(Path(folder), acts)
        rows, places = columns.acts_of(np.asarray(asked, dtype=np.int64))
        found = list(zip(places.tolist(), columns["account"][rows].tolist(), strict=True))
    first = [sum(acts[:document]) for document in range(len(acts))]
    assert found == [
        (place, first[document] + number) for place, document in enumerate(asked) for number in range(acts[document])
    ]
