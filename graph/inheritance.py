"""What is in something larger is for whom that is for, where it states no rule of its own.

A document points to its container, so that another rule of a container changes no document. Of each group the rule that
counts is worked out when it, or a group above it, is written. A container that no record tells of states nothing. One
that its source said is gone lets nobody in, until it is told again; one that a complete listing has no more was never
there.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Generic, TypeVar

from graph.facts import NOBODY, Document, Edge, EdgeKind, Group, Key, Node, key_of, kind_of

Place = TypeVar("Place", bound=int | str)
"""By what a wing names a node."""

MOST_LEVELS = 64
"""Groups that are looked at above another one. What lies deeper and states no rule is for nobody; a sync tells it."""
UNSTATED = "unstated"
"""What the rule is called of what states no rule itself."""


@lru_cache(maxsize=1000)
def unstated_rule(source: str) -> Key:
    """The rule of what states none in this source, and is in nothing that does."""
    return key_of("rule", source, UNSTATED)


def states_none(node: Document | Group) -> bool:
    """Whether this document or group leaves its rule to what it is in."""
    return node.rule == unstated_rule(node.source)


def container_of(node: Node, edges: Iterable[Edge]) -> Key | None:
    """The container whose rule counts for a document that has these edges; None: its own rule does."""
    if not isinstance(node, Document) or not states_none(node):
        return None
    return max((edge.end for edge in edges if edge.kind is EdgeKind.IN and edge.start == node.key), default=None)


def stated_rule(stored: Key | None, source: str | None) -> Key | None:
    """The rule that a document states of which this is stored: its own rule, or its container."""
    return unstated_rule(source or "") if stored and kind_of(stored) == "group" else stored


def rule_that_counts(stored: Key | None, counts: Key | None) -> tuple[Key | None, bool]:
    """The rule that counts of what is stored with this rule or container, and whether it is the container's."""
    if stored and kind_of(stored) == "group":
        return counts or NOBODY, True
    return stored, False


@dataclass(frozen=True, slots=True)
class Nested(Generic[Place]):
    """A group as far as its rule goes: the one that it states, which is `open` where the group `above` it decides.

    `counts` is the rule that counts now; of a group that is gone, the one that counts for what is in it, or None.
    """

    group: Place
    live: bool
    stated: Place | None
    open: bool
    counts: Place | None
    above: Place | None


class Inheritance(ABC, Generic[Place]):
    """Works out which rule counts for groups. A wing finds them and notes it. `nobody` is what it calls that rule."""

    nobody: Place

    def settle(self, changed: Collection[Place]) -> None:
        """Work out anew which rule counts for these groups, and for those below them that state none."""
        concerned: dict[Place, Nested[Place]] = {each.group: each for each in self._nested(changed)}
        fresh: Collection[Place] = [*concerned]
        while fresh:
            below = [each for each in self._below(fresh) if each.group not in concerned]
            concerned.update((each.group, each) for each in below)
            fresh = [each.group for each in below]
        found = self._with_those_above(concerned)
        settled = {group: self._counts(each, found) for group, each in concerned.items() if each.live}
        self._note({group: rule for group, rule in settled.items() if concerned[group].counts != rule})

    def _with_those_above(self, concerned: Mapping[Place, Nested[Place]]) -> dict[Place, Nested[Place]]:
        found: dict[Place, Nested[Place]] = dict(concerned)
        fresh: list[Nested[Place]] = [*concerned.values()]
        for _ in range(MOST_LEVELS):
            wanted = {each.above for each in fresh if each.open and each.above is not None} - found.keys()
            if not wanted:
                break
            fresh = self._nested(list(wanted))
            found.update((each.group, each) for each in fresh)
        return found

    def _counts(self, nested: Nested[Place], found: Mapping[Place, Nested[Place]]) -> Place | None:
        """The rule of the nearest group that states one; that of what states none, where no group does."""
        passed, each = {nested.group}, nested
        while each.open:
            if each.above is None or each.above in passed:
                return nested.stated
            if len(passed) > MOST_LEVELS or each.above not in found:
                return self.nobody
            each = found[each.above]
            passed.add(each.group)
            if not each.live:
                return nested.stated if each.counts is None else each.counts
        return each.stated

    @abstractmethod
    def _nested(self, groups: Collection[Place]) -> list[Nested[Place]]:
        """These groups, also those that are not there."""

    @abstractmethod
    def _below(self, groups: Collection[Place]) -> list[Nested[Place]]:
        """The groups that are there, state no rule and are in one of these."""

    @abstractmethod
    def _note(self, rules: Mapping[Place, Place | None]) -> None:
        """Note that these rules count for these groups from now on: a change of each."""
