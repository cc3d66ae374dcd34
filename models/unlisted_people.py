"""People whom no directory lists: accounts that share an address, the handle of a forge or a full name."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Container, Iterable, Mapping, Sequence

from scipy.cluster.hierarchy import DisjointSet

from graph.accounts import named_address
from graph.facts import Account, Edge, EdgeKind, Key, person_key
from models.listed_people import STRONG, found_by
from models.services import addresses_of, forge_handles
from models.shared_addresses import name_of

WEIGHTS = {
    STRONG: 1.0,
    "rule:email": 0.95,
    "rule:id": 0.95,
    "rule:handle": 0.9,
    "rule:full-name": 0.9,
    "rule:alias": 0.85,
    "rule:handle-name": 0.8,
}
MOST_UNSURE = 5
"""A name that fits more people than this says nothing: no pairs are made of it."""


def join(
    accounts: Sequence[Account], refused: frozenset[tuple[Key, Key]], shared: Collection[str]
) -> tuple[list[Edge], set[tuple[Key, Key]]]:
    """IS edges between accounts that the directory does not know and share an address or a full name, and doubts."""
    people: DisjointSet = DisjointSet(account.key for account in accounts)
    roles: dict[Key, str] = {}
    by_address, by_name = _groups(accounts, shared)
    for group in by_address.values():
        _merge(people, roles, group, "rule:email")
    unsure: set[tuple[Key, Key]] = set()
    for group in by_name.values():
        apart = {people[account.key]: account for account in group}
        if _are_one(apart.values(), shared):
            _merge(people, roles, group, "rule:full-name")
        elif len(apart) <= MOST_UNSURE:
            first, *rest = sorted(min(people.subset(key)) for key in apart)
            unsure.update((key, person_key(first)) for key in rest if (key, person_key(first)) not in refused)
    edges = []
    smallest = {key: min(subset) for subset in people.subsets() for key in subset}
    for account in accounts:
        person = person_key(smallest[account.key])
        if person != person_key(account.key) and (account.key, person) not in refused:
            role = roles.get(account.key, "rule:full-name")
            edges.append(Edge(EdgeKind.IS, account.key, person, weight=WEIGHTS[role], role=role))
    return edges, unsure


def _are_one(apart: Iterable[Account], shared: Collection[str]) -> bool:
    """True when no source tells two of these accounts of one name apart; by a shared address it does not."""
    own = [account for account in apart if not _is_loose(account, shared)]
    return len({account.source for account in own}) == len(own)


def _is_loose(account: Account, shared: Collection[str]) -> bool:
    """True for an account that only a name and the address of several people tell of."""
    return named_address(account.native_id) is not None and not addresses_of(account) - {*shared}


def _groups(
    accounts: Sequence[Account], shared: Collection[str]
) -> tuple[Mapping[str, list[Account]], Mapping[str, list[Account]]]:
    """The accounts that share an address (or the handle of a forge), and those that share a full name."""
    by_address: dict[str, list[Account]] = defaultdict(list)
    by_name: dict[str, list[Account]] = defaultdict(list)
    for account in accounts:
        for address in addresses_of(account) - {*shared}:
            by_address[address].append(account)
        for handle in forge_handles(account):
            by_address[f"@{handle}"].append(account)
        name = name_of(account)
        if name and not name.initials and len(name.whole) >= 6:
            by_name[name.whole].append(account)
    return by_address, by_name


class Strangers:
    """People whom the directory does not list, by the addresses and the full names of their accounts."""

    def __init__(
        self, shown: Sequence[Account], edges: Iterable[Edge], service: Container[Key], shared: Collection[str]
    ) -> None:
        persons = {edge.start: edge.end for edge in edges}
        free = [account for account in shown if not account.anchor and account.key not in service]
        self._shared = shared
        self._by_address, self._by_name = (
            {form: {persons.get(each.key, person_key(each.key)) for each in group} for form, group in groups.items()}
            for groups in _groups(free, shared)
        )

    def find(self, account: Account) -> Edge | None:
        """The edge to the one person who shares an address or a full name with this account."""
        addresses, names = _groups([account], self._shared)
        ways = (("rule:email", self._by_address, addresses), ("rule:full-name", self._by_name, names))
        for role, index, forms in ways:
            found = found_by(index, forms)
            if found:
                person = min(found)
                edge = Edge(EdgeKind.IS, account.key, person, weight=WEIGHTS[role], role=role)
                return edge if len(found) == 1 else None
        return None


def _merge(people: DisjointSet, roles: dict[Key, str], group: Sequence[Account], role: str) -> None:
    for account in group[1:]:
        people.merge(group[0].key, account.key)
    if len(group) > 1:
        for account in group:
            roles.setdefault(account.key, role)
