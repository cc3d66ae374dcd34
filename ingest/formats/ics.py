"""Text of a calendar file: what meetings are about, who called them and who is invited, by icalendar."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from icalendar import Calendar, Component

from graph.facts import ActKind, Problem
from ingest.deadline import Allowance
from ingest.formats import FormatError, Limits, ParsedBody
from ingest.formats.contributors import Contributors
from ingest.formats.damaged import DAMAGED
from ingest.formats.dates import seconds_of
from ingest.formats.encodings import decode
from ingest.formats.properties import title_of

MOST_EVENTS = 5_000
KINDS = ("VEVENT", "VTODO", "VJOURNAL")
FIELDS = ("SUMMARY", "LOCATION", "DESCRIPTION")
ABSENT = frozenset({"DECLINED", "DELEGATED"})
THINGS = frozenset({"ROOM", "RESOURCE", "GROUP"})
"""Kinds of invited ones that are no person (RFC 5545, 3.2.3)."""


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The meetings of this file as one text. FormatError when it is no calendar."""
    text, _ = decode(body)
    try:
        calendars = Calendar.from_ical(text, multiple=True)
    except DAMAGED as error:
        raise FormatError("calendar-broken", reason=str(error)[:100]) from error
    people, allowance = Contributors(), Allowance(limits.seconds)
    told: dict[str, None] = {}
    events = [each for calendar in calendars for kind in KINDS for each in calendar.walk(kind)]
    done, latest = 0, _made(events)
    times: list[int] = []
    for event in events[:MOST_EVENTS]:
        if allowance.over:
            break
        done += 1
        told["\n".join(_words(event))] = None
        at = _time(event)
        if at is not None and latest is not None and at > latest:
            at = None  # still to come
        if at is not None:
            times.append(at)
        _people(people, event, at)
    if not events and "BEGIN:VEVENT" in text.upper():
        raise FormatError("calendar-broken", reason="END:VCALENDAR")
    names = [name for calendar in calendars if (name := str(calendar.get("X-WR-CALNAME", "")).strip())]
    title = str(events[0].get("SUMMARY", "")) if len(events) == 1 else next(iter(names), None)
    cut = (Problem(None, "events-cut", {"done": str(done), "all": str(len(events))}),) if done < len(events) else ()
    parsed = ParsedBody(title_of(title), "\n\n".join(filter(None, told)), max(times, default=None), problems=cut)
    return people.added_to(parsed)


def _words(event: Component) -> Iterator[str]:
    return (text for name in FIELDS if (text := _text(event.get(name))))


def _text(value: Any) -> str:
    """A field as text; of one that stands there twice the first."""
    first = value[0] if isinstance(value, list) and value else value
    return str(first or "").strip()


def _people(people: Contributors, event: Component, at: int | None) -> None:
    """Who called the meeting wrote it; those who were invited and did not decline attend."""
    for each in _all(event.get("ORGANIZER")):
        people.add(_name(each), ActKind.WROTE, at, _address(each))
    for each in _all(event.get("ATTENDEE")):
        given = {name: str(each.params.get(name, "")).upper() for name in ("PARTSTAT", "CUTYPE", "ROLE")}
        if given["PARTSTAT"] not in ABSENT and given["CUTYPE"] not in THINGS and given["ROLE"] != "NON-PARTICIPANT":
            people.add(_name(each), ActKind.ATTENDED, at, _address(each))


def _all(value: Any) -> list[Any]:
    listed = value if isinstance(value, list) else [value]
    return [each for each in listed if hasattr(each, "params")]


def _name(each: Any) -> str:
    """A name, else the address."""
    name = str(each.params.get("CN", "")).strip().strip("'\"")
    return name or _address(each) or ""


def _address(each: Any) -> str | None:
    address = str(each).strip()
    return address[7:].strip().lower() if address.lower().startswith("mailto:") else None


def _made(events: list[Component]) -> int | None:
    """When a calendar was written, by its latest stamp: later meetings are still to come. None for an invitation."""
    if len(events) < 2:
        return None
    return max((at for event in events if (at := _time(event, ("DTSTAMP",))) is not None), default=None)


def _time(event: Component, fields: tuple[str, ...] = ("DTSTART", "DUE", "DTSTAMP", "CREATED")) -> int | None:
    for name in fields:
        try:
            value = getattr(event.get(name), "dt", None)
        except (ValueError, AttributeError):
            continue
        if isinstance(value, date | datetime) and (at := _seconds(value)) is not None:
            return at
    return None


def _seconds(value: date | datetime) -> int | None:
    try:
        return seconds_of(value)
    except (ValueError, OverflowError):
        return None
