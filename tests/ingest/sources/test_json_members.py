"""Large JSON files are read value by value, as the whole would be."""

from __future__ import annotations

import json
from pathlib import Path
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.facts import Json
from ingest.sources import json_members
from ingest.sources.chat import ChatFileError
from ingest.sources.json_members import members_of

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def told(said: dict[str, Json]) -> list[tuple[str, Json]]:
    """What is to be told of this object."""
    return [(name, each) for name, value in said.items() for each in (value if isinstance(value, list) else [value])]


@settings(deadline=None)
@given(
    said=st.dictionaries(st.text(max_size=5), VALUES, max_size=4),
    indent=st.sampled_from([None, 2]),
    piece=st.integers(1, 40),
)
def test_every_value_is_told_in_its_order(
    tmp_path_factory: pytest.TempPathFactory, said: dict[str, Json], indent: int | None, piece: int
) -> None:
    file = tmp_path_factory.mktemp("json") / "a.json"
    file.write_text(json.dumps(said, indent=indent), encoding="utf-8")
    with patch.object(json_members, "PIECE", piece):
        assert list(members_of(file)) == told(said)


@pytest.mark.parametrize(
    "text", ["", "[1]", "{", '{"a"}', '{"a": }', '{"a": [1, 2', '{"a": [1 2]}', '{"a": 1 "b": 2}', '{"a": [' * 5000]
)
def test_what_is_no_json_is_told(tmp_path: Path, text: str) -> None:
    file = tmp_path / "a.json"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ChatFileError):
        list(members_of(file))


def test_values_before_the_break_are_told(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"a": [1, {"b": 2}, nonsense]}', encoding="utf-8")
    read = members_of(file)
    assert [next(read), next(read)] == [("a", 1), ("a", {"b": 2})]


def test_a_value_that_never_ends_is_not_read_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"a": "' + "x" * 5_000, encoding="utf-8")
    monkeypatch.setattr(json_members, "PIECE", 10)
    monkeypatch.setattr(json_members, "LARGEST", 1_000)
    with pytest.raises(ChatFileError, match="longer than 1000"):
        list(members_of(file))


def test_a_bare_tab_within_a_text_costs_nothing(tmp_path: Path) -> None:
    file = tmp_path / "a.json"
    file.write_text('{"a": ["x\ty\nz", 2]}', encoding="utf-8")
    assert list(members_of(file)) == [("a", "x\ty\nz"), ("a", 2)]
