"""People who left. People that a directory says are gone stay known, as people who used to work here.

Those that are only missing from a complete pull become leavers in the store's sweep.
"""

from __future__ import annotations

from dataclasses import replace

from graph.facts import Account, EdgeKind, Fact, Key, Seconds, has_left
from graph.store import Store, Viewer


def gone_person(store: Store, key: Key, now: Seconds) -> Fact | None:
    """The fact that this person left: groups stay, manager and place go. None when nobody is there, or no longer."""
    with store.view(Viewer()) as view:
        account = view.get([key]).get(key)
        if not isinstance(account, Account) or has_left(account.left, now):
            return None
        groups = view.edges([EdgeKind.MEMBER_OF], [key], "out")
    return Fact(replace(account, left=now), tuple(groups))
