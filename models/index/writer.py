"""How does the index follow the store? One writer per host: rows, text, people and tables, committed together.

The order of a commit makes a kill harmless. Columns are flushed first, then the high-water mark of ordinals, then
Tantivy, then the mask, and last the commit file, which alone counts for the next start. What a killed run left behind
it is cut off or deleted, its ordinals are not given again, and its changes are replayed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from threading import RLock

import numpy as np
import tantivy
from numpy.typing import NDArray

from graph.facts import Key, kind_of
from graph.store import Change, Filed, View
from models.index import activity, generation, hides, profiles, topics
from models.index.columns import NEVER, Columns, ColumnWriter, Sizes
from models.index.dictionary import Dictionary
from models.index.documents import IndexableDocument, entries, open_rules, whole
from models.index.generation import IndexCommit
from models.index.people import People, refresh
from models.index.text.analysis import bare_title, language_of, number_of
from models.index.text.inquiries import asks
from models.index.text_index import engines_of
from models.index.work import deeds_of

DICTIONARIES = ("accounts", "persons", "groups", "rules", "sources")
LANGUAGE_NUMBERS = {"nl": 1, "en": 2}
KIND_NUMBERS = {kind: number for number, kind in enumerate(profiles.DOCUMENT_KINDS)}
VOCABULARY = 1000
"""Of so many characters of a text the words are kept as they are written, for suggestions."""
BATCH = 500
WRITTEN = 50_000
"""So many documents gather in memory while a generation is made."""


class IndexWriter:
    """The one writer of a generation. `update` follows changes, `settle` brings the batched tables up to date.

    One thread may settle while another one updates.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.commit_state = generation.read_commit(folder)
        fresh = not (folder / generation.COMMIT).exists()
        state = self.commit_state
        self.columns = ColumnWriter(folder, state.sizes)
        known = state.dictionaries
        self.books = {name: Dictionary(folder / f"{name}.txt", known.get(name, 0)) for name in DICTIONARIES}
        self.engines = engines_of(folder)
        table = state.tables.get("people", 0)
        self.people = People.read(folder / f"people-{table}.json") if table else People([], [])
        self._hashes = _KeyHashes(folder, state.sizes)
        self._lock, self._tables = RLock(), RLock()
        """Held while rows are taken in and committed; held while tables are made (taken first, where both are)."""
        self._dirty: set[int] = set()
        self._dirty_accounts: set[int] = set()
        self._people_changed = False
        self._looked_up = len(self.people.accounts)
        self._stale = state.stale
        self._rules: frozenset[Key] | None = None
        self._folders: dict[Key, Key] = {}
        # Whose work changed is known in memory alone: what was not settled is not known after a swap or a restart.
        self.everyone_dirty = fresh or state.settled < state.seq
        if not fresh:
            self._recover()

    def _recover(self) -> None:
        """Step over the ordinals of a killed run, and delete what it put into Tantivy."""
        gap = self.commit_state.reserved - self.commit_state.sizes.documents
        if gap <= 0:
            return
        first = self.columns.next_ordinal
        for engine in self.engines.values():
            engine.remove_from(first)
        self.columns.skip(gap)

    @property
    def seq(self) -> int:
        """Up to which change is this index?"""
        return self.commit_state.seq

    @property
    def stale(self) -> bool:
        """Is a new generation due, because something left what is for everyone?"""
        return self._stale

    def update(self, view: View, changes: Sequence[Change]) -> int:
        """Take in these changes and commit; how many documents were touched? `view` is the system's."""
        hiding = any(kind_of(change.key) == "person" for change in changes)
        with self._tables if hiding else nullcontext(), self._lock:
            if any(kind_of(change.key) == "rule" for change in changes):
                self._stale = True
            touched = self.take(view, changes, open_rules(view))
            if hiding:
                self._hide(view)
            if changes:
                self.commit(changes[-1].seq)
        return touched

    def _hide(self, view: View) -> None:
        """Let what people hide count nowhere from this commit on: no vote, no place, no profile."""
        self.commit(self.seq)
        columns = Columns(self.folder, self.columns.sizes)
        hidden = hides.find(view, columns, self._hashes.find_all, self.books, self.people)
        served = self.commit_state.tables.get("hides", 0)
        before = np.load(self.folder / f"hides-{served}.npy") if served else np.zeros(0, np.int64)
        changed = np.setxor1d(hidden, before[before < columns.sizes.acts])
        if not len(changed):
            return
        accounts = np.unique(columns["account"][changed]).tolist()
        persons = {self.people.accounts[each] for each in accounts if each < len(self.people.accounts)}
        tables = dict(self.commit_state.tables)
        number = max(tables.values(), default=0) + 1
        self._dirty.update(persons)
        if "profiles" in tables:  # before the tables settle for the first time there is nothing to take it out of
            self._write_work(columns, hidden, tables, number, persons)
        np.save(self.folder / f"hides-{number}.npy", hidden)
        self._commit(replace(self.commit_state, tables={**tables, "hides": number}))

    def take(self, view: View, changes: Sequence[Change], rules: frozenset[Key]) -> int:
        """Take in these changes without committing; `rules` are those that are open to everyone."""
        self._rules = rules
        gone = [change.key for change in changes if change.gone]
        keys = [change.key for change in changes if not change.gone]
        self._refresh_people(view, [key for key in (*keys, *gone) if kind_of(key) == "account"])
        self._remove([key for key in gone if kind_of(key) == "document"], stale=True)
        documents = [key for key in keys if kind_of(key) == "document"]
        for start in range(0, len(documents), BATCH):
            batch = documents[start : start + BATCH]
            new = list(entries(view, batch, rules))
            public = {entry.document.key for entry in new if entry.public}
            self._remove([key for key in batch if key not in public], stale=True)
            self._remove([key for key in batch if key in public])
            self.add(new)
        self._new_accounts(view)
        return len(documents)

    def take_new(self, view: View, found: Sequence[Filed], rules: frozenset[Key]) -> None:
        """Take in documents that the index has never seen, as when it is made, without committing.

        Their rows are written down now and then, so that memory does not grow with the texts.
        """
        self._rules = rules
        self.add(whole(view, found, rules, self._folders))
        self._new_accounts(view)
        if self.columns.pending >= WRITTEN:
            self.columns.flush()

    def add(self, new: Iterable[IndexableDocument]) -> None:
        """Append documents that are not in the index (or were removed just now)."""
        for entry in new:
            self._append(entry)

    def _append(self, entry: IndexableDocument) -> None:
        document, columns = entry.document, self.columns
        ordinal = columns.next_ordinal
        number_of_account = self.books["accounts"].number
        accounts = []
        deeds = deeds_of(entry.acts, asks(document, entry.text))
        for owner, kind, at, count, second, second_at, second_count, share in deeds:
            account = number_of_account(owner)
            accounts.append(account)
            times = _time(at), _time(second_at)
            columns.add_act((ordinal, account, kind, times[0], count, second, times[1], second_count, share))
        language = language_of(document.language, document.title, entry.text)
        rule = self.books["rules"].number(document.rule)
        key_hash = number_of(document.key)
        columns.add_document(
            self._told(entry, key_hash, rule, language),
            document.key.encode(),
            document.title.encode("utf-8", "replace"),
            (document.url or "").encode("utf-8", "replace"),
            entry.text.encode("utf-8", "replace"),
        )
        self._hashes.add(key_hash, ordinal)
        if not self.everyone_dirty:
            self._dirty_accounts.update(accounts)
        self.engines["public" if entry.public else "restricted"].add(
            as_indexed(entry, ordinal, accounts, rule, language)
        )

    def _told(self, entry: IndexableDocument, key_hash: int, rule: int, language: str) -> tuple[int, ...]:
        """The TOLD columns of a document, in their order."""
        document, groups = entry.document, self.books["groups"]
        folder = entry.folder or entry.group
        is_thread = entry.group is not None and entry.folder != entry.group
        return (
            key_hash,
            _time(document.at),
            KIND_NUMBERS[document.kind],
            self.books["sources"].number(document.source),
            rule,
            LANGUAGE_NUMBERS[language],
            groups.number(entry.group) if entry.group else -1,
            groups.number(folder) if folder else -1,
            _thread(entry.group or "") if is_thread else _title_thread(folder or "", document.title),
            int(entry.public),
        )

    def _remove(self, keys: Sequence[Key], stale: bool = False) -> None:
        """Delete these documents, if they are here; `stale`: one that was for everyone orders a new generation."""
        ordinals = self._hashes.find(keys)
        if not ordinals:
            return
        for engine in self.engines.values():
            engine.remove(ordinals)
        self.columns.kill(ordinals)
        committed = [ordinal for ordinal in ordinals if ordinal < self.columns.sizes.documents]
        if committed:
            columns = Columns(self.folder, self.columns.sizes)
            gone = np.asarray(committed, dtype=np.int64)
            self._stale |= stale and bool(columns["public"][gone[columns.alive[gone] > 0]].any())
            rows, _ = columns.acts_of(gone)
            self._dirty_accounts.update(columns["account"][rows].tolist())

    def _refresh_people(self, view: View, keys: Sequence[Key]) -> None:
        for start in range(0, len(keys), BATCH):
            batch = keys[start : start + BATCH]
            self._dirty |= refresh(self.people, view, batch, self.books["accounts"], self.books["persons"])
        self._people_changed |= bool(keys)

    def _new_accounts(self, view: View) -> None:
        """Look up the accounts that acts name and that no change told of."""
        bound, keys = self.people.accounts, self.books["accounts"].keys
        fresh = [number for number in range(self._looked_up, len(keys)) if number >= len(bound) or bound[number] < 0]
        if fresh:
            self._refresh_people(view, [keys[number] for number in fresh])
        self._looked_up = len(keys)

    def settle(self, view: View, passed: int = 0, shown: int | None = None) -> None:
        """Bring what follows in batches up to date: topics, what people hide, who is active where, profiles; commit.

        `passed` is the number of the newest passes that `view` shows, `shown` the change up to which it shows all for
        sure (None: as far as the index). Another thread may go on to update meanwhile: these tables are of the moment
        at which this began.
        """
        with self._tables:
            with self._lock:
                self.commit(self.seq)
                settled, tables = self.seq if shown is None else shown, dict(self.commit_state.tables)
                columns = Columns(self.folder, self.columns.sizes)
                persons = self._take_dirty()
            number = max(tables.values(), default=0) + 1
            hidden = hides.find(view, columns, self._hashes.find_all, self.books, self.people)
            np.save(self.folder / f"hides-{number}.npy", hidden)
            made = {**tables, "topics": self._write_topics(view, number), "hides": number}
            self._write_work(columns, hidden, made, number, persons)
            with self._lock:
                anew = {name: each for name, each in made.items() if each != tables.get(name)}
                served = {**self.commit_state.tables, **anew}
                self._commit(replace(self.commit_state, tables=served, settled=settled, passed=passed))

    def _take_dirty(self) -> set[int] | None:
        """Whose work changed since the last time (None: everybody's)? From now on nobody's did."""
        owners = self.people.accounts
        dirty = {owners[each] for each in self._dirty_accounts if each < len(owners)} | self._dirty
        everyone, self.everyone_dirty = self.everyone_dirty, False
        self._dirty, self._dirty_accounts = set(), set()
        return None if everyone else dirty

    def _write_work(
        self, columns: Columns, hidden: NDArray[np.int64], tables: dict[str, int], number: int, persons: set[int] | None
    ) -> None:
        """Write who is active where, and the profiles of these persons (None: of all), under this number."""
        readable = self._readable(columns)
        acts = np.asarray(columns["share"]) > 0
        acts[hidden] = False
        for name in ("group", "folder", "thread"):
            activity.write(activity.tabulate(columns, name, readable, acts), self.folder, name, number)
            tables[name] = number
        anew = None if persons is None else {each for each in persons if each >= 0}
        if anew is None or anew:
            before = profiles.read(self.folder, tables.get("profiles", 0))
            owners = np.asarray(self.people.accounts or [-1], dtype=np.int64)
            new = profiles.tabulate(
                columns, person_of=owners, readable=readable, acts=acts, before=before, persons=anew
            )
            profiles.write(new, self.folder, number)
            tables["profiles"] = number

    def _write_topics(self, view: View, number: int) -> int:
        rows, labelled = topics.collect(view)
        pairs = topics.mentions(view, labelled, self._hashes.find_pairs) if rows else np.zeros((0, 2), np.int64)
        topics.write(self.folder, number, rows, pairs, len(rows))
        return number

    def _readable(self, columns: Columns) -> NDArray[np.bool_]:
        """Which documents are for everyone, now as when they were indexed?"""
        open_now = self._rules if self._rules is not None else frozenset(self.books["rules"].keys)
        is_open = np.asarray([key in open_now for key in self.books["rules"].keys] or [False])
        readable: NDArray[np.bool_] = (columns["public"] > 0) & (columns.alive > 0)
        return readable & is_open[columns["rule"]] if len(readable) else readable

    def commit(self, seq: int) -> None:
        """Make everything up to this change visible to the readers."""
        tables = dict(self.commit_state.tables)
        if self._people_changed:
            tables["people"] = tables.get("people", 0) + 1
            self.people.write(self.folder / f"people-{tables['people']}.json")
            self._people_changed = False
        self._commit(replace(self.commit_state, seq=max(seq, self.seq), tables=tables))

    def _commit(self, state: IndexCommit) -> None:
        old = self.commit_state
        sizes = self.columns.flush()
        dictionaries = {name: book.flush() for name, book in self.books.items()}
        if sizes.documents > old.reserved:
            generation.write_commit(self.folder, replace(old, reserved=sizes.documents))
        for engine in self.engines.values():
            engine.commit()
        self.columns.mask()
        self.commit_state = replace(
            state, sizes=sizes, reserved=sizes.documents, dictionaries=dictionaries, stale=self._stale
        )
        generation.write_commit(self.folder, self.commit_state)
        self._tidy(old)

    def _tidy(self, old: IndexCommit) -> None:
        """Remove the tables of the commit before the last one; a reader that is just opening them tries again."""
        for name, number in old.tables.items():
            if self.commit_state.tables.get(name) != number:
                for file in self.folder.glob(f"{name}-*.np[yz]"):
                    _remove_before(file, number)
                for file in self.folder.glob(f"{name}-*.json"):
                    _remove_before(file, number)

    def close(self) -> None:
        """Finish merging and let go of the locks."""
        for engine in self.engines.values():
            engine.close()


