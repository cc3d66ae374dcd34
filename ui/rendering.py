"""Records as pages: one Jinja environment per language. Everything that is shown is escaped."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache, partial
from http import HTTPStatus
from importlib.resources import files
from typing import Any
from urllib.parse import quote, urlencode, urlsplit
from zlib import crc32
from zoneinfo import ZoneInfo

from fastapi import Request
from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse, Response

from api.asker import Asker, name_of
from api.gate import chosen_here
from api.language import COOKIE
from api.page import Page
from api.pages.people import PeoplePage
from api.pages.search import SearchPage
from api.schemas import Colleague, Evidence, Expert, Reference
from api.site import LANGUAGES, Site
from ui import kinds, reasons
from ui.filters import options
from ui.speech import Speech, speech
from ui.structure import blocks

PLACES = {"person": "people", "topic": "topics", "document": "documents", "group": "groups"}
HUES = 8
UTC_ZONE = ZoneInfo("UTC")
YEAR = 31_536_000
STATIC = {
    "source-sans-3.woff2": "font/woff2",
    "icon.svg": "image/svg+xml",
    "site.css": "text/css; charset=utf-8",
}
"""The files of the pages. One that names another comes after it: it names it by the address that is kept for ever."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The parts around the record on every page: header, footer, and the addresses of the page itself."""

    organisation: str
    name: str | None
    here: str
    switch: tuple[tuple[str, str, bool], ...]
    twin: str | None
    zone: ZoneInfo = UTC_ZONE


def show(page: Page[Any, Any]) -> Callable[[Request, Asker, Any], Response]:
    """Shows a record by the template of its page."""

    def shown(request: Request, asker: Asker, record: object) -> Response:
        frame = frame_of(request, asker.language, twin_of(page, request))
        response = HTMLResponse(render(page.template or "", asker.language, record, frame, address_of(request)))
        response.headers["vary"] = "Cookie, Accept-Language"
        response.headers["content-language"] = asker.language
        if request.query_params.get("lang") in LANGUAGES and chosen_here(request.headers):
            response.set_cookie(COOKIE, asker.language, max_age=YEAR, httponly=True, samesite="lax")
        return response

    return shown


def render(template: str, language: str, record: object, frame: Frame, address: Callable[..., str]) -> str:
    """The page of a record. The template reads `page` (the record), `frame`, `address` and the helpers."""
    return environment(language).get_template(template).render(page=record, frame=frame, address=address)


def frame_of(request: Request, language: str, twin: str | None) -> Frame:
    """The frame of a page in this language; `twin` is the address of its JSON."""
    site: Site = request.app.state.site
    query = request.url.query
    here = f"{request.url.path}?{query}" if query else request.url.path
    return Frame(site.organisation, name_of(request), here, switch_of(request, language), twin, site.zone)


def twin_of(page: Page[Any, Any], request: Request) -> str:
    """The address of the JSON of this page."""
    path = page.json.format(**{name: quote(value, safe=":") for name, value in request.path_params.items()})
    asked = [(name, value) for name, value in request.query_params.multi_items() if name != "lang" and value]
    return f"{path}?{urlencode(asked)}" if asked else path


def switch_of(request: Request, language: str) -> tuple[tuple[str, str, bool], ...]:
    """The address of this page in each language: code, address, and whether it is this one."""
    kept = [(name, value) for name, value in request.query_params.multi_items() if name != "lang"]
    path = request.url.path
    return tuple((code, f"{path}?{urlencode([*kept, ('lang', code)])}", code == language) for code in LANGUAGES)


def address_of(request: Request) -> Callable[..., str]:
    """Gives the address of this page with other parameters; an empty one is left out."""

    def address(**changed: object) -> str:
        params = {name: value for name, value in request.query_params.items() if name != "lang"}
        params |= {name: str(value) for name, value in changed.items()}
        kept = {name: value for name, value in params.items() if value}
        return f"{request.url.path}?{urlencode(kept)}" if kept else request.url.path

    return address


@cache
def environment(language: str) -> Environment:
    """The templates in this language, with their helpers."""
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
        "blocks": blocks,
        "crumbs": crumbs,
        "people_kind": partial(kinds.people, words),
        "people_order": partial(kinds.people_order, words),
        "anchor_of": anchor_of,
        "list_of": list_of,
        "documents_of": documents_of,
        "as_text": lambda value: json.dumps(value, indent=2, ensure_ascii=False),
        "filters": partial(options, words),
        "source_names": source_names,
        "reasons": partial(reasons_from, words),
        "mailto": mailto,
        "tel": tel,
        "headline": partial(headline, words),
        "search_for": lambda text: "/search?" + urlencode({"q": text}),
    }
    return made


