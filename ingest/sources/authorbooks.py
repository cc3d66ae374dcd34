"""The authors that a site knows by a key: ``authors.yml`` next to the posts, or a folder with one file per author.

Lists of names with addresses (``.mailmap``, AUTHORS) say who is meant by another name or address, and are no authors.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import yaml

from graph.facts import Problem
from ingest.formats.author_lines import Author
from ingest.formats.byline import person_of
from ingest.formats.data_files import data_in, reason_of
from ingest.formats.encodings import decode
from ingest.formats.frontmatter import split

AUTHOR_FILES = (
    "{authors,.authors,auteurs}.{yml,yaml,json,toml}",
    "**/{authors,auteurs}/*.{json,yml,yaml,toml}",
    "**/{_data,data}/{people,members,team,staff}.{yml,yaml,json,toml}",
    "{.mailmap,AUTHORS,CONTRIBUTORS}",
)
AUTHOR_PAGES = (
    "**/{authors,_authors,auteurs}/*.{md,markdown,mdx}",
    "**/{authors,auteurs}/*/{index,_index}.{md,markdown,mdx}",
)
"""Pages about one author each, in Hugo, Jekyll and others; they are pages of the site as well."""
FOLDERS = frozenset(("authors", "_authors", "auteurs", "_data", "data"))
_INDEXES = ("index", "_index")
_KEYS = ("key", "id", "slug", "short_name", "username", "handle")
PAGES = (".md", ".markdown", ".mdx")
LISTS = frozenset((".mailmap", "AUTHORS", "CONTRIBUTORS"))
_NAMED = re.compile(r"(?<![^<>#])([^<>#]*+)<([^<>\s]{3,200})>")
_LARGEST = 5_000_000
_LONGEST_LINE = 1_000


class AuthorBooks:
    """The author files of a folder; the nearest one above a post (or in a folder next to it) counts first."""

    def __init__(self, root: Path, paths: Iterable[str]) -> None:
        self._books: dict[str, dict[str, Author]] = {}
        self.problems: list[Problem] = []
        for path in paths:
            try:
                found = dict(_entries(path, decode(_bytes(root / path))[0]))
            except (OSError, ValueError, RecursionError, yaml.YAMLError) as error:
                told = {"path": path, "reason": reason_of(error)}
                self.problems.append(Problem(path, "authors-file-broken", told))
                continue
            for key, author in found.items():
                book = self._books.setdefault(_place(path), {})
                book.setdefault(_plain(key), author)
                book.setdefault(_plain(author.name), author)

    def author(self, author: Author, path: str) -> Author:
        """The author of the file at `path`. As written, when no book knows them."""
        for folder in _upwards(path):
            book = self._books.get(folder, {})
            if found := book.get(_plain(author.name)):
                return Author(found.name, author.email or found.email, author.handle or found.handle)
            if author.email and (found := book.get(_plain(author.email))):
                return Author(found.name, found.email, author.handle or found.handle)
        return author


def _place(path: str) -> str:
    """The folder for whose files this author file counts. It is next to them or in a folder of data."""
    folder = posixpath.dirname(path)
    if _stem(path) in _INDEXES:
        folder = posixpath.dirname(folder)
    while posixpath.basename(folder) in FOLDERS:
        folder = posixpath.dirname(folder)
    return folder


def _stem(path: str) -> str:
    return posixpath.splitext(posixpath.basename(path))[0]


def _upwards(path: str) -> Iterator[str]:
    folder = posixpath.dirname(path)
    while folder:
        yield folder
        folder = posixpath.dirname(folder)
    yield ""


def _entries(path: str, text: str) -> Iterator[tuple[str, Author]]:
    if posixpath.basename(path) in LISTS:
        yield from _listed(text)
        return
    data: object = split(text).fields if path.endswith(PAGES) else data_in(path, text)
    if path.endswith(PAGES) or posixpath.basename(posixpath.dirname(path)) in ("authors", "auteurs"):
        of_folder = _stem(path) in _INDEXES
        data = {posixpath.basename(posixpath.dirname(path)) if of_folder else _stem(path): data}
    if isinstance(data, Mapping) and len(data) == 1 and isinstance(inner := data.get("authors"), Mapping | list):
        data = inner
    if isinstance(data, list):
        data = {_key(entry): entry for entry in data if isinstance(entry, Mapping)}
    for key, entry in data.items() if isinstance(data, Mapping) else ():
        author = person_of(entry)
        if author:
            yield str(key), author
            yield from ((str(entry[name]), author) for name in _KEYS if isinstance(entry, Mapping) and entry.get(name))


def _key(entry: Mapping[object, object]) -> str:
    return str(next((entry[name] for name in (*_KEYS, "name") if entry.get(name)), ""))


def _listed(text: str) -> Iterator[tuple[str, Author]]:
    """The people of ``Name <address>`` lines, by their other names and addresses (``Name <address> Other <other>``)."""
    for line in text.splitlines():
        found = [(" ".join(name.split()), email) for name, email in _NAMED.findall(line[:_LONGEST_LINE])]
        if found and found[0][0]:
            author = Author(*found[0])
            for name, email in found:
                yield email, author
                if name:
                    yield name, author


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > _LARGEST:
        raise ValueError("too large")
    return path.read_bytes()


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
