"""What `realm.json` of a Zulip export says that messages need: users, rooms with their readers, reactions."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from graph.facts import (
    Json,
    PersonRecord,
)
from ingest.sources.chat import mentions, records
from ingest.sources.json_members import members_of

CHANNEL_TYPE, PERSONAL, GROUP = 2, 1, 3
DISLIKES = frozenset({"thumbs_down", "-1", "cross_mark"})
_USER = ("id", "delivery_email", "email", "full_name", "is_bot")
TABLES = {
    "zerver_userprofile": _USER,
    "zerver_userprofile_mirrordummy": _USER,
    "zerver_userprofile_crossrealm": _USER,
    "zerver_stream": ("id", "name", "invite_only", "history_public_to_subscribers"),
    "zerver_recipient": ("id", "type", "type_id"),
    "zerver_subscription": ("active", "recipient", "user_profile"),
}
"""What is kept of the tables of a realm; the rest goes by unread."""
REACTIONS = "zerver_reaction"
MARKDOWN_MENTION = re.compile(r"@_?\*\*([^*|\n]+)(?:\|(\d+))?\*\*")


@dataclass(frozen=True, slots=True)
class User:
    """One account of the server."""

    id: str
    name: str
    email: str | None
    service: bool = False


@dataclass(frozen=True, slots=True)
class Room:
    """Where a message was sent: a channel, or the people of a conversation. `rule` None: that of the settings."""

    id: str
    name: str
    number: int
    rule: str | None = None
    readers: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    left_out: str | None = None
    channel: bool = True


@dataclass(slots=True)
class Realm:
    """What realm.json says that messages need. Rooms and reactions by number; `by_name` for written mentions."""

    users: dict[int, User] = field(default_factory=dict)
    rooms: dict[int, Room] = field(default_factory=dict)
    likes: dict[int, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_name: dict[str, User] = field(default_factory=dict)
    first: dict[str, str] = field(default_factory=dict)
    told: set[str] = field(default_factory=set)

    def tell(self, users: Iterable[User | None]) -> Iterator[PersonRecord]:
        """The accounts of these users, each once: those who are somewhere or say something, not all of the server."""
        for user in users:
            if user is not None and user.id not in self.told:
                self.told.add(user.id)
                emails = (user.email,) if user.email else ()
                yield PersonRecord(user.id, user.name, emails=emails, service=user.service)


def read_realm(file: Path, rights: bool, direct: bool) -> Realm:
    """The realm of this file, of which no more is in memory than is needed. Raises ChatFileError."""
    realm, said = Realm(), defaultdict[str, list[Json]](list)
    for table, row in members_of(file):
        if table == REACTIONS and isinstance(row, dict):
            count_like(realm, row)
        elif table in TABLES and isinstance(row, dict):
            said[table].append({name: row[name] for name in TABLES[table] if name in row})
    realm.users = users_in(said)
    realm.by_name = {user.name: user for user in realm.users.values()}
    realm.rooms = rooms_in(said, realm.users, rights, direct)
    return realm


def users_in(said: Mapping[str, list[Json]]) -> dict[int, User]:
    users = {}
    for table in ("zerver_userprofile", "zerver_userprofile_mirrordummy", "zerver_userprofile_crossrealm"):
        for row in records(said.get(table)):
            if isinstance(row.get("id"), int):
                email = str(row.get("delivery_email") or row.get("email") or "").lower()
                name = str(row.get("full_name") or email.split("@")[0])
                users[int(str(row["id"]))] = User(
                    str(row["id"]), name, email if "@" in email else None, bool(row.get("is_bot"))
                )
    return users


def rooms_in(said: Mapping[str, list[Json]], users: Mapping[int, User], rights: bool, direct: bool) -> dict[int, Room]:
    """The room of each recipient number."""
    members: dict[int, list[str]] = defaultdict(list)
    for row in records(said.get("zerver_subscription")):
        if row.get("active", True) and isinstance(row.get("recipient"), int) and row.get("user_profile") in users:
            members[int(str(row["recipient"]))].append(str(row["user_profile"]))
    streams = {row.get("id"): row for row in records(said.get("zerver_stream"))}
    rooms = {}
    for row in records(said.get("zerver_recipient")):
        number, kind, target = row.get("id"), row.get("type"), row.get("type_id")
        if not isinstance(number, int):
            continue
        if kind == CHANNEL_TYPE and target in streams:
            rooms[number] = _channel(streams[target], tuple(members[number]), rights)
        elif kind == GROUP and direct:
            rooms[number] = _conversation(number, tuple(members[number]), users)
    return rooms


def _channel(row: Mapping[str, Json], members: tuple[str, ...], rights: bool) -> Room:
    number, private = int(str(row["id"])), bool(row.get("invite_only"))
    name, rule, left_out = str(row.get("name") or number), f"channel:{number}", None
    readers: tuple[str, ...] = ("everyone",)
    if private:
        readers = tuple(f"account:{member}" for member in members)
        if not rights:
            left_out = "zulip-private-left-out"
        elif not row.get("history_public_to_subscribers"):
            left_out = "zulip-protected-history"
    return Room(f"channel/{number}", name, number, rule if rights else None, readers, members, left_out)


def _conversation(number: int, members: tuple[str, ...], users: Mapping[int, User]) -> Room:
    names = ", ".join(sorted(users[int(member)].name for member in members))
    readers = tuple(f"account:{member}" for member in members)
    return Room(f"direct/{number}", names or "-", number, f"direct:{number}", readers, members, channel=False)


def count_like(realm: Realm, row: Mapping[str, Json]) -> None:
    """Count a reaction, unless it is a thumb down."""
    message, user = row.get("message"), row.get("user_profile")
    if isinstance(message, int) and isinstance(user, int) and row.get("emoji_name") not in DISLIKES:
        realm.likes[message].append(user)


def mentioned(realm: Realm, message: Mapping[str, Json]) -> list[User]:
    """The people who are mentioned, by the HTML where there is one, else by the Markdown."""
    rendered = message.get("rendered_content")
    if isinstance(rendered, str) and rendered:
        found = [realm.users.get(int(mention.user)) for mention in mentions(rendered)]
    else:
        pairs = MARKDOWN_MENTION.findall(str(message["content"]))
        found = [realm.users.get(int(number)) if number else realm.by_name.get(name) for name, number in pairs]
    return list(dict.fromkeys(user for user in found if user is not None))
