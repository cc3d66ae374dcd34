"""Pushed lines that are not items: people, groups, rules, and what is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from graph.facts import AccessRecord, Gone, GroupKind, GroupRecord, PersonRecord, Said
from ingest.sources.record_fields import BadRecord, PushedRecord, text_of


def person(record: PushedRecord) -> PersonRecord:
    """A person. An unreadable date of leaving makes no leaver; somebody is gone from the day after it."""
    name = record.text("name")
    if name is None:
        raise record.wrong("name")
    return PersonRecord(
        record.id,
        name,
        record.texts("aliases"),
        record.texts("emails"),
        record.texts("handles"),
        record.text("phone"),
        record.text("room"),
        record.text("function"),
        record.text("department"),
        record.text("location"),
        record.text("manager"),
        record.text("url"),
        record.text("about"),
        record.texts("languages"),
        joined=record.time("joined"),
        left=record.last_moment("left"),
        service=record.get("service") is True,
        former=record.texts("former"),
        opted_out=record.fields.get("opted_out", False) is not False,  # what is not understood is no consent
    )


def group(record: PushedRecord) -> GroupRecord:
    """A group with its members, each an id or an object with account and role."""
    kind, name = record.get("kind") or "team", record.text("name")
    if name is None:
        raise record.wrong("name")
    if not isinstance(kind, str) or kind not in set(GroupKind):
        raise record.wrong("kind")
    parent, url, access = (record.text(field) for field in ("parent", "url", "access"))
    return GroupRecord(record.id, GroupKind(kind), name, parent, url, access, tuple(_members(record)))


def _members(record: PushedRecord) -> Iterator[tuple[str, str]]:
    listed = record.get("members") or []
    if not isinstance(listed, list):
        raise record.wrong("members")
    for member in listed:
        account = text_of(member.get("account") if isinstance(member, dict) else member)
        if account is None:
            raise record.wrong("members")
        yield account, (text_of(member.get("role")) or "") if isinstance(member, dict) else ""


def access(record: PushedRecord) -> AccessRecord:
    """A rule with its readers."""
    rule = record.text("rule")
    if rule is None:
        raise BadRecord(None, "jsonl-field-wrong", field="rule", id="-")
    return AccessRecord(rule, record.texts("principals"))


def gone(record: PushedRecord) -> Gone:
    """What no longer exists."""
    kind = record.text("kind") or "document"
    if kind not in ("document", "person", "group"):
        raise record.wrong("kind")
    return Gone(record.id, kind)


READERS: Mapping[str, Callable[[PushedRecord], Said]] = {
    "person": person,
    "group": group,
    "access": access,
    "gone": gone,
}
