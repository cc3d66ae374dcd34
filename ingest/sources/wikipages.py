"""The people who wrote a wiki page. What MediaWiki's API and its dump share: revisions, namespaces, acts."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from pydantic import BeforeValidator

from graph.facts import Act, ActKind, DocumentKind, Seconds
from graph.wording import Wording
from ingest.formats.wiki_signatures import signed_in
from ingest.sources.text_states import TextState, TextStates, chain, portions
from ingest.sources.wiki_users import person_of

NOT_WRITING = frozenset({8, 9, 10, 11, 14, 15, 828, 829, 2300, 2301, 2302, 2303})
"""Messages of the software, templates, categories, modules, gadgets: how a wiki works, not what people know."""
USER, FILE = 2, 6
BYTES_A_LINE = 80
FORMAT = 2
"""One higher when the same history gives other acts, so that all pages are read again."""
MOST_COMMENT = 300
MOST_COMMENT_NUMBERS = 5
MOST_NUMBERED = 200_000
"""Revisions of a page that an undo may name."""
_MASS_EDIT = re.compile(
    r"^(?:text replacement|tekst vervangen|textersetzung|remplacement de texte|texto reemplazado|sostituzione testo)"
    r" ?[-–:]|"
    r"\bAWB\b|AutoWikiBrowser|\bHotCat\b|Cat-a-lot|\bpywikibot\b|\bJWB\b|\bMassEdit\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"(?<!\d)\d{1,12}(?!\d)")


@dataclass(frozen=True, slots=True)
class Revision:
    """One edit. `user` None: hidden, not signed in, a program. `size` of the whole page after it, in bytes.

    `content` is equal for equal texts (None: unknown); `signed` is the user as the wiki writes it, `comment` what it
    says of the edit as far as `shortened` keeps it.
    """

    id: int
    user: str | None
    at: Seconds | None
    size: int
    content: str | bytes | None = None
    minor: bool = False
    signed: str = ""
    comment: str = ""


@dataclass(frozen=True, slots=True)
class WikiPage:
    """One page without its text."""

    id: int
    namespace: int
    title: str
    revisions: tuple[Revision, ...] = ()
    redirect: bool = False


def wanted(namespace: int, chosen: Sequence[int], talk: bool) -> bool:
    """Whether this namespace is read. Those chosen, else all in which people write; the talk of them if so set."""
    if namespace < 0 or (namespace % 2 == 1 and not talk):
        return False
    subject = namespace - namespace % 2
    return subject in chosen or namespace in chosen if chosen else namespace not in NOT_WRITING


def numbers(value: object) -> object:
    """Numbers in a text such as "0, 4", or in a list, as a tuple."""
    given = value.replace(",", " ").split() if isinstance(value, str) else value
    if not isinstance(given, list | tuple):
        return value
    return tuple(int(one) if isinstance(one, str) and one.lstrip("-").isdecimal() else one for one in given)


Numbers = Annotated[tuple[int, ...], BeforeValidator(numbers)]

WIKI_MESSAGES = {
    "wiki-text-hidden": Wording(
        en="The newest text of page {page} is hidden in the wiki. Nothing to do, unless it was hidden by mistake.",
        nl="De nieuwste tekst van pagina {page} is in de wiki verborgen. Er is niets te doen, tenzij dit een "
        "vergissing was.",
    ),
}


def acts_of(page: WikiPage, text: str = "") -> tuple[Act, ...]:
    """What each account did to a page. The first one wrote it, the others edited (or, on a talk page, commented).

    Only edits count that are still in the newest text, as far as MediaWiki tells. `size` is what is left of what an
    account added, in bytes / 80.
    """
    states = states_of(page.revisions)
    parts = portions(states)
    first = states[0].people if states else ()
    other = ActKind.COMMENTED if page.namespace % 2 else ActKind.EDITED
    told = [
        Act(
            user,
            ActKind.WROTE if user in first else other,
            user,
            part.at,
            part.count,
            math.ceil(part.size / BYTES_A_LINE),
        )
        for user, part in parts.items()
    ]
    if page.namespace % 2:
        told = _talked(told, text)
    owner = owner_of(page)
    if owner is not None and owner not in {act.account for act in told}:
        told.append(Act(owner, ActKind.NAMED, owner))
    return tuple(told)


def _talked(edited: list[Act], text: str) -> list[Act]:
    """The acts on a talk page: who signs said it, the first one began; who edits and signs nothing moved others' words.

    Without any signature, the edits tell who said it.
    """
    signed = {name: part for user, part in signed_in(text).items() if (name := person_of(user)) is not None}
    known = {act.account: act for act in edited}
    found: list[Act] = []
    for place, (name, part) in enumerate(signed.items()):
        kind = ActKind.COMMENTED if place else ActKind.WROTE
        at = known[name].at if name in known else part.at
        found.append(Act(name, kind, name, at, part.count, math.ceil(part.size / BYTES_A_LINE)))
    others = [replace(act, kind=ActKind.COMMENTED, size=0) for act in edited if act.account not in signed]
    return [*found, *others] if found else edited


def states_of(revisions: Iterable[Revision]) -> list[TextState]:
    """The states that led to the newest text: without what was reverted, reverts, moves and edits of nothing."""
    known = TextStates()
    numbered: dict[int, tuple[str, TextState]] = {}
    state: TextState | None = None
    for revision in sorted(revisions, key=lambda revision: (revision.at or 0, revision.id)):
        earlier = known.known(revision.content)
        if earlier is None:
            undone = _undone(revision, numbered)
            people = () if undone or _is_slight(revision, state) else (revision.user,) if revision.user else ()
            earlier = TextState(people, revision.at, revision.size, state, undone)
            known.note(revision.content, earlier)
        state = earlier
        if len(numbered) < MOST_NUMBERED:
            numbered[revision.id] = revision.signed, state
    return chain(state)


def _is_slight(revision: Revision, before: TextState | None) -> bool:
    """Whether this is marked as minor or one of many, and is small; who begins a page always counts."""
    return revision.minor and before is not None and abs(revision.size - before.size) <= BYTES_A_LINE


def _undone(revision: Revision, numbered: Mapping[int, tuple[str, TextState]]) -> TextState | None:
    """The edit that this one takes back by its comment, which has the number and the user in every language."""
    for number in _NUMBER.findall(revision.comment)[:MOST_COMMENT_NUMBERS]:
        user, state = numbered.get(int(number), ("", None))
        if user and user in revision.comment:
            return state
    return None


def is_mass_edit(comment: str | None) -> bool:
    """Whether a tool that edits many pages at once writes this comment."""
    return bool(_MASS_EDIT.search((comment or "")[:MOST_COMMENT]))


def shortened(comment: str | None) -> str:
    """As much of a comment as tells what it undoes: empty for one without a number and a link."""
    comment = (comment or "")[:MOST_COMMENT]
    return comment if "[[" in comment and any(letter.isdigit() for letter in comment) else ""


def owner_of(page: WikiPage) -> str | None:
    """The user whose page this is, or page below it."""
    if page.namespace not in {USER, USER + 1} or ":" not in page.title:
        return None
    return person_of(page.title.partition(":")[2].partition("/")[0])


def kind_of_page(page: WikiPage) -> DocumentKind:
    """The kind of document of a page."""
    return DocumentKind.FILE if page.namespace == FILE else DocumentKind.PAGE


def first_and_last(revisions: Iterable[Revision]) -> tuple[Seconds | None, Seconds | None]:
    """The time at which a page was begun and at which it was last edited."""
    times = [revision.at for revision in revisions if revision.at is not None]
    return (min(times), max(times)) if times else (None, None)


def moment(value: str | None) -> Seconds | None:
    """The moment of a timestamp of MediaWiki."""
    try:
        return int(datetime.fromisoformat((value or "").replace("Z", "+00:00")).timestamp())
    except ValueError:
        return None


def web_address(base: str | None, title: str) -> str | None:
    """The address of a page, with `base` up to the title."""
    return base + quote(title.replace(" ", "_"), safe="/:()!,;@*'~-._") if base else None
