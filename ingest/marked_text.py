"""A text with its headings and tables, which the text that people find has lost: who wrote it and who was there."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from graph.facts import Item
from ingest.formats import ParsedBody, bare
from ingest.formats.encodings import decode
from ingest.formats.frontmatter import split
from ingest.formats.registry import MODULES

MARKED = frozenset({"markdown", "rst"})
"""Formats that are read as they are written."""
READ = 400_000
"""Bytes."""


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text with the marks of headings and tables, and the fields above it."""

    text: str
    fields: Mapping[str, object] = field(default_factory=dict)


def marked_text(item: Item, parsed: ParsedBody) -> MarkedText:
    """The text of an item in which people are looked for."""
    if MODULES.get(bare(item.media_type)) in MARKED:
        matter = split(decode(item.body[:READ])[0])
        return MarkedText(matter.body, matter.fields)
    return MarkedText(parsed.tabled or parsed.text)
