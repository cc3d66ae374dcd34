"""The one writer of a generation: rows, text, people and tables, committed together.

The order of a commit makes a kill harmless. Columns are flushed first, then the high-water mark of ordinals, then the
text engines, then what is dead, and last the commit file, which seals every file and is what the next start goes by.
What a killed run left behind it is cut off or deleted, its ordinals are not given again, and its changes are replayed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from threading import RLock
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.facts import EVERYONE, EdgeKind, Key, anchor_key, kind_of
from graph.schema import Aspect
from graph.store import Change, Filed, View
from models.encoder import Encoder
from models.index import generation, label_vectors, meaning, topics
from models.index.columns import Columns
from models.index.containers import regrouped
from models.index.dictionary import DICTIONARIES, Dictionary
from models.index.documents import Folder, IndexableDocument, in_folders, open_rules, read_documents
from models.index.generation import IndexCommit, engines_of
from models.index.label_vectors import LabelWriter
from models.index.meaning import PassageWriter, VectorFiles
from models.index.people import People, people_in, refresh
from models.index.records import IndexProblem
from models.index.rows import DocumentRows
from models.index.seals import Seal
from models.index.tables import TableWriter, read_rows, sealed
from models.index.text.engine import OpenEngine
from models.index.text.tantivy_engine import TantivyEngine
from models.index.topics import Topics
from models.templates import Templates

BATCH = 500
EDITED, FEWEST = 0.05, 20
"""Share of the rows of a generation, and their number, that are edited or deleted before a new one is due.

