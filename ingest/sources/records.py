"""One line of the push format as a record. Also in the words of somebody else's export."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from graph.facts import DocumentKind, GroupKind, GroupRecord, Item, Json, PersonRecord, Problem, Said
from ingest.sources.people_photos import NoPicture, check_picture
from ingest.sources.record_acts import acts_of
from ingest.sources.record_fields import BadRecord, PushedRecord, text_of, value_at
from ingest.sources.record_files import AttachedFiles
from ingest.sources.record_kinds import READERS

Line = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class ReadLine:
    """What one line says, its attachments, and what in it could not be read without costing the record."""

    said: Said
    odd: tuple[Problem, ...] = ()
    attached: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Shape:
    """Names of the fields in lines: `names` maps ours to theirs; `container` are their fields, the outermost first.

    `files` reads what is attached to items.
    """

    names: Mapping[str, str]
    container: tuple[str, ...]
    kind: DocumentKind
    files: AttachedFiles

    @staticmethod
    def of(fields: Mapping[str, object], kind: str, folder: Path) -> Shape:
        container = fields.get("container")
        path = tuple(str(each) for each in container) if isinstance(container, list | tuple) else ()
        names = {ours: str(theirs) for ours, theirs in fields.items() if not isinstance(theirs, list | tuple)}
        known = DocumentKind(kind) if kind in set(DocumentKind) else DocumentKind.POST
        return Shape(names, path, known, AttachedFiles(folder))

    def read(self, line: Json) -> ReadLine:
        """The record of this line. Raises BadRecord."""
        if not isinstance(line, dict):
            raise BadRecord(None, "jsonl-no-object")
        fields: Line = line
        if self.names:
            fields = {**line, **{ours: value_at(line, theirs) for ours, theirs in self.names.items()}}
        record = PushedRecord(fields)
        kind = str(record.get("type") or "item")
        reader = READERS.get(kind)
        if kind != "item" and reader is None and not self.names:  # in lines of somebody else it may be anything
            raise BadRecord(record.text("id"), "jsonl-type-unknown", type=kind[:40])
        if reader:
            said = reader(record)
            if isinstance(said, PersonRecord):
                self._check_photo(record)
            return ReadLine(said, tuple(record.odd))
        item, *attached = self.files.of(record, self._item(record))
        return ReadLine(item, tuple(record.odd), tuple(attached))

    def photo(self, line: Json) -> tuple[str, str] | None:
        """Whose line this is, and the cell of their picture, empty where there is none; None for any other line."""
        if not isinstance(line, dict):
            return None
        record = PushedRecord({**line, **{ours: value_at(line, theirs) for ours, theirs in self.names.items()}})
        kind, ident = record.get("type"), record.text("id")
        if ident is None or kind not in ("person", "gone") or (kind == "gone" and record.text("kind") != "person"):
            return None
        return ident, (record.text("photo") or "") if kind == "person" else ""

    def _check_photo(self, record: PushedRecord) -> None:
        try:
            if cell := record.text("photo"):
                check_picture(cell, self.files.folder)
        except NoPicture:
            record.strange("photo")

    def containers(self, line: Line) -> Iterator[GroupRecord]:
        """The groups that the container fields of a foreign line name. Our own format has lines for them."""
        path = self._path(line)
        for depth, name in enumerate(path):
            kind = GroupKind.THREAD if depth == len(path) - 1 else GroupKind.CHANNEL
            yield GroupRecord("/".join(path[: depth + 1]), kind, name, "/".join(path[:depth]) or None)

    def _path(self, line: Line) -> list[str]:
        values = (text_of(value_at(line, name)) for name in self.container)
        return [value for value in values if value]

    def _item(self, record: PushedRecord) -> Item:
        native_id, text = record.id, record.get("text")
        if text is not None and not isinstance(text, str):
            raise record.wrong("text")
        at = record.time("at")
        kind = record.get("kind") or self.kind
        if not isinstance(kind, str) or kind not in set(DocumentKind):
            if not self.names:
                raise record.wrong("kind")
            kind = self.kind
        container = "/".join(self._path(record.fields)) if self.container else record.text("container")
        return Item(
            native_id,
            (text or "").encode("utf-8", "replace"),
            record.text("media_type") or "text/plain",
            DocumentKind(kind),
            record.text("title"),
            record.text("url"),
            at,
            acts_of(record, at),
            record.text("parent"),
            container or None,
            record.texts("tags"),
            record.texts("links"),
            record.text("access"),
            record.text("version"),
            same=record.text("same"),
        )
