"""Cover: a list of topics that an organisation needs, and how many people know of each.

The list is CSV with a line for each topic: its name, and how many people are to know of it (2 where none is said). A
first line with the names of the columns may be there.
"""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from io import StringIO

from graph.facts import Key

USUAL, MOST = 2, 1000
"""People who are to know of a topic where the list says nothing, and at most."""
LINES = 5000
HEADS = frozenset({"topic", "onderwerp", "topics", "onderwerpen", "name", "naam"})


@dataclass(frozen=True, slots=True)
class Need:
    """A topic of the list, by the name it has there, and the people who are to know of it."""

    name: str
    people: int = USUAL


@dataclass(frozen=True, slots=True)
class Needs:
    """A list, and the numbers of its lines that say something else."""

    needs: tuple[Need, ...] = ()
    mistakes: tuple[int, ...] = ()


class Covered(StrEnum):
    """How a topic of the list is covered: by nobody, by fewer people than it needs, or well."""

    NOBODY = "nobody"
    TOO_FEW = "too-few"
    ENOUGH = "enough"


@dataclass(frozen=True, slots=True)
class Cover:
    """A topic of the list: that of the organisation with the same name, if any, and the people who know of it."""

    need: Need
    topic: Key | None
    people: int

    @property
    def covered(self) -> Covered:
        """How it is covered."""
        if not self.people:
            return Covered.NOBODY
        return Covered.ENOUGH if self.people >= self.need.people else Covered.TOO_FEW


def read_needs(text: str) -> Needs:
    """The list in this text; commas or semicolons part its columns. A topic that stands there twice counts once."""
    found: dict[str, Need] = {}
    mistakes = []
    lines = text.removeprefix("\ufeff").splitlines()[:LINES]
    parted = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    for number, row in enumerate(csv.reader(StringIO("\n".join(lines)), delimiter=parted), 1):
        cells = [cell.strip() for cell in row]
        if not any(cells) or (number == 1 and cells[0].casefold() in HEADS):
            continue
        need = _need(cells)
        if need is None:
            mistakes.append(number)
        else:
            found.setdefault(need.name.casefold(), need)
    return Needs(tuple(found.values()), tuple(mistakes))


def _need(cells: Sequence[str]) -> Need | None:
    people = cells[1] if len(cells) > 1 and cells[1] else str(USUAL)
    if not cells[0] or not (people.isascii() and people.isdigit() and 1 <= int(people[:5]) <= MOST):
        return None
    return Need(cells[0][:200], int(people))


def cover(needs: Sequence[Need], topics: Mapping[str, Key], people: Mapping[Key, int]) -> tuple[Cover, ...]:
    """How each is covered: first what nobody knows of, then what too few know of, then the rest; each by name.

    `topics` are those of the organisation by their names, in small letters; `people` how many may be known for each.
    """
    order = list(Covered)
    found = []
    for need in needs:
        topic = topics.get(need.name.casefold())
        found.append(Cover(need, topic, people.get(topic, 0) if topic else 0))
    return tuple(sorted(found, key=lambda each: (order.index(each.covered), each.need.name.casefold())))
