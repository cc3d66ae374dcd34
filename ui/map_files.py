"""The map as files: a level as a picture that stands alone, and its list as a table."""

from __future__ import annotations

import csv
from collections.abc import Callable
from functools import partial
from io import StringIO
from typing import Annotated

from anyio.to_thread import run_sync
from fastapi import APIRouter, Depends, Request
from markupsafe import Markup
from starlette.responses import Response

from api.asker import Asker, asker_of
from api.map_items import MapItem
from api.page import reads
from api.pages.map import PAGE, MapPage, MapQuery, map_of_level
from api.policy import allow, needs
from ui import kinds
from ui.assets import static_files
from ui.map_pictures import tied_to
from ui.reasons import mark
from ui.rendering import environment
from ui.speech import Speech, speech

map_files = APIRouter(include_in_schema=False)
Asked = Annotated[MapQuery, Depends(reads(MapQuery))]
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
FORMULA = ("=", "+", "-", "@", "\t", "\r")
"""Beginnings of a cell that programs for tables would take for a formula."""


@map_files.get("/map.svg")
@needs(PAGE.permission)
async def map_picture(request: Request, query: Asked) -> Response:
    """The picture of a level with its colours."""
    return await run_sync(partial(_file, request, query, "svg", _picture), limiter=request.app.state.answers)


@map_files.get("/map.csv")
@needs(PAGE.permission)
async def map_table(request: Request, query: Asked) -> Response:
    """The list of a level as a table."""
    return await run_sync(partial(_file, request, query, "csv", _table), limiter=request.app.state.answers)


def _file(request: Request, query: MapQuery, kind: str, made: Callable[[Asker, MapPage], str]) -> Response:
    asker = asker_of(request)
    allow(PAGE.permission, asker)
    content = made(asker, map_of_level(asker, query, ROWS))
    headers = {"content-disposition": f'attachment; filename="map.{kind}"'}
    media_type = {"svg": "image/svg+xml", "csv": "text/csv; charset=utf-8"}[kind]
    return Response(content.encode(), media_type=media_type, headers=headers)


def _picture(asker: Asker, page: MapPage) -> str:
    parts = environment(asker.language).get_template("parts/map.html").make_module()
    return str(parts.picture(page, page.wide, "wide", lambda **_: "", _style())).strip()  # type: ignore[attr-defined]


def _style() -> Markup:
    """The colours of the light theme, and the rules of the map."""
    whole = static_files()["site.css"][0].decode()
    tokens = whole[whole.index(":root {") : whole.index("@media (prefers-color-scheme")]
    rules = whole[whole.index("/* map */") : whole.index("/* suggestions while typing */")]
    return Markup("<style>{}</style>").format(Markup(f"{tokens}{rules} text {{ font-family: sans-serif; }}"))


def _table(asker: Asker, page: MapPage) -> str:
    words, table = speech(asker.language), StringIO()
    rows = csv.writer(table)
    rows.writerow(words.text(each) for each in HEAD)
    rows.writerows([_cell(each) for each in _row(words, page, item)] for item in page.items)
    return "\ufeff" + table.getvalue()  # by the mark, programs for tables know that it is UTF-8


def _row(words: Speech, page: MapPage, item: MapItem) -> tuple[object, ...]:
    near = "; ".join(other.name for other, _ in tied_to(page, item.key))
    building = item.building.name if item.building else ""
    known = "" if item.known is None else item.known
    return item.name, kinds.name(words, item.kind), item.people, item.inner, building, known, near


def _cell(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(FORMULA) else value