The words of those rows stay in the statistics of the text engine and on the disk until then. At a twentieth a word is
counted in at most that much too many documents, which moves its idf by .05 (a rare word has 10); and as a generation
reads every document once, one edit costs at most twenty readings more. Fewer than FEWEST make no difference to see.
"""
PASSAGES = 512
"""Passages whose vectors are committed together: some seconds of work."""
WRITTEN = 50_000
"""Documents that gather in memory while a generation is made."""


class IndexWriter:
    """Follows the changes of a store in one generation. `update` takes changes in, `settle` makes the batched tables.

    One thread may settle while another one updates. Paragraphs of `templates` are no own words.
    """

    def __init__(
        self, folder: Path, open_engine: OpenEngine = TantivyEngine, templates: Templates = frozenset()
    ) -> None:
        self.folder = folder
        self._templates = templates
        fresh = not (folder / generation.COMMIT).exists()
        self.commit_state = state = generation.read_commit(folder)
        self._dictionaries: dict[str, Dictionary] = {
            name: Dictionary(folder / f"{name}.txt", state.files.get(f"{name}.txt", Seal())) for name in DICTIONARIES
        }
        self._engines = engines_of(folder, open_engine)
        self._rows = DocumentRows(folder, state, self._dictionaries, self._engines)
        table = state.tables.get("people", 0)
        self._people = People.read(folder / f"people-{table}.json") if table else People([], [])
        self._tables = TableWriter(folder, self._dictionaries, self._people, self._rows.hashes)
        self._meaning = PassageWriter(folder, state.files)
        self._labels = LabelWriter(folder, state.files)
        self._labelled = -1
        """The table of topics whose labels have vectors."""
        self._lock, self._settling = RLock(), RLock()
        """Held while rows are taken in and committed; held while tables are made (taken first, where both are)."""
        self._changed = _ChangedWork(everyone=fresh or state.settled < state.seq)
        self._people_changed = False
        self._looked_up = max(1, len(self._people.accounts))  # number 0 is nobody's
        self._stale = state.stale
        self._judged = False
        self._rules: frozenset[Key] | None = None
        self._folders: dict[Key, Folder] = {}
        if not fresh:
            self._rows.recover(state.reserved)

    @property
    def seq(self) -> int:
        """The change up to which this index is."""
        return self.commit_state.seq

    @property
    def stale(self) -> bool:
        """Whether a new generation is due: something left what is for everyone, or much was edited."""
        return self._stale

    def take_judged(self) -> bool:
        """Whether somebody decided what a term means since this was asked last."""
        judged, self._judged = self._judged, False
        return judged

    # --- rows ---------------------------------------------------------------------------------------------------------

    def update(self, view: View, changes: Sequence[Change], between: Callable[[], None] = lambda: None) -> int:
        """Take in these changes and commit; the number of documents touched. `view` is the system's.

        `between` is called after every few hundred documents, unless people say something in these changes: the view is
        older than what `between` lets count, and would take it back.
        """
        hiding = any(kind_of(change.key) == "person" for change in changes)
        self._judged |= any(change.aspect is Aspect.IDENTITY and kind_of(change.key) == "term" for change in changes)
        with self._settling if hiding else nullcontext(), self._lock:
            if any(kind_of(change.key) == "rule" for change in changes):
                self._stale = True
            touched = self.take(view, changes, open_rules(view), (lambda: None) if hiding else between)
            if hiding:
                self._hide(view)
            if changes:
                self.commit(changes[-1].seq)
        return touched

    def hide(self, view: View, said: Sequence[Change], wait: bool = True) -> bool:
        """Let what these people say about themselves count from now on; the changes come again in their turn.

        False, and nothing is done, while tables are being made, unless `wait`.
        """
        if not self._settling.acquire(blocking=wait):
            return False
        try:
            with self._lock:
                self._refresh_people(view, self._touched_accounts(view, [change.key for change in said], ()))
                self._hide(view)
        finally:
            self._settling.release()
        return True

    def take(
        self, view: View, changes: Sequence[Change], rules: frozenset[Key], between: Callable[[], None] = lambda: None
    ) -> int:
        """Take in these changes without committing; `rules` are those that are open to everyone."""
        self._rules = rules
        gone = list(dict.fromkeys(change.key for change in changes if change.gone))
        keys = list(dict.fromkeys(change.key for change in changes if not change.gone))
        places = [key for key in (*keys, *gone) if kind_of(key) in ("group", "location")]
        self._refresh_people(view, self._touched_accounts(view, (*keys, *gone), places))
        self._remove([key for key in gone if kind_of(key) == "document"], stale=True)
        moved = self._regroup(view, [key for key in places if kind_of(key) == "group"])
        documents = list(dict.fromkeys([*(key for key in keys if kind_of(key) == "document"), *moved]))
        for start in range(0, len(documents), BATCH):
            batch = documents[start : start + BATCH]
            new = list(read_documents(view, batch, rules, self._templates))
            public = {each.document.key for each in new if each.public}
            self._remove([key for key in batch if key not in public], stale=True)
            self._remove([key for key in batch if key in public])
            self.add(new)
            if start + BATCH < len(documents):
                between()
        self._new_accounts(view)
        return len(documents)

    def take_new(self, view: View, found: Sequence[Filed], rules: frozenset[Key]) -> None:
        """Take in documents that the index has never seen, as when it is made, without committing.

        Their rows are written down now and then, so that memory does not grow with the texts.
        """
        self._rules = rules
        self.add(in_folders(view, found, rules, self._folders, self._templates))
        self._new_accounts(view)
        if self._rows.columns.pending >= WRITTEN:
            self._rows.columns.flush()

    def add(self, new: Iterable[IndexableDocument]) -> None:
        """Append documents that are not in the index (or were removed just now)."""
        append, changed = self._rows.append, self._changed
        for each in new:
            accounts = append(each)
            if not changed.everyone:
                changed.accounts.update(accounts)

    def _remove(self, keys: Sequence[Key], stale: bool = False) -> None:
        """Delete these documents, if they are here; `stale`: one that was for everyone orders a new generation."""
        removed = self._rows.remove(keys)
        self._stale |= stale and removed.public
        self._changed.accounts.update(removed.accounts)

    def _touched_accounts(self, view: View, keys: Sequence[Key], places: Sequence[Key]) -> list[Key]:
        """The accounts among these keys, those of people who said something, and of who is in a place that changed."""
        accounts = [key for key in keys if kind_of(key) == "account"]
        accounts += [anchor_key(key) for key in keys if kind_of(key) == "person"]
        if places:
            members = view.edges([EdgeKind.MEMBER_OF, EdgeKind.AT], places, "in")
            accounts += [edge.start for edge in members] + people_in(self._people, places)
        return list(dict.fromkeys(accounts))

    def _regroup(self, view: View, groups: Sequence[Key]) -> list[Key]:
        """Let the rules of these groups count for what is in them; the documents that have to be read again."""
        if not groups:
            return []
        find = self._rows.hashes.find_all
        found = regrouped(view, groups, self._rows.committed(), self._dictionaries, self._rules or frozenset(), find)
        for ordinals, rule in found.rules:
            self._rows.columns.rule(ordinals, rule)
            self._stale = True
        return found.documents

    # --- people -------------------------------------------------------------------------------------------------------

    def _refresh_people(self, view: View, keys: Sequence[Key]) -> None:
        books = self._dictionaries
        for start in range(0, len(keys), BATCH):
            batch = keys[start : start + BATCH]
            found = refresh(self._people, view, batch, books["accounts"], books["persons"], self._rules or (EVERYONE,))
            self._changed.persons |= found.moved
            self._people_changed |= found.changed

    def _new_accounts(self, view: View) -> None:
        """Look up the accounts that acts name and that no change told of."""
        bound, keys = self._people.accounts, self._dictionaries["accounts"].keys
        fresh = [number for number in range(self._looked_up, len(keys)) if number >= len(bound) or bound[number] < 0]
        if fresh:
            self._refresh_people(view, [keys[number] for number in fresh])
        self._looked_up = len(keys)

    # --- tables -------------------------------------------------------------------------------------------------------

    def _hide(self, view: View) -> None:
        """Let what people hide count nowhere from this commit on: no vote, no place, no profile."""
        self.commit(self.seq)
        columns, tables = self._rows.committed(), dict(self.commit_state.tables)
        documents = self._tables.hidden_documents(view, columns)
        hidden = self._tables.hidden_acts(columns, documents)
        before = read_rows(self.folder, "hides", tables.get("hides", 0))
        changed = np.setxor1d(hidden, before[before < columns.sizes.acts])
        number = _next_number(tables)
        if "named" in tables:
            self._tables.write_named(view, documents, number)
            tables["named"] = number
        persons = self._changed.of_accounts(np.unique(columns["account"][changed]).tolist(), self._people)
        if "profiles" in tables:  # before the tables settle for the first time there is nothing to take it out of
            copies = read_rows(self.folder, "copies", tables.get("copies", 0))
            tables |= self._tables.write_work(columns, hidden, copies, tables, number, persons, self._rules)
        self._tables.write_hidden(hidden, number)
        self._commit(replace(self.commit_state, tables={**tables, "hides": number}))

    def settle(self, view: View, passed: int = 0, shown: int | None = None) -> None:
        """Bring what follows in batches up to date: topics, what people hide, who is active where, profiles; commit.

        `passed` is the number of the newest passes that `view` shows, `shown` the change up to which it shows all for
        sure (None: as far as the index). Another thread may go on to update meanwhile: these tables are of the moment
        at which this began.
        """
        with self._settling:
            with self._lock:
                self.commit(self.seq)
                settled, tables = self.seq if shown is None else shown, dict(self.commit_state.tables)
                columns = self._rows.committed()
                persons = self._changed.take(self._people)
            number = _next_number(tables)
            documents = self._tables.hidden_documents(view, columns)
            hidden = self._tables.hidden_acts(columns, documents)
            self._tables.write_hidden(hidden, number)
            self._tables.write_idle(columns, number)
            self._tables.write_translations(view, number)
            self._tables.write_named(view, documents, number)
            copies, others = self._copies(columns, tables)
            self._tables.write_topics(view, columns, copies, number, self._rules)
            self._tables.write_copies(copies, number)
            persons = None if persons is None else persons | others
            made = dict.fromkeys(("topics", "translations", "hides", "named", "idle", "asking", "copies"), number)
            made |= self._tables.write_work(columns, hidden, copies, tables, number, persons, self._rules)
            with self._lock:
                served = {**self.commit_state.tables, **made}
                self._commit(replace(self.commit_state, tables=served, settled=settled, passed=passed))

    def name_topics(self, view: View) -> None:
        """Let what terms mean now count from this commit on; the other tables stay as they are until they settle."""
        with self._settling:
            with self._lock:
                self.commit(self.seq)
                tables, columns = dict(self.commit_state.tables), self._rows.committed()
            if "topics" not in tables:
                return
            number = _next_number(tables)
            copies = read_rows(self.folder, "copies", tables.get("copies", 0))
            self._tables.write_topics(view, columns, copies, number, self._rules)
            self._tables.write_translations(view, number)
            with self._lock:
                served = {**self.commit_state.tables, "topics": number, "translations": number}
                self._commit(replace(self.commit_state, tables=served))

    def _copies(self, columns: Columns, tables: dict[str, int]) -> tuple[NDArray[np.int64], set[int]]:
        """The copies that do not count from now on, and the persons of those that did, or did not, before."""
        copies = self._tables.copies(columns, self._rules)
        before = read_rows(self.folder, "copies", tables.get("copies", 0))
        rows, _ = columns.acts_of(np.setxor1d(copies, before))
        return copies, self._people.persons_of(np.unique(columns["account"][rows]).tolist())

    # --- vectors ------------------------------------------------------------------------------------------------------

    @property
    def encodable(self) -> tuple[int, int]:
        """What decides which passages and labels there are: the change, and the number of the table of topics."""
        return self.seq, self.commit_state.tables.get("topics", 0)

    def encode(self, encoder: Encoder, stop: Callable[[], bool] = lambda: False, most: int = PASSAGES) -> int:
        """Give labels of topics, then the next passages for everyone their vectors, and commit; how many passages.

        0: all have one. Another thread may go on to update meanwhile.
        """
        self._encode_labels(encoder, stop)
        columns, counted = self._counted()
        documents, rows = meaning.encoded(columns, self._meaning.missing(counted)[::-1], encoder, most, stop)
        self._add_vectors(self._meaning, [(documents, rows)])
        return len(documents)

    def take_over_vectors(self, before: Path) -> None:
        """Keep the vectors of this earlier generation of what has the same words in this one, and commit."""
        try:
            state = generation.read_commit(before)
        except IndexProblem:  # of another format: all are made anew
            return
        labels = label_vectors.read(before, state.files)
        self._add_vectors(self._labels, [self._labels.taken_over(self._topics(), labels)])
        columns, counted = self._counted()
        found = meaning.read(before, state.files)
        self._add_vectors(self._meaning, meaning.taken_over(found, Columns(before, state.sizes), columns, counted))

    def _encode_labels(self, encoder: Encoder, stop: Callable[[], bool]) -> None:
        table = self.commit_state.tables.get("topics", 0)
        if table != self._labelled:
            labels = self._labels.missing(self._topics())
            self._add_vectors(self._labels, [label_vectors.encoded(labels, encoder, stop)])
            self._labelled = self._labelled if stop() else table

    def _topics(self) -> Topics:
        with self._settling:  # else the table may go while it is read
            return topics.read(self.folder, self.commit_state.tables.get("topics", 0))

    def _counted(self) -> tuple[Columns, NDArray[np.bool_]]:
        """The committed columns, and which of their documents are for everyone and no copies."""
        with self._lock:
            columns, rules = self._rows.committed(), self._rules
            copies = read_rows(self.folder, "copies", self.commit_state.tables.get("copies", 0))
        counted = self._tables.readable(columns, rules)
        counted[copies] = False
        return columns, counted

    def _add_vectors(self, files: VectorFiles, found: Iterable[tuple[NDArray[Any], NDArray[np.int8]]]) -> None:
        with self._lock:
            for of, rows in found:
                files.append(of, rows)
            if any(self.commit_state.files.get(name) != seal for name, seal in files.seals.items()):
                self._commit(self.commit_state)

    # --- commits ------------------------------------------------------------------------------------------------------

    def commit(self, seq: int) -> None:
        """Make everything up to this change visible to the readers."""
        tables = dict(self.commit_state.tables)
        if self._people_changed:
            tables["people"] = tables.get("people", 0) + 1
            self._people.write(self.folder / f"people-{tables['people']}.json")
            self._people_changed = False
        self._commit(replace(self.commit_state, seq=max(seq, self.seq), tables=tables))

    def _commit(self, state: IndexCommit) -> None:
        before = self.commit_state
        sizes = self._rows.columns.flush()
        books = {f"{name}.txt": book.flush() for name, book in self._dictionaries.items()}
        if sizes.documents > before.reserved:
            generation.write_commit(self.folder, replace(before, reserved=sizes.documents))
        for engine in self._engines.values():
            engine.commit()
        sizes = self._rows.columns.bury()
        self._stale |= sizes.dead >= max(FEWEST, EDITED * sizes.documents)
        self.commit_state = replace(
            state,
            sizes=sizes,
            reserved=sizes.documents,
            files={
                **self._rows.columns.seals,
                **self._meaning.seals,
                **self._labels.seals,
                **books,
                **sealed(self.folder, state.tables, before.files),
            },
            engines={name: engine.seal() for name, engine in self._engines.items()},
            stale=self._stale,
        )
        generation.write_commit(self.folder, self.commit_state)
        self._tables.tidy(before.tables, self.commit_state.tables)

    def close(self) -> None:
        """Finish merging, seal what that made, and release the locks."""
        for engine in self._engines.values():
            engine.close()
        self.seal()

    def seal(self) -> None:
        """Seal the text engines again when they joined segments since the last commit."""
        with self._lock:
            engines = {name: engine.seal() for name, engine in self._engines.items()}
            if self.commit_state.engines and engines != self.commit_state.engines:
                self.commit_state = replace(self.commit_state, engines=engines)
                generation.write_commit(self.folder, self.commit_state)


class _ChangedWork:
    """Whose work changed since the tables were made.

    It is known in memory only: what was not settled is not known after a swap or a restart, and then it is everyone's.
    """

    def __init__(self, everyone: bool) -> None:
        self.everyone = everyone
        self.persons: set[int] = set()
        self.accounts: set[int] = set()

    def of_accounts(self, accounts: Iterable[int], people: People) -> set[int]:
        """The persons of these accounts, whose work changed too from now on."""
        persons = people.persons_of(accounts)
        self.persons.update(persons)
        return persons

    def take(self, people: People) -> set[int] | None:
        """The persons whose work changed (None: everybody). From now on nobody's did."""
        changed, everyone = people.persons_of(self.accounts) | self.persons, self.everyone
        self.everyone, self.persons, self.accounts = False, set(), set()
        return None if everyone else changed


def _next_number(tables: dict[str, int]) -> int:
    return max(tables.values(), default=0) + 1
