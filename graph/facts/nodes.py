"""Nodes of the graph, as they are stored."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias

from graph.facts.keys import EVERYONE, Key, Seconds
from graph.facts.kinds import DocumentKind, GroupKind


@dataclass(frozen=True, slots=True)
class Document:
    """A document. `text` is plain text and is empty when read by `View.get`; ask `View.texts` for it.

    The first `own` characters of the text are the own words of who wrote it (None: all of it is). What follows was
    quoted, added by a program, or is code: it can be found and is shown, but votes for nobody and makes no topic.
    Documents with the same `same` are one message to their sources, whatever lists and archives made of its text.
    A View gives the `rule` that counts, and with `inherits` it is that of the container. Neither is stated so.
    """

    key: Key
    source: str
    native_id: str
    kind: DocumentKind
    title: str
    url: str | None = None
    text: str = ""
    media_type: str = "text/plain"
    language: str | None = None
    at: Seconds | None = None
    rule: Key = EVERYONE
    version: str | None = None
    text_hash: str = ""
    own: int | None = None
    inherits: bool = False
    same: str | None = None


@dataclass(frozen=True, slots=True)
class Account:
    """Somebody as one source knows them. `anchor`: a directory lists this account, so that it makes a Person.

    `vouched`: the source itself keeps this account and checked its id and addresses; what merely stands in a text, a
    commit or a mail is not. `former` are those of the aliases and addresses that somebody no longer has, each with the
    time until which the directory told it (None: not known): what they wrote under it stays theirs.
    """

    key: Key
    source: str
    native_id: str
    name: str
    aliases: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    handles: tuple[str, ...] = ()
    phone: str | None = None
    room: str | None = None
    function: str | None = None
    url: str | None = None
    about: str | None = None
    languages: tuple[str, ...] = ()
    joined: Seconds | None = None
    left: Seconds | None = None
    anchor: bool = False
    service: bool = False
    opted_out: bool = False
    vouched: bool = False
    former: tuple[tuple[str, Seconds | None], ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """A group of people or a container of documents. A View gives the `rule` that counts, stated or inherited."""

    key: Key
    source: str
    native_id: str
    kind: GroupKind
    name: str
    url: str | None = None
    rule: Key = EVERYONE


@dataclass(frozen=True, slots=True)
class Location:
    """A building, floor or room (`kind`)."""

    key: Key
    source: str
    native_id: str
    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A named set of readers; `principals` are ``everyone``, account keys and group keys."""

    key: Key
    source: str
    native_id: str
    principals: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SourceNode:
    """A configured source: `kind` as in the settings file, `label` as people know it."""

    key: Key
    source: str
    native_id: str
    kind: str
    label: str
    url: str | None = None


@dataclass(frozen=True, slots=True)
class Term:
    """A surface form in a language; `norm` is what makes two forms the same term."""

    key: Key
    language: str
    norm: str
    surface: str


@dataclass(frozen=True, slots=True)
class Topic:
    """The meaning of terms. `labels` holds the best surface form per language, such as {"nl": ..., "en": ...}.

    `documents` is the number of those for everyone whose own words use its commonest term: the size by which topics are
    chosen and judged, without tags and other forms. What a reader is shown is counted by their rights, tags included.
    `people` had a hand in documents that mention it; `weight` (0 to 1) says how much it is a subject rather than words.
    A `special` one is of a special category of personal data (health, religion): it is never inferred for a person.
    """

    key: Key
    labels: Mapping[str, str]
    documents: int = 0
    people: int = 0
    weight: float = 0.0
    special: bool = False


@dataclass(frozen=True, slots=True)
class Person:
    """A human being. The key is that of the anchor account with ``account`` replaced by ``person``."""

    key: Key
    anchor: Key
    name: str


Node: TypeAlias = Document | Account | Group | Location | Rule | SourceNode | Term | Topic | Person


def current_emails(account: Account) -> tuple[str, ...]:
    """The addresses at which somebody is reached: all but those that they no longer have."""
    past = {form.casefold() for form, _ in account.former}
    return tuple(email for email in account.emails if email.casefold() not in past)


def is_here(account: Account, now: Seconds | None) -> bool:
    """Whether somebody has begun and has not left at `now`; with `now` None, any leave date counts."""
    return not (has_left(account.left, now) or is_ahead(account.joined, now))


def is_ahead(joined: Seconds | None, now: Seconds | None) -> bool:
    """Whether somebody with this first day has not begun at `now`; with `now` None, everybody has."""
    return joined is not None and now is not None and joined > now


def has_left(left: Seconds | None, now: Seconds | None) -> bool:
    """Whether somebody with this leave date is gone at `now`; with `now` None, any leave date counts."""
    return left is not None and (now is None or left <= now)
