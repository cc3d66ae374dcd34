"""How is a question read from an address? The parameters of a search, the same for pages and JSON."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated, Literal

from fastapi import Query

from graph.facts import Seconds
from models.answers import Question

TEXT_MOST = 500
PER_PAGE = 10
YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Asked:
    """What was asked, as it stands in the address. An empty filter filters nothing."""

    q: Annotated[str, Query(max_length=TEXT_MOST, description="The question, in your own words.")] = ""
    department: Annotated[str, Query(max_length=200, description="The key of a department.")] = ""
    location: Annotated[str, Query(max_length=200, description="The key of a location.")] = ""
    language: Annotated[Literal["", "nl", "en"], Query(description="The language of the evidence.")] = ""
    period: Annotated[Literal["", "1", "2", "5"], Query(description="Only what was done in so many years.")] = ""
    since: Annotated[date | Literal[""], Query(description="Only what was done from this day on.")] = ""
    until: Annotated[date | Literal[""], Query(description="Only what was done up to and with this day.")] = ""
    page: Annotated[int, Query(ge=1, le=100)] = 1
    limit: Annotated[int, Query(ge=1, le=100, description="How many people on a page.")] = PER_PAGE
    evidence: Annotated[int, Query(ge=0, le=50, description="How many reasons for each person.")] = 5

    def question(self, now: Seconds) -> Question:
        """Which question do the models get?"""
        since = _start(self.since) if isinstance(self.since, date) else None
        if since is None and self.period:
            since = now - int(self.period) * int(YEAR.total_seconds())
        return Question(
            text=self.q.strip(),
            department=self.department or None,
            location=self.location or None,
            language=self.language or None,
            since=since,
            until=_start(self.until + timedelta(days=1)) - 1 if isinstance(self.until, date) else None,
            limit=self.limit,
            offset=(self.page - 1) * self.limit,
            evidence=self.evidence,
        )

    @property
    def filtered(self) -> bool:
        """Is anything left out by a filter?"""
        return any((self.department, self.location, self.language, self.period, self.since, self.until))


def _start(day: date) -> Seconds:
    return int(datetime.combine(day, time(), UTC).timestamp())
