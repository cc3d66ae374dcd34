"""The audit: who changed rights, roles, tokens or what is known of a person, or looked at figures about groups, and
when. Append-only, authored state.

An entry names people by key, never by name, and holds no secret. There is no way here to change or remove one.
"""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from graph.facts import Json, Key, Seconds
from graph.ledger import Ledger

ENTRY = "authored:audit:"
"""Beginning of the names under which the ledger keeps the entries. They are ordered by time."""

BATCH = 500
"""Entries that are read at once."""


class AuditedAct(StrEnum):
    """What is audited."""

    ROLES_CHANGED = "roles-changed"
    TOKEN_MADE = "token-made"
    TOKEN_REVOKED = "token-revoked"
    SESSIONS_ENDED = "sessions-ended"
    ERASURE_ORDERED = "erasure-ordered"
    INSIGHT_OPENED = "insight-opened"
    INTRODUCER_AGREED = "introducer-agreed"
    INTRODUCER_WITHDREW = "introducer-withdrew"


@dataclass(frozen=True, slots=True)
class AuditEntry:
    """One act: when, what, by whom (the key of a person, `operator`, or a service), about whom, and its details."""

    at: Seconds
    act: AuditedAct
    by: str
    about: Key | None = None
    details: Mapping[str, str] = field(default_factory=dict)
    id: str = ""


def note(ledger: Ledger, entry: AuditEntry) -> None:
    """Add this entry."""
    value: dict[str, Json] = {
        "at": entry.at,
        "act": entry.act.value,
        "by": entry.by,
        "about": entry.about,
        "details": dict(entry.details),
    }
    ledger.add(f"{ENTRY}{_place(entry.at)}:{secrets.token_hex(8)}", value)


def read_audit(
    ledger: Ledger,
    before: str = "",
    limit: int = 100,
    *,
    act: AuditedAct | None = None,
    since: Seconds | None = None,
    until: Seconds | None = None,
) -> list[AuditEntry]:
    """The newest entries, the last one first, of this act and from `since` up to before `until`.

    `before` is the id of an entry to go on after.
    """
    found: list[AuditEntry] = []
    last = min(filter(None, (before, "" if until is None else _place(until))), default="")
    while len(found) < limit:
        kept = ledger.kept(ENTRY, before=ENTRY + last if last else None, limit=BATCH)
        for name, value in kept.items():
            entry = _entry(name.removeprefix(ENTRY), value)
            if since is not None and entry.at < since:
                return found
            if act in (None, entry.act) and len(found) < limit:
                found.append(entry)
            last = entry.id
        if len(kept) < BATCH:
            break
    return found


def _place(at: Seconds) -> str:
    """Where the entries of this moment begin."""
    return f"{max(0, at):012d}"


def _entry(named: str, value: Any) -> AuditEntry:
    return AuditEntry(value["at"], AuditedAct(value["act"]), value["by"], value["about"], value["details"], named)
