"""Documents for everyone by which a unit works on some topics: what both sides of a gap could read of each other."""

from __future__ import annotations

from collections.abc import Collection, Sequence

import numpy as np

from graph.facts import Key
from models.index.contract import AccessFilter, Numbers, Snapshot
from models.standing import work_on


def unit_documents(
    index: Snapshot, access: AccessFilter, topics: Sequence[Key], people: Collection[Key], most: int
) -> list[Key]:
    """The documents on these topics that people of a unit worked on; those that are most about them first."""
    able = np.zeros(len(index.persons), dtype=bool)
    numbers = [index.person(key) for key in people]
    able[[number for number in numbers if number >= 0]] = True
    amounts: dict[int, float] = {}
    for key in topics:
        topic = index.topics.numbers.get(key, -1)
        if topic >= 0 and not index.topics.special[topic]:
            rows, work = work_on(index, access, topic, able)
            ordinals: Numbers = index.columns["document"][rows].astype(np.int64)
            for ordinal, amount in zip(ordinals.tolist(), work.tolist(), strict=True):
                amounts[ordinal] = amounts.get(ordinal, 0.0) + amount
    best = sorted(
        amounts, key=lambda ordinal: (-round(amounts[ordinal], 6), -int(index.columns["at"][ordinal]), ordinal)
    )
    return index.columns.keys_of(np.asarray(best[:most], dtype=np.int64)) if best else []
