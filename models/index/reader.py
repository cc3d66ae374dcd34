"""What does the index say now? Opened read-only by any process; new commits and generations are picked up at once."""

from __future__ import annotations

import os
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.facts import EVERYONE, Key, Seconds
from graph.store import View
from models.answers import Question
from models.index import activity, generation, profiles, topics
from models.index.activity import ActivityTable, PersonActivity
from models.index.columns import NEVER, Columns
from models.index.dictionary import Dictionary
from models.index.errors import IndexProblem
from models.index.generation import IndexCommit, ReadLock
from models.index.names import NameBook
from models.index.people import People
from models.index.profiles import Profiles
from models.index.roster import Roster, roster
from models.index.text.question import ParsedQuestion, parse
from models.index.text_index import Engine, Matcher, Ordinals, Scores, engines_of
from models.index.topics import Topics
from models.index.writer import DICTIONARIES, LANGUAGE_NUMBERS

PLACES = ("group", "folder", "thread")
LANGUAGES = {number: code for code, number in LANGUAGE_NUMBERS.items()}


@dataclass(frozen=True, slots=True)
class AccessFilter:
    """What may the asker see of the index? For each rule number whether it is readable, and which are not public."""

    rules: NDArray[np.bool_]
    restricted: tuple[int, ...]
    system: bool


