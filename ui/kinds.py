"""Names of kinds in the reader's language: documents, groups, sources, acts, states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ui.reasons import counted_all, mark
from ui.speech import Speech

NAMES = {
    "post": mark("post"),
    "page": mark("page"),
    "reply": mark("reply"),
    "file": mark("file"),
    "micropost": mark("micropost"),
    "bookmark": mark("bookmark"),
    "episode": mark("episode"),
    "minutes": mark("minutes"),
    "commit": mark("change"),
    "department": mark("department"),
    "team": mark("team"),
    "community": mark("community"),
    "project": mark("project"),
    "channel": mark("channel"),
    "space": mark("space"),
    "folder": mark("folder"),
    "thread": mark("thread"),
    "account": mark("colleague"),
    "person": mark("colleague"),
}
ACTS = {
    "wrote": mark("Wrote"),
    "edited": mark("Edited"),
    "answered": mark("Answered"),
    "accepted": mark("Gave the accepted answer"),
    "commented": mark("Commented"),
    "attended": mark("Was there"),
    "liked": mark("Liked"),
    "bookmarked": mark("Bookmarked"),
    "named": mark("Is named"),
}
WORK_TOLD = ("wrote", "edited", "answered", "accepted", "commented", "attended")
"""Acts that pages of people tell."""
MATCHED = {
    "name": mark("found by name"),
    "phone": mark("found by phone number"),
    "room": mark("found by room"),
    "function": mark("found by function"),
    "email": mark("found by address"),
    "handle": mark("found by address"),
    "manager": mark("manager of %(names)s"),
    "reports": mark("reports to %(names)s"),
}
STATES = {
    "never": mark("not read yet"),
    "running": mark("being read"),
    "sweeping": mark("being read"),
    "ended": mark("read"),
    "failed": mark("could not be read"),
}
READERS = {
    "everyone": mark("every colleague"),
    "from-source": mark("who may read it at the source"),
}
PEOPLE = {
    "colleague": mark("Colleagues"),
    "left": mark("People who left"),
    "unlisted": mark("Names outside the directory"),
    "service": mark("Automatic accounts"),
}
PEOPLE_ORDER = {
    "colleague": mark("By family name."),
    "left": mark("They no longer work here. By family name."),
    "unlisted": mark("Names that sources mention and that no directory lists. By family name."),
    "service": mark("Programs that write, such as newsletters and bots. By name."),
}
MINUTE, HOUR, DAY = 60, 3600, 86400


def name(words: Speech, kind: str) -> str:
    """The name of a kind of document, group or person."""
    found = NAMES.get(kind)
    return words.text(found) if found else kind


def act(words: Speech, kind: str) -> str:
    """The name of an act."""
    found = ACTS.get(kind)
    return words.text(found) if found else kind


def matched(words: Speech, by: str, of: Iterable[str] = ()) -> str:
    """By what somebody was found, or whose manager it is; empty when that is not told."""
    found = MATCHED.get(by)
    return words.text(found, names=", ".join(of)) if found else ""


def people(words: Speech, kind: str) -> str:
    """The name of a list of people."""
    return words.text(PEOPLE.get(kind, PEOPLE["colleague"]))


def people_order(words: Speech, kind: str) -> str:
    """Who is in a list of people, and how it is ordered."""
    return words.text(PEOPLE_ORDER.get(kind, PEOPLE_ORDER["colleague"]))


def state(words: Speech, kind: str) -> str:
    """State of a configured source."""
    found = STATES.get(kind)
    return words.text(found) if found else kind


def who_reads(words: Speech, access: str) -> str:
    """The readers of a source."""
    found = READERS.get(access)
    return words.text(found) if found else words.text("the group %(name)s", name=access.removeprefix("group:"))


def every(words: Speech, seconds: int) -> str:
    """A schedule in words."""
    if seconds % DAY == 0:
        return words.plural("every day", "every %(num)s days", seconds // DAY)
    if seconds % HOUR == 0:
        return words.plural("every hour", "every %(num)s hours", seconds // HOUR)
    return words.plural("every minute", "every %(num)s minutes", max(1, seconds // MINUTE))


def acts_told(words: Speech, acts: Mapping[str, int]) -> str:
    """What somebody did, with how often."""
    return counted_all(words, acts, WORK_TOLD)


def all_told(words: Speech, acts: Mapping[str, int]) -> str:
    """Everything that somebody did to the documents about a question, with how often."""
    return counted_all(words, acts, acts)
