"""Files of Word, Excel and PowerPoint with their parts changed, as other programs write them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

USUAL = "http://schemas.openxmlformats.org/"
STRICT = "http://purl.oclc.org/ooxml/"
SPACES = ("wordprocessingml", "presentationml", "spreadsheetml", "drawingml", "officeDocument")

Parts = dict[str, bytes]


def parts_of(body: bytes) -> Parts:
    """The parts of a file by their names."""
    with zipfile.ZipFile(io.BytesIO(body)) as package:
        return {name: package.read(name) for name in package.namelist()}


def packed(parts: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A file of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as package:
        for name, part in parts.items():
            package.writestr(name, part)
    return out.getvalue()


def changed(body: bytes, change: Callable[[str, bytes], tuple[str, bytes]]) -> bytes:
    """The file with every part changed: its name, and what is in it."""
    return packed(dict(change(name, part) for name, part in parts_of(body).items()))


def replaced(body: bytes, part: str, old: str, new: str) -> bytes:
    """The file with a text in one of its parts replaced."""
    parts = parts_of(body)
    assert old.encode() in parts[part], f"{old} is not in {part}"
    parts[part] = parts[part].replace(old.encode(), new.encode(), 1)
    return packed(parts)


def strict(body: bytes) -> bytes:
    """The file as Office saves it in the strict format (ISO 29500-1)."""

    def change(name: str, part: bytes) -> tuple[str, bytes]:
        text = part.decode() if name.endswith((".xml", ".rels")) else None
        if text is None:
            return name, part
        for space in SPACES:
            text = text.replace(f"{USUAL}{space}/2006/", f"{STRICT}{space}/")
        return name, text.replace("/extended-properties", "/extendedProperties").encode()

    return changed(body, change)


def renamed(body: bytes, old: str, new: str) -> bytes:
    """The file with its main part called differently, as other programs than Office do."""

    def change(name: str, part: bytes) -> tuple[str, bytes]:
        folder, _, last = name.rpartition("/")
        named = folder.endswith("_rels") or folder in ("word", "ppt", "xl")
        last = last.replace(old, new) if named and last.removesuffix(".rels") == old else last
        name = f"{folder}/{last}" if folder else last
        is_list = name in ("[Content_Types].xml", "_rels/.rels")
        return name, part.replace(old.encode(), new.encode()) if is_list else part

    return changed(body, change)
