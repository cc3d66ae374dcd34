"""The walk of a question through the code, as docs/ARCHITECTURE.md tells it: few rooms, each entered a few times."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from fastapi import FastAPI

from tests.api.keys import person
from tests.api.small_facts import TOPIC
from tests.api.small_site import caller
from tests.conftest import ROOT

ROOMS = ("api", "graph", "models/index", "models/rankers", "models", "ui")
"""Folders of code, the innermost first. Those inside a room belong to it: a store, the text of the index, templates."""
ADDRESSES = ("/api/experts?q=tank", "/search?q=tank&department=x", "/people/{person}", "/topics/{topic}")


def room_of(frame: FrameType | None) -> str | None:
    """The room of running code, None outside the product."""
    name = frame.f_code.co_filename if frame is not None else ""
    if not name.startswith(f"{ROOT}/") or "/site-packages/" in name:
        return None
    inside = str(Path(name).relative_to(ROOT).parent)
    return next((room for room in ROOMS if inside == room or inside.startswith(f"{room}/")), inside)


@contextmanager
def watched() -> Iterator[list[tuple[str, str]]]:
    """Every call from one room into another, in order."""
    steps: list[tuple[str, str]] = []

    def watch(frame: FrameType, event: str, _: Any) -> None:
        here, there = room_of(frame.f_back), room_of(frame)
        if event == "call" and here in ROOMS and there and here != there and not there.startswith("tests"):
            steps.append((str(here), there))

    threading.setprofile(watch)
    try:
        yield steps
    finally:
        threading.setprofile(None)


def visits(steps: list[tuple[str, str]]) -> Counter[str]:
    """How often a question, at home in `api`, goes into each other room, where it stays until it goes into the next."""
    gone = [there for here, there in steps if here == "api"]
    return Counter(there for place, there in enumerate(gone) if place == 0 or gone[place - 1] != there)


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_question_passes_few_rooms_and_returns_to_none_more_than_twice(app: FastAPI, address: str) -> None:
    visitor = caller(app)
    path = address.format(person=person("maaike"), topic=TOPIC)
    visitor.get(path)
    with watched() as steps:
        assert visitor.get(path).status_code == 200
    assert {"graph", "models", "models/index"} <= {there for _, there in steps} <= set(ROOMS)
    assert len(ROOMS) <= 8
    assert max(visits(steps).values()) <= 3, visits(steps)
