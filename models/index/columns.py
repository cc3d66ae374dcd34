"""Who did what to which document, when and where: append-only arrays in files, read through the page cache.

Documents are rows of the `DOCUMENT` columns and are named by their ordinal, which is never reused. Acts are rows of the
`ACT` columns, one for each (document, account); those of one document lie together, in the order of its ordinal.
`dead` lists the ordinals of what was dropped, erased or edited, `ruled` those for which another rule counts since, with
that rule. Nothing changes in place, so that a checksum of what is committed stays true.
"""

from __future__ import annotations

import os
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from models.grouping import run_rows
from models.index import mapped
from models.index.seals import Seal, Seals

Array = NDArray[Any]

DOCUMENT: dict[str, str] = {
    "key_hash": "Q",  # of the key: finds the ordinal again
    "act_end": "q",  # the acts of a document end before this row; they begin where those of the ordinal before end
    "at": "q",  # seconds, or NEVER
    "kind": "B",
    "source": "i",
    "rule": "i",  # the rule that counts now
    "filed": "i",  # the rule that counted when it was indexed, as the text engine has it
    "inherits": "B",  # whether that is the rule of its container
    "language": "B",
    "group": "i",  # the innermost container, -1 if none
    "folder": "i",  # the innermost container that is not a thread, -1 if none
    "copy": "Q",  # fingerprint that copies share, see `copies.py`; 0 if nothing tells a copy
    "page": "Q",  # the same with the title before the text
    "same": "Q",  # the same for what a source knows as a copy
    "thread": "Q",  # hash of (folder, title without "re:"), or of the container that is a thread
    "name_end": "q",  # key, title and address end here in names.bin
    "key_size": "H",
    "title_size": "H",
    "own_end": "q",  # the own words end here in texts.bin, where the text begins with them
    "text_end": "q",  # the text ends here in texts.bin
    "public": "B",  # whether it was for everyone when it was indexed
    "asks": "B",  # whether it is a message that asks rather than tells, see `text/inquiries.py`
}
ACT: dict[str, str] = {
    "document": "i",
    "account": "i",
    "deed": "B",  # the best act, with its last time and how often
    "act_at": "q",
    "count": "i",
    "second": "B",  # the next best act, NO_ACT if there is none
    "second_at": "q",
    "second_count": "i",
    "share": "f",  # of the work on the document, see `work.py`
}
BLOBS = ("names", "texts")
DEAD, RULED = "dead.col", "ruled.col"
FILES = (*(f"{name}.col" for name in DOCUMENT | ACT), *(f"{name}.bin" for name in BLOBS), DEAD, RULED)
"""All files of the columns. Each only grows."""
GIVEN = (
    "key_hash", "at", "kind", "source", "rule", "filed", "inherits", "language", "group", "folder", "copy", "page",
    "same", "thread", "public", "asks",
)  # fmt: skip
"""The columns of a document that whoever appends it gives; the others follow from its name, its text and its acts."""
_FOLLOW = ("act_end", "name_end", "key_size", "title_size", "own_end", "text_end")


@dataclass(frozen=True, slots=True)
class Sizes:
    """How much of the files is committed. Whatever lies behind it is the rest of a killed run."""

    documents: int = 0
    acts: int = 0
    names: int = 0
    texts: int = 0
    dead: int = 0
    ruled: int = 0


