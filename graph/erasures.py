"""Who asked to be forgotten, when, and how far that is: authored state, in which no name is.

An erasure is found again by what its person was called: keyed hashes of names, ids and addresses, as suppression keeps.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable
from dataclasses import asdict, dataclass, fields, replace
from enum import StrEnum
from typing import Any

from graph import sessions, tokens
from graph.audit import AuditedAct, AuditEntry, note
from graph.facts import Account, Json, Key, Seconds
from graph.judgements import OPERATOR
from graph.receipt import Receipt, receipt_name
from graph.store import Store
from graph.suppression import SECRET, hash_of

LIST = "authored:erasures"
_ONE = "authored:erasure:"


class ErasureStep(StrEnum):
    """The steps of an erasure, in order."""

    GRAPH = "graph"
    """The store: accounts, acts, texts, names in what others wrote, terms, notes."""
    DERIVED = "derived"
    """Terms, topics and links are worked out again from the texts as they are now."""
    FILES = "files"
    """The file of the store is written anew."""
    INDEX = "index"
    """A new generation of the index is built and the files of those before are removed."""
    DONE = "done"


@dataclass(frozen=True, slots=True)
class ErasureRecord:
    """One erasure. `by` is the person who asked for it (None: the command line), `files` are in the data folder and may
    still name the person, `named` are the hashes by which it is found again, and `order` is that of its new generation.
    """

    person: Key
    asked: Seconds
    by: Key | None = None
    step: ErasureStep = ErasureStep.GRAPH
    ended: Seconds | None = None
    files: tuple[str, ...] = ()
    named: tuple[str, ...] = ()
    order: int = 0

    @property
    def finished(self) -> bool:
        """Whether nothing is left to do."""
        return self.step is ErasureStep.DONE


@dataclass(frozen=True, slots=True)
class ErasureRow:
    """One erasure. `step` is graph, derived, files, index or done; `by` is None for the command line.

    `files` in the data folder were not read and may still name the person. No name is in here.
    """

    person: Key
    asked: Seconds
    by: Key | None
    step: str
    ended: Seconds | None
    removed: Receipt
    files: tuple[str, ...] = ()


def order_erasure(
    store: Store, person: Key, accounts: Iterable[Account], by: Key | None, now: Seconds
) -> ErasureRecord:
    """Note that this person is to be erased; gives the one that is under way if there is one.

    Their sessions and tokens end at once, also those that began since an order that is under way.
    """
    with store.writer():
        sessions.end_of_person(store.ledger, person)
        tokens.remove_of(store.ledger, person)
        known = erasure_of(store, person)
        if known is not None and not known.finished:
            return known
        if store.ledger.get(SECRET) is None:
            store.ledger.set(SECRET, secrets.token_hex(32))
    secret = _secret(store)
    names = (name for account in accounts for name in names_of(account))
    named = tuple(sorted({hash_of(secret, f"named {name}").hex() for name in names}))
    record = ErasureRecord(person, now, by, named=named or (known.named if known else ()))
    with store.writer():
        listed = _listed(store)
        store.ledger.set(LIST, [*listed, *([] if person in listed else [person])])
        keep(store, record)
        note(store.ledger, AuditEntry(now, AuditedAct.ERASURE_ORDERED, by or OPERATOR, person))
    return record


def names_of(account: Account) -> tuple[str, ...]:
    """What is typed for somebody, folded as people are looked up."""
    several = (account.native_id, *account.emails, *account.handles, account.name, *account.aliases)
    return tuple(each.strip().casefold() for each in several)


def keep(store: Store, record: ErasureRecord) -> ErasureRecord:
    """Write how far this erasure is, and give it."""
    values: dict[str, Json] = {**asdict(record), "files": [*record.files], "named": [*record.named]}
    store.ledger.set(_ONE + record.person, values)
    return record


def go_to(store: Store, record: ErasureRecord, step: ErasureStep, **more: Any) -> ErasureRecord:
    """Note that this step begins."""
    return keep(store, replace(record, step=step, **more))


def erasure_of(store: Store, person: Key) -> ErasureRecord | None:
    """The erasure of this person, or None."""
    kept = store.ledger.get(_ONE + person)
    if not isinstance(kept, dict):
        return None
    known = {each.name for each in fields(ErasureRecord)}
    values: dict[str, Any] = {name: value for name, value in kept.items() if name in known}
    values |= {"step": ErasureStep(values["step"]), "files": tuple(values["files"]), "named": tuple(values["named"])}
    return ErasureRecord(**values)


def receipt_code(store: Store, person: Key) -> str:
    """What whoever is erased keeps to see the receipt: nobody can work it out, and it says nothing."""
    return hash_of(_secret(store), f"receipt {person}").hex()


def erasure_with_code(store: Store, code: str) -> ErasureRecord | None:
    """The erasure to which this code belongs, or None."""
    found = [each for each in erasures(store) if secrets.compare_digest(receipt_code(store, each.person), code)]
    return found[0] if found else None


def erasures(store: Store) -> list[ErasureRecord]:
    """All erasures, the newest first."""
    found = [record for person in _listed(store) if (record := erasure_of(store, person)) is not None]
    return sorted(found, key=lambda record: (-record.asked, record.person))


def erasures_named(store: Store, who: str) -> list[ErasureRecord]:
    """The erasures of people who were called this, or had this id, address or key."""
    wanted = who.strip().casefold()
    secret = _secret(store)
    hashed = hash_of(secret, f"named {wanted}").hex() if secret else ""
    return [each for each in erasures(store) if wanted == each.person or hashed in each.named]


def count_lines(store: Store, person: Key, lines: int) -> None:
    """Add pushed lines that were removed or blanked to the receipt of this person."""
    if lines:
        found = store.receipt(person) or Receipt(person)
        store.ledger.set(receipt_name(person), asdict(replace(found, lines=found.lines + lines)))


def receipt_of(store: Store, record: ErasureRecord) -> Receipt:
    """What was removed so far."""
    return store.receipt(record.person) or Receipt(record.person)


def erasure_row(store: Store, record: ErasureRecord) -> ErasureRow:
    """This erasure with its receipt."""
    removed = receipt_of(store, record)
    return ErasureRow(record.person, record.asked, record.by, record.step.value, record.ended, removed, record.files)


def _secret(store: Store) -> bytes:
    kept = store.ledger.get(SECRET)
    return bytes.fromhex(kept) if isinstance(kept, str) else b""


def _listed(store: Store) -> list[str]:
    kept = store.ledger.get(LIST)
    return [str(each) for each in kept] if isinstance(kept, list) else []
