"""Departments and those within them."""

from __future__ import annotations

from collections.abc import Collection

from graph.facts import Key
from graph.store import View


def departments_within(department: Key, view: View, departments: Collection[Key]) -> tuple[Key, ...]:
    """Those of these departments that are part of this one, at any depth, as far as the asker may see."""
    parts: dict[Key, list[Key]] = {}
    for edge in view.above(departments):
        parts.setdefault(edge.end, []).append(edge.start)
    found: dict[Key, None] = {}
    waiting = [department]
    while waiting:
        for key in parts.get(waiting.pop(), ()):
            if key not in found:
                found[key] = None
                waiting.append(key)
    return tuple(sorted(found))
