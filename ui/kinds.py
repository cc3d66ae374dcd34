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
    "building": mark("building"),
    "floor": mark("floor"),
    "room": mark("room"),
    "location": mark("place"),
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
SAID = {
    "likes": mark("Likes"),
    "follows": mark("Follows"),
    "bookmarks": mark("Keeps"),
    "thanks": mark("Thanks"),
    "endorses": mark("Says that this was the right person"),
    "claims": mark("Says to know about"),
    "hides": mark("Hides"),
    "pauses": mark("Asks not to be asked until"),
    "opts_out": mark("Opted out"),
    "introduces": mark("May not be named as somebody who can introduce colleagues to"),
    "yes": mark("May be named as somebody who can introduce colleagues to"),
    "later": mark("Will be asked again whether to be named as somebody who can introduce colleagues to"),
    "used-to": mark("Says to have known about"),
}
"""What people say in the product, by the kind of edge; `used-to` is the role of a claim, `yes` and `later` those of
whoever was asked whether to be named."""
TIES = {
    "member_of": mark("Member of"),
    "reports_to": mark("Reports to"),
    "manages": mark("Manages"),
    "at": mark("Works at"),
}
SCOPES = {
    "read": mark("ask questions and read"),
    "say": mark("like, follow, claim and hide, and ask for a pause"),
    "curate": mark("decide about topics"),
    "sync": mark("have sources read"),
    "operate": mark("see how the machinery does"),
    "audit": mark("read the audit"),
}
AUDITED = {
    "roles-changed": mark("Roles changed"),
    "token-made": mark("A token was made"),
    "token-revoked": mark("A token was revoked"),
    "sessions-ended": mark("Sessions were ended"),
    "erasure-ordered": mark("An erasure was asked for"),
    "insight-opened": mark("A view of insight was opened"),
    "introducer-agreed": mark("Somebody agreed to be named as who could introduce two units"),
    "introducer-withdrew": mark("Somebody is no longer to be named as who could introduce two units"),
}
AUDITED_DETAILS = {
    "had": mark("before:"),
    "has": mark("now:"),
    "token": mark("token"),
    "scopes": mark("for"),
    "view": mark("view"),
    "by": mark("divided by"),
    "unit": mark("unit"),
    "other": mark("and"),
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
DISTANCES = {
    "room": mark("You sit in the same room."),
    "floor": mark("You sit on the same floor."),
    "building": mark("You sit in the same building, on another floor."),
    "elsewhere": mark("You sit in different buildings."),
}
MINUTE, HOUR, DAY = 60, 3600, 86400


def name(words: Speech, kind: str) -> str:
    """The name of a kind of document, group or person."""
    return words.named(NAMES, kind)


def act(words: Speech, kind: str) -> str:
    """The name of an act."""
    return words.named(ACTS, kind)


def said(words: Speech, kind: str, role: str | None = None) -> str:
    """What somebody says in the product, or a tie that a source tells of."""
    found = SAID.get(role or "") or SAID.get(kind) or TIES.get(kind)
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
    return words.named(STATES, kind)


def who_reads(words: Speech, access: str) -> str:
    """The readers of a source."""
    found = READERS.get(access)
    return words.text(found) if found else words.text("the group %(name)s", name=access.removeprefix("group:"))


def linked_by(words: Speech, how: str) -> str:
    """By what an account was taken to be somebody's; empty for one that was not."""
    return words.sentence(f"identity-role-{how.rpartition(':')[2]}") if how else ""


def far_apart(words: Speech, distance: str) -> str:
    """How far the reader and somebody else sit apart."""
    found = DISTANCES.get(distance)
    return words.text(found) if found else ""


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


def scope(words: Speech, name: str) -> str:
    """What a program with a token of this scope may do."""
    return words.named(SCOPES, name)


def audited(words: Speech, act: str) -> str:
    """What was done, for the audit."""
    return words.named(AUDITED, act)


def audited_detail(words: Speech, name: str) -> str:
    """What a detail of an entry of the audit is."""
    return words.named(AUDITED_DETAILS, name)


def audited_choices(words: Speech, acts: Iterable[str]) -> list[tuple[str, str]]:
    """The acts by which the audit can be filtered, with one for all of them."""
    return [("", words.text("everything")), *((act, audited(words, act)) for act in acts)]
