"""WordPress's own export (WXR), which is RSS with all there is: drafts and private pages too, and authors by login."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from lxml import etree

MARK = b"//wordpress.org/export/"
HEAD = 5_000
_SYSTEM = """
attachment revision nav_menu_item custom_css customize_changeset oembed_cache user_request wp_block wp_template
wp_template_part wp_global_styles wp_navigation wp_font_family wp_font_face acf-field acf-field-group
"""
SYSTEM_TYPES = frozenset(_SYSTEM.split())
"""Types of entries that hold settings, menus and files instead of texts."""


def is_export(body: bytes) -> bool:
    """Whether this feed is an export of WordPress."""
    return MARK in body[:HEAD]


def is_published(entry: Mapping[str, Any]) -> bool:
    """Whether an entry is a text that all readers of the site may read; one of another feed is."""
    status, kind = entry.get("wp_status"), entry.get("wp_post_type")
    return status in (None, "publish") and kind not in SYSTEM_TYPES and not entry.get("wp_post_password")


def with_names(parsed: Any, body: bytes) -> Any:
    """The parsed export with authors by name instead of login, and dates where the feed has none."""
    authors = _authors(body)
    for entry in parsed["entries"]:
        entry["authors"] = [authors.get(str(each.get("name")), each) for each in entry.get("authors", [])]
        if not entry.get("published_parsed") and entry.get("wp_post_date_gmt"):
            entry["published"] = f"{entry['wp_post_date_gmt']}Z"
    return parsed


def _authors(body: bytes) -> dict[str, dict[str, str]]:
    """The authors of the site by their logins."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except etree.XMLSyntaxError:
        return {}
    found: dict[str, dict[str, str]] = {}
    for author in root.iter("{*}author") if root is not None else ():
        said = {etree.QName(each).localname: (each.text or "").strip() for each in author if isinstance(each.tag, str)}
        name, email = said.get("author_display_name", ""), said.get("author_email", "")
        if login := said.get("author_login"):
            found[login] = {"name": name or login, "email": email}
    return found
