"""Who somebody is by a strong key, and by which principals they read: those of accounts that such a key binds to them.

A name or a similarity never says who somebody is.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from graph.facts import (
    Account,
    EdgeKind,
    Key,
    Node,
    Seconds,
    anchor_key,
    current_emails,
    is_here,
    key_of,
    person_key,
)
from graph.judgements import OWN, STRONG
from graph.paging import all_nodes
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


def person_by_id(view: View, directories: Iterable[str], native_id: str, now: Seconds) -> Key | None:
    """The person with exactly this id in the directory; None when nobody, or more than one, is here with it."""
    keys = [key_of("account", source, native_id) for source in directories]
    return _only(node for node in view.get(keys).values() if _present(node, now))


def person_by_address(view: View, directories: Iterable[str], address: str, now: Seconds) -> Key | None:
    """The person whose own address this is in the directory; None when nobody, or more than one, is here with it.

    `address` must be verified by who says it.
    """
    wanted = address.strip().casefold()
    found = (
        account
        for source in directories
        for account in all_nodes(view, Account, source)
        if wanted in {each.casefold() for each in current_emails(account)} and _present(account, now)
    )
    return _only(found) if wanted else None


def works_here(view: View, person: Key, now: Seconds) -> Account | None:
    """The directory's account of this person, as long as they are in it and have not left at `now`."""
    node = view.get([anchor_key(person)]).get(anchor_key(person))
    return node if isinstance(node, Account) and _present(node, now) else None


def _present(node: Node, now: Seconds) -> bool:
    return isinstance(node, Account) and node.anchor and not node.service and is_here(node, now)


def _only(found: Iterable[Node]) -> Key | None:
    people = {person_key(node.key) for node in found}
    return people.pop() if len(people) == 1 else None