class ColumnWriter:
    """Appends rows: they gather in memory, and `flush` puts them behind the committed part of each file."""

    def __init__(self, folder: Path, sizes: Sizes, seals: Seals | None = None) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self.sizes = sizes
        self.seals = {name: (seals or {}).get(name, Seal()) for name in FILES}
        self._documents: list[tuple[int, ...]] = []
        self._acts: list[tuple[int | float, ...]] = []
        self._blobs = {name: bytearray() for name in BLOBS}
        self._dead: list[int] = []
        self._ruled: list[tuple[Array, int]] = []
        for name, seal in self.seals.items():  # what a killed run left behind the committed part
            _truncate(folder / name, seal.size)

    @property
    def next_ordinal(self) -> int:
        return self.sizes.documents + len(self._documents)

    @property
    def next_act(self) -> int:
        return self.sizes.acts + len(self._acts)

    def add_document(
        self, given: tuple[int, ...], key: bytes, title: bytes, url: bytes, own: bytes, rest: bytes = b""
    ) -> int:
        """Append one document after its acts, with its GIVEN columns in their order; its ordinal."""
        ordinal = self.next_ordinal
        names, texts = self._blobs["names"], self._blobs["texts"]
        title_size = min(len(title), 65535)
        names += key + title[:title_size] + url
        texts += own
        name_end, own_end = self.sizes.names + len(names), self.sizes.texts + len(texts)
        texts += rest
        text_end = self.sizes.texts + len(texts)
        self._documents.append((*given, self.next_act, name_end, len(key), title_size, own_end, text_end))
        return ordinal

    def add_act(self, values: tuple[int | float, ...]) -> None:
        """Append one row of the ACT columns, in their order."""
        self._acts.append(values)

    def skip(self, count: int) -> None:
        """Step over this many ordinals: dead documents without name, text or acts."""
        for _ in range(count):
            self._dead.append(self.add_document((0,) * len(GIVEN), b"", b"", b"", b""))

    def kill(self, ordinals: list[int]) -> None:
        """Mask these documents with the next commit."""
        self._dead.extend(ordinals)

    def rule(self, ordinals: Array, number: int) -> None:
        """Let another rule count for these committed documents with the next commit."""
        self._ruled.append((ordinals, number))

    @property
    def pending(self) -> int:
        return len(self._documents)

    def flush(self) -> Sizes:
        """Write what gathered behind the committed part and make it durable; the sizes to commit."""
        sizes = Sizes(
            self.next_ordinal,
            self.next_act,
            self.sizes.names + len(self._blobs["names"]),
            self.sizes.texts + len(self._blobs["texts"]),
            self.sizes.dead,
            self.sizes.ruled,
        )
        for name, data in (*_packed(self._documents, (*GIVEN, *_FOLLOW)), *_packed(self._acts, ACT)):
            self._append(f"{name}.col", data)
        self._documents, self._acts = [], []
        for name, blob in self._blobs.items():
            self._append(f"{name}.bin", bytes(blob))
            self._blobs[name] = bytearray()
        self.sizes = sizes
        return sizes

    def bury(self) -> Sizes:
        """Write down what was killed and where another rule counts: the last thing before the commit."""
        dead = [ordinal for ordinal in dict.fromkeys(self._dead) if ordinal < self.sizes.documents]
        ruled = [each for ordinals, number in self._ruled for at in ordinals.tolist() for each in (at, number)]
        self._append(DEAD, array("i", dead).tobytes())
        self._append(RULED, array("i", ruled).tobytes())
        self.sizes = replace(self.sizes, dead=self.sizes.dead + len(dead), ruled=self.sizes.ruled + len(ruled) // 2)
        self._ruled.clear()
        self._dead.clear()
        return self.sizes

    def _append(self, name: str, data: bytes) -> None:
        _append(self.folder / name, data)
        self.seals[name] = self.seals[name].grown(data)


def _packed(rows: Sequence[tuple[int | float, ...]], names: Iterable[str]) -> Iterator[tuple[str, bytes]]:
    """The rows turned into columns of these names, as they stand in the files."""
    for name, column in zip(names, zip(*rows, strict=True), strict=True) if rows else ():
        values: list[Any] = list(column)
        yield name, array((DOCUMENT | ACT)[name], values).tobytes()


def _append(file: Path, data: bytes) -> None:
    with file.open("ab") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())


def _truncate(file: Path, size: int) -> None:
    with file.open("ab") as out:
        out.truncate(size)