class _KeyHashes:
    """Which ordinal has a key? A sorted copy of the committed hashes, and a dictionary of what came since."""

    def __init__(self, folder: Path, sizes: Sizes) -> None:
        columns = Columns(folder, sizes)
        alive = np.flatnonzero(columns.alive)
        hashes = np.asarray(columns["key_hash"])[alive]
        order = np.argsort(hashes, kind="stable")
        self._hashes, self._ordinals = hashes[order], alive[order]
        self._new: dict[int, int] = {}

    def add(self, key_hash: int, ordinal: int) -> None:
        self._new[key_hash] = ordinal

    def find_all(self, keys: Sequence[Key]) -> NDArray[np.int64]:
        """The ordinal of each key, -1 where there is none."""
        wanted = [number_of(key) for key in keys]
        found = np.full(len(keys), -1, dtype=np.int64)
        if len(self._hashes) and wanted:
            values = np.asarray(wanted, dtype=np.uint64)
            index = np.minimum(np.searchsorted(self._hashes, values), len(self._hashes) - 1)
            found = np.where(self._hashes[index] == values, self._ordinals[index], -1)
        if self._new:
            for place, key_hash in enumerate(wanted):
                found[place] = self._new.get(key_hash, found[place])
        return found

    def find(self, keys: Sequence[Key]) -> list[int]:
        return [int(ordinal) for ordinal in self.find_all(keys) if ordinal >= 0]

    def find_pairs(self, pairs: Sequence[tuple[int, Key]]) -> NDArray[np.int64]:
        """The (number, ordinal) rows of these (number, key) pairs, without those that are not here."""
        ordinals = self.find_all([key for _, key in pairs])
        rows = np.stack((np.asarray([number for number, _ in pairs], dtype=np.int64), ordinals), axis=1)
        return rows[ordinals >= 0]


