"""Who did what to a pushed item: who wrote it, each edit, reactions, and who accepted it as the answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from graph.facts import Act, ActKind, Seconds
from graph.names import in_order, is_family_name
from ingest.formats.author_lines import Author, authors_of
from ingest.sources.record_fields import PushedRecord, first_text

IDS = ("account", "accountId", "account_id", "key", "id", "username", "login", "handle", "user", "email", "name")
"""Fields by which exports know somebody, the surest first."""
NAMES = ("displayName", "display_name", "real_name", "realName", "full_name", "fullName", "publicName", "name")
EMAILS = ("email", "emailAddress", "email_address", "mail")
INSIDE = ("author", "by", "user", "account", "actor", "member")
"""Fields of an act that hold a whole person."""
WRITTEN = ("author", "by")
"""Fields of an act that hold a name."""
TIMES = ("at", "ts", "created", "created_at", "createdAt", "when", "time", "date")
PEOPLE = ("users", "accounts", "people", "authors", "by")
"""Fields of a reaction with all who gave it."""
AGAINST = ("-1", "thumbsdown", "thumbs_down", "👎", "angry", "confused", "dislike", "downvote", "x", "no_entry")
"""Reactions that are no praise."""


def acts_of(record: PushedRecord, at: Seconds | None) -> tuple[Act, ...]:
    """All acts: `acts` in full, or `author` or `authors`; then `edits`, `reactions` and `accepted`."""
    written = tuple(_written(record, at))
    return (*written, *_edits(record), *_reactions(record), *_accepted(record, written))


def _written(record: PushedRecord, at: Seconds | None) -> Iterator[Act]:
    acts = record.get("acts")
    if acts is not None and not isinstance(acts, list):
        raise record.wrong("acts")
    author = record.get("author") or record.get("authors")
    people = author if isinstance(author, list) else [author] if author else []
    for each in people if acts is None else acts:
        act = _act(record, each, at)
        if act is None:
            raise record.wrong("acts")
        yield from _by_name(act)


def _by_name(act: Act) -> Iterator[Act]:
    """The act of each of those whom a text names; one word, or what has an id of its own, stays what it is."""
    text = act.name or act.account
    if act.account not in (act.name, act.email) or (
        act.email is None and " " not in text.strip() and "@" not in text[1:]
    ):
        yield act
        return
    people = authors_of("" if text == act.email else text, act.email)
    for author in people or (Author(text, act.email),):
        yield replace(act, account=author.account, name=author.shown, email=author.email)


def _act(record: PushedRecord, value: object, at: Seconds | None, kind: ActKind = ActKind.WROTE) -> Act | None:
    """What one value says: a name or id, or an object of a person with what it did. None when it says nothing."""
    if isinstance(value, str) and value:
        return Act(value, kind, value, at)
    if not isinstance(value, Mapping):
        return None
    who = next((value[name] for name in INSIDE if isinstance(value.get(name), Mapping)), value)
    written = first_text(value, WRITTEN)
    account = first_text(who, IDS) or written
    told, count, size = value.get("kind") or kind, value.get("count", 1), value.get("size", 0)
    if not account or not isinstance(told, str) or told not in set(ActKind) or not _numbers(count, size):
        return None
    when = next((record.time_of(value[name], name) for name in TIMES if name in value), at)
    name = _natural(first_text(who, NAMES), account) or written
    return Act(account, ActKind(told), name, when, count, size, first_text(who, EMAILS))


def _natural(name: str | None, account: str) -> str | None:
    """A name that is no id in natural order: "Vos, Ada" is Ada Vos, and "Ada, chair" as it is."""
    last, comma, first = (name or "").partition(", ")
    turned = comma and name != account and first[:1].isupper() and is_family_name(last) and "," not in first
    return in_order(last, first) if turned else name


def _numbers(*values: object) -> bool:
    return all(isinstance(each, int) for each in values)


def _edits(record: PushedRecord) -> Iterator[Act]:
    """Each edit by itself, with its own time."""
    for each in _listed(record, "edits"):
        act = _act(record, each, None, ActKind.EDITED)
        if act is None:
            record.strange("edits")
        else:
            yield act


def _reactions(record: PushedRecord) -> Iterator[Act]:
    """Who reacted: a list of people, of reactions with those who gave them, or lists of people by reaction."""
    given = record.get("reactions")
    if isinstance(given, Mapping):
        given = [{"name": name, "users": users} for name, users in given.items()]
    for each in _listed(record, "reactions", given):
        reaction = each if isinstance(each, Mapping) else {}
        people = next((reaction[name] for name in PEOPLE if isinstance(reaction.get(name), list)), None)
        if people is not None and first_text(reaction, ("name", "reaction", "emoji", "id")) in AGAINST:
            continue
        for person in [each] if people is None else people:
            act = _act(record, person, None, ActKind.LIKED)
            if act is None:
                record.strange("reactions")
            else:
                yield act


def _accepted(record: PushedRecord, written: tuple[Act, ...]) -> Iterator[Act]:
    """An accepted answer is that of who wrote it; who accepted it, as a rule the asker, likes it."""
    by = record.get("accepted")
    if not by:
        return
    who = None if by is True else _act(record, by, None, ActKind.LIKED)
    if by is not True and who is None:
        record.strange("accepted")
    writers = [act for act in written if act.kind in (ActKind.WROTE, ActKind.ANSWERED)]
    for act in writers:
        yield Act(act.account, ActKind.ACCEPTED, act.name, who.at if who else None, email=act.email)
    if who is not None and who.account not in {act.account for act in writers}:
        yield who


def _listed(record: PushedRecord, name: str, value: object = None) -> list[Any]:
    """The list in this field, or the one object; anything else is noted as odd."""
    value = record.get(name) if value is None else value
    if isinstance(value, Mapping):
        return [value]
    if value is not None and not isinstance(value, list):
        record.strange(name)
    return value if isinstance(value, list) else []
