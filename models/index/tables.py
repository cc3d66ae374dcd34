"""Tables that follow the rows in batches: topics, what people hide, who is active where, profiles.

Each is written under a new number next to the one that is served; the commit says which numbers count.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from graph.facts import Key
from graph.store import View
from models.index import activity, hides, idle_acts, named, profiles, topics, translations
from models.index.columns import Columns
from models.index.copies import CopyFinder
from models.index.dictionary import NOBODYS, Dictionary
from models.index.key_hashes import KeyHashes
from models.index.people import People
from models.index.seals import Seal, seal_of

PARTS: Mapping[str, tuple[str, ...]] = {
    "topics": topics.PARTS,
    "profiles": profiles.PARTS,
    **dict.fromkeys(activity.PLACES, activity.PARTS),
}
"""The arrays of tables that have several; the others have one of their own name, or none."""


@dataclass(frozen=True, slots=True)
class TableWriter:
    """Writes tables of a generation; `rules` in a call are those open to everyone now (None: all that were)."""

    folder: Path
    dictionaries: Mapping[str, Dictionary]
    people: People
    hashes: KeyHashes

    def hidden_documents(self, view: View, columns: Columns) -> hides.HiddenDocuments:
        """The documents on what somebody hides, by person."""
        return hides.documents(view, columns, self.hashes.find_all, self.dictionaries["persons"])

    def hidden_acts(self, columns: Columns, hidden: hides.HiddenDocuments) -> NDArray[np.int64]:
        """The act rows that cast no vote, because the person hides what they are about."""
        return hides.acts_of(columns, hidden, self.people)

    def write_named(self, view: View, hidden: hides.HiddenDocuments, number: int) -> None:
        """Write who is named where, but for what they hide."""
        pairs = named.collect(view, self.hashes.find_all, self.dictionaries["accounts"])
        named.write(named.without(pairs, self._owners, hidden), self.folder, number)

    def write_hidden(self, hidden: NDArray[np.int64], number: int) -> None:
        """Write which act rows cast no vote."""
        np.save(self.folder / f"hides-{number}.npy", hidden)

    def copies(self, columns: Columns, rules: frozenset[Key] | None) -> NDArray[np.int64]:
        """The documents for everyone that are copies of another one that counts."""
        readable = self.readable(columns, rules)
        copies = CopyFinder().copies(columns)
        found = copies.ordinals[readable[copies.ordinals]]
        later: NDArray[np.bool_] = copies.first_of(found, lambda ordinals: readable[ordinals]) != found
        return found[later]

    def write_copies(self, copies: NDArray[np.int64], number: int) -> None:
        """Write which documents are copies that the tables do not count."""
        np.save(self.folder / f"copies-{number}.npy", copies)

    def write_idle(self, columns: Columns, number: int) -> None:
        """Write which acts are no work on the subject of the document, and which of them ask."""
        idle, asking = idle_acts.find(columns)
        np.save(self.folder / f"idle-{number}.npy", idle)
        np.save(self.folder / f"asking-{number}.npy", asking)

    def write_topics(
        self,
        view: View,
        columns: Columns,
        copies: NDArray[np.int64],
        number: int,
        rules: frozenset[Key] | None,
    ) -> None:
        """Write which words name a topic and which documents are about it."""
        rows, labelled = topics.collect(view)
        counted = self.readable(columns, rules)
        counted[copies] = False
        found = topics.mentions(view, labelled, self.hashes.find_all)
        found = found[found[:, 1] < columns.sizes.documents]
        topics.write(self.folder, number, rows, found, columns, counted)

    def write_translations(self, view: View, number: int) -> None:
        """Write what is asked along with what."""
        translations.write(self.folder, number, translations.collect(view))

    def write_work(
        self,
        columns: Columns,
        hidden: NDArray[np.int64],
        copies: NDArray[np.int64],
        served: Mapping[str, int],
        number: int,
        persons: Collection[int] | None,
        rules: frozenset[Key] | None,
    ) -> dict[str, int]:
        """Write who is active where, and the profiles of these persons (None: of all); the numbers of these tables.

        The acts that are `hidden` and those on `copies` count nowhere.
        """
        readable = self.readable(columns, rules)
        readable[copies] = False
        acts = np.asarray(columns["share"]) > 0
        acts[hidden] = False
        owners = self._owners
        for name in activity.PLACES:
            activity.write(activity.tabulate(columns, name, readable, acts, owners), self.folder, name, number)
        written: dict[str, int] = dict.fromkeys(activity.PLACES, number)
        anew = None if persons is None else {each for each in persons if each >= 0}
        if anew is not None and not anew:
            return written
        before = profiles.read(self.folder, served.get("profiles", 0))
        new = profiles.tabulate(columns, person_of=owners, readable=readable, acts=acts, before=before, persons=anew)
        profiles.write(new, self.folder, number)
        return {**written, "profiles": number}

    @property
    def _owners(self) -> NDArray[np.int64]:
        """The person of each account; -1 for an account that is nobody's."""
        return np.asarray(self.people.accounts or [-1], dtype=np.int64)

    def readable(self, columns: Columns, rules: frozenset[Key] | None) -> NDArray[np.bool_]:
        """Which documents are for everyone, now as when they were indexed."""
        keys = self.dictionaries["rules"].keys
        open_now = rules if rules is not None else frozenset(keys)
        is_open = np.asarray([key in open_now and key != NOBODYS for key in keys])
        readable: NDArray[np.bool_] = (columns["public"] > 0) & (columns.alive > 0)
        return readable & is_open[columns["rule"]] if len(readable) else readable

    def tidy(self, before: Mapping[str, int], served: Mapping[str, int]) -> None:
        """Remove the tables of the commit before the last one; a reader that is just opening them tries again."""
        for name, number in before.items():
            if served.get(name) != number:
                for file in (*self.folder.glob(f"{name}-*.np[yz]"), *self.folder.glob(f"{name}-*.json")):
                    _remove_before(file, number)


def read_rows(folder: Path, table: str, number: int) -> NDArray[np.int64]:
    """The rows or ordinals in the table of this name and number; 0: there is none."""
    return np.load(folder / f"{table}-{number}.npy") if number else np.zeros(0, np.int64)


def files_of(table: str, number: int) -> tuple[str, ...]:
    """The names of the files of a table under this number."""
    parts = PARTS.get(table, ())
    arrays = tuple(f"{table}-{part}-{number}.npy" for part in parts)
    if table in ("people", "topics", "translations"):
        return (f"{table}-{number}.json", *arrays)
    return arrays or (f"{table}-{number}.npy",)


def sealed(folder: Path, tables: Mapping[str, int], known: Mapping[str, Seal]) -> dict[str, Seal]:
    """The seals of these tables, of which the known ones are not read again."""
    names = [name for table, number in tables.items() if number for name in files_of(table, number)]
    return {name: known.get(name) or seal_of(folder / name) for name in names}


def _remove_before(file: Path, number: int) -> None:
    """Remove a table that is older than this number, also one that a killed run or an earlier program left."""
    found = file.stem.rpartition("-")[2]
    if found.isdecimal() and int(found) < number:
        file.unlink(missing_ok=True)
