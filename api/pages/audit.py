"""The audit: who changed rights, roles and tokens, and who asked for an erasure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Annotated

from fastapi import Query

from api.asker import Asker
from api.page import Page
from api.policy import Permission
from graph.audit import AuditedAct, AuditEntry, read_audit
from graph.facts import Key, Person, Seconds, kind_of

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class AuditQuery:
    """Which entries, where to go on, and how many."""

    act: Annotated[AuditedAct | None, Query(description="Entries of this act only.")] = None
    since: Annotated[date | None, Query(description="Entries from this day on.")] = None
    until: Annotated[date | None, Query(description="Entries up to and including this day.")] = None
    before: Annotated[str, Query(max_length=80, description="The id of an entry: those before it, in time.")] = ""
    limit: Annotated[int, Query(ge=1, le=500, description="Number of entries.")] = 100


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Entries, the newest first. `names` are those of the people in them, as far as the asker may know them.

    `before` continues with older entries; `acts` are all that can be asked for.
    """

    entries: list[AuditEntry] = field(default_factory=list)
    before: str | None = None
    names: dict[Key, str] = field(default_factory=dict)
    acts: tuple[str, ...] = ()
    act: str = ""
    since: str = ""
    until: str = ""


def audit(asker: Asker, query: AuditQuery) -> AuditPage:
    """What changed in rights, roles and tokens, and which erasures were asked for."""
    after = query.until and min(query.until, date.max - DAY) + DAY
    since, until = (_start(asker, day) for day in (query.since, after))
    found = read_audit(asker.site.store.ledger, query.before, query.limit + 1, act=query.act, since=since, until=until)
    more, found = len(found) > query.limit, found[: query.limit]
    return AuditPage(
        found,
        found[-1].id if more else None,
        _names(asker, found),
        tuple(each.value for each in AuditedAct),
        query.act.value if query.act else "",
        query.since.isoformat() if query.since else "",
        query.until.isoformat() if query.until else "",
    )


def _start(asker: Asker, day: date | None) -> Seconds | None:
    """The first second of this day at the site."""
    return None if day is None else int(datetime(day.year, day.month, day.day, tzinfo=asker.site.zone).timestamp())


def _names(asker: Asker, entries: Iterable[AuditEntry]) -> dict[Key, str]:
    """The names of the people in these entries, in the asker's View."""
    told = {key for each in entries for key in (each.by, each.about or "", each.details.get("owner", ""))}
    people = [key for key in sorted(told) if kind_of(key) == "person"]
    with asker.site.store.view(asker.viewer) as view:
        found = view.get(people)
    return {key: node.name for key, node in found.items() if isinstance(node, Person)}


PAGE: Page[AuditQuery, AuditPage] = Page(
    path="/audit",
    json="/api/audit",
    template="audit.html",
    permission=Permission.AUDIT,
    query=AuditQuery,
    record=AuditPage,
    answer=audit,
    example={
        "entries": [
            {"at": 1780000000, "act": "token-made", "by": "person:people:abc", "about": None, "details": {}, "id": "1"}
        ],
        "before": None,
        "names": {"person:people:abc": "Maaike de Smit"},
        "acts": ["token-made"],
    },
    tag="machinery",
    aside=True,
)
