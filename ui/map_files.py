"""The map as files: a level as a picture that stands alone, and its list as a table."""

from __future__ import annotations

from collections.abc import Iterator

from api.asker import Asker
from api.map_items import MapItem
from api.pages.map import PAGE, MapPage, MapQuery, map_of_level
from ui import kinds
from ui.files import PageFiles
from ui.map_pictures import tied_to
from ui.picture_files import picture_style
from ui.reasons import mark
from ui.rendering import environment
from ui.speech import Speech, speech
from ui.table_files import Row

ROWS = 20_000
HEAD = (
    mark("Name"),
    mark("Kind"),
    mark("Colleagues"),
    mark("Parts"),
    mark("Building"),
    mark("Know about the topic"),
    mark("Works most with"),
)


def read_map(asker: Asker, query: MapQuery) -> MapPage:
    """A level with its whole list."""
    return map_of_level(asker, query, ROWS)


def map_picture(language: str, page: MapPage) -> str:
    """The picture of a level with its colours."""
    parts = environment(language).get_template("parts/map.html").make_module()
    drawn = parts.picture(page, page.wide, "wide", lambda **_: "", picture_style())  # type: ignore[attr-defined]
    return str(drawn).strip()


def map_rows(language: str, page: MapPage) -> Iterator[Row]:
    """The list of a level as a table."""
    words = speech(language)
    yield [words.text(each) for each in HEAD]
    for item in page.items:
        yield _row(words, page, item)


def _row(words: Speech, page: MapPage, item: MapItem) -> Row:
    near = "; ".join(other.name for other, _ in tied_to(page, item.key))
    building = item.building.name if item.building else ""
    known = "" if item.known is None else item.known
    return item.name, kinds.name(words, item.kind), item.people, item.inner, building, known, near


MAP = PageFiles(PAGE, "map", read_map, map_rows, map_picture)
