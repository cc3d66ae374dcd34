"""The list of everybody the asker may know of, in the order of their names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from graph.facts import Account, Key, Person, Seconds, anchor_key, has_left, is_ahead
from graph.names import sort_key
from graph.store import View
from models.services import is_service

PAGE = 5000
OTHER = "#"
"""The letter of names that begin with none."""


class PersonKind(StrEnum):
    """Which list somebody is in: colleagues, people who left, accounts that no directory lists, service accounts."""

    COLLEAGUE = "colleague"
    LEFT = "left"
    UNLISTED = "unlisted"
    SERVICE = "service"


@dataclass(frozen=True, slots=True)
class PersonEntry:
    """Somebody in a list, with the key that orders the list. `left` is the leave date and `joined` the first day, also
    one that is to come."""

    person: Key
    order: str
    listed: bool
    service: bool
    left: Seconds | None = None
    joined: Seconds | None = None

    @property
    def letter(self) -> str:
        """The capital under which the name is found."""
        first = self.order[:1].upper()
        return first if "A" <= first <= "Z" else OTHER

    def kind(self, now: Seconds) -> PersonKind | None:
        """The list that this person is in at `now`, in seconds; none before the first day."""
        if self.service:
            return PersonKind.SERVICE
        if has_left(self.left, now):
            return PersonKind.LEFT
        if is_ahead(self.joined, now):
            return None
        return PersonKind.COLLEAGUE if self.listed else PersonKind.UNLISTED


def list_people(view: View) -> tuple[PersonEntry, ...]:
    """Everybody whose account the asker may know of, by family name, then by whole name."""
    entries: list[PersonEntry] = []
    for people in _pages(view):
        accounts = view.get([anchor_key(person.key) for person in people])
        for person in people:
            account = accounts.get(anchor_key(person.key))
            if isinstance(account, Account):
                entries.append(_entry(person, account))
    return tuple(sorted(entries, key=lambda entry: (entry.letter == OTHER, entry.order, entry.person)))


def _pages(view: View) -> Iterator[list[Person]]:
    after: Key | None = None
    while nodes := view.nodes("person", after=after, limit=PAGE):
        yield [node for node in nodes if isinstance(node, Person)]
        after = nodes[-1].key


def _entry(person: Person, account: Account) -> PersonEntry:
    return PersonEntry(
        person.key, _order(person.name), account.anchor, is_service(account), account.left, account.joined
    )


@lru_cache(maxsize=100_000)
def _order(name: str) -> str:
    """Where a name is in the list. Reading it is half of the work of listing, and names hardly change."""
    return " ".join(sort_key(name))
