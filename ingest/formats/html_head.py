"""What a web page says about itself: title, authors, date and subjects, in its head and its linked data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping

from lxml import html

from ingest.formats.dates import seconds_of
from ingest.formats.html_bylines import authors_in, is_person
from ingest.formats.properties import names_of

AUTHOR_NAMES = frozenset(
    {"author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author"}
    | {"dc:creator", "dcterms:creator", "sailthru.author", "byl", "article:author_name", "authors", "auteur"}
)
WRITTEN = re.compile(r"(?:written by|geschreven door|auteur|author|verfasst von|écrit par)", re.IGNORECASE)
DATE_NAMES = (
    "article:published_time",
    "datepublished",
    "dc.date",
    "dcterms.date",
    "dcterms.created",
    "citation_publication_date",
    "date",
    "pubdate",
    "parsely-pub-date",
    "article:modified_time",
    "last-modified",
    "dcterms.modified",
)


def metas(root: html.HtmlElement) -> list[tuple[str, str]]:
    """Names and contents of the meta elements."""
    found = []
    for meta in root.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop")
        if name and meta.get("content"):
            found.append((name.strip().lower(), " ".join(meta.get("content").split())))
    return found


def linked_data(root: html.HtmlElement) -> Iterator[dict[str, object]]:
    """JSON-LD objects of the page; one that is not JSON says nothing."""
    for script in root.xpath('//script[@type="application/ld+json"]'):
        try:
            data = json.loads(script.text or "")
        except (ValueError, RecursionError):
            continue
        waiting = [data]
        while waiting:
            each = waiting.pop()
            if isinstance(each, list):
                waiting += each
            elif isinstance(each, dict):
                yield each
                graph = each.get("@graph")
                waiting += graph if isinstance(graph, list) else []


def title_of(root: html.HtmlElement, metas: Iterable[tuple[str, str]]) -> str | None:
    """The page's own heading, when it has one and it is in the title; else what it is called in links."""
    title = " ".join((root.findtext(".//title") or "").split())
    headings = [" ".join(each.text_content().split()) for each in root.iter("h1")]
    if len(headings) == 1 and headings[0] and (not title or headings[0] in title):
        return headings[0]
    shared = next((content for name, content in metas if name == "og:title"), "")
    return shared or title or next((each for each in headings if each), None)


def authors_of(
    metas: Iterable[tuple[str, str]], data: Iterable[dict[str, object]], root: html.HtmlElement
) -> tuple[str, ...]:
    """The authors by the first mark that names a person; of an organisation only where nobody else is named."""
    first: tuple[str, ...] = ()
    for names in _authors(list(metas), list(data), root):
        if any(map(is_person, names)):
            return names
        first = first or names
    return first


def _authors(
    metas: list[tuple[str, str]], data: list[dict[str, object]], root: html.HtmlElement
) -> Iterator[tuple[str, ...]]:
    yield _names(content for name, content in metas if name in AUTHOR_NAMES and "://" not in content)
    by_id = {each["@id"]: each for each in data if isinstance(each.get("@id"), str)}
    yield _names(name for each in data for name in _people(each.get("author"), by_id))
    yield _names(_labelled(dict(metas)))
    yield from authors_in(root)


def _names(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for text in texts for name in names_of(text)))


def _labelled(metas: dict[str, str]) -> Iterator[str]:
    """Who wrote it by the labels that are shown with a link to the page."""
    for number in ("1", "2"):
        if WRITTEN.fullmatch(metas.get(f"twitter:label{number}", "")[:40]):
            yield metas.get(f"twitter:data{number}", "")


def _people(value: object, by_id: Mapping[object, dict[str, object]]) -> Iterator[str]:
    """The names of people in a value of linked data; one that only leads to somebody is followed once."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict) and _is_person(value.get("@type", "Person")):
        found = value if value.get("name") else by_id.get(value.get("@id"), value)
        if _is_person(found.get("@type", "Person")):
            yield from _people(found.get("name"), {})
    elif isinstance(value, list):
        for each in value:
            yield from _people(each, by_id)


def _is_person(kind: object) -> bool:
    return "Person" in kind if isinstance(kind, list) else kind == "Person"


def date_of(metas: Iterable[tuple[str, str]], data: Iterable[dict[str, object]], root: html.HtmlElement) -> int | None:
    told: dict[str, object] = {}
    for name, content in metas:
        told.setdefault(name, content)
    for each in data:
        if said := each.get("datePublished") or each.get("dateCreated"):
            told.setdefault("datepublished", said)
    found = (seconds_of(told.get(name)) for name in DATE_NAMES)
    at = next((each for each in found if each is not None), None)
    if at is not None:
        return at
    times = root.xpath("//article//time/@datetime | //header//time/@datetime | //time[@pubdate]/@datetime")
    return seconds_of(str(times[0])) if times else None


def tags_of(metas: Iterable[tuple[str, str]]) -> Iterator[str]:
    for name, content in metas:
        if name in ("article:tag", "keywords", "dc.subject"):
            yield from (tag.strip() for tag in content.split(",") if 0 < len(tag.strip()) <= 80)
