"""Pages by the names that people give them: where wikilinks lead, and what a page without a heading is called."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from urllib.parse import unquote

from graph.facts import Item
from ingest.formats.dates import date_in
from ingest.formats.markdown_dialects import wikilinks_in

GENERIC = frozenset({"index", "_index", "readme", "home", "default"})
"""Names of files that are called as their folder is."""
SUFFIXES = frozenset({".md", ".mdx", ".markdown", ".rst", ".rest", ".txt"})
HEADING = re.compile(r"^ {0,3}#(?!#)[ \t]+\S|^ {0,3}\S.*\n {0,3}=+[ \t]*$|<h1\b", re.MULTILINE)
FIRST = re.compile(r"\s*(?:#{1,6}[ \t]+\S|<h[1-6]\b|[^\n]{1,200}\n {0,3}(?:=+|-{3,})[ \t]*(?:\n|\Z))")
FENCED = re.compile(r"^(?:```|~~~)", re.MULTILINE)
DAY = re.compile(r"(?:\d{4}[-._ ]?\d{2}[-._ ]?\d{2}|\d{1,2}[-._ ]\d{1,2}[-._ ]\d{4})\Z")
NOTION = re.compile(r"(?<=\S) [0-9a-f]{32}\Z")
"""What Notion puts behind the name of each page that it exports."""
DAY_BEFORE = re.compile(r"\d{4}-\d{2}-\d{2}[-_ ](?=\S)")


class PageNames:
    """The pages of one folder, found by path or name, with or without suffix and whatever the case."""

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths: dict[str, str] = {}
        self._names: dict[str, list[str]] = {}
        for path in paths:
            self._paths.setdefault(_key(path), path)
            self._names.setdefault(_key(_called(path)), []).append(path)

    def named(self, link: str, path: str) -> str | None:
        """The page to which a wikilink on the page at `path` leads; of several with one name the nearest."""
        link = unquote(link.strip())
        folder = posixpath.dirname(path)
        for place in (posixpath.join(folder, link), link.lstrip("/")):
            if found := self._paths.get(_key(posixpath.normpath(place))):
                return found
        ends = "/" + _key(link.lstrip("./"))
        named = self._names.get(_key(posixpath.basename(link)), ())
        fitting = [each for each in named if ("/" + _key(_place(each))).endswith(ends)]
        return min(fitting, key=lambda each: (_apart(folder, each), each), default=None)

    def linked(self, item: Item) -> Item:
        """The page with the pages to which its wikilinks lead."""
        text = item.body.decode("utf-8", "replace")
        if "[[" not in text:
            return item
        found = (self.named(link, item.id) for link in wikilinks_in(text))
        links = dict.fromkeys((*item.links, *(each for each in found if each)))
        return replace(item, links=tuple(links))


def titled(item: Item) -> Item:
    """The page with the name of its file as its title, where it says none."""
    if item.title or _says_title(item):
        return item
    return replace(item, title=name_of(item.id))


def name_of(path: str) -> str | None:
    """What a page is called by its path: by its file, and by its folder where all files have that name."""
    called = _called(path)
    if not called or called.lower() in GENERIC:
        return None
    if is_day(path):
        return called
    called = NOTION.sub("", DAY_BEFORE.sub("", called))
    return called if " " in called else " ".join(re.split(r"[_-]+", called)).strip() or None


def is_day(path: str) -> bool:
    """True for a file that has a date for a name, such as a daily note."""
    called = posixpath.splitext(posixpath.basename(path))[0]
    return bool(DAY.match(called)) and date_in(called.replace("_", "-")) is not None


def _says_title(item: Item) -> bool:
    """Whether the text has a heading that is its title: the first level anywhere, another where the text begins."""
    text = item.body.decode("utf-8", "replace")
    if item.media_type == "text/x-rst":
        from ingest.formats.rst import title_of

        return title_of(text.split("\n")) is not None
    if any(HEADING.search(piece) for piece in _outside_code(text)):
        return True
    return bool(FIRST.match(text)) and not is_day(item.id)


def _outside_code(text: str) -> Iterator[str]:
    yield from FENCED.split(text)[::2]


def _called(path: str) -> str:
    name = posixpath.basename(_place(path))
    return posixpath.splitext(name)[0] if posixpath.splitext(name)[1].lower() in SUFFIXES else name


def _place(path: str) -> str:
    """The path of a page; of an index that of its folder."""
    name = posixpath.splitext(posixpath.basename(path))[0]
    return posixpath.dirname(path) if name.lower() in GENERIC else path


def _key(name: str) -> str:
    """A path or name as all of its spellings are: without suffix, a dash for spaces, in lower case."""
    stem, suffix = posixpath.splitext(name)
    return re.sub(r"[\s_-]+", "-", stem if suffix.lower() in SUFFIXES else name).casefold()


def _apart(folder: str, path: str) -> int:
    """Steps between a folder and a page."""
    here, there = folder.split("/"), posixpath.dirname(path).split("/")
    shared = len(posixpath.commonprefix([here, there]))
    return len(here) + len(there) - 2 * shared
