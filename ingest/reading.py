"""Which reading of texts a store holds: what an older one read is read again, though its source did not change.

Versions of documents carry the number of the reading, and the ledger that with which a source was listed last.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graph.store import Ledger
from ingest.contract import Versions

READING = 2
"""Raised when what a text says, whose words they are or who did something is read otherwise than before."""
_MARK = "~"
"""Stands between the number and the version of a source; before the version of what another reading read."""


def version_as_read(version: str | None) -> str | None:
    """The version of a document with the number of the reading, as it is stored."""
    return None if version is None else f"{READING}{_MARK}{version}"


def stored_versions(ledger: Ledger, source: str) -> Versions:
    """The versions that the source gave; what another reading read has one that no source gives."""

    def versions(ids: Sequence[str]) -> Mapping[str, str]:
        return {each: _as_given(stored) for each, stored in ledger.versions(source, list(ids)).items()}

    return versions


def is_of_today(ledger: Ledger, source: str) -> bool:
    """Whether the source was listed by the reading of today."""
    return ledger.get(_name(source)) == READING


def note_reading(ledger: Ledger, source: str) -> None:
    """Note that the source is listed by the reading of today."""
    ledger.set(_name(source), READING)


def _as_given(stored: str) -> str:
    reading, mark, version = stored.partition(_MARK)
    return version if mark and reading == str(READING) else f"{_MARK}{stored}"


def _name(source: str) -> str:
    return f"reading:{source}"
