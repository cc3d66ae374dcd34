"""Addresses that several people use: a program that sends for everybody, a shared mailbox. They tell nobody apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import combinations

from graph.facts import Account, Verdict
from graph.names import Name, compare, full_name, is_group_name, letters
from models.services import addresses_of

MOST_NAMES = 20
"""Names of one address that are compared with each other, in their order."""
LONG = 3
"""Letters from which a name inside an address tells whose it is."""


def name_of(account: Account) -> Name | None:
    """The full name of a person that this account shows."""
    return None if is_group_name(account.name) else full_name(account.name)


def names_of(account: Account) -> list[Name]:
    """The full names by which this account goes."""
    names = (None if is_group_name(text) else full_name(text) for text in (account.name, *account.aliases))
    return [name for name in names if name is not None]


def shared_addresses(accounts: Iterable[Account], listed: Collection[str]) -> frozenset[str]:
    """Addresses under which names of different people are shown; none that is `listed` as somebody's own."""
    names: dict[str, dict[str, Name]] = defaultdict(dict)
    for account in accounts:
        name = name_of(account)
        if name is not None:
            for address in addresses_of(account):
                if address not in listed:
                    names[address].setdefault(name.whole, name)
    return frozenset(address for address, found in names.items() if len(found) > 1 and _are_several(address, found))


def _are_several(address: str, names: dict[str, Name]) -> bool:
    some: Sequence[Name] = [names[whole] for whole in sorted(names)[:MOST_NAMES]]
    return any(_are_two(address, one, other) for one, other in combinations(some, 2))


def _are_two(address: str, one: Name, other: Name) -> bool:
    """True for names of two people. One person's may differ by a nickname, by marriage, and by the alphabet."""
    if compare(one, other).verdict is not Verdict.DIFFERENT:
        return False
    given, others = letters("".join(one.given)), letters("".join(other.given))
    if given.isascii() != others.isascii():
        return False
    if letters(one.given[0]) == letters(other.given[0]) and len(letters(one.given[0])) > 1:
        return False
    families = {each.key for each in one.families} & {each.key for each in other.families}
    if not families:
        return True
    spelled = letters(address)
    told = any(word in spelled for word in (given, others) if len(word) >= LONG)
    return given[:2] != others[:2] and not (told and any(family in spelled for family in families))


def listed_addresses(accounts: Iterable[Account]) -> Iterator[str]:
    """Addresses that a directory, or a source about its own accounts, lists."""
    for account in accounts:
        if account.anchor or account.vouched:
            yield from addresses_of(account)
