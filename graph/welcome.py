"""What a new colleague ticked on their welcome page: authored state, for their eyes alone, that is erased with them."""

from __future__ import annotations

from graph.facts import Json, Key
from graph.ledger import Ledger

WELCOME = "authored:welcome:"
MOST = 200
"""Lines that somebody can have ticked; the oldest go."""


def ticked(ledger: Ledger, person: Key) -> tuple[Key, ...]:
    """The keys of what this person ticked, in that order."""
    kept = ledger.get(WELCOME + person)
    return tuple(str(each) for each in kept) if isinstance(kept, list) else ()


def tick(ledger: Ledger, person: Key, about: Key, *, done: bool) -> None:
    """Tick one line, or take that back."""
    kept: list[Json] = [each for each in ticked(ledger, person) if each != about]
    ledger.set(WELCOME + person, [*kept, about][-MOST:] if done else kept)
