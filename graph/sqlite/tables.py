"""The graph in SQLite: tables, migrations, connections, and what its errors mean."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

from graph import schema
from graph.facts import EVERYONE, NOBODY
from graph.store import StoreError

APPLICATION_ID = 0x57484F4B
NAMED, LIVE, GONE = 0, 1, 2
"""A node is only pointed to, is there, or is gone. A row is never removed: its id stays what it was."""
EVERYONE_ID, NOBODY_ID = 1, 2
BUSY_SECONDS = 10.0
MAPPED, MAPPED_WHOLE = 1 << 28, 1 << 30
"""Bytes of the file that a reading connection may map into memory; the second while it reads everything."""

TABLES = """
CREATE TABLE node(
  id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE, kind INTEGER NOT NULL, state INTEGER NOT NULL DEFAULT 0,
  derived INTEGER NOT NULL DEFAULT 0, open INTEGER NOT NULL DEFAULT 0, rule INTEGER, source TEXT,
  props BLOB, text_hash TEXT, hash BLOB, seq INTEGER);
CREATE UNIQUE INDEX node_seq ON node(seq) WHERE seq IS NOT NULL;
CREATE INDEX node_rule ON node(rule) WHERE rule > 2;
CREATE TABLE seen(id INTEGER PRIMARY KEY, run INTEGER NOT NULL, version TEXT);
CREATE TABLE body(id INTEGER PRIMARY KEY, packed INTEGER NOT NULL, text BLOB NOT NULL);
CREATE TABLE reader(principal TEXT NOT NULL, rule INTEGER NOT NULL, PRIMARY KEY(principal, rule)) WITHOUT ROWID;
CREATE TABLE edge(
  kind INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, by_end INTEGER NOT NULL DEFAULT 0,
  at INTEGER, count INTEGER NOT NULL DEFAULT 0, size INTEGER NOT NULL DEFAULT 0, weight REAL NOT NULL DEFAULT 0,
  role TEXT, PRIMARY KEY(kind, start, "end", by_end)) WITHOUT ROWID;
CREATE INDEX edge_end ON edge(kind, "end", start);
CREATE TABLE suggested(
  kind INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, by_end INTEGER NOT NULL DEFAULT 0,
  at INTEGER, count INTEGER NOT NULL DEFAULT 0, size INTEGER NOT NULL DEFAULT 0, weight REAL NOT NULL DEFAULT 0,
  role TEXT, PRIMARY KEY(kind, start, "end", by_end)) WITHOUT ROWID;
CREATE TABLE extraction(id INTEGER PRIMARY KEY, text_hash TEXT NOT NULL, version TEXT NOT NULL, found BLOB NOT NULL);
CREATE TABLE judgement(
  id TEXT PRIMARY KEY, subject INTEGER NOT NULL, object INTEGER NOT NULL, verdict TEXT NOT NULL, by TEXT NOT NULL,
  at INTEGER NOT NULL, reason TEXT NOT NULL, undone INTEGER);
CREATE INDEX judgement_subject ON judgement(subject);
CREATE INDEX judgement_object ON judgement(object);
CREATE TABLE tally(
  kind INTEGER NOT NULL, source TEXT NOT NULL, rule INTEGER NOT NULL, nodes INTEGER NOT NULL,
  PRIMARY KEY(kind, source, rule)) WITHOUT ROWID;
