"""Who still has a part in a text that many people changed: its states, each with the one that it grew out of.

A text that equals one of its earlier states (a revert, a move, an edit that changed nothing) is that state again:
whoever put it back did not write it, and what came between counts for nobody. What a state grew by is its writer's;
what it shrank by is taken from all who had a part, in proportion.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from graph.facts import Seconds

MOST_STATES = 500_000
"""States that are known again; later ones of a history that is longer are told apart no more."""


@dataclass(frozen=True, slots=True, eq=False)
class TextState:
    """A text after one change. `people` () where nobody wrote it; `size` of the whole text, in lines or bytes.

    `undone` is the earlier change that this one takes back while later ones stay; of what it grew by no more than
    `most` counts.
    """

    people: tuple[str, ...]
    at: Seconds | None
    size: int
    before: TextState | None = None
    undone: TextState | None = None
    most: int = 1_000_000_000


@dataclass(slots=True)
class Portion:
    """What one account has in a text: changes that still count, the last one, and how much of the text it wrote."""

    count: int = 0
    at: Seconds | None = None
    size: float = 0.0


class TextStates:
    """The states of one text, or of all files of a repository, by fingerprints of their content."""

    def __init__(self) -> None:
        self._known: dict[str | bytes, TextState] = {}

    def known(self, fingerprint: str | bytes | None) -> TextState | None:
        """The first state with this content."""
        return None if fingerprint is None else self._known.get(fingerprint)

    def note(self, fingerprint: str | bytes | None, state: TextState) -> None:
        """Know this state again by its content. The first one stays."""
        if fingerprint is not None and len(self._known) < MOST_STATES:
            self._known.setdefault(fingerprint, state)


def chain(state: TextState | None) -> list[TextState]:
    """The states that led to this one, the first one first."""
    found: list[TextState] = []
    while state is not None:
        found.append(state)
        state = state.before
    return found[::-1]


@dataclass(slots=True)
class Portions:
    """The parts of a text by account, in the order in which they came; `nobody` is what no account has."""

    of: dict[str, Portion] = field(default_factory=dict)
    nobody: float = 0.0

    def grow(self, state: TextState, by: int) -> None:
        """Add what this state is larger by. Several people share it."""
        if not state.people:
            self.nobody += by
        for account in state.people:
            self.of.setdefault(account, Portion()).size += by / len(state.people)

    def shrink(self, to: float) -> None:
        """Take away what the text lost, from everybody in proportion; `to` is the part that stays, from 0 to 1."""
        self.nobody *= to
        for portion in self.of.values():
            portion.size *= to

    def take_back(self, state: TextState, delta: dict[str, float]) -> None:
        """Undo one change: what it gave and took, and that it was made."""
        for account, size in delta.items():
            if account in self.of:
                self.of[account].size = max(0.0, self.of[account].size - size)
        for account in state.people:
            self.of[account].count -= 1

    def sizes(self) -> dict[str, float]:
        return {account: portion.size for account, portion in self.of.items()}


def portions(states: list[TextState]) -> dict[str, Portion]:
    """What each account has in the last of these states; accounts of which nothing counts any more are left out."""
    parts = Portions()
    undone = {state.undone for state in states}
    deltas: dict[TextState, dict[str, float]] = {}
    size = 0
    for state in states:
        before = parts.sizes() if state in undone else {}
        if state.undone in deltas:
            parts.take_back(state.undone, deltas.pop(state.undone))
        else:
            _add(parts, state, size)
        if state in undone:
            deltas[state] = {account: now - before.get(account, 0.0) for account, now in parts.sizes().items()}
        size = state.size
    return {account: portion for account, portion in parts.of.items() if portion.count > 0}


def _add(parts: Portions, state: TextState, size: int) -> None:
    """One change of a text that was this large before."""
    for account in state.people:
        portion = parts.of.setdefault(account, Portion())
        portion.count += 1
        portion.at = max((at for at in (portion.at, state.at) if at is not None), default=None)
    if state.size >= size:
        parts.grow(state, min(state.size - size, state.most))
    elif size > 0:
        parts.shrink(max(0, state.size) / size)
