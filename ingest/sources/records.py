"""One line of the push format as a record. Also in the words of somebody else's export."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from graph.facts import (
    AccessRecord,
    Act,
    ActKind,
    DocumentKind,
    Gone,
    GroupKind,
    GroupRecord,
    Item,
    Json,
    PersonRecord,
    Said,
    Seconds,
)

Record = Mapping[str, Any]
LISTS = ("aliases", "emails", "handles", "languages")
TEXTS = ("phone", "room", "function", "department", "location", "manager", "url", "about")
NUMBER = 10_000_000_000
"""A time above this is in milliseconds: it would be after the year 2286."""

ENDLESS = 1e300
"""What stands for a number without an end: it is no date, and told as such."""


class BadRecord(Exception):
    """A line is not a record; `id` is None when it is not known whose it was."""

    def __init__(self, native_id: str | None, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.id, self.message, self.params = native_id, message, params


@dataclass(frozen=True, slots=True)
class Shape:
    """Names of the fields in lines: `names` maps ours to theirs; `container` are their fields, the outermost first."""

    names: Mapping[str, str]
    container: tuple[str, ...]
    kind: DocumentKind

    @staticmethod
    def of(fields: Mapping[str, object], kind: str) -> Shape:
        container = fields.get("container")
        path = tuple(str(each) for each in container) if isinstance(container, list | tuple) else ()
        names = {ours: str(theirs) for ours, theirs in fields.items() if not isinstance(theirs, list | tuple)}
        return Shape(names, path, DocumentKind(kind) if kind in set(DocumentKind) else DocumentKind.POST)

    def read(self, line: Json) -> Said:
        """The record of this line. Raises BadRecord."""
        if not isinstance(line, dict):
            raise BadRecord(None, "jsonl-no-object")
        record: Record = line
        if self.names:
            record = {**line, **{ours: line.get(theirs) for ours, theirs in self.names.items()}}
        kind = record.get("type") or "item"
        reader = READERS.get(str(kind))
        if kind == "item":
            return self._item(record)
        if reader is None:
            raise BadRecord(_text(record.get("id")), "jsonl-type-unknown", type=str(kind)[:40])
        return reader(record)

    def containers(self, line: Record) -> Iterator[GroupRecord]:
        """The groups that the container fields of a foreign line name. Our own format has lines for them."""
        path = self._path(line)
        for depth, name in enumerate(path):
            kind = GroupKind.THREAD if depth == len(path) - 1 else GroupKind.CHANNEL
            yield GroupRecord("/".join(path[: depth + 1]), kind, name, "/".join(path[:depth]) or None)

    def _path(self, line: Record) -> list[str]:
        return [str(line[name]) for name in self.container if line.get(name) not in (None, "")]

    def _item(self, record: Record) -> Item:
        native_id = _id(record)
        text = record.get("text")
        if text is None:
            text = ""
        if not isinstance(text, str):
            raise BadRecord(native_id, "jsonl-field-wrong", field="text", id=native_id)
        at = _time(record.get("at"), native_id)
        try:
            kind = DocumentKind(record["kind"]) if record.get("kind") else self.kind
        except ValueError:
            raise BadRecord(native_id, "jsonl-field-wrong", field="kind", id=native_id) from None
        container = "/".join(self._path(record)) if self.container else _text(record.get("container"))
        return Item(
            native_id,
            text.encode("utf-8", "replace"),
            _text(record.get("media_type")) or "text/plain",
            kind,
            _text(record.get("title")),
            _text(record.get("url")),
            at,
            _acts(record, at, native_id),
            _text(record.get("parent")),
            container or None,
            _texts(record.get("tags")),
            _texts(record.get("links")),
            _text(record.get("access")),
            _text(record.get("version")),
        )


def _acts(record: Record, at: Seconds | None, native_id: str) -> tuple[Act, ...]:
    """Who did what: `acts` in full, or `author` or `authors`, a string or an object each."""
    acts = record.get("acts")
    if acts is not None and not isinstance(acts, list):
        raise BadRecord(native_id, "jsonl-field-wrong", field="acts", id=native_id)
    if acts is not None:
        return tuple(_act(each, at, native_id) for each in acts)
    author = record.get("author") or record.get("authors")
    if isinstance(author, str) and author:
        return (Act(author, ActKind.WROTE, author, at),)
    people = author if isinstance(author, list) else [author] if author else []
    return tuple(_act(each, at, native_id) for each in people)


def _act(value: object, at: Seconds | None, native_id: str) -> Act:
    if isinstance(value, str) and value:
        return Act(value, ActKind.WROTE, value, at)
    if isinstance(value, dict):
        account = _text(value.get("account")) or _text(value.get("email")) or _text(value.get("name"))
        kind = value.get("kind") or "wrote"
        count, size = value.get("count", 1), value.get("size", 0)
        if (
            account
            and isinstance(kind, str)
            and kind in set(ActKind)
            and isinstance(count, int)
            and isinstance(size, int)
        ):
            when = _time(value["at"], native_id) if "at" in value else at
            return Act(account, ActKind(kind), _text(value.get("name")), when, count, size, _text(value.get("email")))
    raise BadRecord(native_id, "jsonl-field-wrong", field="acts", id=native_id)


def _person(record: Record) -> PersonRecord:
    native_id = _id(record)
    name = _text(record.get("name"))
    if name is None:
        raise BadRecord(native_id, "jsonl-field-wrong", field="name", id=native_id)
    texts = {field: _texts(record.get(field)) for field in LISTS}
    text = {field: _text(record.get(field)) for field in TEXTS}
    return PersonRecord(
        native_id,
        name,
        texts["aliases"],
        texts["emails"],
        texts["handles"],
        text["phone"],
        text["room"],
        text["function"],
        text["department"],
        text["location"],
        text["manager"],
        text["url"],
        text["about"],
        texts["languages"],
        joined=_time(record.get("joined"), native_id),
        left=_time(record.get("left"), native_id),
        service=record.get("service") is True,
        opted_out=record.get("opted_out", False) is not False,  # what is not understood is no consent
    )


def _group(record: Record) -> GroupRecord:
    native_id = _id(record)
    kind, name = record.get("kind") or "team", _text(record.get("name"))
    if not isinstance(kind, str) or kind not in set(GroupKind) or name is None:
        raise BadRecord(native_id, "jsonl-field-wrong", field="kind" if name else "name", id=native_id)
    members = []
    listed = record.get("members") or []
    if not isinstance(listed, list):
        raise BadRecord(native_id, "jsonl-field-wrong", field="members", id=native_id)
    for member in listed:
        account = _text(member.get("account")) if isinstance(member, dict) else _text(member)
        if account is None:
            raise BadRecord(native_id, "jsonl-field-wrong", field="members", id=native_id)
        members.append((account, (_text(member.get("role")) or "") if isinstance(member, dict) else ""))
    parent, url, access = (_text(record.get(field)) for field in ("parent", "url", "access"))
    return GroupRecord(native_id, GroupKind(kind), name, parent, url, access, tuple(members))


def _access(record: Record) -> AccessRecord:
    rule = _text(record.get("rule"))
    if rule is None:
        raise BadRecord(None, "jsonl-field-wrong", field="rule", id="-")
    return AccessRecord(rule, _texts(record.get("principals")))


def _gone(record: Record) -> Gone:
    kind = _text(record.get("kind")) or "document"
    if kind not in ("document", "person", "group"):
        raise BadRecord(_id(record), "jsonl-field-wrong", field="kind", id=_id(record))
    return Gone(_id(record), kind)


READERS: Mapping[str, Callable[[Record], Said]] = {
    "person": _person,
    "group": _group,
    "access": _access,
    "gone": _gone,
}


def _id(record: Record) -> str:
    native_id = _text(record.get("id"))
    if native_id is None:
        raise BadRecord(None, "jsonl-id-missing")
    return native_id


def _text(value: object) -> str | None:
    if isinstance(value, str):
        return value or None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _texts(value: object) -> tuple[str, ...]:
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(text for each in value if (text := _text(each))) if isinstance(value, list) else ()


def _time(value: object, native_id: str) -> Seconds | None:
    """Epoch seconds (or milliseconds), or a date as ISO 8601 writes it."""
    if value is None or value == "":
        return None
    if isinstance(value, int | float) and not isinstance(value, bool):
        number = min(max(value, -ENDLESS), ENDLESS)
        return int(number / 1000 if abs(number) > NUMBER else number)
    at = _iso(value) if isinstance(value, str) else None
    if at is None:
        raise BadRecord(native_id, "jsonl-field-wrong", field="at", id=native_id)
    return at


def _iso(text: str) -> Seconds | None:
    """A time without a zone is in UTC."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return int((moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp())
