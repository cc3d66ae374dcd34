"""The frame of a page: header, footer, and the addresses of the page itself."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from fastapi import Request

from api.asker import name_of
from api.page import Page
from api.site import LANGUAGES, Site

UTC_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts around the record on every page: header, footer, and the addresses of the page itself."""

    organisation: str
    name: str | None
    here: str
    switch: tuple[tuple[str, str, bool], ...]
    twin: str | None
    zone: ZoneInfo = UTC_ZONE


def frame_of(request: Request, language: str, twin: str | None) -> Frame:
    """The frame of a page in this language; `twin` is the address of its JSON."""
    site: Site = request.app.state.site
    query, path = request.url.query, path_of(request)
    here = f"{path}?{query}" if query else path
    return Frame(site.organisation, name_of(request), here, switch_of(request, language), twin, site.zone)


def twin_of(page: Page[Any, Any], request: Request) -> str:
    """The address of the JSON of this page."""
    path = page.json.format(**{name: quote(value, safe=":") for name, value in request.path_params.items()})
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "lang" and value]
    return f"{path}?{urlencode(asked)}" if asked else path


def switch_of(request: Request, language: str) -> tuple[tuple[str, str, bool], ...]:
    """The address of this page in each language: code, address, and whether it is this one."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    path = path_of(request)
    return tuple((code, f"{path}?{urlencode([*kept, ('lang', code)])}", code == language) for code in LANGUAGES)


def address_of(request: Request) -> Callable[..., str]:
    """Gives the address of this page with other parameters; an empty one is left out."""

    def address(**changed: object) -> str:
        params = {name: value for name, value in request.query_params.items() if name != "lang"}
        params |= {name: str(value) for name, value in changed.items()}
        kept = {name: value for name, value in params.items() if value}
        return f"{path}?{urlencode(kept)}" if kept else path

    path = path_of(request)
    return address


def path_of(request: Request) -> str:
    """The path of this page, as links may have it: `//name` and `/\\name` would lead to another site."""
    return "/" + quote(request.scope["path"].lstrip("/\\"), safe="/:@!$&'()*+,;=~")
