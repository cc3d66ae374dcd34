"""The graph in one SQLite file: the embedded default, which needs no server."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Collection, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from graph.erasure import Erasure
from graph.facts import Account, Json, Key
from graph.loading import batches, load
from graph.receipt import Receipt, read_receipt, receipt_name
from graph.schema import ASPECTS, Aspect
from graph.sqlite.changes import newest_seq, read_changes
from graph.sqlite.dump import dump
from graph.sqlite.erase import SqliteTraces, read_suppression
from graph.sqlite.ledger import SqliteLedger
from graph.sqlite.sweep import SqliteLeftovers, unseen, vouched
from graph.sqlite.tables import open_reader, open_writer, transaction, translated
from graph.sqlite.view import SqliteView
from graph.sqlite.writer import SqliteWriter
from graph.store import Change, Ledger, StoreError, Viewer
from graph.suppression import Suppression
from graph.sweep import sweep

_IDLE_READERS = 8
_LOAD_BATCH = 500


class SqliteStore:
    """A Store in a file. One writing connection, used by one thread at a time; reading ones are lent to views."""

    aim = 0.010
    """SQLite's busy wait is unfair: a page's command that meets a longer transaction may wait for many."""

    def __init__(self, path: Path, create: bool = True) -> None:
        self.path = path
        self.url = f"sqlite:{path}"
        self._lock = threading.RLock()
        self._writing: SqliteWriter | None = None
        self._ids: dict[Key, int] = {}
        self._idle: list[sqlite3.Connection] = []
        self._closed = False
        self._suppression: tuple[int, Suppression] | None = None
        self._connection = open_writer(path, create)
        self.ledger: Ledger = SqliteLedger(self._ledger_write, self._rows, self._suppressed)

    # --- writing ----------------------------------------------------------------------------------------------------

    @contextmanager
    def writer(self) -> Iterator[SqliteWriter]:
        """The one transaction that writes. StoreError ``store-locked`` when another process keeps it too long."""
        with self._lock, translated(self.path):
            if self._writing is not None:
                raise RuntimeError("this thread is writing already")
            if self._closed:
                raise StoreError("store-closed", path=str(self.path))
            kept = False
            try:
                with transaction(self._connection):
                    writer = SqliteWriter(self._connection, self._ids, self._suppressed())
                    self._writing = writer
                    yield writer
                    writer.flush()
                kept = True
            finally:
                self._writing = None
                if not kept:
                    self._ids.clear()

    def _suppressed(self) -> Suppression:
        """The suppressed forms, read again only when another process may have added some."""
        count = self._connection.execute("SELECT count(*) FROM suppressed").fetchone()[0]
        if self._suppression is None or self._suppression[0] != count:
            self._suppression = (count, read_suppression(self._connection))
        return self._suppression[1]

    @contextmanager
    def _ledger_write(self) -> Iterator[sqlite3.Connection]:
        """A transaction of the ledger; inside a writer of the same thread it is part of that one."""
        with self._lock:
            if self._writing is not None:
                yield self._connection
                return
            with self.writer() as writer:
                yield writer.connection

    # --- reading ----------------------------------------------------------------------------------------------------

    def view(self, viewer: Viewer, recent: bool = False) -> SqliteView:
        """What this viewer may read: all that was committed, `recent` or not, since it is read from a file."""
        del recent
        return SqliteView(viewer, self.path, self._take, self._give)

    def _take(self) -> sqlite3.Connection:
        if self._closed:
            raise StoreError("store-closed", path=str(self.path))
        try:
            return self._idle.pop()
        except IndexError:
            return open_reader(self.path)

    def _give(self, reader: sqlite3.Connection) -> None:
        if self._closed or len(self._idle) >= _IDLE_READERS:
            reader.close()
        else:
            self._idle.append(reader)

    def _rows(self, sql: str, args: Sequence[object]) -> list[tuple[Any, ...]]:
        with self._reading() as reader:
            return reader.execute(sql, args).fetchall()

    @contextmanager
    def _reading(self) -> Iterator[sqlite3.Connection]:
        reader = self._take()
        try:
            with translated(self.path):
                yield reader
        finally:
            self._give(reader)

    def changes(self, after: int, limit: int = 1000, aspects: Collection[Aspect] = ASPECTS) -> list[Change]:
        """The changes after this seq in these aspects, in order."""
        with self._reading() as reader:
            return read_changes(reader, after, limit, aspects)

    def seq(self, aspects: Collection[Aspect] = ASPECTS) -> int:
        """The number of the newest change in these aspects."""
        with self._reading() as reader:
            return newest_seq(reader, aspects)

    # --- whole-store work -------------------------------------------------------------------------------------------

    def unseen(self, source: str, run: str) -> dict[str, tuple[int, int]]:
        """The number of documents and people of this source that this run saw, and of those that are missing."""
        with self._reading() as reader:
            return unseen(reader, source, run)

    def vouched(self, source: str, after: Key, limit: int) -> list[Account]:
        """The accounts of this source that it vouches for and no directory lists, by key."""
        with self._reading() as reader:
            return vouched(reader, source, after, limit)

    def sweep(self, source: str, run: str, limit: int = 500) -> int:
        """Drop up to `limit` nodes of this source that were not seen in this run; 0 means finished."""
        with self.writer() as writer:
            return sweep(writer, SqliteLeftovers(writer), source, run, limit)

    def erase(self, person: Key, limit: int = 500) -> int:
        """Remove up to `limit` traces of a person (accounts, acts, texts written alone); 0 means finished."""
        with self._lock:
            self._connection.execute("PRAGMA secure_delete = ON")  # What is removed is overwritten in the file too.
            with self.writer() as writer:
                removed = Erasure(writer, SqliteTraces(writer), person).go_on(limit)
            self._connection.execute("PRAGMA secure_delete = FAST")
        if not removed:
            with self._lock, translated(self.path):
                # Until then what was removed is still in the log next to the file.
                self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return removed

    def compact(self) -> bool:
        """Write the file anew, without what was removed, and empty the log next to it."""
        with self._lock, translated(self.path):
            self._connection.execute("VACUUM")
            busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
        return not busy

    def receipt(self, person: Key) -> Receipt | None:
        """What was removed of this person so far; None when nothing was."""
        return read_receipt(self.ledger.get(receipt_name(person)), person)

    def suppression(self) -> Suppression:
        """The forms of names and addresses that must not come in again."""
        with self._reading() as reader:
            return read_suppression(reader)

    def dump(self, derived: bool = False) -> Iterator[dict[str, Json]]:
        """All that is in the graph, sorted, complete but for seq, run ids and sync times. One consistent read."""
        with self.view(Viewer(system=True)) as view, translated(self.path):
            yield from dump(view.reader(), derived)

    def load(self, lines: Iterable[dict[str, Json]]) -> int:
        """Take in what `dump` gave, in several transactions; the number of records."""
        count = 0
        for batch in batches(lines, _LOAD_BATCH):
            with self.writer() as writer:
                count += load(writer, batch, "load")
        return count

    def close(self) -> None:
        """Close every connection; views that are still open keep theirs until they end."""
        with self._lock:
            self._closed = True
            while self._idle:
                self._idle.pop().close()
            self._connection.close()
