"""What is attached to a pushed item: texts and files as items of their own, to which it links."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from graph.facts import Act, ActKind, DocumentKind, Item, Problem
from ingest.sources.media_types import media_type_of
from ingest.sources.record_fields import PushedRecord, first_text, text_of

MOST = 100
"""Attachments of one item."""
LARGEST = 50_000_000
"""Bytes of one attachment."""
IDS = ("id", "name", "filename", "fileName", "title", "url")
TITLES = ("title", "name", "filename", "fileName")
TYPES = ("media_type", "mediaType", "mimetype", "mimeType", "contentType", "content_type", "type")
URLS = ("url", "permalink", "link", "href", "content_url")


@dataclass(frozen=True, slots=True)
class AttachedFiles:
    """Reads attachments; files that are named by `path` lie below `folder`, next to the pushed lines."""

    folder: Path

    def of(self, record: PushedRecord, item: Item) -> tuple[Item, ...]:
        """The item with links to its attachments, then these. One without text or content is only a name."""
        listed = record.get("attachments")
        if listed is not None and not isinstance(listed, list):
            record.strange("attachments")
        found = tuple(self._items(record, item, listed if isinstance(listed, list) else []))
        if not found:
            return (item,)
        return (replace(item, links=tuple(dict.fromkeys((*item.links, *(each.id for each in found))))), *found)

    def _items(self, record: PushedRecord, item: Item, listed: list[Any]) -> Iterator[Item]:
        for number, each in enumerate(listed[:MOST], 1):
            if not isinstance(each, Mapping):
                record.strange("attachments")
                continue
            body = self._body(record, each)
            if body is None:
                continue
            title = first_text(each, TITLES)
            told = (first_text(each, TYPES) or "").lower()
            kind = told if "/" in told else media_type_of(title or "", body) or "text/plain"
            author = text_of(each.get("author"))
            acts = (Act(author, ActKind.WROTE, author, item.at),) if author else ()
            yield Item(
                f"{item.id}#{first_text(each, IDS) or number}",
                body,
                kind,
                DocumentKind.FILE,
                title,
                first_text(each, URLS) or item.url,
                item.at,
                acts,
                container=item.container,
                access=item.access,
            )

    def _body(self, record: PushedRecord, attached: Mapping[str, Any]) -> bytes | None:
        """The bytes: a `text`, `content` in base64, or the file at `path`. None when there is none of these."""
        text, content, path = attached.get("text"), attached.get("content"), text_of(attached.get("path"))
        if isinstance(text, str) and text.strip():
            return text.encode("utf-8", "replace")
        if isinstance(content, str) and content:
            try:
                return base64.b64decode(content, validate=True)
            except (binascii.Error, ValueError):
                record.strange("attachments")
                return None
        return self._file(record, path) if path else None

    def _file(self, record: PushedRecord, path: str) -> bytes | None:
        file = self.folder / path
        try:
            inside = self.folder.resolve() in file.resolve(strict=True).parents
            if inside and file.is_file() and file.stat().st_size <= LARGEST:
                return file.read_bytes()
        except (OSError, ValueError, RuntimeError):
            pass
        record.odd.append(Problem(record.id, "jsonl-attachment-unreadable", {"id": record.id, "path": path[:80]}))
        return None
