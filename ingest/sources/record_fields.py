"""The fields of one pushed line: texts, lists, times, and fields inside fields."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from graph.facts import Problem, Seconds
from ingest.times import is_day, moment

DAY = 86_400
SHOWN = 40
"""Characters of a value that is told as unreadable."""
DEEPEST = 10
"""Steps of the name of a field inside fields."""


class BadRecord(Exception):
    """A line is not a record; `id` is None when it is not known whose it was."""

    def __init__(self, native_id: str | None, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.id, self.message, self.params = native_id, message, params


@dataclass(frozen=True, slots=True)
class PushedRecord:
    """A line as the record that it stands for. `odd` is what could not be read and did not cost the record."""

    fields: Mapping[str, Any]
    odd: list[Problem] = field(default_factory=list)

    def get(self, name: str) -> Any:
        """The value of this field as it is written; None when it is not there."""
        return self.fields.get(name)

    @property
    def id(self) -> str:
        """The id of the record. Raises BadRecord when it has none."""
        native_id = text_of(self.fields.get("id"))
        if native_id is None:
            raise BadRecord(None, "jsonl-id-missing")
        return native_id

    def text(self, name: str) -> str | None:
        """The text of a field, also when it is written as a number; None when there is none."""
        return text_of(self.fields.get(name))

    def texts(self, name: str) -> tuple[str, ...]:
        """The texts of a field that holds one or a list of them."""
        return texts_of(self.fields.get(name))

    def time(self, name: str) -> Seconds | None:
        """The time of a field. One that means nothing is noted as odd."""
        return self.time_of(self.fields.get(name), name)

    def last_moment(self, name: str) -> Seconds | None:
        """The time of a field; of a day its last second."""
        at = self.time(name)
        return at + DAY - 1 if at is not None and at % DAY == 0 and is_day(self.fields.get(name)) else at

    def time_of(self, value: object, name: str) -> Seconds | None:
        """The time that this value of a field names. One that means nothing is noted as odd."""
        at = moment(value)
        if at is None and value is not None and value != "":
            shown = str(value)[:SHOWN]
            self.odd.append(Problem(self.id, "jsonl-date-unreadable", {"field": name, "id": self.id, "value": shown}))
        return at

    def strange(self, name: str) -> None:
        """Note that a part of this field cannot be understood, and did not cost the record."""
        self.odd.append(Problem(self.id, "jsonl-part-unreadable", {"field": name, "id": self.id}))

    def wrong(self, name: str) -> BadRecord:
        """The error that a field of this record cannot be understood."""
        return BadRecord(self.id, "jsonl-field-wrong", field=name, id=self.id)


def text_of(value: object) -> str | None:
    """A text, or a number as text; None for what is empty or anything else."""
    if isinstance(value, str):
        return value or None
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else None


def texts_of(value: object) -> tuple[str, ...]:
    """One text or a list of them."""
    if isinstance(value, str):
        return (value,) if value else ()
    return tuple(text for each in value if (text := text_of(each))) if isinstance(value, list) else ()


def first_text(fields: Mapping[str, Any], names: Iterable[str]) -> str | None:
    """The text of the first of these fields that has one."""
    return next((text for name in names if (text := text_of(fields.get(name)))), None)


def value_at(line: Mapping[str, Any], name: str) -> Any:
    """The value of a field, or of a field inside fields: ``user.name``, ``emails.0``, ``labels.name`` of all labels."""
    if name in line:
        return line[name]
    value: Any = line
    for step in name.split(".", DEEPEST):
        value = _inside(value, step)
    return value


def _inside(value: Any, step: str) -> Any:
    if isinstance(value, Mapping):
        return value.get(step)
    if isinstance(value, Sequence) and not isinstance(value, str):
        if step.isdecimal():
            return value[int(step)] if len(step) < 6 and int(step) < len(value) else None
        found = [each.get(step) for each in value if isinstance(each, Mapping)]
        return [each for each in found if each is not None]
    return None
