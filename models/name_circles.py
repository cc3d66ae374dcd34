"""People near a text, in circles: who made it, who is active in its thread or folder, colleagues of its authors.

A given name, a family name or initials by themselves mean somebody only among people who are near.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime

from graph.facts import Edge, Key, Seconds

DOCUMENT, THREAD, SAME_TIME, FOLDER, TEAM = "document", "thread", "same-time", "folder", "team"
LARGEST_TEAM = 50
"""People of a team who are expected to call each other by one name."""
LARGEST_PLACE = 150
"""People of a folder or a channel from which one name by itself may be anybody's."""


@dataclass(frozen=True, slots=True)
class NameContext:
    """Of one document: the people who made it or were there, its innermost container, and when."""

    makers: frozenset[Key] = frozenset()
    container: Key | None = None
    at: Seconds | None = None


@dataclass(slots=True)
class NameCircles:
    """Who is active where and with whom, from documents for everyone and the directory alone."""

    parents: Mapping[Key, Key | None] = field(default_factory=dict)
    """Threads, each with the channel, list or folder that it is in."""
    active: dict[Key, dict[Key, int]] = field(default_factory=lambda: defaultdict(dict))
    """Of each container, the people who acted in it, with the years as bits."""
    teams: dict[Key, set[Key]] = field(default_factory=lambda: defaultdict(set))
    """Of each person, the others of their teams."""

    def add(self, container: Key, person: Key, at: Seconds | None) -> None:
        """Note that somebody acted in a container, and in what that is a thread of."""
        for place in filter(None, (container, self.parents.get(container))):
            people = self.active[place]
            people[person] = people.get(person, 0) | (_bit(at) if at is not None else 0)

    def add_team(self, people: Iterable[Key]) -> None:
        """Note that these people are one team."""
        team = set(people)
        if len(team) <= LARGEST_TEAM:
            for person in team:
                self.teams[person] |= team - {person}

    def around(self, context: NameContext, named: Iterable[Key]) -> Iterator[tuple[str, frozenset[Key]]]:
        """The circles around a text that names these people in full, the nearest first."""
        yield DOCUMENT, context.makers | {*named}
        place = context.container or ""
        in_thread = place in self.parents
        if in_thread:
            yield THREAD, frozenset(self.active.get(place, ()))
            place = self.parents[place] or ""
        people = self.active.get(place, {})
        if len(people) > LARGEST_PLACE:
            people = {}
        near = frozenset(person for person, years in people.items() if years & _years_around(context.at))
        if not in_thread:
            yield SAME_TIME, near
        yield FOLDER, near if in_thread else frozenset(people)
        yield TEAM, frozenset(person for maker in context.makers for person in self.teams.get(maker, ()))


def _years_around(at: Seconds | None) -> int:
    """The year of this moment and those next to it, as bits."""
    return 0 if at is None else _bit(at) << 1 | _bit(at) | _bit(at) >> 1


def _bit(at: Seconds) -> int:
    return 1 << max(0, datetime.fromtimestamp(at, UTC).year - 1970) if -62_000_000_000 < at < 250_000_000_000 else 1


def context_of(
    document: Key, acts: Iterable[Edge], places: Mapping[Key, Key], persons: Mapping[Key, Key]
) -> NameContext:
    """The context of a document, by the acts on it."""
    made = list(acts)
    times = [edge.at for edge in made if edge.at is not None]
    makers = frozenset(persons[edge.start] for edge in made if edge.start in persons)
    return NameContext(makers, places.get(document), min(times, default=None))