class Columns:
    """The committed part. Each item is an array; nothing is read before it is used."""

    def __init__(self, folder: Path, sizes: Sizes) -> None:
        self.folder = folder
        self.sizes = sizes
        self._arrays: dict[str, Array] = {}
        for name, code in (DOCUMENT | ACT).items():
            count = sizes.documents if name in DOCUMENT else sizes.acts
            self._arrays[name] = mapped.column(folder / f"{name}.col", np.dtype(array(code).typecode), count)
        self.alive: NDArray[np.uint8] = np.ones(sizes.documents, dtype=np.uint8)
        self.alive[mapped.column(folder / DEAD, np.dtype(np.int32), sizes.dead)] = 0
        if sizes.ruled:
            ruled = mapped.column(folder / RULED, np.dtype(np.int32), 2 * sizes.ruled).reshape(-1, 2)
            self._arrays["rule"] = self._arrays["rule"].copy()
            self._arrays["rule"][ruled[:, 0]] = ruled[:, 1]  # of two the later one counts
        self._names = mapped.TextFile(folder / "names.bin", sizes.names)
        self._texts = mapped.TextFile(folder / "texts.bin", sizes.texts)

    def __getitem__(self, name: str) -> Array:
        return self._arrays[name]

    def acts_of(self, ordinals: Array) -> tuple[Array, Array]:
        """The act rows of these documents, and for each the position of its document in `ordinals`."""
        ends = self["act_end"]
        start = ends.take(ordinals - 1)
        start[ordinals == 0] = 0
        counts = ends.take(ordinals) - start
        if (counts == 1).all():  # as with messages, which are most of what there is
            return start, np.arange(len(ordinals))
        return run_rows(start, counts)

    def name_of(self, ordinal: int) -> tuple[str, str, str | None]:
        """Key, title and address of a document."""
        ends = self["name_end"]
        start = int(ends[ordinal - 1]) if ordinal else 0
        raw = self._names.read(start, int(ends[ordinal]))
        key = int(self["key_size"][ordinal])
        return _name(raw, key, key + int(self["title_size"][ordinal]))

    def keys_of(self, ordinals: Array) -> list[str]:
        """Key of each of these documents."""
        first, read = self._begin("name_end", ordinals), self._names.read
        last = first + self["key_size"].take(ordinals)
        return [read(start, stop).decode() for start, stop in zip(first.tolist(), last.tolist(), strict=True)]

    def titles_of(self, ordinals: Array) -> list[str]:
        """Title of each of these documents."""
        first = self._begin("name_end", ordinals) + self["key_size"].take(ordinals)
        last, read = first + self["title_size"].take(ordinals), self._names.read
        bounds = zip(first.tolist(), last.tolist(), strict=True)
        return [read(start, stop).decode("utf-8", "ignore") for start, stop in bounds]

    def names_of(self, ordinals: Array) -> list[tuple[str, str, str | None]]:
        """Key, title and address of each of these documents."""
        first, last = self._begin("name_end", ordinals), self["name_end"].take(ordinals)
        key = self["key_size"].take(ordinals)
        bounds = (first, last, key, key + self["title_size"].take(ordinals))
        return [
            _name(self._names.read(start, stop), called, linked)
            for start, stop, called, linked in zip(*(each.tolist() for each in bounds), strict=True)
        ]

    def texts_of(self, ordinals: Array, limit: int) -> list[str]:
        """The own words of each of these documents, their first `limit` bytes."""
        first = self._begin("text_end", ordinals)
        last = np.minimum(self["own_end"].take(ordinals), first + limit)
        return [self._read(start, stop) for start, stop in zip(first.tolist(), last.tolist(), strict=True)]

    def key_of(self, ordinal: int) -> str:
        """Key of a document."""
        start = int(self["name_end"][ordinal - 1]) if ordinal else 0
        return self._names.read(start, start + int(self["key_size"][ordinal])).decode()

    def text_of(self, ordinal: int, limit: int = 2**31) -> str:
        """The own words of a document, their first `limit` bytes."""
        start = int(self["text_end"][ordinal - 1]) if ordinal else 0
        return self._read(start, min(int(self["own_end"][ordinal]), start + limit))

    def rest_of(self, ordinal: int, limit: int = 2**31) -> str:
        """What a document holds besides the own words of who wrote it, the first `limit` bytes."""
        start = int(self["own_end"][ordinal])
        return self._read(start, min(int(self["text_end"][ordinal]), start + limit))

    def _read(self, start: int, stop: int) -> str:
        return self._texts.read(start, stop).decode("utf-8", "ignore")

    def own_sizes(self, ordinals: Array) -> Array:
        """Bytes of the own words of each of these documents."""
        return self["own_end"][ordinals] - self._begin("text_end", ordinals)

    def text_sizes(self, ordinals: Array) -> Array:
        """Bytes of the text of each of these documents."""
        return self["text_end"][ordinals] - self._begin("text_end", ordinals)

    def bodies_of(self, ordinals: Array) -> Iterator[bytes]:
        """For each of these documents what votes, UTF-8: its title twice, and its own words."""
        names, texts = self._whole("names", self.sizes.names), self._whole("texts", self.sizes.texts)
        key, title = self["key_size"][ordinals].astype(np.int64), self["title_size"][ordinals].astype(np.int64)
        first = self._begin("name_end", ordinals) + key
        bounds = (first, first + title, self._begin("text_end", ordinals), self["own_end"][ordinals])
        for start, stop, begin, end in zip(*(each.tolist() for each in bounds), strict=True):
            called = bytes(names[start:stop])
            yield b"\n".join((called, called, texts[begin:end]))

    def _whole(self, blob: str, size: int) -> memoryview:
        """All of a file, mapped: for whoever reads most of it."""
        return mapped.column(self.folder / f"{blob}.bin", np.dtype(np.uint8), size).data

    def _begin(self, ends: str, ordinals: Array) -> Array:
        first: Array = self[ends].take(ordinals - 1, mode="wrap")
        first[ordinals == 0] = 0
        return first


def _name(raw: bytes, key: int, title: int) -> tuple[str, str, str | None]:
    """Key, title and address of a document, of which the first two end here."""
    return raw[:key].decode(), raw[key:title].decode("utf-8", "ignore"), raw[title:].decode() or None
