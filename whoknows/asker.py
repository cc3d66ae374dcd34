"""The person who is meant by what was typed: an id of the directory, an address, a handle, or a full name."""

from __future__ import annotations

from collections.abc import Iterator

from graph.facts import Account, Key, Seconds, is_here, person_key
from graph.paging import all_nodes
from graph.store import View


def find_person(view: View, who: str) -> dict[Key, Account]:
    """People of the directory with this id, else with this address or handle, else with this name."""
    wanted = who.strip().casefold()
    ways: list[dict[Key, Account]] = [{}, {}, {}]
    for account in _listed(view):
        person = person_key(account.key)
        if wanted in (account.native_id.casefold(), person):
            ways[0][person] = account
        elif wanted in {each.casefold() for each in (*account.emails, *account.handles)}:
            ways[1][person] = account
        elif wanted in {each.casefold() for each in (account.name, *account.aliases)}:
            ways[2][person] = account
    return next((found for found in ways if found), {})


def first_person(view: View, now: Seconds) -> Key | None:
    """Who asks until somebody chooses: the first person of the directory who works here at `now`."""
    for account in _listed(view):
        if is_here(account, now) and not account.service:
            return person_key(account.key)
    return None


def _listed(view: View) -> Iterator[Account]:
    yield from (account for account in all_nodes(view, Account) if account.anchor)
