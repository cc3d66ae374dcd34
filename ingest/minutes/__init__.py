"""People in minutes: those present, and those who presented an item of the agenda."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator, Mapping

from graph.facts import Act, ActKind, Seconds
from ingest.formats.dates import date_in
from ingest.formats.paths import as_date
from ingest.minutes.attendance import attendees
from ingest.minutes.presenters import presenters

_MINUTES = re.compile(
    r"\b(?:notulen|minutes|meeting[ -]notes|(?:vergader|gespreks|werkgroep|overleg)?verslag(?:en)?|besluitenlijst|"
    r"(?:vergader|overleg|gespreks)[ -]?(?:notities?|aantekeningen)|meeting[ -](?:summary|recap|report)|"
    r"(?:presentie|aanwezigheids)lijst|attendance[ -](?:list|sheet)|anwesenheitsliste|liste[ -]de[ -]présence|"
    r"(?:sitzungs)?protokoll|niederschrift|compte[ -]rendu|procès[ -]verbal)\b",
    re.IGNORECASE,
)
_ROOM = 200


def says_minutes(title: str, path: str) -> bool:
    """Whether the title or the file's own name calls this minutes."""
    name = posixpath.splitext(posixpath.basename(path))[0]
    return bool(_MINUTES.search(f"{title[:_ROOM]} {name.replace('_', ' ').replace('-', ' ')[:_ROOM]}"))


def lies_with_minutes(path: str) -> bool:
    """Whether the folder in which a file is says that minutes are in it."""
    return bool(_MINUTES.search(posixpath.basename(posixpath.dirname(path))[:_ROOM].replace("_", " ")))


def names_a_day(path: str, title: str | None, body: str) -> bool:
    """Whether it is about one day. A meeting is; a page that lists who takes part in a way of working is not."""
    return date_in(as_date(path)) is not None or day_named(title, body) is not None


def day_named(title: str | None, body: str) -> Seconds | None:
    """The first day that the title or the lines at the top name."""
    head = body.lstrip()[:2000].split("\n")[:15]
    return next((at for line in (title or "", *head) if (at := date_in(line)) is not None), None)


def acts_in_minutes(
    text: str, minutes: bool, at: Seconds | None, fields: Mapping[str, object] | None = None, meeting: bool = True
) -> Iterator[Act]:
    """What people did at a meeting, by its minutes: they were there, and some presented something.

    In a text that nothing but its lists calls a `meeting`, those who take part in something were not at one.
    """
    present = attendees(text, minutes, fields, meeting)
    for person in present:
        yield Act(person.account, ActKind.ATTENDED, person.name, at, email=person.email)
    for person in presenters(text, present) if minutes or present else ():
        yield Act(person.account, ActKind.COMMENTED, person.name, at, email=person.email)
