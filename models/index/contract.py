"""Door of the index: records, and Protocols of an open index and of one state of it.

Outside `models` nothing else of `models.index` is imported but this and `models.index.opening`; inside, rankers,
explanation and the other models come through here too, and take what reads texts and questions from `models.index.text`
(import-linter holds both). A person, a document (ordinal), a group, a source or a rule is a number here; `keys` and
`number` translate. Arrays are numpy: no object per hit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import TracebackType
from typing import Any, Literal, Protocol

import numpy as np
from numpy.typing import NDArray

from graph.facts import Key, Seconds
from graph.store import View
from models.answers import Question
from models.index.numbers import ACT_KINDS, DOCUMENT_KINDS, MESSAGES, NEVER, NO_ACT, NO_AUTHOR, READERS
from models.index.records import (
    AccessFilter,
    IndexedPerson,
    IndexProblem,
    Kept,
    NameMatch,
    ParsedQuestion,
    TopicRow,
    Translation,
    TranslationRow,
)
from models.index.text.engine import AnyWay, Clause, Holding, Ordinals, Scores, TextReader, Word
from models.index.text.inquiries import ALSO_ASKS, ASKS

__all__ = [
    "ACT_KINDS",
    "ALSO_ASKS",
    "ASKS",
    "DOCUMENT_KINDS",
    "MESSAGES",
    "NEVER",
    "NO_ACT",
    "NO_AUTHOR",
    "READERS",
    "AccessFilter",
    "ActivityByPerson",
    "AnyWay",
    "Array",
    "Clause",
    "DocumentColumns",
    "Holding",
    "Index",
    "IndexProblem",
    "IndexedPerson",
    "Kept",
    "LabelRows",
    "Mask",
    "NameMatch",
    "NameSearch",
    "Numbered",
    "Numbers",
    "Ordinals",
    "ParsedQuestion",
    "Place",
    "RosterArrays",
    "Scores",
    "Snapshot",
    "TermProfiles",
    "TextReader",
    "TopicRow",
    "TopicTable",
    "Translation",
    "TranslationRow",
    "Word",
    "WordsForEveryone",
]

Array = NDArray[Any]
Numbers = NDArray[np.int64]
Mask = NDArray[np.bool_]
Numbered = Literal["accounts", "persons", "groups", "rules", "sources"]
"""Kinds of things that have numbers."""
Place = Literal["folder", "thread", "answers"]
"""Where documents are together: the innermost container that is not a thread, and the thread; answers are what people
said in threads that others began."""


class DocumentColumns(Protocol):
    """Arrays of documents by ordinal, and of acts by row; the names are those of `DOCUMENT` and `ACT` in columns.py."""

    def __getitem__(self, name: str, /) -> Array: ...

    def acts_of(self, ordinals: Array) -> tuple[Array, Array]:
        """The act rows of these documents, and for each the position of its document in `ordinals`."""

    def key_of(self, ordinal: int) -> Key:
        """Key of a document."""

    def keys_of(self, ordinals: Array) -> list[Key]:
        """Key of each of these documents."""

    def name_of(self, ordinal: int) -> tuple[str, str, str | None]:
        """Key, title and address of a document."""

    def names_of(self, ordinals: Array) -> list[tuple[Key, str, str | None]]:
        """Key, title and address of each of these documents."""

    def titles_of(self, ordinals: Array) -> list[str]:
        """Title of each of these documents."""

    def texts_of(self, ordinals: Array, limit: int) -> list[str]:
        """The own words of each of these documents, their first `limit` bytes."""

    def text_of(self, ordinal: int, limit: int = 2**31) -> str:
        """The own words of a document, their first `limit` bytes."""

    def rest_of(self, ordinal: int, limit: int = 2**31) -> str:
        """What a document holds besides the own words of who wrote it, the first `limit` bytes."""


class RosterArrays(Protocol):
    """Arrays by person number. `order` is the place of the person's key among all keys: it orders equals."""

    @property
    def order(self) -> Numbers: ...
    @property
    def left(self) -> Numbers: ...
    @property
    def department(self) -> Numbers: ...
    @property
    def location(self) -> Numbers: ...
    @property
    def departments(self) -> tuple[Key, ...]: ...
    @property
    def locations(self) -> tuple[Key, ...]: ...

    def able(self, leavers: bool, now: Seconds | None) -> Mask:
        """Who may appear: nobody who opted out or has not begun, no service account; leavers only when asked for."""

    def next_change(self, now: Seconds) -> Seconds | None:
        """When the next one begins or leaves. None: nobody has plans."""

    def number_of_department(self, key: Key) -> int:
        """The number of this department, -2 when nobody works there."""


