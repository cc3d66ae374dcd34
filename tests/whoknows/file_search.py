"""Looks for words in every file of a folder as somebody would who took the disk: decompressed, in every encoding."""

from __future__ import annotations

import re
import sqlite3
import struct
import unicodedata
import zlib
from collections.abc import Iterator
from pathlib import Path

from models.index.opening import current
from models.index.text.tantivy_engine import TantivyEngine

_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060\ufeff]|[-\u2010\u2011]\r?\n\\s*")
_MOST = 1 << 20


def find_words(folders: list[Path], words: set[str]) -> list[str]:
    """Places where one of these folded words stands, in any case, accent, normal form, encoding or compression."""
    found: list[str] = []
    for folder in folders:
        for file in sorted(each for each in folder.rglob("*") if each.is_file()):
            name = file.relative_to(folder).as_posix()
            data = file.read_bytes()
            packed = _blocks(data) if file.suffix == ".store" else ()
            texts = (data, *_unzipped(data), *packed, *_rows(file), name.encode())
            found += [f"{name}: {word}" for word in words if any(_has(data, word) for data in texts)]
    return sorted(set(found))


def find_terms(root: Path, words: set[str]) -> list[str]:
    """Words in the dictionaries of the served index: they are kept as automata, in which no bytes can be searched."""
    folder = current(root)
    assert folder is not None
    found: list[str] = []
    for part in ("public", "restricted"):
        reader = TantivyEngine(folder / part).reader()
        found += [term for word in words for term, _ in reader.terms_with_prefix(word[:4], 1000) if word[:5] in term]
    return found


def _has(data: bytes, word: str) -> bool:
    return any(word in _plain(text) for text in _decoded(data))


def _decoded(data: bytes) -> Iterator[str]:
    yield data.decode("utf-8", "ignore")
    yield data.decode("latin-1")
    for start in (0, 1):
        yield data[start:].decode("utf-16-le", "ignore")
        yield data[start:].decode("utf-16-be", "ignore")


def _plain(text: str) -> str:
    told = re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), text)
    apart = unicodedata.normalize("NFKD", _UNSEEN.sub("", told).casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def _unzipped(data: bytes) -> Iterator[bytes]:
    """What is compressed in the bytes of a file by zlib or gzip, at whatever place."""
    for found in re.finditer(b"\x78[\x01\x5e\x9c\xda]|\x1f\x8b", data):
        try:
            yield zlib.decompressobj(47).decompress(data[found.start() :], _MOST)
        except zlib.error:
            continue


def _blocks(data: bytes) -> Iterator[bytes]:
    """Blocks of LZ4 with their size before them, as Tantivy keeps stored texts."""
    for place in range(len(data) - 8):
        (size,) = struct.unpack_from("<I", data, place)
        if 8 <= size <= _MOST:
            block = _unpacked(data, place + 4, size)
            if block is not None:
                yield block


def _unpacked(data: bytes, at: int, size: int) -> bytes | None:
    """One LZ4 block of this size; None when there is none here."""
    out = bytearray()
    while at < len(data):
        token = data[at]
        at += 1
        at, literals = _length(data, at, token >> 4)
        out += data[at : at + literals]
        at += literals
        if len(out) == size:
            return bytes(out)
        if len(out) > size or at + 2 > len(data):
            return None
        back = data[at] | data[at + 1] << 8
        at, copied = _length(data, at + 2, token & 15)
        if not 0 < back <= len(out) or len(out) + copied + 4 > size:
            return None
        for _ in range(copied + 4):
            out.append(out[-back])
    return None


def _length(data: bytes, at: int, length: int) -> tuple[int, int]:
    if length == 15:
        while at < len(data):
            length += data[at]
            at += 1
            if data[at - 1] != 255:
                break
    return at, length


def _rows(file: Path) -> Iterator[bytes]:
    """All values of a database, whole: in the file they may lie in pieces."""
    if not file.read_bytes().startswith(b"SQLite format 3"):
        return
    connection = sqlite3.connect(f"file:{file}?mode=ro", uri=True)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    for table in tables:
        for row in connection.execute(f'SELECT * FROM "{table}"'):
            for value in row:
                if isinstance(value, bytes):
                    yield value
                    yield from _inflated(value)
                elif isinstance(value, str):
                    yield value.encode("utf-8", "replace")
    connection.close()


def _inflated(value: bytes) -> Iterator[bytes]:
    try:
        yield zlib.decompress(value)
    except zlib.error:
        return
