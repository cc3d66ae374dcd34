"""Files next to a text that say who wrote it: ``kep.yaml``, ``metadata.yml``, ``page.meta``, the folder's index."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from graph.facts import Problem
from ingest.formats.data_files import data_in, reason_of
from ingest.formats.encodings import decode
from ingest.formats.frontmatter import split
from ingest.sources.folder import ListedFile, Listing
from ingest.sources.tree import patterns

BESIDE_FILES = (
    "kep.{yaml,yml}",
    "{meta,metadata,_meta,_metadata}.{yaml,yml,json,toml}",
    "*.{meta,metadata}.{yaml,yml,json,toml}",
    "*.meta",
    "CITATION.cff",
)
"""Names that are known of files next to texts; OWNERS says who looks after them and is none."""
TEXTS = (".md", ".mdx", ".markdown", ".rst", ".rest", ".txt", ".adoc", ".asciidoc")
_INDEXES = ("_index", "index")
_LARGEST = 200_000
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class FieldsBeside:
    """What files next to a text say of it: `told` of it, `inherited` of the page that stands above it."""

    told: Mapping[str, object] = field(default_factory=dict)
    inherited: Mapping[str, object] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()


class BesideFiles:
    """The files of a folder that stand next to texts, read when first asked for. `names` are patterns of more."""

    def __init__(self, root: Path, listing: Listing, names: Iterable[str] = ()) -> None:
        self._root = root
        known = patterns((*BESIDE_FILES, *names))
        texts = {_stem(file.id): file for file in listing.files}
        self._indexes = {stem: file for stem, file in texts.items() if posixpath.basename(stem) in _INDEXES}
        self._about: dict[str, list[tuple[int, ListedFile]]] = {}
        """With their place in the listing, by the text that they are about: its path as far as `_stem` goes, or all."""
        for place, file in enumerate((*listing.other_files, *listing.files)):
            if known.match_file(file.id):
                stem = _stem(file.id)
                self._about.setdefault(stem if stem in texts else _all_in(file.id), []).append((place, file))
        self._read: dict[str, Mapping[str, object] | Problem] = {}

    def stamp(self, path: str) -> tuple[ListedFile, ...]:
        """What changes when a file that counts for this text does."""
        return (*self._of(path), *(index for index, _ in self._above(path)))

    def fields(self, path: str) -> FieldsBeside:
        """What is said of the text at `path`; the nearest file counts first."""
        told: dict[str, object] = {}
        inherited: dict[str, object] = {}
        problems = []
        for file in self._of(path):
            found = self._fields(file)
            if isinstance(found, Problem):
                problems.append(found)
            else:
                told = {**found, **told}
        for index, near in self._above(path):
            found = self._fields(index)
            if not isinstance(found, Problem):
                told = {**_cascaded(found), **told}
                inherited = dict(found) if near and not inherited else inherited
        return FieldsBeside(told, inherited, tuple(problems))

    def _of(self, path: str) -> list[ListedFile]:
        """The files in the same folder that are about this text, or about all in the folder."""
        found = (*self._about.get(_stem(path), ()), *self._about.get(_all_in(path), ()))
        return [file for _, file in sorted(found) if file.id != path]

    def _above(self, path: str) -> Iterator[tuple[ListedFile, bool]]:
        """The indexes of the folders that this text is in, the nearest first, and whether it is in the same folder."""
        folder = posixpath.dirname(path)
        for depth in range(_DEEPEST):
            for name in _INDEXES:
                index = self._indexes.get(posixpath.join(folder, name))
                if index is not None and index.id != path:
                    yield index, depth == 0
            if not folder:
                return
            folder = posixpath.dirname(folder)

    def _fields(self, file: ListedFile) -> Mapping[str, object] | Problem:
        if file.id not in self._read:
            self._read[file.id] = self._parsed(file)
        return self._read[file.id]

    def _parsed(self, file: ListedFile) -> Mapping[str, object] | Problem:
        try:
            if file.size > _LARGEST and not file.id.endswith(TEXTS):
                raise ValueError("too large")
            with (self._root / file.id).open("rb") as opened:
                found = _parse(file.id, decode(opened.read(_LARGEST))[0])
        except (OSError, ValueError, RecursionError, TypeError, yaml.YAMLError) as error:
            return Problem(file.id, "authors-file-broken", {"path": file.id, "reason": reason_of(error)})
        return {str(key).strip().lower(): value for key, value in found.items()}


def _stem(path: str) -> str:
    """The path up to the first dot of its name."""
    folder, name = posixpath.split(path)
    return posixpath.join(folder, name[:1] + name[1:].partition(".")[0])


def _all_in(path: str) -> str:
    """All texts in the folder of this file: no path of a text ends like this."""
    return f"{posixpath.dirname(path)}/"


def _parse(path: str, text: str) -> Mapping[object, object] | Mapping[str, object]:
    suffix = posixpath.splitext(path)[1].lower()
    if suffix in TEXTS:
        return split(text).fields
    if suffix == ".meta" and (fields := split(text).fields):
        return fields
    found = data_in(path, text)
    if not isinstance(found, Mapping):
        return {}
    return _cited(found) if suffix == ".cff" else found


def _cited(found: Mapping[object, object]) -> Mapping[object, object]:
    """The fields of a CITATION.cff, its people with names as other files write them."""
    listed = found.get("authors")
    people = [
        {str(key).removesuffix("-names"): value for key, value in each.items()}
        for each in (listed if isinstance(listed, list) else ())
        if isinstance(each, Mapping)
    ]
    return {"authors": people}


def _cascaded(fields: Mapping[str, object]) -> Mapping[str, object]:
    """What the index of a folder says of all pages below it (``cascade`` in Hugo)."""
    cascade = fields.get("cascade")
    parts = cascade if isinstance(cascade, list) else [cascade]
    return {
        str(key).strip().lower(): value
        for part in parts
        if isinstance(part, Mapping) and not any(str(key) in ("_target", "target") for key in part)
        for key, value in part.items()
    }
