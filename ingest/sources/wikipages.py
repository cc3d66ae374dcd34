"""The people who wrote a wiki page. What MediaWiki's API and its dump share: revisions, namespaces, acts."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated
from urllib.parse import quote

from pydantic import BeforeValidator

from graph.facts import Act, ActKind, DocumentKind, Seconds
from graph.wording import Wording

NOT_WRITING = frozenset({8, 9, 10, 11, 14, 15, 828, 829, 2300, 2301, 2302, 2303})
"""Messages of the software, templates, categories, modules, gadgets: how a wiki works, not what people know."""
USER, FILE = 2, 6
BYTES_A_LINE = 80


@dataclass(frozen=True, slots=True)
class Revision:
    """One edit. `user` None: hidden, deleted or not signed in. `size` of the whole page after it, in bytes."""

    id: int
    user: str | None
    at: Seconds | None
    size: int


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


def acts_of(page: WikiPage) -> tuple[Act, ...]:
    """What each account did to a page. The first one wrote it, the others edited (or, on a talk page, commented).

    `size` is what an account added, in bytes / 80; what an edit took away counts as nothing.
    """
    ordered = sorted(page.revisions, key=lambda revision: (revision.at or 0, revision.id))
    acts: dict[str, Act] = {}
    added: dict[str, int] = {}
    before = 0
    other = ActKind.COMMENTED if page.namespace % 2 else ActKind.EDITED
    for position, revision in enumerate(ordered):
        user = revision.user
        if user is not None:
            known = acts.get(user) or Act(user, ActKind.WROTE if position == 0 else other, user, count=0)
            acts[user] = replace(known, at=revision.at, count=known.count + 1)
            added[user] = added.get(user, 0) + max(0, revision.size - before)
        before = revision.size
    told = [replace(act, size=-(-added[user] // BYTES_A_LINE)) for user, act in acts.items()]
    owner = owner_of(page)
    if owner is not None and owner not in acts:
        told.append(Act(owner, ActKind.NAMED, owner))
    return tuple(told)


def owner_of(page: WikiPage) -> str | None:
    """The user whose page this is, or page below it."""
    if page.namespace not in {USER, USER + 1} or ":" not in page.title:
        return None
    return page.title.partition(":")[2].partition("/")[0].strip() or None


def kind_of_page(page: WikiPage) -> DocumentKind:
    """The kind of document of a page."""
    return DocumentKind.FILE if page.namespace == FILE else DocumentKind.PAGE


def first_and_last(revisions: Iterable[Revision]) -> tuple[Seconds | None, Seconds | None]:
    """The time at which a page was begun and at which it was last edited."""
    times = [revision.at for revision in revisions if revision.at is not None]
    return (min(times), max(times)) if times else (None, None)


def is_address(user: str) -> bool:
    """Whether this "user" is the address of somebody who had not signed in."""
    try:
        ipaddress.ip_address(user)
    except ValueError:
        return user.endswith(".xxx") and user.count(".") == 3
    return True


def moment(value: str | None) -> Seconds | None:
    """The moment of a timestamp of MediaWiki."""
    try:
        return int(datetime.fromisoformat((value or "").replace("Z", "+00:00")).timestamp())
    except ValueError:
        return None


def web_address(base: str | None, title: str) -> str | None:
    """The address of a page, with `base` up to the title."""
    return base + quote(title.replace(" ", "_"), safe="/:()!,;@*'~-._") if base else None
