"""Principals by which a person reads: only those of accounts that a strong key binds to them."""

from __future__ import annotations

from collections.abc import Collection

from graph.facts import Account, EdgeKind, Key, Seconds, anchor_key, is_here
from graph.judgements import OWN, STRONG
from graph.store import View, Viewer

EVERYBODY = "everyone"
_MANY_LEVELS = 64


def strong_accounts(view: View, person: Key) -> frozenset[Key]:
    """The accounts that a strong key binds to this person: the anchor itself, and those with a strong link.

    A judgement that joins two accounts, a rule or a similar name makes them one person in answers, never in rights.
    """
    bound = view.edges((EdgeKind.IS,), (person,), "in")
    anchor = anchor_key(person)
    return frozenset(edge.start for edge in bound if edge.role == STRONG or (edge.role == OWN and edge.start == anchor))


def groups_of(view: View, accounts: Collection[Key]) -> frozenset[Key]:
    """The groups of these accounts, and the larger groups that those are part of."""
    found: set[Key] = set()
    fresh = {edge.end for edge in view.edges((EdgeKind.MEMBER_OF,), accounts)}
    for _ in range(_MANY_LEVELS):
        fresh -= found
        if not fresh:
            break
        found |= fresh
        fresh = {edge.end for edge in view.edges((EdgeKind.PART_OF,), fresh)}
    return frozenset(found)


def present_accounts(view: View, person: Key, now: Seconds) -> frozenset[Key]:
    """The accounts by which this person reads at `now` (seconds): none before their anchor begins or once it has left.

    An account that has left its own source, such as a deactivated one, gives no rights either.
    """
    accounts, anchor = strong_accounts(view, person), anchor_key(person)
    nodes = view.get({*accounts, anchor})
    left = {key for key, node in nodes.items() if isinstance(node, Account) and not is_here(node, now)}
    return frozenset() if anchor in left else accounts - left


def viewer_of(view: View, person: Key, now: Seconds) -> Viewer:
    """The Viewer of this person at `now` (seconds). Somebody who has left reads what is for everyone.

    `view` must be the system's: rights are looked up beyond what anybody may read.
    """
    if not view.viewer.system:
        raise ValueError("rights are looked up in the system's view")
    accounts = present_accounts(view, person, now)
    return Viewer(person, frozenset((EVERYBODY, *accounts, *groups_of(view, accounts))))