def _remove_before(file: Path, number: int) -> None:
    """Remove a table that is older than this number, also one that a killed run or an earlier program left."""
    found = file.stem.rpartition("-")[2]
    if found.isdecimal() and int(found) < number:
        file.unlink(missing_ok=True)


def as_indexed(
    entry: IndexableDocument, ordinal: int, accounts: Sequence[int] = (), rule: int = 0, language: str | None = None
) -> tantivy.Document:
    """How does a document stand in Tantivy? Its title counts twice beside its text."""
    title, text = entry.document.title, entry.text
    document = tantivy.Document()
    document.add_integer("ordinal", ordinal)
    document.add_integer("rule", rule)
    for account in accounts:
        document.add_integer("account", account)
    language = language or language_of(entry.document.language, title, text)
    document.add_text(f"body_{language}", f"{title}\n{title}\n{text}")
    if entry.public:
        document.add_text("words", f"{title}\n{text[:VOCABULARY]}")
    return document


@lru_cache(maxsize=50_000)
def _thread(group: Key) -> int:
    return number_of(group)


@lru_cache(maxsize=50_000)
def _title_thread(folder: Key, title: str) -> int:
    return number_of("title", folder, bare_title(title))


def _time(at: int | None) -> int:
    return NEVER if at is None else at
