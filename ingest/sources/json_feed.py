"""JSON Feed, versions 1.0 and 1.1, in the terms of feedparser.

Source of the format: https://www.jsonfeed.org/version/1.1/
"""

from __future__ import annotations

import codecs
import time
from collections.abc import Iterator, Mapping
from typing import Any

import orjson

from ingest.sources.feed_text import mapping_of, text_of
from ingest.times import moment

MARK = b"jsonfeed.org/version"
HEAD = 4_000
"""Bytes in which a file says that it is a JSON Feed."""


def is_json(body: bytes) -> bool:
    """True for bytes that begin as JSON does."""
    return body.removeprefix(codecs.BOM_UTF8).lstrip()[:1] == b"{"


def is_json_feed(head: bytes) -> bool:
    """True for the first bytes of a file that calls itself a JSON Feed."""
    return is_json(head) and MARK in head.replace(b"\\/", b"/")


def parsed(body: bytes) -> dict[str, Any]:
    """The feed as feedparser would give it. Without `version` when it is none; `next` is the address of the next page.

    Raises orjson.JSONDecodeError for what is no JSON.
    """
    feed = orjson.loads(body.removeprefix(codecs.BOM_UTF8))
    if not isinstance(feed, dict) or not isinstance(feed.get("items"), list):
        return {"entries": [], "feed": {}, "version": "", "bozo_exception": "no list of items"}
    site = text_of(feed.get("home_page_url"))
    channel = {
        "id": site or text_of(feed.get("feed_url")),
        "link": site,
        "title": text_of(feed.get("title")),
        "title_detail": _plain(feed.get("title")),
        "authors": _authors(feed),
    }
    entries = [_entry(item) for item in feed["items"] if isinstance(item, dict)]
    return {"feed": channel, "entries": entries, "version": "json", "next": text_of(feed.get("next_url"))}


def _entry(item: Mapping[str, Any]) -> dict[str, Any]:
    named = item.get("id")
    contents = [("text/html", item.get("content_html")), ("text/plain", item.get("content_text"))]
    attachments = item.get("attachments")
    return {
        "id": str(named) if isinstance(named, int | float) and not isinstance(named, bool) else text_of(named),
        "link": text_of(item.get("url")) or text_of(item.get("external_url")),
        "title": text_of(item.get("title")),
        "title_detail": _plain(item.get("title")),
        "content": [{"type": kind, "value": text} for kind, text in contents if text_of(text)][:1],
        "summary_detail": {"type": "text/plain", "value": text_of(item.get("summary")) or ""},
        "published_parsed": _time(item.get("date_published")),
        "updated_parsed": _time(item.get("date_modified")),
        "authors": _authors(item),
        "tags": [{"term": tag} for tag in _list(item.get("tags")) if isinstance(tag, str)],
        "enclosures": [{"type": mapping_of(each).get("mime_type")} for each in _list(attachments)],
    }


def _authors(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The authors of version 1.1, or the one of version 1.0."""
    return [{"name": name} for name in _names(_list(record.get("authors")) or [record.get("author")])]


def _names(people: list[Any]) -> Iterator[str]:
    for each in people:
        name = text_of(mapping_of(each).get("name")) or text_of(each)
        if name:
            yield name


def _plain(title: object) -> dict[str, str]:
    return {"type": "text/plain", "value": title if isinstance(title, str) else ""}


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _time(value: object) -> time.struct_time | None:
    at = moment(value)
    try:
        return None if at is None else time.gmtime(at)
    except (OverflowError, OSError, ValueError):
        return None