class Snapshot:
    """One commit of one generation: everything that a question needs, consistent and unchanging but for the mask."""

    def __init__(self, folder: Path, engines: dict[str, Engine], commit: IndexCommit, before: Snapshot | None) -> None:
        self.folder = folder
        self.commit = commit
        self.generation = generation.number_of_generation(folder)
        self.columns = Columns(folder, commit.sizes)
        self.books: dict[str, Dictionary] = {
            name: before.books[name].caught_up(commit.dictionaries.get(name, 0))
            if before
            else Dictionary(folder / f"{name}.txt", commit.dictionaries.get(name, 0))
            for name in DICTIONARIES
        }
        self.public = _matcher(engines["public"])
        self.restricted = _matcher(engines["restricted"])
        self._read_people(before)
        self._read_tables(before)
        self._activity: dict[str, tuple[ActivityTable, People, PersonActivity]] = (
            dict(before._activity) if before else {}
        )
        self.topic_counts: dict[tuple[int, bytes], int] = {}
        """Number of documents about a topic, by topic number and readable rules."""

    people: People
    roster: Roster
    _names: tuple[int, NameBook] | None
    topics: Topics
    active: dict[str, ActivityTable]
    hidden: NDArray[np.int64]
    profiles: Profiles

    def _same(self, before: Snapshot | None, table: str) -> bool:
        return before is not None and before.commit.tables.get(table) == self.commit.tables.get(table)

    def _read_people(self, before: Snapshot | None) -> None:
        number = self.commit.tables.get("people", 0)
        if before is not None and self._same(before, "people"):
            self.people, self.roster, self._names = before.people, before.roster, before._names
        else:
            self.people = People.read(self.folder / f"people-{number}.json") if number else People([], [])
            self.roster = roster(self.people.persons)
            self._names = None
        bound = self.people.accounts
        self.person_of: NDArray[np.int64] = np.full(max(1, len(self.books["accounts"])), -1, dtype=np.int64)
        self.person_of[: len(bound)] = bound[: len(self.person_of)]

    def names(self, now: Seconds | None) -> NameBook:
        """How are those called who have not left at `now`? Made anew when somebody's last day has come."""
        gone, known = int(self.roster.gone(now).sum()), self._names
        if known is None or known[0] != gone:
            known = self._names = (gone, NameBook(self.people.persons, now))
        return known[1]

    def _read_tables(self, before: Snapshot | None) -> None:
        tables = self.commit.tables
        counted = tables.get("profiles", 0)
        same = before is not None and self._same(before, "profiles")
        self.profiles = before.profiles if before is not None and same else profiles.read(self.folder, counted)
        if before is not None and self._same(before, "topics"):
            self.topics = before.topics
            same = all(self._same(before, name) for name in PLACES)
            self.active = before.active if same else self._read_active(tables)
            self.hidden = before.hidden if self._same(before, "hides") else self._read_hidden(tables.get("hides", 0))
            return
        self.topics = topics.read(self.folder, tables.get("topics", 0))
        self.active = self._read_active(tables)
        self.hidden = self._read_hidden(tables.get("hides", 0))

    def _read_active(self, tables: Mapping[str, int]) -> dict[str, ActivityTable]:
        return {
            name: activity.read(self.folder, name, tables[name])
            if name in tables
            else activity.empty(self.columns["thread" if name == "thread" else "group"].dtype)
            for name in PLACES
        }

    def activity(self, place: str) -> PersonActivity:
        """Who is active where, by person? Made with the first question after accounts or tables changed."""
        table = self.active[place]
        known = self._activity.get(place)
        if known is None or known[0] is not table or known[1] is not self.people:
            known = self._activity[place] = (table, self.people, self._by_person(table))
        return known[2]

    def _by_person(self, table: ActivityTable) -> PersonActivity:
        return activity.by_person(table, self.person_of, max(1, len(self.people.persons)))

    def _read_hidden(self, number: int) -> NDArray[np.int64]:
        return np.load(self.folder / f"hides-{number}.npy") if number else np.zeros(0, np.int64)

    def access_filter(self, view: View) -> AccessFilter:
        """What may this viewer see? One call to the store."""
        keys = self.books["rules"].keys
        if view.viewer.system:
            return AccessFilter(np.ones(max(1, len(keys)), dtype=bool), (), True)
        readable = set(view.rules())
        if "everyone" in view.viewer.principals:
            readable.add(EVERYONE)
        rules = np.zeros(max(1, len(keys)), dtype=bool)
        mine = [number for number, key in enumerate(keys) if key in readable]
        rules[mine] = True
        return AccessFilter(rules, tuple(mine), False)

    def visible(self, ordinals: Ordinals, access: AccessFilter) -> NDArray[np.bool_]:
        """Which of these documents exist for the asker?"""
        size = self.columns.sizes.documents
        known: NDArray[np.bool_] = ordinals < size
        if not size:
            return known
        if not known.all():  # the engine may be a commit ahead
            ordinals = np.where(known, ordinals, 0)
        known &= self.columns.alive.take(ordinals) > 0
        known &= access.rules.take(self.columns["rule"].take(ordinals))
        return known

    @cached_property
    def group_order(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """At which place is each group's key among all, by number; and the number of the group at each place."""
        order = np.argsort(np.asarray(self.books["groups"].keys or [""], dtype=np.str_), kind="stable")
        ranks = np.empty(len(order), dtype=np.int64)
        ranks[order] = np.arange(len(order))
        return ranks, order

    def search(
        self, parsed: ParsedQuestion, access: AccessFilter, question: Question, k: int
    ) -> tuple[Ordinals, Scores]:
        """Which k documents match best? Restricted hits stand among the public ones by the idf of their words."""
        if not parsed.clauses:
            return np.zeros(0, np.int64), np.zeros(0)

        def accept(ordinals: Ordinals) -> NDArray[np.bool_]:
            good = self.visible(ordinals, access)
            return self.passing(ordinals, good, question)

        found = self.public.top(self.public.query(parsed.clauses, flat=False), k, accept)
        if not self.restricted.size() or not (access.system or access.restricted):
            return found
        query = self.restricted.query(parsed.clauses, flat=True)
        if not access.system:
            query = self.restricted.within(query, "rule", access.restricted)
        hidden = self.restricted.top(query, k, accept)
        ordinals, scores = (np.concatenate(pair) for pair in zip(found, hidden, strict=True))
        order = np.lexsort((ordinals, -scores))[:k]
        return ordinals[order], scores[order]

    def passing(self, ordinals: Ordinals, good: NDArray[np.bool_], question: Question) -> NDArray[np.bool_]:
        """Which of the good documents pass the filters for language and period; a period asks for an act in it."""
        if question.language is not None:
            wanted = LANGUAGE_NUMBERS.get(question.language, 0)
            good = good & (self.columns["language"][np.where(good, ordinals, 0)] == wanted)
        if question.since is not None or question.until is not None:
            places = np.flatnonzero(good)
            rows, which = self.columns.acts_of(ordinals[places])
            inside = np.zeros(len(places), dtype=bool)
            inside[which[self.in_period(rows, question)]] = True
            good = good.copy()
            good[places] = inside
        return good

    def in_period(self, rows: NDArray[Any], question: Question) -> NDArray[np.bool_]:
        """Which act rows are in the period that is asked for? Undated ones are in none."""
        at = self.columns["act_at"][rows]
        since = question.since if question.since is not None else NEVER + 1
        until = question.until if question.until is not None else 2**62
        inside: NDArray[np.bool_] = (at >= since) & (at <= until)
        return inside

    def parse(self, text: str) -> ParsedQuestion:
        """What is asked, in words of the index?"""
        return parse(text, self.public, self.topics)

    def language(self, ordinal: int) -> str | None:
        return LANGUAGES.get(int(self.columns["language"][ordinal]))

    def person(self, key: Key) -> int:
        """Which number has this person? -1 when there is none."""
        return self.books["persons"].find(key)


def _matcher(engine: Engine) -> Matcher:
    return Matcher(engine.schema, engine.searcher(), engine.name)


class Index:
    """An index that is open for reading. `snapshot` costs a look at two small files when nothing changed."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = threading.Lock()
        self._snapshot: Snapshot | None = None
        self._stamp: tuple[int, int] = (0, 0)
        self._pointer = 0
        self._engines: dict[str, Engine] = {}
        self._reading: ReadLock | None = None

    @staticmethod
    def exists(root: Path) -> bool:
        """Is there an index in this folder?"""
        return generation.current(root) is not None

    @property
    def seq(self) -> int:
        """Up to which change is it?"""
        return self.snapshot().commit.seq

    @property
    def generation(self) -> int:
        """Which generation is served?"""
        return self.snapshot().generation

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *exc: object) -> None:
        self.close()

    @classmethod
    def open(cls, root: Path) -> Index:
        """Open the index in this folder. Raises IndexProblem `index-missing` when there is none yet."""
        index = cls(root)
        index.snapshot()
        return index

    def snapshot(self) -> Snapshot:
        """The newest commit of the newest generation. Raises IndexProblem when there is none."""
        with self._lock:
            for attempt in range(5):
                try:
                    return self._newest()
                except (FileNotFoundError, ValueError, OSError):
                    if attempt == 4:
                        raise
                    self._stamp = (0, 0)
            raise IndexProblem("index-missing", path=str(self.root))

    def _newest(self) -> Snapshot:
        folder = generation.current(self.root) if self._moved() else self._snapshot.folder if self._snapshot else None
        if folder is None:
            raise IndexProblem("index-missing", path=str(self.root))
        if self._snapshot is None or self._snapshot.folder != folder:
            self._enter(folder)
        seen = os.stat(folder / generation.COMMIT)
        stamp = (seen.st_mtime_ns, seen.st_ino)
        if self._snapshot is None or stamp != self._stamp:
            commit = generation.read_commit(folder)
            self._snapshot = Snapshot(folder, self._engines, commit, self._snapshot)
            self._stamp = stamp
        return self._snapshot

    def _moved(self) -> bool:
        """Did the pointer change since it was last looked at?"""
        try:
            inode = os.stat(self.root / generation.POINTER)
        except FileNotFoundError:
            return True
        stamp = inode.st_mtime_ns ^ inode.st_ino
        moved, self._pointer = stamp != self._pointer, stamp
        return moved

    def _enter(self, folder: Path) -> None:
        if self._reading is not None:
            self._reading.close()
        self._reading = ReadLock(folder)
        self._engines = engines_of(folder)
        self._snapshot = None

    def search(self, question: Question, view: View, k: int = 1000) -> tuple[Ordinals, Scores]:
        """Which documents that the asker may read match best? Ordinals and scores, best first."""
        now = self.snapshot()
        return now.search(now.parse(question.text), now.access_filter(view), question, k)

    def close(self) -> None:
        """Let go of the generation, so that it can be removed."""
        with self._lock:
            if self._reading is not None:
                self._reading.close()
            self._reading, self._snapshot, self._engines = None, None, {}
            self._stamp, self._pointer = (0, 0), 0


def accounts_of(snapshot: Snapshot, person: int) -> Sequence[int]:
    """Which account numbers are this person?"""
    return [int(number) for number in np.flatnonzero(snapshot.person_of == person)]
