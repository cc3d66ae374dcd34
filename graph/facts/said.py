"""Records of a source: items with their acts, people, groups, rules, and how far the source was read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from graph.facts.keys import Cursor, Seconds
from graph.facts.kinds import ActKind, DocumentKind, GroupKind


@dataclass(frozen=True, slots=True)
class Act:
    """What one account did to one item. `size` is the added lines (or characters / 80), 0 if unknown.

    `account` is the source's own id of the account (a login, an address, a name if there is nothing better); `name` and
    `email` are what the source shows beside it and `verified` says that the source itself checked that address.
    """

    account: str
    kind: ActKind
    name: str | None = None
    at: Seconds | None = None
    count: int = 1
    size: int = 0
    email: str | None = None


@dataclass(frozen=True, slots=True)
class Item:
    """One item that a source says exists, with all its acts, as the source now knows them.

    `parent` is the id of the item that this one replies to, `container` the id of the innermost group, `access` the
    name of a rule (None: the rule of the source's settings). `version` is whatever lets the source see without parsing
    that the item is unchanged (an ETag, a size and time, a revision number); `problems` are what was odd but did not
    cost the item. `nobody`: nobody's own words, such as an automatic reply or a newsletter. `same` is the id that it
    has everywhere, such as a Message-ID: with the same date it is a copy, whatever lists and archives made of its text.
    """

    id: str
    body: bytes
    media_type: str = "text/plain"
    kind: DocumentKind = DocumentKind.PAGE
    title: str | None = None
    url: str | None = None
    at: Seconds | None = None
    acts: tuple[Act, ...] = ()
    parent: str | None = None
    container: str | None = None
    tags: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    access: str | None = None
    version: str | None = None
    problems: tuple[Problem, ...] = ()
    nobody: bool = False
    same: str | None = None


@dataclass(frozen=True, slots=True)
class Same:
    """An item, or a container with everything in it, that is listed and unchanged."""

    id: str | None = None
    container: str | None = None


@dataclass(frozen=True, slots=True)
class PersonRecord:
    """A person whom a directory lists. It vouches for the id and for the addresses.

    `former` are names and addresses that the person no longer has.
    """

    id: str
    name: str
    aliases: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    phone: str | None = None
    room: str | None = None
    function: str | None = None
    department: str | None = None
    location: str | None = None
    manager: str | None = None
    url: str | None = None
    about: str | None = None
    languages: tuple[str, ...] = ()
    joined: Seconds | None = None
    left: Seconds | None = None
    service: bool = False
    opted_out: bool = False
    former: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class GroupRecord:
    """A group, the larger group that it is in, and its members: account ids of this source, each with a role.

    `named_people` True means that members are ids of the people directory instead of this source's own accounts.
    """

    id: str
    kind: GroupKind
    name: str
    parent: str | None = None
    url: str | None = None
    access: str | None = None
    members: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class AccessRecord:
    """Who may read by this rule. Principals: ``everyone``, ``account:ID`` or ``group:ID``, with ids of this source."""

    rule: str
    principals: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Gone:
    """An item, person or group that the source says no longer exists."""

    id: str
    kind: str = "document"


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one record, as a message id and its parameters. It is counted, shown and skipped.

    `id` None: which item it was is unknown, so this run may not sweep.
    """

    id: str | None
    message: str
    params: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """From where a killed run goes on. `complete`: everything that now exists was listed since the run began."""

    cursor: Cursor
    complete: bool = False


@dataclass(frozen=True, slots=True)
class Opening:
    """How a pull works. Optional; it comes before everything else.

    `anew`: the listing of the cursor cannot go on, so everything is listed again from the beginning.
    `log`: records come as things happen, so an id may come again after a change. In a listing that is a Problem.
    """

    anew: bool = False
    log: bool = False


Said: TypeAlias = Opening | Item | Same | PersonRecord | GroupRecord | AccessRecord | Gone | Problem | Checkpoint
