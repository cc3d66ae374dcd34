"""What a web page says about itself: title, authors, date and subjects, in its head and its linked data."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator

from lxml import html

from ingest.formats.dates import seconds_of
from ingest.formats.properties import names_of

AUTHOR_NAMES = frozenset(
    {"author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "parsely-author"}
)
BYLINES = frozenset({"author", "byline", "by-author", "post-author", "entry-author", "article-author", "p-author"})
ASIDE = frozenset({"comment", "comments", "related", "sidebar", "aside", "footer", "nav", "widget", "blockquote"})
LONGEST_BYLINE = 120
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
    told = [content for name, content in metas if name in AUTHOR_NAMES and "://" not in content]
    if not told:
        told = [name for each in data for name in _people(each.get("author"))]
    if not told:
        told = [" ".join(each.text_content().split()) for each in root.xpath('//a[contains(@rel,"author")]')]
    if not told:
        told = [*_bylines(root)]
    return tuple(dict.fromkeys(name for text in told for name in names_of(text)))


def _bylines(root: html.HtmlElement) -> Iterator[str]:
    """Short texts of elements that are called a byline, but for those of comments and of lists of other articles."""
    for each in root.xpath("//*[@class]"):
        called = set(each.get("class").lower().split())
        if called & BYLINES and not any(ASIDE & _called(above) for above in (each, *each.iterancestors())):
            text = " ".join(each.text_content().split())
            if 0 < len(text) <= LONGEST_BYLINE:
                yield text


def _called(element: html.HtmlElement) -> set[str]:
    """The words of the classes and the id of an element, and its name."""
    said = (
        f"{element.get('class') or ''} {element.get('id') or ''} {element.tag if isinstance(element.tag, str) else ''}"
    )
    return set(re.split(r"[\s_-]+", said.lower()))


def _people(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict) and value.get("@type", "Person") == "Person":
        yield from _people(value.get("name"))
    elif isinstance(value, list):
        for each in value:
            yield from _people(each)


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
