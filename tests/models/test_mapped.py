"""Small files of an index are read: cutting one short ends no process that has it."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from models.index.mapped import SMALL, TextFile, column, table

INT = np.dtype(np.int32)


def test_a_small_file_may_be_cut_short_while_its_numbers_are_used(tmp_path: Path) -> None:
    file, saved = tmp_path / "a.col", tmp_path / "a.npy"
    file.write_bytes(np.arange(1000, dtype=INT).tobytes())
    np.save(saved, np.arange(1000, dtype=INT))
    numbers, read = column(file, INT, 1000), table(saved)
    os.truncate(file, 0)
    os.truncate(saved, 0)
    assert numbers.sum() == read.sum() == 499_500


@pytest.mark.parametrize("more", [-4, 4])
def test_numbers_are_the_same_on_both_sides_of_the_border(tmp_path: Path, more: int) -> None:
    count = (SMALL + more) // 4
    file, saved = tmp_path / "a.col", tmp_path / "a.npy"
    wanted = np.arange(count, dtype=INT)
    file.write_bytes(wanted.tobytes() + b"what is not committed yet")
    np.save(saved, wanted)
    assert np.array_equal(column(file, INT, count), wanted)
    assert np.array_equal(table(saved), wanted)


@pytest.mark.parametrize("count", [3, SMALL])
def test_a_file_with_fewer_numbers_is_refused(tmp_path: Path, count: int) -> None:
    file = tmp_path / "a.col"
    file.write_bytes(b"1234" * 2)
    with pytest.raises(ValueError, match=r"a\.col has 2 numbers|mmap length"):
        column(file, INT, count)
    assert len(column(file, INT, 0)) == 0


@pytest.mark.parametrize("size", [12, SMALL + 12], ids=["small", "large"])
def test_a_text_is_read_piece_by_piece(tmp_path: Path, size: int) -> None:
    file = tmp_path / "texts.bin"
    wanted = os.urandom(size)
    file.write_bytes(wanted + b"what is not committed yet")
    text = TextFile(file, size)
    file.unlink()  # a generation that goes away is read to its end
    assert [text.read(0, size), text.read(3, 9), text.read(5, 5), text.read(size, size)] == [
        wanted, wanted[3:9], b"", b""
    ]  # fmt: skip


@pytest.mark.parametrize("size", [12, SMALL + 12], ids=["small", "large"])
def test_a_text_that_is_too_short_is_refused(tmp_path: Path, size: int) -> None:
    file = tmp_path / "texts.bin"
    file.write_bytes(b"x" * (size - 1))
    with pytest.raises(ValueError, match=r"texts\.bin has"):
        TextFile(file, size)


def test_a_text_that_is_cut_short_while_it_is_read_ends_no_process(tmp_path: Path) -> None:
    file = tmp_path / "texts.bin"
    file.write_bytes(b"x" * 2 * SMALL)
    text = TextFile(file, 2 * SMALL)
    os.truncate(file, SMALL)
    assert text.read(0, 4) == b"xxxx"
    with pytest.raises(ValueError, match=r"has 0 bytes of 4"):
        text.read(SMALL, SMALL + 4)
