"""How does an answer become a page? One Jinja environment per language; everything that is shown is escaped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from functools import cache, partial
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from zlib import crc32

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from api.asker import Asker, asker_of
from api.language import COOKIE
from api.schemas import Evidence
from api.site import LANGUAGES
from ui import kinds, reasons
from ui.speech import speech

PLACES = {"person": "people", "topic": "topics", "document": "documents", "group": "groups"}
HUES = 8
YEAR = 31_536_000
STATIC = {
    "source-sans-3.woff2": "font/woff2",
    "icon.svg": "image/svg+xml",
    "site.css": "text/css; charset=utf-8",
}
"""The files of the pages. One that names another comes after it: it names it by the address that is kept for ever."""


def render(request: Request, template: str, *, status: int = 200, twin: str | None = None, **context: Any) -> Response:
    """The page of an answer, in the asker's language. `twin` is the address of the same as JSON."""
    asker = asker_of(request)
    words = speech(asker.language)
    page = environment(asker.language).get_template(template)
    source = _source_names(asker)
    link = partial(evidence_link, asker.language)
    body = page.render(
        asker=asker,
        organisation=asker.site.organisation,
        now=asker.site.now(),
        path=request.url.path,
        here=f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path,
        switch=switch_of(request, asker.language),
        twin=twin,
        source=source,
        reason=lambda expert: reasons.reason(words, expert, link, source),
        address=_address(request),
        **{"q": "", **context},
    )
    response = HTMLResponse(body, status)
    response.headers["vary"] = "Cookie, Accept-Language"
    response.headers["content-language"] = asker.language
    if request.query_params.get("lang") in LANGUAGES:
        response.set_cookie(COOKIE, asker.language, max_age=YEAR, httponly=True, samesite="lax")
    return response


def _source_names(asker: Asker) -> Callable[[str], str]:
    labels = {source.name: source.label for source in asker.site.sources}
    return lambda name: labels.get(name, name)


def switch_of(request: Request, language: str) -> list[tuple[str, str, bool]]:
    """By which address is this page read in each language? Code, address, and whether it is this one."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    return [(code, f"{request.url.path}?{urlencode([*kept, ('lang', code)])}", code == language) for code in LANGUAGES]


def _address(request: Request) -> Callable[..., str]:
    """Makes the address of this page with other parameters; an empty one is left out."""

    def address(**changed: object) -> str:
        params = {name: value for name, value in request.query_params.items() if name != "lang"}
        params |= {name: str(value) for name, value in changed.items()}
        kept = {name: value for name, value in params.items() if value}
        return f"{request.url.path}?{urlencode(kept)}" if kept else request.url.path

    return address


@cache
def environment(language: str) -> Environment:
    """The templates in this language."""
    words = speech(language)
    made = Environment(
        loader=PackageLoader("ui", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    made.globals |= {
        "_": words.text,
        "rich": words.rich,
        "plural": words.plural,
        "words": words,
        "static": static_address,
        "to": to,
        "outside": outside,
        "label": partial(label, language),
        "labels": partial(labels, language),
        "foreign": partial(foreign, language),
        "hue": hue,
        "initials": initials,
        "kind": partial(kinds.name, words),
        "act": partial(kinds.act, words),
        "acts_told": partial(kinds.acts_told, words),
        "every": partial(kinds.every, words),
        "who_reads": partial(kinds.who_reads, words),
        "state_of": partial(kinds.state, words),
        "add_up": partial(reasons.add_up, words),
        "did": partial(reasons.did, words),
        "cells": reasons.cells,
        "CELLS": reasons.CELLS,
        "matched": partial(kinds.matched, words),
        "as_text": lambda value: json.dumps(value, indent=2, ensure_ascii=False),
        "search_for": lambda text: "/search?" + urlencode({"q": text}),
    }
    return made


@cache
def static_files() -> dict[str, tuple[bytes, str, str]]:
    """What of the pages never changes while the site runs? Content, media type and a digest of it, by name."""
    folder = files("ui") / "static"
    found: dict[str, tuple[bytes, str, str]] = {}
    for name, media_type in STATIC.items():
        content = (folder / name).read_bytes()
        for other, (_, _, digest) in found.items():
            content = content.replace(f'"{other}"'.encode(), f'"{other}?v={digest}"'.encode())
        found[name] = (content, media_type, hashlib.sha256(content).hexdigest()[:12])
    return found


def static_address(name: str) -> str:
    """By which address is this file kept for ever?"""
    return f"/static/{name}?v={static_files()[name][2]}"


def to(key: str) -> str:
    """On which page is the thing with this key?"""
    place = PLACES.get(key.split(":", 1)[0])
    return f"/{place}/{quote(key, safe=':')}" if place else "/"


def outside(url: str | None) -> str | None:
    """May this address of a source be a link? Only one that a browser opens as a page, never a script."""
    if not url:
        return None
    try:
        return url if urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc else None
    except ValueError:
        return None


def label(language: str, spoken: dict[str, str]) -> str:
    """What is a topic called here? In the reader's language when it has a name there, else in any."""
    return spoken.get(language) or next((spoken[code] for code in sorted(spoken) if spoken[code]), "")


def labels(language: str, spoken: dict[str, str]) -> list[tuple[str, str]]:
    """What else is it called? Language and name, without the one that `label` gives, in capitals or not."""
    own = label(language, spoken).casefold()
    return [(code, name) for code, name in sorted(spoken.items()) if name and name.casefold() != own]


def foreign(page: str, language: str | None) -> Markup:
    """The lang attribute of text that is not in the language of the page."""
    if not language or language == page or not language.isascii() or not language.replace("-", "").isalpha():
        return Markup("")
    return Markup(' lang="{}"').format(language)


def evidence_link(page: str, evidence: Evidence) -> Markup:
    """The title of a piece of evidence as a link to its page."""
    title = Markup("<cite{}>{}</cite>").format(foreign(page, evidence.language), evidence.title)
    if evidence.key.split(":", 1)[0] not in PLACES:
        return title
    return Markup('<a href="{}">{}</a>').format(to(evidence.key), title)


def hue(place: str | None) -> int:
    """Which of the eight quiet hues has this building? 0 is for those who are nowhere."""
    return crc32(place.split(",")[0].strip().casefold().encode()) % HUES + 1 if place else 0


def initials(name: str) -> str:
    """Which two letters stand for this name? Small words such as "van" have none."""
    letters = [part[0] for part in name.replace("-", " ").split() if part[:1].isupper()]
    chosen = letters[:1] + letters[-1:] if len(letters) > 1 else letters or list(name[:1].upper())
    return "".join(chosen)
