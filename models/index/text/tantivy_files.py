"""The files of a Tantivy index, checked without Tantivy, which must not be given damaged ones.

Each file of a segment ends in a footer: JSON with the CRC-32 of what is before it, the length of that JSON and a magic
number, four bytes each. The list of segments, `meta.json`, has none. Background threads replace segments when they
like: what is not as it was sealed is believed when its list holds the same documents and each file agrees with itself.
"""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

from models.index.text.engine import EngineSeal, FileSeals

META, MANAGED = "meta.json", ".managed.json"
PARTS = ("idx", "pos", "term", "store", "fast", "fieldnorm")
MAGIC = 1337
PIECE = 1 << 20


def seal_of(folder: Path) -> EngineSeal:
    """The seal of what is committed in this folder."""
    raw = (folder / META).read_bytes()
    meta = json.loads(raw)
    crcs = {name: _footer(folder / name)[1] for name in _files(meta)}
    schema = zlib.crc32(json.dumps(meta["schema"]).encode())
    return {
        "meta": zlib.crc32(raw), "opstamp": meta["opstamp"], "documents": _documents(meta), "schema": schema,
        "files": crcs,
    }  # fmt: skip


def damage(folder: Path, seal: EngineSeal, files: FileSeals) -> str | None:
    """The name of a file that is damaged or missing, None when all are whole."""
    try:
        names = files.once(folder / META, partial(_listed, folder / META, seal))
    except OSError:
        names = None
    if names is None:
        return META
    for name in names:
        file = folder / name
        try:
            whole = files.once(file, partial(_is_whole, file, seal["files"].get(name)))
        except OSError:
            whole = False
        if not whole:
            return name
    managed = folder / MANAGED
    return None if not managed.exists() or files.once(managed, partial(_is_list, managed)) else MANAGED


def _listed(file: Path, seal: EngineSeal) -> list[str] | None:
    """The files of the segments in this list; None when it is not the sealed one and cannot have come after it."""
    try:
        raw = file.read_bytes()
        meta = json.loads(raw)
        if zlib.crc32(raw) != seal["meta"] and not _is_successor(meta, seal):
            return None
        return list(_files(meta))
    except (ValueError, KeyError, TypeError, AttributeError):
        return None


def _is_successor(meta: Mapping[str, Any], seal: EngineSeal) -> bool:
    """Whether this list can have come after the sealed one: of a later commit, or of the same with segments joined."""
    if zlib.crc32(json.dumps(meta["schema"]).encode()) != seal["schema"]:
        return False
    later = int(meta["opstamp"]) - int(seal["opstamp"])
    return later > 0 or (later == 0 and _documents(meta) == int(seal["documents"]))


def _files(meta: Mapping[str, Any]) -> Iterator[str]:
    """The files of all segments in this list."""
    for segment in meta["segments"]:
        name = segment["segment_id"].replace("-", "")
        yield from (f"{name}.{part}" for part in PARTS)
        if segment.get("deletes"):
            yield f"{name}.{segment['deletes']['opstamp']}.del"


def _documents(meta: Mapping[str, Any]) -> int:
    """Number of documents that are not deleted."""
    return sum(each["max_doc"] - (each.get("deletes") or {}).get("num_deleted_docs", 0) for each in meta["segments"])


def _footer(file: Path) -> tuple[int, int]:
    """The length of what is before the footer, and its checksum there. ValueError when there is none."""
    size = file.stat().st_size
    with file.open("rb") as source:
        source.seek(max(0, size - 8))
        length, magic = struct.unpack("<II", source.read(8).ljust(8, b"\x00"))
        if magic != MAGIC or length > size - 8:
            raise ValueError(file.name)
        source.seek(size - 8 - length)
        return size - 8 - length, int(json.loads(source.read(length))["crc"])


def _is_whole(file: Path, sealed: int | None) -> bool:
    """Whether what this file holds has the checksum at its end, and that is the sealed one."""
    try:
        size, crc = _footer(file)
    except (ValueError, KeyError, TypeError):
        return False
    found = 0
    with file.open("rb") as source:
        while size and (piece := source.read(min(PIECE, size))):
            found, size = zlib.crc32(piece, found), size - len(piece)
    return found == crc and sealed in (None, crc)


def _is_list(file: Path) -> bool:
    """Whether this is a list as Tantivy keeps one."""
    try:
        return isinstance(json.loads(file.read_bytes()), list)
    except ValueError:
        return False
