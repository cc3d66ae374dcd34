"""One state of the index: columns, tables and text readers of one commit of one generation."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from graph.facts import EVERYONE, Key, Seconds, kind_of
from graph.store import Touched, View
from models.answers import Question
from models.index import activity, generation, label_vectors, meaning, named, paired, profiles, topics, translations
from models.index import tables as tables_of
from models.index.activity import PLACES, ActivityTable, PersonActivity
from models.index.columns import Columns
from models.index.contract import Numbered, Numbers, Place
from models.index.copies import Copies, CopyFinder
from models.index.dictionary import DICTIONARIES, Dictionary
from models.index.generation import IndexCommit
from models.index.held import HeldWords
from models.index.label_vectors import TopicLabels
from models.index.lag import OrdinalsByKey, further
from models.index.names import NameBook
from models.index.numbers import LANGUAGE_CODES, LANGUAGE_NUMBERS, NEVER
from models.index.people import People
from models.index.profiles import Profiles
from models.index.records import AccessFilter, IndexedPerson, Lag, ParsedQuestion, TranslationRow
from models.index.roster import Roster, roster
from models.index.seals import Seal
from models.index.text.engine import Holding, Ordinals, Scores, TextEngine
from models.index.text.question import parse
from models.index.topics import Topics
from models.index.translations import Translations

REMEMBERED = 64
"""Sets of rules for which is kept what lags behind."""


class OpenSnapshot:
    """Implements `contract.Snapshot`. What did not change since the snapshot before it is taken from there."""

    people: People
    roster: Roster
    topics: Topics
    translations: Translations
    hidden: NDArray[np.int64]
    profiles: Profiles
    _uncounted: NDArray[np.int64]
    """Copies that the tables over documents for everyone do not count."""
    _names: tuple[int, NameBook] | None
    _tables: dict[str, ActivityTable]

    def __init__(
        self, folder: Path, engines: Mapping[str, TextEngine], commit: IndexCommit, before: OpenSnapshot | None
    ) -> None:
        self.folder = folder
        self.commit = commit
        self.generation = generation.number_of_generation(folder)
        self.columns = Columns(folder, commit.sizes)
        self._dictionaries: dict[str, Dictionary] = {
            name: before._dictionaries[name].caught_up(commit.files.get(f"{name}.txt", Seal()))
            if before
            else Dictionary(folder / f"{name}.txt", commit.files.get(f"{name}.txt", Seal()))
            for name in DICTIONARIES
        }
        self.public = engines["public"].reader()
        self.restricted = engines["restricted"].reader()
        self._read_people(before)
        self._read_tables(before)
        self._passages = meaning.read(folder, commit.files)
        self._labels: TopicLabels | None = self._same_labels(before)
        self._activity: dict[str, tuple[ActivityTable, People, PersonActivity]] = (
            dict(before._activity) if before else {}
        )
        self.topic_counts: dict[tuple[int, bytes], int] = {}
        self._kept: dict[bytes, tuple[int, int]] = {}
        self._lags: dict[frozenset[Key] | None, tuple[int, Lag | None]] = {}
        self._by_key: OrdinalsByKey = before._by_key if before else OrdinalsByKey()
        self._finder: CopyFinder = before._finder if before else CopyFinder()

    @property
    def seq(self) -> int:
        return self.commit.seq

    @property
    def settled(self) -> int:
        return self.commit.settled

    @property
    def passed(self) -> int:
        return self.commit.passed

    @property
    def document_count(self) -> int:
        return self.columns.sizes.documents

    @property
    def act_count(self) -> int:
        return self.columns.sizes.acts

    @property
    def persons(self) -> Sequence[IndexedPerson]:
        return self.people.persons

    def keys(self, kind: Numbered) -> Sequence[Key]:
        """The keys of these things by number."""
        return self._dictionaries[kind].keys

    def number(self, kind: Numbered, key: Key) -> int:
        """The number of the thing with this key, -1 when there is none."""
        return self._dictionaries[kind].find(key)

    def person(self, key: Key) -> int:
        """The number of this person, -1 when there is none."""
        return self._dictionaries["persons"].find(key)

    def accounts_of(self, person: int) -> list[int]:
        """The numbers of the accounts of this person."""
        found: list[int] = np.flatnonzero(self.person_of == person).tolist()
        return found

    def language(self, ordinal: int) -> str | None:
        """The language of a document."""
        return LANGUAGE_CODES.get(int(self.columns["language"][ordinal]))

    # --- tables -------------------------------------------------------------------------------------------------------

    def _same(self, before: OpenSnapshot | None, table: str) -> bool:
        return before is not None and before.commit.tables.get(table) == self.commit.tables.get(table)

    def _same_labels(self, before: OpenSnapshot | None) -> TopicLabels | None:
        """The labels of the snapshot before, where nothing changed them."""
        same = before is not None and before.topics is self.topics
        sealed = before is not None and all(
            before.commit.files.get(name) == self.commit.files.get(name) for name in label_vectors.FILES
        )
        return before._labels if before is not None and same and sealed else None

    @property
    def labels(self) -> TopicLabels:
        """What topics are called that have a name in one language only; made for the first question that asks."""
        if self._labels is None:
            found = label_vectors.read(self.folder, self.commit.files)
            self._labels = label_vectors.topic_labels(self.topics, found)
        return self._labels

    @property
    def has_labels(self) -> bool:
        """Whether labels of topics have vectors by which a question may be compared."""
        return self.commit.files.get(label_vectors.HASHES, Seal()).size > 0

    def _read_people(self, before: OpenSnapshot | None) -> None:
        number = self.commit.tables.get("people", 0)
        if before is not None and self._same(before, "people"):
            self.people, self.roster, self._names = before.people, before.roster, before._names
        else:
            self.people = People.read(self.folder / f"people-{number}.json") if number else People([], [])
            self.roster = roster(self.people.persons)
            self._names = None
        bound = self.people.accounts
        self.person_of: NDArray[np.int64] = np.full(max(1, len(self.keys("accounts"))), -1, dtype=np.int64)
        self.person_of[: len(bound)] = bound[: len(self.person_of)]

    def _read_tables(self, before: OpenSnapshot | None) -> None:
        tables, folder = self.commit.tables, self.folder
        if before is not None and self._same(before, "profiles"):
            self.profiles = before.profiles
        else:
            self.profiles = profiles.read(folder, tables.get("profiles", 0))
        if before is not None and self._same(before, "topics"):
            self.topics = before.topics
        else:
            self.topics = topics.read(folder, tables.get("topics", 0))
        if before is not None and self._same(before, "translations"):
            self.translations = before.translations
        else:
            self.translations = translations.read(folder, tables.get("translations", 0))
        self.hidden = self._rows_of("hides", before, lambda each: each.hidden)
        self.idle = self._rows_of("idle", before, lambda each: each.idle)
        self.asking = self._rows_of("asking", before, lambda each: each.asking)
        known = before._named if before is not None and self._same(before, "named") else None
        self._named: NDArray[np.int32] = named.read(folder, tables.get("named", 0)) if known is None else known
        self._uncounted = self._rows_of("copies", before, lambda each: each._uncounted)
        if before is not None and all(self._same(before, name) for name in PLACES):
            self._tables = before._tables
        else:
            self._tables = {name: self._read_activity(name) for name in PLACES}

    def _rows_of(
        self, name: str, before: OpenSnapshot | None, known: Callable[[OpenSnapshot], NDArray[np.int64]]
    ) -> NDArray[np.int64]:
        """The rows or ordinals in the table of this name; those of the commit before where it is the same table."""
        if before is not None and self._same(before, name):
            return known(before)
        return tables_of.read_rows(self.folder, name, self.commit.tables.get(name, 0))

    def _read_activity(self, place: Place) -> ActivityTable:
        number = self.commit.tables.get(place)
        if number is None:
            return activity.empty(self.columns[activity.column_of(place)].dtype)
        return activity.read(self.folder, place, number)

    def activity(self, place: Place, access: AccessFilter | None = None) -> PersonActivity:
        """What people did in the places of this sort; made with the first question after accounts or tables changed."""
        table, lag = self._tables[place], access.lag if access else None
        if lag is not None and len(rows := self._withdrawn_rows(lag)):
            if place not in lag.tables:
                left = activity.without(table, self.columns, place, rows)
                lag.tables[place] = activity.by_person(left, self.person_of, max(1, len(self.people.persons)))
            without: PersonActivity = lag.tables[place]
            return without
        known = self._activity.get(place)
        if known is None or known[0] is not table or known[1] is not self.people:
            by_person = activity.by_person(table, self.person_of, max(1, len(self.people.persons)))
            known = self._activity[place] = (table, self.people, by_person)
        return known[2]

    def profiles_for(self, access: AccessFilter) -> Profiles:
        """All that each person wrote for everyone, without what was withdrawn since."""
        lag = access.lag
        if lag is None or not len(rows := self._withdrawn_rows(lag)):
            return self.profiles
        if "profiles" not in lag.tables:
            lag.tables["profiles"] = profiles.without(self.profiles, self.columns, self.person_of, rows)
        without: Profiles = lag.tables["profiles"]
        return without

    def named_in(self, ordinals: Ordinals) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The persons whom these documents name (-1: nobody's account), and for each the place of its document."""
        accounts, places = named.of_documents(self._named, ordinals)
        return self.person_of.take(accounts), places

    def usual_for(self, access: AccessFilter) -> NDArray[np.float64]:
        """By topic, how much the average document for everyone is about it, without what was withdrawn since."""
        lag = access.lag
        if lag is None or not len(gone := self._counted(lag.withdrawn)):
            return self.topics.usual
        if "usual" not in lag.tables:
            counted = self._counted(np.flatnonzero(self.columns.alive))
            lag.tables["usual"] = self.topics.usual_without(gone, len(counted))
        without: NDArray[np.float64] = lag.tables["usual"]
        return without

    def _counted(self, ordinals: NDArray[np.int64]) -> NDArray[np.int64]:
        """Those of these documents that tables over what is for everyone count."""
        public = ordinals[self.columns["public"][ordinals] > 0]
        return public[~np.isin(public, self._uncounted)]

    def _withdrawn_rows(self, lag: Lag) -> NDArray[np.int64]:
        """The acts on documents for everyone that were withdrawn, as far as the tables count them."""
        if "rows" not in lag.tables:
            rows = self.columns.acts_of(self._counted(lag.withdrawn))[0]
            lag.tables["rows"] = rows[(self.columns["share"][rows] > 0) & ~np.isin(rows, self.hidden)]
        known: NDArray[np.int64] = lag.tables["rows"]
        return known

    def names(self, now: Seconds | None) -> NameBook:
        """People who work here at `now`, by name. Made anew when somebody begins or leaves."""
        changes, known = self.roster.changes(now), self._names
        if known is None or known[0] != changes:
            known = self._names = (changes, NameBook(self.people.persons, now))
        return known[1]

    @cached_property
    def group_order(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """By number the place of each group's key among all, and the number of the group at each place."""
        order = np.argsort(np.asarray(self.keys("groups") or [""], dtype=np.str_), kind="stable")
        ranks = np.empty(len(order), dtype=np.int64)
        ranks[order] = np.arange(len(order))
        return ranks, order

    # --- rights -------------------------------------------------------------------------------------------------------

    def access_filter(self, view: View) -> AccessFilter:
        """What this viewer may read now, whatever the index still has. Two calls to the store."""
        keys = self.keys("rules")
        if view.viewer.system:
            return AccessFilter(np.arange(len(keys)) > 0, (), True, self._lag_of(view, None))  # number 0 is nobody's
        readable = set(view.rules())
        if "everyone" in view.viewer.principals:
            readable.add(EVERYONE)
        rules = np.zeros(len(keys), dtype=bool)
        rules[[number for number, key in enumerate(keys) if key in readable]] = True
        filed, counting = self._restricted_rules
        mine = tuple(np.unique(filed[_readable(rules, counting)]).tolist())
        return AccessFilter(rules, mine, False, self._lag_of(view, frozenset(readable)))

    @cached_property
    def _restricted_rules(self) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """The rules by which restricted documents were indexed, each with a rule that counts for some of them now."""
        restricted = np.flatnonzero((self.columns["public"] == 0) & (self.columns.alive > 0))
        filed, rule = (self.columns[name][restricted].astype(np.int64) for name in ("filed", "rule"))
        pairs = np.unique(filed << 32 | rule)
        return pairs >> 32, pairs & 0xFFFFFFFF

    def _lag_of(self, view: View, readable: frozenset[Key] | None) -> Lag | None:
        """What the store has changed since this commit, for who reads by these rules (None: the system)."""
        seen, lag = self._lags.get(readable, (self.seq, None))
        touched = view.touched(seen)
        if touched:
            lag = further(lag, self.columns, self._by_key, self._with_contents(touched))
            if len(self._lags) >= REMEMBERED:
                self._lags.pop(next(iter(self._lags)), None)
            self._lags[readable] = touched[-1].seq, lag
        return lag

    def _with_contents(self, touched: Sequence[Touched]) -> list[Touched]:
        """These changes, and for a group those of the documents in it that inherit its rule."""
        found = [each for each in touched if kind_of(each.key) != "group"]
        told = {each.key for each in found}
        for each in touched:
            number = self.number("groups", each.key) if kind_of(each.key) == "group" else -1
            if number >= 0:
                inside = np.flatnonzero((self.columns["group"] == number) & (self.columns["inherits"] > 0))
                keys = (self.columns.key_of(ordinal) for ordinal in inside.tolist())
                found += [Touched(each.seq, key, each.readable) for key in keys if key not in told]
        return found

    def without(self, access: AccessFilter, ordinals: Sequence[int]) -> AccessFilter:
        """The same without these documents: the store does not give them."""
        return replace(access, lag=further(access.lag, self.columns, self._by_key, (), ordinals))

    def visible(self, ordinals: Ordinals, access: AccessFilter) -> NDArray[np.bool_]:
        """Whether each of these documents exists for the asker."""
        size = self.columns.sizes.documents
        known: NDArray[np.bool_] = ordinals < size
        if not size:
            return known
        if not known.all():  # the engine may be a commit ahead
            ordinals = np.where(known, ordinals, 0)
        known &= self.columns.alive.take(ordinals) > 0
        known &= _readable(access.rules, self.columns["rule"].take(ordinals))
        if access.lag is not None:
            known &= access.lag.kept.take(ordinals)
        return known

    # --- copies -------------------------------------------------------------------------------------------------------

    @cached_property
    def _copies(self) -> Copies:
        return self._finder.copies(self.columns)

    def first_of(self, ordinals: Ordinals, access: AccessFilter) -> NDArray[np.int64]:
        """For each of these documents the one that counts among the copies of its text that the asker may read."""
        return self._copies.first_of(ordinals, lambda found: self.visible(found, access))

    def once_each(self, ordinals: Ordinals, within: NDArray[np.int64] | None = None) -> NDArray[np.bool_]:
        """Which of these documents stand for themselves and their copies among them (in the same list)."""
        return self._copies.once_each(ordinals, within)

    def copies_of(self, ordinal: int, access: AccessFilter) -> NDArray[np.int64]:
        """The other documents with the text of this one that the asker may read, in the order in which they count."""
        found = self._copies.copies_of(ordinal)
        return found[self.visible(found, access)] if len(found) else found

    # --- search -------------------------------------------------------------------------------------------------------

    def are_translations(self, topic: int, other: int) -> bool:
        """Whether questions about one of these topics ask for the other along, in the other language."""
        rows = self.topics.rows
        return self.translations.are_alike(rows[topic].labels, rows[other].labels)

    def paired(self) -> tuple[OpenSnapshot, Mapping[int, int]]:
        """This snapshot with topics that probably mean the same as one, and by number which counts with which."""
        also = paired.pairs_of(self.topics, self.translations)
        if not also:
            return self, also
        found = copy(self)
        found.topics = paired.joined(self.topics, also)
        found.topic_counts, found._lags = {}, {}
        return found, also

    def parse(
        self, text: str, access: AccessFilter | None = None, meant: Sequence[TranslationRow] = ()
    ) -> ParsedQuestion:
        """A question in words of the index; with `access`, words that no readable document holds now are unknown.

        `meant` is asked along too.
        """
        public = self.public if access is None else self.words_for(access)
        return parse(text, public, self.topics, self.translations.with_others(meant))

    def words_for(self, access: AccessFilter) -> HeldWords:
        """The words of documents for everyone that the asker may read now and that did not change since."""

        def accept(ordinals: Ordinals) -> NDArray[np.bool_]:
            good = self.visible(ordinals, access)
            return good if access.lag is None else good & ~np.isin(ordinals, access.lag.touched)

        mark = access.mark + (access.lag.touched.tobytes() if access.lag else b"")
        counts = self._kept.get(mark)
        if counts is None:
            public = np.flatnonzero(self.columns["public"])
            kept = int(accept(public).sum())
            counts = kept, len(public) - kept
            if len(self._kept) >= REMEMBERED:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[mark] = counts
        return HeldWords(self.public, *counts, accept)

    def search(
        self, parsed: ParsedQuestion, access: AccessFilter, question: Question, k: int, holding: Holding | None = None
    ) -> tuple[Ordinals, Scores]:
        """The k best documents. Restricted hits stand among the public ones by the idf of their words."""
        return self._search(parsed, access, question, k, rest=False, holding=holding)

    def search_rest(
        self, parsed: ParsedQuestion, access: AccessFilter, question: Question, k: int
    ) -> tuple[Ordinals, Scores]:
        """The k best documents by what they hold besides own words: quotes, code, what programs added."""
        return self._search(parsed, access, question, k, rest=True)

    def _search(
        self,
        parsed: ParsedQuestion,
        access: AccessFilter,
        question: Question,
        k: int,
        *,
        rest: bool,
        holding: Holding | None = None,
    ) -> tuple[Ordinals, Scores]:
        if not parsed.clauses:
            return np.zeros(0, np.int64), np.zeros(0)

        def accept(ordinals: Ordinals) -> NDArray[np.bool_]:
            good = self.visible(ordinals, access)
            if parsed.kept is not None:
                good = good & parsed.kept.keeps(ordinals)
            return self.passing(ordinals, good, question)

        found = self.public.top(parsed.clauses, k, accept, rest=rest, holding=holding)
        if not self.restricted.size() or not (access.system or access.restricted):
            return found
        within = None if access.system else ("rule", access.restricted)
        hidden = self.restricted.top(
            parsed.clauses, k, accept, constant=True, within=within, rest=rest, holding=holding
        )
        ordinals, scores = (np.concatenate(pair) for pair in zip(found, hidden, strict=True))
        order = np.lexsort((ordinals, -scores))[:k]
        return ordinals[order], scores[order]

    @cached_property
    def languages(self) -> Mapping[str, float]:
        """The share of the documents for everyone that is in each language."""
        found = self.columns["language"][(self.columns["public"] > 0) & (self.columns.alive > 0)]
        counts = np.bincount(found, minlength=1) / max(1, len(found))
        return {
            LANGUAGE_CODES[number]: share for number, share in enumerate(counts.tolist()) if number in LANGUAGE_CODES
        }

    @property
    def has_vectors(self) -> bool:
        """Whether passages have vectors by which a question may be compared."""
        return len(self._passages.documents) > 0

    @property
    def without_vector(self) -> int:
        """Number of documents for everyone, but for copies, of which no passage has a vector."""
        counted = self._counted(np.flatnonzero(self.columns.alive))
        return int((~np.isin(counted, self._passages.documents)).sum())

    def nearest(
        self, vector: NDArray[np.float32], access: AccessFilter, question: Question, k: int
    ) -> tuple[Ordinals, Scores, Numbers]:
        """The k documents for everyone with the nearest passage: ordinals, cosines, and the number of that passage."""

        def accept(ordinals: Ordinals) -> NDArray[np.bool_]:
            good = self.visible(ordinals, access) & (self.columns["public"][ordinals] > 0)
            if access.lag is not None:  # the vector is of words that are no longer there
                good &= ~np.isin(ordinals, access.lag.touched)
            return self.passing(ordinals, good, question)

        return self._passages.nearest(vector, accept, k)

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
        """Whether each act row is in the period that is asked for. Undated ones are in none."""
        at = self.columns["act_at"][rows]
        since = question.since if question.since is not None else NEVER + 1
        until = question.until if question.until is not None else 2**62
        inside: NDArray[np.bool_] = (at >= since) & (at <= until)
        return inside


def _readable(rules: NDArray[np.bool_], numbers: NDArray[Any]) -> NDArray[np.bool_]:
    """Whether these rules let somebody read. One that is newer than the snapshot lets nobody."""
    readable: NDArray[np.bool_] = rules.take(numbers, mode="clip") & (numbers < len(rules))
    return readable