CREATE TABLE suppressed(form BLOB PRIMARY KEY, kind TEXT NOT NULL, words INTEGER NOT NULL, first BLOB) WITHOUT ROWID;
CREATE TABLE cursor(source TEXT PRIMARY KEY, cursor TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE run(
  number INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, source TEXT NOT NULL, state TEXT NOT NULL,
  started INTEGER NOT NULL DEFAULT 0, ended INTEGER, counts TEXT NOT NULL DEFAULT '{}', error TEXT,
  problems INTEGER NOT NULL DEFAULT 0);
CREATE INDEX run_source ON run(source, number);
CREATE TABLE problem(
  run INTEGER NOT NULL, number INTEGER NOT NULL, item TEXT, message TEXT NOT NULL, params TEXT NOT NULL,
  PRIMARY KEY(run, number)) WITHOUT ROWID;
CREATE TABLE job(
  id INTEGER PRIMARY KEY, kind TEXT NOT NULL, args TEXT NOT NULL, state TEXT NOT NULL, queued INTEGER NOT NULL,
  not_before INTEGER NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, worker TEXT, heartbeat INTEGER, ended INTEGER,
  error TEXT, progress TEXT NOT NULL DEFAULT '{}');
CREATE INDEX job_due ON job(state, not_before, id);
CREATE TABLE kept(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
ANALYZE;
INSERT INTO sqlite_stat1 VALUES ('edge', 'edge', '9000000 400000 9 1 1'), ('edge', 'edge_end', '9000000 400000 5 1 1'),
  ('node', 'sqlite_autoindex_node_1', '3000000 1'), ('node', 'node_seq', '2000000 1'), ('node', 'node_rule', '9000 90');
"""
"""The last lines tell the planner how a filled store looks: else it reads all edges of a kind to find one end."""

TOLD = """
CREATE TABLE told(run INTEGER NOT NULL, number INTEGER NOT NULL, ids BLOB NOT NULL, PRIMARY KEY(run, number));
"""

AUTHORED = """
ALTER TABLE edge ADD COLUMN more TEXT;
ALTER TABLE suggested ADD COLUMN more TEXT;
CREATE TABLE authored(
  kind INTEGER NOT NULL, start INTEGER NOT NULL, "end" INTEGER NOT NULL, topic INTEGER NOT NULL DEFAULT 0,
  at INTEGER, count INTEGER NOT NULL DEFAULT 0, size INTEGER NOT NULL DEFAULT 0, weight REAL NOT NULL DEFAULT 0,
  role TEXT, more TEXT, PRIMARY KEY(kind, start, "end", topic)) WITHOUT ROWID;
CREATE INDEX authored_end ON authored(kind, "end", start);
INSERT INTO authored(kind, start, "end", at, count, size, weight, role)
  SELECT kind, start, "end", at, count, size, weight, role FROM edge WHERE kind IN (18, 19, 20, 21, 22);
DELETE FROM edge WHERE kind IN (18, 19, 20, 21, 22);
UPDATE edge SET at = NULL, count = 0, size = 0, weight = 0, more = json_patch('{}', json_object(
  'documents', count, 'last', at, 'rank', CAST(weight AS INTEGER), 'since', iif(at IS NULL, NULL, size)))
  WHERE kind = 27;
CREATE TABLE aspect(
  id INTEGER NOT NULL, aspect INTEGER NOT NULL, seq INTEGER NOT NULL, PRIMARY KEY(id, aspect)) WITHOUT ROWID;
CREATE UNIQUE INDEX aspect_seq ON aspect(aspect, seq);
INSERT INTO sqlite_stat1 VALUES ('authored', 'authored', '100000 20000 10 2 1'),
  ('authored', 'authored_end', '100000 20000 5 2 1')
"""
"""What people say has a table of its own, to which nothing that syncs, sweeps or derives writes; `more` holds, as JSON,
what only one kind of edge has; a change in another aspect than the content has a row of its own. The numbers are those
of version 2: CLAIMS, HIDES, ENDORSES, FOLLOWS, BROADER; and KNOWS_ABOUT, whose properties had names of others."""

CREDITS = """
ALTER TABLE node ADD COLUMN credits BLOB;
ALTER TABLE node ADD COLUMN shown BLOB;
CREATE TABLE credit(
  account INTEGER NOT NULL, rule INTEGER NOT NULL, name TEXT NOT NULL, email TEXT NOT NULL, documents INTEGER NOT NULL,
  PRIMARY KEY(account, rule, name, email)) WITHOUT ROWID;
CREATE INDEX credit_rule ON credit(rule);
INSERT INTO sqlite_stat1 VALUES ('credit', 'credit', '200000 2 1 1 1'), ('credit', 'credit_rule', '200000 5000');
CREATE TABLE forgotten AS
  SELECT a.id, a.source, row_number() OVER (ORDER BY a.id) AS place, CAST(a.props AS TEXT) AS props FROM node a
  WHERE a.kind = 2 AND a.state = 1 AND NOT a.open AND json_extract(CAST(a.props AS TEXT), '$.vouched') IS NOT 1
  AND EXISTS(SELECT 1 FROM edge e JOIN node d ON d.id = e."end" WHERE e.kind IN (1,2,3,4,5,6,7,8,9) AND e.start = a.id
    AND d.state = 1 AND d.rule <> 1 AND NOT EXISTS(
      SELECT 1 FROM reader x WHERE x.principal = 'everyone' AND x.rule = ifnull(
        (SELECT g.rule FROM node g WHERE g.id = d.rule AND g.kind = 3), d.rule)));
UPDATE node SET hash = NULL, seq = f.place + (
    SELECT max(ifnull((SELECT max(seq) FROM node), 0), ifnull((SELECT max(seq) FROM aspect), 0))),
  props = CAST(iif(instr(f.props ->> 'native_id', '@'),
    json_set(f.props, '$.name', f.props ->> 'native_id', '$.emails', json_array(f.props ->> 'native_id')),
    json_remove(json_set(f.props, '$.name', f.props ->> 'native_id'), '$.emails')) AS BLOB)
  FROM forgotten f WHERE f.id = node.id;
UPDATE seen SET version = NULL WHERE id IN (
  SELECT e."end" FROM forgotten f JOIN edge e ON e.kind IN (1,2,3,4,5,6,7,8,9) AND e.start = f.id);
DELETE FROM cursor WHERE source IN (SELECT source FROM forgotten);
DROP TABLE forgotten
"""
"""Which names and addresses a document shows of accounts is part of the document; `credit` counts the documents of each
by rule, and `shown` is what an account is called by those for everyone, where that is more than its own record says.

Up to version 3 an account kept what the first document showed, whoever might read that. Who acted on a document that is
not for everyone is called by the id alone, until the next sync, which tells all of that source again.
"""
_NO_RULE = """(SELECT id FROM node WHERE kind = 5 AND state = 1
  AND json_extract(CAST(props AS TEXT), '$.native_id') = 'unstated')"""
_LARGER = """(SELECT o.id FROM edge e JOIN node o ON o.id = e."end" WHERE e.kind = {kind} AND e.start = {start}
  AND o.kind = 3 ORDER BY o.key DESC LIMIT 1)"""
INHERITED = f"""
ALTER TABLE node ADD COLUMN stated INTEGER;
UPDATE node SET stated = rule WHERE kind = 3 AND state = 1;
UPDATE node SET rule = (SELECT d.rule FROM edge e JOIN node d ON d.id = e.start WHERE e.kind = 10 AND e."end" = node.id
  AND d.rule IN {_NO_RULE} LIMIT 1) WHERE kind = 3 AND state <> 1;
UPDATE node SET rule = {_LARGER.format(kind=10, start="node.id")} WHERE kind = 1 AND state = 1 AND rule IN {_NO_RULE}
  AND EXISTS(SELECT 1 FROM edge e WHERE e.kind = 10 AND e.start = node.id);
CREATE TEMP TABLE larger AS WITH RECURSIVE up(id, at, depth) AS (
  SELECT id, id, 0 FROM node WHERE kind = 3 AND state = 1 AND stated IN {_NO_RULE} UNION ALL
  SELECT up.id, {_LARGER.format(kind=11, start="up.at")}, depth + 1 FROM up JOIN node n ON n.id = up.at
  WHERE n.state = 1 AND n.stated IN {_NO_RULE} AND depth < 64)
  SELECT up.id, n.stated, min(depth) FROM up JOIN node n ON n.id = up.at
  WHERE n.state = 1 AND n.stated NOT IN {_NO_RULE} GROUP BY up.id;
UPDATE node SET rule = (SELECT larger.stated FROM temp.larger WHERE larger.id = node.id)
  WHERE id IN (SELECT id FROM temp.larger);
DROP TABLE temp.larger;
DELETE FROM tally;
INSERT INTO tally SELECT n.kind, ifnull(n.source, ''), ifnull(iif(c.kind = 3, c.rule, n.rule), 0) AS read, count(*)
  FROM node n LEFT JOIN node c ON c.id = n.rule WHERE n.state = 1 AND NOT n.derived GROUP BY 1, 2, 3
"""
"""What stated no rule had that of its source, whatever it was in. The numbers are those of version 3: documents are 1,
groups 3, rules 5, IN 10 and PART_OF 11; a node that is there is in state 1."""

SCRATCH = """
CREATE TEMP TABLE IF NOT EXISTS fresh_keys(
  start TEXT NOT NULL, "end" TEXT NOT NULL, at INTEGER, count INTEGER, size INTEGER, weight REAL, role TEXT, more TEXT);
CREATE TEMP TABLE IF NOT EXISTS fresh(
  start INTEGER NOT NULL, "end" INTEGER NOT NULL, at INTEGER, count INTEGER, size INTEGER, weight REAL, role TEXT,
  more TEXT, PRIMARY KEY(start, "end")) WITHOUT ROWID;
CREATE TEMP TABLE IF NOT EXISTS scope(id INTEGER PRIMARY KEY);
"""

CURATED = """
ALTER TABLE judgement ADD COLUMN label TEXT NOT NULL DEFAULT '';
ALTER TABLE judgement ADD COLUMN act TEXT NOT NULL DEFAULT '';
ALTER TABLE judgement ADD COLUMN undone_by TEXT NOT NULL DEFAULT '';
INSERT INTO judgement(id, subject, object, verdict, by, at, reason)
  SELECT 'broader-' || start || '-' || "end", start, "end", 'broader', 'operator', ifnull(at, 0), '' FROM authored
  WHERE kind = 22;
INSERT INTO edge(kind, start, "end", at) SELECT kind, start, "end", ifnull(at, 0) FROM authored WHERE kind = 22;
DELETE FROM authored WHERE kind = 22
"""
"""A judgement tells the command and the label that it is of, and who took it back. What is broader, kind 22, follows
from judgements."""

MIGRATIONS: dict[int, str] = {0: TABLES, 1: TOLD, 2: AUTHORED, 3: f"{INHERITED};{CREDITS}", 4: CURATED}
"""Statements that turn the schema of this version into the next one, all in one transaction; 0 is an empty file."""


def open_writer(path: Path, create: bool) -> sqlite3.Connection:
    """Open the file to write, bring its schema up to date, and refuse what is not ours or is newer. StoreError."""
    if not create and not path.exists():
        raise StoreError("store-missing", path=str(path))
    with translated(path):
        if create:
            _make_file(path)
        connection = sqlite3.connect(path, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False)
        with ExitStack() as undo:
            undo.callback(connection.close)
            _prepare(connection, path)
            undo.pop_all()
    return connection


def open_reader(path: Path) -> sqlite3.Connection:
    """Open the file to read only; its temporary tables are its own."""
    with translated(path):
        connection = sqlite3.connect(
            f"file:{quote(str(path.resolve()))}?mode=ro",
            uri=True,
            timeout=BUSY_SECONDS,
            isolation_level=None,
            check_same_thread=False,
            cached_statements=256,
        )
        connection.execute(f"PRAGMA mmap_size = {MAPPED}")
        connection.execute("PRAGMA cache_size = -8000")
        connection.execute("CREATE TEMP TABLE readable(rule INTEGER PRIMARY KEY)")
        connection.execute("CREATE TEMP TABLE viewer(key TEXT NOT NULL)")
    return connection


def _make_file(path: Path) -> None:
    """Make the folder and an empty file, which nobody else reads: SQLite gives its logs the rights of the file."""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)
    except OSError as error:
        raise StoreError("store-unwritable", path=str(path), why=error.strerror or "") from error


def _prepare(connection: sqlite3.Connection, path: Path) -> None:
    version = _version(connection, path)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = NORMAL")
    connection.execute("PRAGMA cache_size = -64000")
    connection.execute("PRAGMA journal_size_limit = 67108864")
    connection.execute("PRAGMA secure_delete = FAST")
    if version < schema.VERSION:
        _migrate(connection, path)
        connection.execute("ANALYZE sqlite_schema")
    connection.executescript(SCRATCH)


def _version(connection: sqlite3.Connection, path: Path) -> int:
    version = int(connection.execute("PRAGMA user_version").fetchone()[0])
    ours = connection.execute("PRAGMA application_id").fetchone()[0]
    empty = connection.execute("SELECT count(*) FROM sqlite_master").fetchone()[0] == 0
    if ours != APPLICATION_ID and not empty:
        raise StoreError("store-foreign", path=str(path))
    if version > schema.VERSION:
        raise StoreError("store-newer-version", path=str(path), found=str(version), known=str(schema.VERSION))
    return version


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """One transaction that writes: kept when its end is reached, else taken back whole."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _migrate(connection: sqlite3.Connection, path: Path) -> None:
    with transaction(connection):
        version = _version(connection, path)
        while version < schema.VERSION:
            for statement in MIGRATIONS[version].split(";"):
                connection.execute(statement)
            version += 1
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute(f"PRAGMA user_version = {schema.VERSION}")
        built_in = [(EVERYONE_ID, EVERYONE), (NOBODY_ID, NOBODY)]
        rule = schema.KIND_NUMBERS["rule"]
        connection.executemany(f"INSERT OR IGNORE INTO node(id, key, kind) VALUES (?, ?, {rule})", built_in)


_MESSAGES = {
    sqlite3.SQLITE_BUSY: "store-locked",
    sqlite3.SQLITE_LOCKED: "store-locked",
    sqlite3.SQLITE_READONLY: "store-unwritable",
    sqlite3.SQLITE_PERM: "store-unwritable",
    sqlite3.SQLITE_CANTOPEN: "store-unopenable",
    sqlite3.SQLITE_FULL: "store-disk-full",
    sqlite3.SQLITE_CORRUPT: "store-corrupt",
    sqlite3.SQLITE_NOTADB: "store-corrupt",
    sqlite3.SQLITE_IOERR: "store-io-error",
}


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Say what SQLite's error means for who runs the store; what is a bug of ours stays what it is."""
    try:
        yield
    except sqlite3.DatabaseError as error:
        message = _MESSAGES.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
        if message is None:
            raise
        raise StoreError(message, path=str(path), why=str(error)) from error
