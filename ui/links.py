"""Addresses of pages, and links to them, to sources, and to people by mail and phone."""

from __future__ import annotations

from datetime import UTC, datetime
from functools import lru_cache
from urllib.parse import quote, urlencode, urlsplit

from markupsafe import Markup

from api.pages.people import PeoplePage
from api.pages.search import SearchPage
from api.schemas import Colleague, Evidence, Reference

PLACES = {"person": "people", "topic": "topics", "document": "documents", "group": "groups", "location": "places"}
SUBJECT_MOST = 150
"""Characters of the subject of a mail."""


@lru_cache(maxsize=8192)
def to(key: str) -> str:
    """The address of the page of the thing with this key."""
    place = PLACES.get(key.split(":", 1)[0])
    return f"/{place}/{quote(key, safe=':')}" if place else "/"


def steps(path: tuple[Reference, ...]) -> list[tuple[str, str | None]]:
    """The larger things around one as crumbs: names with their addresses."""
    return [(each.name, to(each.key)) for each in path]


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


def why_of(person: str, topic: str) -> str:
    """The address of the page that explains why this person is known for this topic."""
    return f"{to(person)}/topics/{quote(topic, safe=':')}"


def list_of(**keys: str) -> str:
    """The address of the list of documents that belong to these keys."""
    return f"/documents?{urlencode(keys)}"


def map_of(**asked: str) -> str:
    """The address of the map of a department (`unit`), or with a topic laid over it."""
    return f"/map?{urlencode(asked)}"


def documents_of(page: SearchPage, **keys: str) -> str:
    """The address of the list of documents that match a question, with its filters."""
    asked = {
        "q": page.asked if page.question.phrases or page.question.excluded else page.question.text,
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


def mailto(address: str, subject: str = "") -> str:
    """The link to write to an address (RFC 6068), with `+` and most punctuation as they are, and a subject if any."""
    told = " ".join(subject.split())[:SUBJECT_MOST]
    return "mailto:" + quote(address, safe="@!$'*+") + (f"?subject={quote(told, safe='')}" if told else "")


def tel(number: str) -> str:
    """The link to call a number (RFC 3966): its digits, and those of an extension. `(0)` is for callers at home."""
    number, _, extension = number.casefold().replace("ext", "x").partition("x")
    plus = "+" if number.strip().startswith("+") else ""
    digits = "".join(each for each in (number.replace("(0)", "") if plus else number) if each in "0123456789*")
    more = "".join(each for each in extension if each in "0123456789")
    return f"tel:{plus}{digits};ext={more}" if more else f"tel:{plus}{digits}"


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
