"""What a sweep means: which nodes of a source go after a complete run that did not see them, in what order.

It goes in batches that can be resumed: the place is kept with each of them. An account that something else points to
stays, seen or not, since a listing says Same for a page and not for its author; the container and the rule of such a
page are seen with it, so that one which is not seen is not there any more. A directory's account that is missing
becomes a leaver (`left` is when the run began): people do not vanish.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass, replace
from typing import Any, Literal, Protocol, TypeAlias

from graph.authored import check_swept
from graph.facts import EdgeKind, Json, Key, Seconds, has_left
from graph.schema import ACTS

_SCAN = 5_000
_NESTED = ("location",)
"""Kinds that lie in each other: they are gone over until none goes, so that the innermost go first."""
Position: TypeAlias = int | str
"""Where a scan is, in the order that suits the store. 0 is before the first."""


@dataclass(frozen=True, slots=True)
class Holder:
    """Edges that hold a node where the other end is there; `stated` by that end of the edge, if not by either.

    `inner`: those of what lies in the node and was not seen in this run hold it too: the department of a leaver holds
    the one that it is part of.
    """

    kinds: tuple[EdgeKind, ...]
    direction: Literal["out", "in"]
    stated: Literal["start", "end"] | None = None
    inner: bool = False


HOLDERS: dict[str, tuple[Holder, ...]] = {
    "document": (),
    "group": (Holder((EdgeKind.MEMBER_OF,), "in", stated="start", inner=True),),
    "account": (Holder(ACTS, "out"), Holder((EdgeKind.MEMBER_OF,), "out", stated="end")),
    "location": (Holder((EdgeKind.AT, EdgeKind.PART_OF), "in"),),
    "rule": (),
}
"""What holds a node of each kind, in the order in which kinds are swept."""
_PHASES = tuple(HOLDERS)


@dataclass(frozen=True, slots=True)
class Scanned:
    """A node that a scan came by: whether its source no longer has it, and whether a directory lists it."""

    key: Key
    position: Position
    missing: bool
    listed: bool


@dataclass(frozen=True, slots=True)
class SweepPlace:
    """How far a sweep is: the kind, the position in it, and how many nodes went since the kind was begun."""

    run: str
    phase: int = 0
    after: Position = 0
    dropped: int = 0


class Keeper(Protocol):
    """What a writer keeps for a sweep."""

    def kept(self, name: str) -> Json:
        """The value under this name; None when nothing is kept."""

    def set_kept(self, name: str, value: Json) -> None:
        """Keep this value; None forgets it."""


class Leftovers(Protocol):
    """What a store finds of a source and drops, within the transaction of its writer."""

    def started(self, run: str) -> Seconds:
        """When the run began; 0 when it is not known."""

    def scan(self, kind: str, source: str, run: str, after: Position, limit: int) -> list[Scanned]:
        """Up to `limit` nodes of this kind, of any source, after this position."""

    def unheld(self, kind: str, keys: Collection[Key], run: str) -> set[Key]:
        """Those of these nodes that nothing holds after this run."""

    def left(self, accounts: Collection[Key]) -> dict[Key, Seconds | None]:
        """When the people of these accounts left."""

    def leave(self, accounts: Collection[Key], when: Seconds) -> None:
        """Note that the people of these accounts left: a change of each."""

    def bury(self, keys: Collection[Key]) -> None:
        """Leave nothing of these nodes but their keys."""


def sweep(keeper: Keeper, leftovers: Leftovers, source: str, run: str, limit: int) -> int:
    """Drop up to `limit` nodes of this source that were not seen in this run; 0 means that the sweep is finished."""
    check_swept(source)
    name = f"sweep:{source}"
    place, swept = _read_place(keeper.kept(name), run), 0
    while not swept and place.phase < len(_PHASES):
        swept, place = _sweep_some(leftovers, source, limit, place)
    keeper.set_kept(name, asdict(place) if swept else None)
    return swept


def _read_place(kept: Json, run: str) -> SweepPlace:
    known: dict[str, Any] = {**kept} if isinstance(kept, dict) else {}
    return SweepPlace(**known) if known.get("run") == run and "after" in known else SweepPlace(run)


def _sweep_some(leftovers: Leftovers, source: str, limit: int, place: SweepPlace) -> tuple[int, SweepPlace]:
    """Sweep one stretch; how many went, and the place behind it."""
    kind = _PHASES[place.phase]
    scanned = leftovers.scan(kind, source, place.run, place.after, _SCAN)
    missing = [each for each in scanned if each.missing]
    started = leftovers.started(place.run)
    leavers = _present(leftovers, [each.key for each in missing if each.listed and kind == "account"], started)
    gone = leftovers.unheld(kind, [each.key for each in missing if not (each.listed and kind == "account")], place.run)
    going = [each for each in missing if each.key in leavers or each.key in gone][:limit]
    leftovers.bury([each.key for each in going if each.key in gone])
    leftovers.leave([each.key for each in going if each.key in leavers], started)
    dropped = place.dropped + len(going)
    if len(going) == limit:
        return limit, replace(place, after=going[-1].position, dropped=dropped)
    if len(scanned) == _SCAN:
        return len(going), replace(place, after=scanned[-1].position, dropped=dropped)
    again = kind in _NESTED and dropped
    return len(going), SweepPlace(place.run, place.phase + (0 if again else 1))


def _present(leftovers: Leftovers, accounts: list[Key], started: Seconds) -> set[Key]:
    """Those of these people who had not left when the run began."""
    left = leftovers.left(accounts) if accounts else {}
    return {key for key in accounts if not has_left(left.get(key), started)}
