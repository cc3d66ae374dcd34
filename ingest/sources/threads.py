"""Messages as conversations. References first, the subject where they are missing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from graph.facts import Seconds

PREFIX = re.compile(
    r"^\s*(?:(?:re|aw|antw|antwoord|betr|sv|vs|fw|fwd|doorst|tr|wg|recall)(?:\s*(?:\[\d+\]|\(\d+\)))?\s*:|\[[^\]]{1,60}\])\s*",
    re.IGNORECASE,
)
REPLY = re.compile(
    r"^\s*(?:\[[^\]]{1,60}\]\s*)*(?:re|aw|antw|antwoord|betr|sv|vs)(?:\s*(?:\[\d+\]|\(\d+\)))?\s*:", re.IGNORECASE
)
SUBJECT_DAYS = 60
"""A reply without references joins the newest conversation of its subject that is at most this old."""


@dataclass(frozen=True, slots=True)
class MessageHead:
    """What the headers say about the place of one message. `references` nearest first."""

    id: str
    subject: str
    references: tuple[str, ...] = ()
    at: Seconds | None = None


@dataclass(frozen=True, slots=True)
class ThreadPlace:
    """The place of one message in its conversation. `thread` is the id of the first message of its conversation."""

    thread: str
    parent: str | None


def plain_subject(subject: str) -> str:
    """The subject without Re:, Antw:, Fwd: and the [list]."""
    text = " ".join(subject.split())
    while (shorter := PREFIX.sub("", text, count=1)) != text and shorter:
        text = shorter
    return text


def is_reply(head: MessageHead) -> bool:
    """Whether this message answers another one."""
    return bool(head.references) or REPLY.match(head.subject) is not None


def place(heads: Sequence[MessageHead]) -> dict[str, ThreadPlace]:
    """The place of each message. Of two with one id the first counts; loops of references are cut."""
    known = {head.id: head for head in reversed(heads)}
    union = Union()
    parents: dict[str, str] = {}
    for head in known.values():
        for reference in head.references:
            union.join(head.id, reference)
        parent = next((ref for ref in head.references if ref in known and ref != head.id), None)
        if parent is not None:
            parents[head.id] = parent
    _join_by_subject([head for head in heads if known[head.id] is head], parents, union)
    return _places(known.values(), parents, union)


def _join_by_subject(heads: Iterable[MessageHead], parents: dict[str, str], union: Union) -> None:
    latest: dict[str, MessageHead] = {}
    for head in sorted(heads, key=lambda head: head.at or 0):
        subject = plain_subject(head.subject).casefold()
        earlier = latest.get(subject)
        if earlier is not None and head.id not in parents and REPLY.match(head.subject) and _near(earlier, head):
            parents[head.id] = earlier.id
            union.join(head.id, earlier.id)
        elif subject and (earlier is None or head.id not in parents):
            latest[subject] = head


def _near(earlier: MessageHead, later: MessageHead) -> bool:
    return earlier.at is None or later.at is None or later.at - earlier.at <= SUBJECT_DAYS * 86400


def _places(heads: Iterable[MessageHead], parents: dict[str, str], union: Union) -> dict[str, ThreadPlace]:
    first: dict[str, MessageHead] = {}
    listed = list(heads)
    for head in listed:
        root = union.find(head.id)
        best = first.get(root)
        if best is None or _order(head, parents) < _order(best, parents):
            first[root] = head
    places = {}
    for head in listed:
        start = first[union.find(head.id)].id
        parent = None if head.id == start else parents.get(head.id, start)
        places[head.id] = ThreadPlace(start, parent)
    return places


def _order(head: MessageHead, parents: dict[str, str]) -> tuple[bool, float, str]:
    return (head.id in parents, head.at if head.at is not None else float("inf"), head.id)


class Union:
    """Ids that belong together. Disjoint sets with path halving."""

    def __init__(self) -> None:
        self._up: dict[str, str] = {}

    def find(self, name: str) -> str:
        up = self._up
        while (above := up.get(name, name)) != name:
            up[name] = up.get(above, above)
            name = up[name]
        return name

    def join(self, one: str, other: str) -> None:
        a, b = self.find(one), self.find(other)
        if a != b:
            self._up[max(a, b)] = min(a, b)
