"""Who did the work of a colleague before them: somebody with the same function or of their department, who left."""

from __future__ import annotations

from dataclasses import dataclass

from api.asker import Asker
from api.roster import roster
from api.rows import person_rows
from api.schemas import Colleague, TopicHit
from graph.facts import Key, Seconds
from graph.store import View
from models.people import PersonKind
from models.profile import describe_person

LOOKED_AT = 100
"""People who left last that are looked at."""
TOPICS = 6


@dataclass(frozen=True, slots=True)
class Predecessor:
    """Somebody who left, with the same function or department, and the topics that they worked on."""

    person: Key
    name: str
    left: Seconds
    same_function: bool
    same_department: bool
    topics: tuple[TopicHit, ...] = ()


def predecessor_of(asker: Asker, view: View, mine: Colleague | None) -> Predecessor | None:
    """Who left last with the same function, those of the same department first; else of the same small department."""
    now = asker.site.now()
    if mine is None:
        return None
    gone = [
        (each.left, each.person)
        for each in roster(asker)
        if each.left is not None and each.kind(now) is PersonKind.LEFT
    ]
    last = [person for _, person in sorted(gone, reverse=True)[:LOOKED_AT]]
    best: tuple[bool, bool, Colleague] | None = None
    for row in person_rows(view, last, now).values():
        function = bool(mine.function) and (row.function or "").casefold() == (mine.function or "").casefold()
        department = mine.department is not None and row.department == mine.department
        if (function or department) and (best is None or (function, department) > best[:2]):
            best = (function, department, row)
    if best is None or best[2].left is None:
        return None
    function, department, row = best
    profile = describe_person(row.person, view, asker.index(), now, limit=1)
    topics = tuple(each.topic for each in profile.topics[:TOPICS]) if profile else ()
    return Predecessor(row.person, row.name, row.left or 0, function, department, topics)
