"""The frame of a page: header, footer, and the addresses of the page itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import lru_cache
from typing import Any
from urllib.parse import quote, quote_plus, urlencode
from zoneinfo import ZoneInfo

from fastapi import Request

from api.asker import Asker, asker_for_header
from api.development import people_to_choose
from api.insight import may_oversee
from api.own_changes import OwnChange
from api.page import Page
from api.site import LANGUAGES, Site
from ui.own_changes import change_in

UTC_ZONE = ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts around the record on every page: header, footer, and the addresses of the page itself.

    `signs_in`: people sign in at this site; else somebody chooses as whom they ask. `chats`: links to chat programs.
    `changed`: what the asker changed just now on their own page.
    `trying`: the people of the development sign-in, each as key, label, and whether they ask now.
    """

    organisation: str
    name: str | None
    here: str
    switch: tuple[tuple[str, str, bool], ...]
    twin: str | None
    zone: ZoneInfo = UTC_ZONE
    signs_in: bool = False
    chats: Mapping[str, str] = field(default_factory=dict)
    changed: OwnChange | None = None
    trying: tuple[tuple[str, str, bool], ...] = ()
    origin: str = ""
    """Scheme and host of the site, for what is copied from a page."""
    has_tokens: bool = False
    person: str | None = None
    """Who asks: the way to their own page."""
    insight: bool = False
    """Whether who asks may open the figures about groups."""
    came_from: str = ""
    """On the page of an error: the page of this site on which a form was sent."""


def frame_of(request: Request, language: str, twin: str | None) -> Frame:
    """The frame of a page in this language; `twin` is the address of its JSON."""
    site: Site = request.app.state.site
    switch, trying = switch_of(request, language), trying_of(request, language)
    return replace(
        frame_for(site, asker_for_header(request), here_of(request), switch, trying),
        twin=twin,
        chats=site.chats,
        changed=change_in(request),
        origin=site.address or f"{request.url.scheme}://{request.url.netloc}",
        has_tokens=site.has_tokens,
    )


def frame_for(
    site: Site,
    asker: Asker | None,
    here: str,
    switch: tuple[tuple[str, str, bool], ...],
    trying: tuple[tuple[str, str, bool], ...],
) -> Frame:
    """The header and footer for this asker, with the address of the page in each language."""
    return Frame(
        organisation=site.organisation,
        name=asker.name if asker else None,
        person=asker.viewer.person if asker else None,
        insight=asker is not None and may_oversee(asker),
        here=here,
        switch=switch,
        twin=None,
        zone=site.zone,
        signs_in=site.sign_in is not None,
        trying=trying,
    )


def trying_of(request: Request, language: str) -> tuple[tuple[str, str, bool], ...]:
    """The people of the development sign-in, as what the settings call them in this language."""
    return tuple((each.person, each.labels.get(language) or each.name, now) for each, now in people_to_choose(request))


def here_of(request: Request) -> str:
    """The address of this page on this site."""
    query, path = request.url.query, path_of(request)
    return f"{path}?{query}" if query else path


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
        params = asked | {name: str(value) for name, value in changed.items()}
        kept = [f"{quoted(name)}={quoted(value)}" for name, value in params.items() if value]
        return f"{path}?{'&'.join(kept)}" if kept else path

    path = path_of(request)
    asked = {name: value for name, value in request.query_params.items() if name != "lang"}
    return address


@lru_cache(maxsize=4096)
def quoted(value: str) -> str:
    """A name or value as the query of an address has it; a page with many links has the same ones over and over."""
    return quote_plus(value)


def path_of(request: Request) -> str:
    """The path of this page, as links may have it: `//name` and `/\\name` would lead to another site."""
    return "/" + quote(request.scope["path"].lstrip("/\\"), safe="/:@!$&'()*+,;=~")
