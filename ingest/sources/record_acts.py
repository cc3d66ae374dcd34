"""Who did what to a pushed item."""

from __future__ import annotations

from graph.facts import Act, ActKind, Seconds
from ingest.sources.record_fields import PushedRecord, text_of


def acts_of(record: PushedRecord, at: Seconds | None) -> tuple[Act, ...]:
    """Who did what: `acts` in full, or `author` or `authors`, a string or an object each."""
    acts = record.get("acts")
    if acts is not None and not isinstance(acts, list):
        raise record.wrong("acts")
    if acts is not None:
        return tuple(_act(record, each, at) for each in acts)
    author = record.get("author") or record.get("authors")
    people = author if isinstance(author, list) else [author] if author else []
    return tuple(_act(record, each, at) for each in people)


def _act(record: PushedRecord, value: object, at: Seconds | None) -> Act:
    if isinstance(value, str) and value:
        return Act(value, ActKind.WROTE, value, at)
    if isinstance(value, dict):
        account = text_of(value.get("account")) or text_of(value.get("email")) or text_of(value.get("name"))
        kind = value.get("kind") or "wrote"
        count, size = value.get("count", 1), value.get("size", 0)
        if (
            account
            and isinstance(kind, str)
            and kind in set(ActKind)
            and isinstance(count, int)
            and isinstance(size, int)
        ):
            when = record.time_of(value["at"], "at") if "at" in value else at
            return Act(
                account, ActKind(kind), text_of(value.get("name")), when, count, size, text_of(value.get("email"))
            )
    raise record.wrong("acts")