@cache
def static_files() -> dict[str, tuple[bytes, str, str]]:
    """Files that never change while the site runs: content, media type and a digest of it, by name."""
    folder = files("ui") / "static"
    found: dict[str, tuple[bytes, str, str]] = {}
    for name, media_type in STATIC.items():
        content = (folder / name).read_bytes()
        for other, (_, _, digest) in found.items():
            content = content.replace(f'"{other}"'.encode(), f'"{other}?v={digest}"'.encode())
        found[name] = (content, media_type, hashlib.sha256(content).hexdigest()[:12])
    return found


def static_address(name: str) -> str:
    """The address of a file that browsers keep for ever."""
    return f"/static/{name}?v={static_files()[name][2]}"


def to(key: str) -> str:
    """The address of the page of the thing with this key."""
    place = PLACES.get(key.split(":", 1)[0])
    return f"/{place}/{quote(key, safe=':')}" if place else "/"


def crumbs(source: str, groups: tuple[Reference, ...], title: str) -> list[tuple[str, str | None]]:
    """The way to a thing: names with their addresses, largest first. A name that repeats the one before is left out."""
    way: list[tuple[str, str | None]] = [(source, None), *((group.name, to(group.key)) for group in groups)]
    if way[-1][0].casefold() == title.casefold():
        way.pop()
    kept: list[tuple[str, str | None]] = []
    for name, address in way:
        if kept and kept[-1][0].casefold() == name.casefold():
            kept.pop()
        kept.append((name, address))
    return kept


def list_of(**keys: str) -> str:
    """The address of the list of documents that belong to these keys."""
    return f"/documents?{urlencode(keys)}"


def documents_of(page: SearchPage, **keys: str) -> str:
    """The address of the list of documents that match a question, with its filters."""
    asked = {
        "q": page.question.text,
        "language": page.question.language or "",
        "period": page.period,
        "since": "" if page.period else day_of(page.question.since),
        "until": day_of(page.question.until),
    }
    return list_of(**{name: value for name, value in (asked | keys).items() if value})


def day_of(at: int | None) -> str:
    """The day of a time (seconds), as addresses have it; empty for none."""
    return "" if at is None else datetime.fromtimestamp(at, UTC).date().isoformat()


def anchor_of(page: PeoplePage, row: Colleague) -> str:
    """The id of a row that begins a letter, by which the letter leads to it; empty for any other."""
    return next((f"letter-{place}" for place, each in enumerate(page.letters, 1) if each.first == row.person), "")


def outside(url: str | None) -> str | None:
    """An address of a source that may be a link, else None: one that a browser opens as a page, never a script."""
    if not url:
        return None
    try:
        return url if urlsplit(url).scheme in ("http", "https") and urlsplit(url).netloc else None
    except ValueError:
        return None


def mailto(address: str) -> str:
    """The link to write to an address (RFC 6068), with `+` and most punctuation as they are."""
    return "mailto:" + quote(address, safe="@!$'*+")


def tel(number: str) -> str:
    """The link to call a number (RFC 3966): its digits, and those of an extension. `(0)` is for callers at home."""
    number, _, extension = number.casefold().replace("ext", "x").partition("x")
    plus = "+" if number.strip().startswith("+") else ""
    digits = "".join(each for each in (number.replace("(0)", "") if plus else number) if each in "0123456789*")
    more = "".join(each for each in extension if each in "0123456789")
    return f"tel:{plus}{digits};ext={more}" if more else f"tel:{plus}{digits}"


def source_names(labels: Mapping[str, str]) -> Callable[[str], str]:
    """Gives the label of a source, its name when it has none."""
    return lambda name: labels.get(name, name)


def reasons_from(words: Speech, labels: Mapping[str, str]) -> Callable[[Expert], Markup]:
    """Gives the reason for an expert as a sentence; `labels` are those of the sources."""
    link = partial(evidence_link, words.language)
    return lambda expert: reasons.reason(words, expert, link, source_names(labels))


def headline(words: Speech, status: int) -> str:
    """What a refusal comes down to, in a few words."""
    if status == HTTPStatus.NOT_FOUND:
        return words.text("Not found")
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return words.text("That cannot be done")
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return words.text("Not now")
    return words.text("Something broke")


def label(language: str, spoken: dict[str, str]) -> str:
    """The name of a topic in the reader's language when it has one there, else in any."""
    return spoken.get(language) or next((spoken[code] for code in sorted(spoken) if spoken[code]), "")


def labels(language: str, spoken: dict[str, str]) -> list[tuple[str, str]]:
    """Its other names: language and name, without the one that `label` gives, in capitals or not."""
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
    """The hue of a building, from 1 to 8; 0 for no place."""
    return crc32(place.split(",")[0].strip().casefold().encode()) % HUES + 1 if place else 0


def initials(name: str) -> str:
    """At most two letters for a name. Small words such as "van" have none."""
    letters = [part[0] for part in name.replace("-", " ").split() if part[:1].isupper()]
    chosen = letters[:1] + letters[-1:] if len(letters) > 1 else letters or list(name[:1].upper())
    return "".join(chosen)
