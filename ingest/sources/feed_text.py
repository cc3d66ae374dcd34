"""Plain words of the titles and subjects of a feed, decoded by the type that they have there."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from typing import Any

ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
MARKED = re.compile(r"[<&]")
LONGEST = 10_000
"""Characters of a title."""
MOST_TIMES = 3
"""Times that a title may have been escaped."""


def title_of(detail: object, value: object) -> str | None:
    """The title: what is text stays as it is, HTML loses its tags and entities, also those that were escaped twice."""
    kind = str(detail.get("type") or "") if isinstance(detail, Mapping) else ""
    text = detail.get("value") if isinstance(detail, Mapping) else value
    if not isinstance(text, str):
        text = value
    if not isinstance(text, str):
        return None
    text = text[:LONGEST]
    return " ".join((text if kind == "text/plain" else of_html(text)).split()) or None


def of_html(text: str) -> str:
    """The words of a piece of HTML without its tags."""
    if not MARKED.search(text):
        return text
    from lxml import etree
    from lxml import html as lxml_html

    try:
        words = str(lxml_html.fragment_fromstring(text, create_parent="div").text_content())
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        words = text
    return unescaped(words)


def unescaped(text: str) -> str:
    """The text without entities that are left in it."""
    for _ in range(MOST_TIMES):
        if not ENTITY.search(text):
            break
        text = html.unescape(text)
    return text


def text_of(value: object) -> str | None:
    """The text without spaces around it; None for what is empty or not a text."""
    return value.strip() or None if isinstance(value, str) else None


def mapping_of(value: object) -> Mapping[str, Any]:
    """The value when it is an object, else an empty one."""
    return value if isinstance(value, Mapping) else {}
