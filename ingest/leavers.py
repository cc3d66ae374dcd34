"""Who left? People that a complete pull of a directory no longer tells stay known, as people who used to work here."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from graph.facts import Account, EdgeKind, Fact, Key, Seconds
from graph.store import Store, Viewer

PAGE = 500


def leavers(store: Store, source: str, told: Collection[Key], now: Seconds) -> Iterator[Fact | Key]:
    """Which people of this directory are not among `told`? New leavers as facts, earlier ones as keys to keep."""
    after: Key | None = None
    while True:
        with store.view(Viewer()) as view:
            page = view.nodes("account", after=after, limit=PAGE, source=source)
        for node in page:
            if isinstance(node, Account) and node.anchor and node.key not in told:
                yield node.key if node.left is not None else left(store, node, now)
        if len(page) < PAGE:
            return
        after = page[-1].key


def gone_person(store: Store, key: Key, now: Seconds) -> Fact | None:
    """Which fact says that this person left? None when there is nobody to say it of."""
    with store.view(Viewer()) as view:
        node = view.get([key]).get(key)
    return left(store, node, now) if isinstance(node, Account) and node.left is None else None


def left(store: Store, account: Account, now: Seconds) -> Fact:
    """The account as it was, with the day that its leaving was seen; groups stay, manager and place do not."""
    with store.view(Viewer()) as view:
        groups = view.edges([EdgeKind.MEMBER_OF], [account.key], "out")
    return Fact(replace(account, left=now), tuple(groups))
