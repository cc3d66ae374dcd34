"""What was removed of a person, in counts; no name is in it."""

from __future__ import annotations

from dataclasses import dataclass, fields

from graph.facts import Json, Key


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was removed of a person, in counts.

    `texts` are documents that they alone wrote, `redacted` what others wrote, `terms` are terms and topics, `notes`
    what the machinery had written down, `lines` those that programs pushed and that are still kept. `shared` forms were
    left: someone else has them too. `ordinary` family names are words of the language: they are blanked where something
    tells whose they are.
    """

    person: Key
    accounts: int = 0
    acts: int = 0
    texts: int = 0
    redacted: int = 0
    terms: int = 0
    notes: int = 0
    lines: int = 0
    forms: int = 0
    shared: int = 0
    ordinary: int = 0
    finished: bool = False


def read_receipt(kept: Json, person: Key) -> Receipt | None:
    """The receipt in what is kept under `receipt_name`; None when nothing was removed."""
    if not isinstance(kept, dict):
        return None
    known = {each.name for each in fields(Receipt)}
    values = {name: value for name, value in kept.items() if name in known}
    return Receipt(**{**values, "person": person})  # type: ignore[arg-type]


def receipt_name(person: Key) -> str:
    """The name under which the ledger keeps the receipt: authored state, which moves with the graph."""
    return f"authored:receipt:{person}"
