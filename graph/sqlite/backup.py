"""Copying the file of the graph while others write, and checking a copy: SQLite's own backup and its own check."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from graph import schema
from graph.rows import after_prefix
from graph.schema import ASPECTS, Aspect
from graph.sessions import PASSING
from graph.sqlite.changes import newest_seq
from graph.sqlite.tables import APPLICATION_ID, BUSY_SECONDS, open_reader, translated
from graph.store import StoreError


@dataclass(frozen=True, slots=True)
class Copied:
    """What is in a copy: the version of its schema and the number of its newest change."""

    version: int
    seq: int


def snapshot(path: Path, target: Path) -> Copied:
    """Copy the store in this file into a new one, as it is at one moment; writers go on meanwhile. StoreError."""
    if not path.exists():
        raise StoreError("store-missing", path=str(path))
    with translated(path), closing(open_reader(path)) as origin, closing(sqlite3.connect(target)) as copy:
        # All pages in one step: a step that is not the last one begins anew when another process writes.
        origin.backup(copy, pages=-1)
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, without a log next to it
        with copy:
            copy.executemany("DELETE FROM kept WHERE name >= ? AND name < ?", map(_between, PASSING))
    return inspect(target)


def _between(prefix: str) -> tuple[str, str]:
    return prefix, after_prefix(prefix)


def inspect(path: Path) -> Copied:
    """Check that this is a whole store that this program can read. StoreError when it is damaged, foreign or newer."""
    with translated(path), closing(sqlite3.connect(path)) as copy:
        if copy.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
            raise StoreError("store-foreign", path=str(path))
        version = int(copy.execute("PRAGMA user_version").fetchone()[0])
        if version > schema.VERSION:
            raise StoreError("store-newer-version", path=str(path), found=str(version), known=str(schema.VERSION))
        says = copy.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if says != "ok":
            raise StoreError("store-corrupt", path=str(path), why=str(says))
        seq = newest_seq(copy, ASPECTS if version >= 3 else (Aspect.CONTENT,))
    return Copied(version, seq)


def replace(path: Path, whole: Path) -> None:
    """Put this file in the place of the store. StoreError `store-in-use` when somebody has the old one open.

    What the old one says of itself is ignored: it may be damaged, which is what backups are for.
    """
    if path.exists():
        _require_unused(path)
    for suffix in ("-wal", "-shm", "-journal"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    whole.replace(path)


def _require_unused(path: Path) -> None:
    """SQLite leaves the mode of the log only when nobody else has the file open."""
    try:
        with closing(sqlite3.connect(path, timeout=BUSY_SECONDS / 10)) as old:
            old.execute("PRAGMA journal_mode = DELETE")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            raise StoreError("store-in-use", path=str(path)) from error