class ActivityByPerson(Protocol):
    """What people did in the places of one sort, all of them for everyone: the logarithm of 1 + how much.

    `totals` is what everybody together did in each place, `documents` how many are in it.
    """

    @property
    def totals(self) -> NDArray[np.float64]: ...
    @property
    def documents(self) -> Numbers: ...

    def find(self, places: Array) -> Numbers:
        """The row of each of these places, -1 for those that are not in the table."""

    def rows_of(self, places: Numbers) -> tuple[Numbers, Numbers, NDArray[np.float64]]:
        """What people did in the places at these rows: which of them, the person, and how much; in their order."""


class TermProfiles(Protocol):
    """All that each person wrote for everyone, as counts of words."""

    def likelihood(self, clauses: Sequence[Clause]) -> NDArray[np.float64]:
        """By person number, how much likelier this is from that person than from everybody. 0: no word of it."""

    def bm25(self, clauses: Sequence[Clause]) -> NDArray[np.float64]:
        """By person number, how often that person used these words, and how rare they are among people."""


class LabelRows(Protocol):
    """Topics that have a name in one language only: a row for each."""

    @property
    def numbers(self) -> Numbers: ...
    @property
    def languages(self) -> tuple[str, ...]: ...
    @property
    def surfaces(self) -> tuple[str, ...]: ...

    def cosines(self, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
        """How near each label (a column) is to each of these vectors."""

    def margins(self, cosines: NDArray[np.float32], language: str) -> NDArray[np.float32]:
        """How much nearer that is than what lies around either, of what is said in this language."""


class TopicTable(Protocol):
    """Topics by number, the documents that mention each, and how much each of these is about it.

    `usual` is by topic how much the average document for everyone is about it, 0 to 1.
    """

    @property
    def rows(self) -> tuple[TopicRow, ...]: ...
    @property
    def forms(self) -> Mapping[tuple[str, ...], tuple[int, ...]]: ...
    @property
    def numbers(self) -> Mapping[Key, int]: ...
    @property
    def starts(self) -> Numbers: ...
    @property
    def documents(self) -> NDArray[np.int32]: ...
    @property
    def usual(self) -> NDArray[np.float64]: ...

    @property
    def special(self) -> Mask:
        """By number, whether a topic is of a special category: it is never inferred for a person."""

    def about_of(self, topic: int) -> NDArray[np.float64]:
        """How much each of the documents that mention this topic is about it, 0 to 1."""

    def pairs_of(self, ordinals: Numbers) -> tuple[NDArray[np.int32], Numbers, NDArray[np.float64]]:
        """The topics of these documents: of each the topic, the place of the document, and how much it is about it."""

    def mentioned(self, topic: int) -> NDArray[np.int32]:
        """The ordinals that mention this topic."""

    def mentioned_by(self, ordinals: Numbers) -> NDArray[np.int32]:
        """The topics that these documents mention, once for each document that does."""


class WordsForEveryone(Protocol):
    """Words as documents hold them that everyone may read."""

    def size(self) -> int:
        """Number of documents."""

    def having(self, word: Word) -> int:
        """Number of documents with this word; 0 for sure when none holds it."""

    def written(self, surface: str, counted: int) -> int:
        """Number of documents with this word as it is written, of which the engine counted so many."""


class NameSearch(Protocol):
    """People by name, phone, room and function."""

    def find(self, text: str, limit: int = 8) -> list[NameMatch]:
        """Who is named in this text, the best match first."""


class Snapshot(Protocol):
    """One commit of one generation: all that a question needs, consistent and unchanging."""

    topic_counts: dict[tuple[int, bytes], int]
    """Number of documents about a topic, by topic number and readable rules. Whoever counts fills it."""

    @property
    def generation(self) -> int: ...
    @property
    def seq(self) -> int: ...
    @property
    def settled(self) -> int:
        """The change up to which the tables that follow in batches are."""

    @property
    def passed(self) -> int:
        """Number of the newest passes over the whole store that the tables show."""

    @property
    def document_count(self) -> int: ...
    @property
    def act_count(self) -> int: ...
    @property
    def columns(self) -> DocumentColumns: ...
    @property
    def public(self) -> TextReader: ...
    @property
    def restricted(self) -> TextReader: ...
    @property
    def persons(self) -> Sequence[IndexedPerson]: ...
    @property
    def person_of(self) -> Numbers:
        """The person of each account number, -1: nobody yet."""

    @property
    def roster(self) -> RosterArrays: ...
    @property
    def topics(self) -> TopicTable: ...
    @property
    def hidden(self) -> Numbers:
        """Act rows that cast no vote, because the person hides what they are about."""

    def named_in(self, ordinals: Ordinals) -> tuple[Numbers, Numbers]:
        """The persons whom these documents name (-1: nobody's account), and for each the place of its document."""

    @property
    def idle(self) -> Numbers:
        """Act rows that are no work on the subject: by a program, or asking (`models.index.idle_acts`). Ascending."""

    @property
    def asking(self) -> Numbers:
        """Those of them that ask: messages that do, and all that people say in threads that they began with a post."""

    @property
    def group_order(self) -> tuple[Numbers, Numbers]:
        """By number the place of each group's key among all, and the number of the group at each place."""

    def are_translations(self, topic: int, other: int) -> bool:
        """Whether questions about one of these topics ask for the other along, in the other language."""

    def paired(self) -> tuple[Snapshot, Mapping[int, int]]:
        """This snapshot with topics that probably mean the same as one, and by number which counts with which.

        It is for counts per topic over the whole organisation; what the first one of a pair is called stays as it is.
        """

    def keys(self, kind: Numbered) -> Sequence[Key]:
        """The keys of these things by number."""

    def number(self, kind: Numbered, key: Key) -> int:
        """The number of the thing with this key, -1 when there is none."""

    def person(self, key: Key) -> int:
        """The number of this person, -1 when there is none."""

    def accounts_of(self, person: int) -> list[int]:
        """The numbers of the accounts of this person."""

    def language(self, ordinal: int) -> str | None: ...

    def names(self, now: Seconds | None) -> NameSearch:
        """People who have not left at `now`, by name."""

    def activity(self, place: Place, access: AccessFilter) -> ActivityByPerson:
        """What people did for everyone in the places of this sort, without what was withdrawn since."""

    def usual_for(self, access: AccessFilter) -> NDArray[np.float64]:
        """By topic, how much the average document for everyone is about it, without what was withdrawn since."""

    def profiles_for(self, access: AccessFilter) -> TermProfiles:
        """All that each person wrote for everyone, without what was withdrawn since."""

    def access_filter(self, view: View) -> AccessFilter:
        """What this viewer may read now, whatever the index still has. Two calls to the store."""

    def without(self, access: AccessFilter, ordinals: Sequence[int]) -> AccessFilter:
        """The same without these documents: the store does not give them."""

    def visible(self, ordinals: Ordinals, access: AccessFilter) -> Mask:
        """Whether each of these documents exists for the asker."""

    def first_of(self, ordinals: Ordinals, access: AccessFilter) -> Numbers:
        """For each of these documents the one that counts among the copies of its text that the asker may read."""

    def once_each(self, ordinals: Ordinals, within: Numbers | None = None) -> Mask:
        """Which of these documents stand for themselves and their copies among them.

        `within` has the number of a list for each: copies in different lists all stand.
        """

    def copies_of(self, ordinal: int, access: AccessFilter) -> Numbers:
        """The other documents with the text of this one that the asker may read, in the order in which they count."""

    def parse(
        self, text: str, access: AccessFilter | None = None, meant: Sequence[TranslationRow] = ()
    ) -> ParsedQuestion:
        """A question in words of the index; with `access`, words that no readable document holds now are unknown.

        `meant` is asked along too.
        """

    def words_for(self, access: AccessFilter) -> WordsForEveryone:
        """The words of documents for everyone that the asker may read now and that did not change since."""

    def search(
        self, parsed: ParsedQuestion, access: AccessFilter, question: Question, k: int, holding: Holding | None = None
    ) -> tuple[Ordinals, Scores]:
        """The k documents whose own words match best and that pass the filters of the question, best first.

        With `holding` only those that hold one of these sets.
        """

    def search_rest(
        self, parsed: ParsedQuestion, access: AccessFilter, question: Question, k: int
    ) -> tuple[Ordinals, Scores]:
        """The same by what documents hold besides own words: quotes, code, what programs added."""

    @property
    def languages(self) -> Mapping[str, float]:
        """The share of the documents for everyone that is in each language."""

    @property
    def has_vectors(self) -> bool:
        """Whether passages have vectors by which a question may be compared."""

    @property
    def has_labels(self) -> bool:
        """Whether labels of topics have vectors by which a question may be compared."""

    @property
    def labels(self) -> LabelRows:
        """What topics are called that have a name in one language only."""

    def nearest(
        self, vector: NDArray[np.float32], access: AccessFilter, question: Question, k: int
    ) -> tuple[Ordinals, Scores, Numbers]:
        """The k documents for everyone with the nearest passage: ordinals, cosines, and the number of that passage."""

    def passing(self, ordinals: Ordinals, good: Mask, question: Question) -> Mask:
        """Which of the good documents pass the filters for language and period; a period asks for an act in it."""

    def in_period(self, rows: Array, question: Question) -> Mask:
        """Whether each act row is in the period that is asked for. Undated ones are in none."""


class Index(Protocol):
    """An index that is open for reading. A new commit or generation shows in the next snapshot."""

    @property
    def damage(self) -> IndexProblem | None:
        """What is wrong with the newest generation while the one before serves; None as long as all is well."""

    def snapshot(self) -> Snapshot:
        """The newest commit of the newest generation. Raises IndexProblem when there is none."""

    def search(self, question: Question, view: View, k: int = 1000) -> tuple[Ordinals, Scores]:
        """The documents that the asker may read and that match best: ordinals and scores."""

    @property
    def seq(self) -> int: ...
    @property
    def generation(self) -> int: ...
    def close(self) -> None: ...
    def __enter__(self) -> Index: ...

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None, /
    ) -> None: ...
