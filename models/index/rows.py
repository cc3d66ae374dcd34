"""Documents as rows: appended to the columns and to a text engine under one ordinal, and masked in both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import numpy as np

from graph.facts import Key
from models.index.columns import Columns, ColumnWriter
from models.index.copies import fingerprints
from models.index.dictionary import Dictionary
from models.index.documents import IndexableDocument
from models.index.generation import IndexCommit
from models.index.key_hashes import KeyHashes
from models.index.numbers import DOCUMENT_KIND_NUMBERS, LANGUAGE_NUMBERS, NEVER
from models.index.text.analysis import as_words, bare_title, language_of, number_of
from models.index.text.engine import EngineDocument, TextEngine
from models.index.text.inquiries import ASKS, asking_of
from models.index.text.thanks import only_thanks
from models.index.work import deeds_of

SURFACE = 1000
"""Characters of a text whose words are kept as they are written, for suggestions."""


@dataclass(frozen=True, slots=True)
class Removed:
    """What left with some documents: the accounts that acted on them, and whether one of them was for everyone."""

    accounts: frozenset[int] = frozenset()
    public: bool = False


class DocumentRows:
    """The rows of a generation. Nothing counts before it is committed, columns first."""

    def __init__(
        self,
        folder: Path,
        state: IndexCommit,
        dictionaries: Mapping[str, Dictionary],
        engines: Mapping[str, TextEngine],
    ) -> None:
        self.columns = ColumnWriter(folder, state.sizes, state.files)
        self.hashes = KeyHashes(folder, state.sizes)
        self._folder = folder
        self._dictionaries = dictionaries
        self._engines = engines

    def recover(self, reserved: int) -> None:
        """Step over the ordinals of a killed run up to `reserved`, and delete what it put into the engines."""
        gap = reserved - self.columns.sizes.documents
        if gap <= 0:
            return
        first = self.columns.next_ordinal
        for engine in self._engines.values():
            engine.delete_from(first)
        self.columns.skip(gap)

    def append(self, added: IndexableDocument) -> list[int]:
        """Append a document that is not in the index (or was removed just now); the accounts that acted on it."""
        document, columns = added.document, self.columns
        ordinal = columns.next_ordinal
        number_of_account = self._dictionaries["accounts"].number_for
        accounts = []
        asking = asking_of(document, added.text, added.rest)
        deeds = deeds_of(added.acts, asking == ASKS, is_voiced(added))
        for owner, kind, at, count, second, second_at, second_count, share in deeds:
            account = number_of_account(owner)
            accounts.append(account)
            times = _time(at), _time(second_at)
            columns.add_act((ordinal, account, kind, times[0], count, second, times[1], second_count, share))
        language = language_of(document.language, document.title, added.text or added.rest)
        rule = self._dictionaries["rules"].number_for(document.rule)
        key_hash = number_of(document.key)
        columns.add_document(
            self._given(added, key_hash, rule, language, asking),
            document.key.encode(),
            document.title.encode("utf-8", "replace"),
            (document.url or "").encode("utf-8", "replace"),
            added.text.encode("utf-8", "replace"),
            added.rest.encode("utf-8", "replace"),
        )
        self.hashes.add(key_hash, ordinal)
        engine = self._engines["public" if added.public else "restricted"]
        engine.add(engine_document(added, ordinal, language, accounts, rule))
        return accounts

    def _given(self, added: IndexableDocument, key_hash: int, rule: int, language: str, asking: int) -> tuple[int, ...]:
        """The GIVEN columns of a document, in their order."""
        document, groups = added.document, self._dictionaries["groups"]
        folder = added.folder or added.group
        is_thread = added.group is not None and added.folder != added.group
        return (
            key_hash,
            _time(document.at),
            DOCUMENT_KIND_NUMBERS[document.kind],
            self._dictionaries["sources"].number_for(document.source),
            rule,
            rule,
            int(document.inherits),
            LANGUAGE_NUMBERS[language],
            groups.number_for(added.group) if added.group else -1,
            groups.number_for(folder) if folder else -1,
            *fingerprints(document, added.text, added.rest, added.acts),
            number_of(document.same) if document.same else 0,
            _thread(added.group or "") if is_thread else _title_thread(folder or "", document.title),
            int(added.public),
            int(asking),
        )

    def remove(self, keys: Sequence[Key]) -> Removed:
        """Mask these documents with the next commit, if they are here."""
        ordinals = self.hashes.find(keys)
        if not ordinals:
            return Removed()
        for engine in self._engines.values():
            engine.delete(ordinals)
        self.columns.kill(ordinals)
        committed = [ordinal for ordinal in ordinals if ordinal < self.columns.sizes.documents]
        if not committed:
            return Removed()
        columns = self.committed()
        gone = np.asarray(committed, dtype=np.int64)
        public = bool(columns["public"][gone[columns.alive[gone] > 0]].any())
        rows, _ = columns.acts_of(gone)
        return Removed(frozenset(columns["account"][rows].tolist()), public)

    def committed(self) -> Columns:
        """The columns that are written down."""
        return Columns(self._folder, self.columns.sizes)


def engine_document(
    added: IndexableDocument, ordinal: int, language: str, accounts: Iterable[int] = (), rule: int = 0
) -> EngineDocument:
    """A document as a text engine takes it in: the title counts twice, and only what is for everyone is suggested.

    The title of a document without own words is that of what it quotes: it is found with the rest.
    """
    title, text, rest = added.document.title, added.text, added.rest
    spelled = _title_words(title)
    others = as_words(rest) if rest else ""
    if not is_voiced(added):
        return EngineDocument(ordinal, language, "", "", tuple(accounts), rule, f"{spelled}\n{spelled}\n{others}")
    surface = f"{title}\n{text[:SURFACE]}" if added.public else ""
    body = f"{spelled}\n{spelled}\n{as_words(text)}"
    return EngineDocument(ordinal, language, body, surface, tuple(accounts), rule, others)


def is_voiced(added: IndexableDocument) -> bool:
    """Whether somebody says something in this document in words of their own, and more than thanks."""
    return (not added.rest or bool(added.text.strip())) and not only_thanks(added.document, added.text)


@lru_cache(maxsize=10_000)
def _title_words(title: str) -> str:
    """The words of a title; the messages of a thread have one."""
    return as_words(title)


@lru_cache(maxsize=50_000)
def _thread(group: Key) -> int:
    return number_of(group)


@lru_cache(maxsize=50_000)
def _title_thread(folder: Key, title: str) -> int:
    return number_of("title", folder, bare_title(title))


def _time(at: int | None) -> int:
    return NEVER if at is None else at
