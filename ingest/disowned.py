"""Accounts whose record left its source: what it vouched for, a name and addresses, leaves with it.

The account stays as long as documents or groups name it, called by what they show of it. A run that passed over a
container as unchanged did not hear who is still there, so it disowns nobody; neither does one that forgot ids.
"""

from __future__ import annotations

from collections.abc import Iterator

from graph.facts import Fact, Key, PersonRecord
from graph.store import Store
from ingest.mapping import Mapper
from ingest.seen import SeenIds

PAGE = 1_000


def note_person(seen: SeenIds, record: PersonRecord) -> None:
    """Note that this person was told, whatever became of the record."""
    seen.tell(person_id(record.id), b"", record)


def person_id(native_id: str) -> str:
    """The id of a person among those of all kinds of records."""
    return f"\0person:{native_id}"


def disowned(store: Store, mapper: Mapper, seen: SeenIds) -> Iterator[Fact]:
    """The accounts that this source vouched for and told nothing of, as far as their ids tell."""
    after: Key = ""
    while not seen.forgot and (accounts := store.vouched(mapper.source, after, PAGE)):
        yield from (mapper.account(each.native_id) for each in accounts if person_id(each.native_id) not in seen)
        after = accounts[-1].key
