"""Messages of a Zulip server's own export. ``realm.json`` and ``messages-000001.json`` and on, as a folder or archive.

With ``access = "from-source"`` each channel has its own rule. Without it private channels are left out, and direct
messages are never read unless the settings ask for them and rights come from the source.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from itertools import islice
from pathlib import Path
from typing import Annotated
from urllib.parse import quote

from graph.facts import (
    AccessRecord,
    Act,
    ActKind,
    Cursor,
    DocumentKind,
    GroupKind,
    GroupRecord,
    Item,
    Json,
    Problem,
    Said,
    Same,
    Seconds,
)
from graph.wording import Wording
from ingest.boundary import told
from ingest.contract import SourceError, SourceKind, SourceSettings
from ingest.options import SourceOptions
from ingest.sources.archives import unpacked
from ingest.sources.chat import CHAT_MESSAGES, SYSTEM_NAMES, ChatFileError, links, seconds
from ingest.sources.json_members import PIECE, members_of
from ingest.sources.parts import SourcePart, fingerprint_of, pull_parts, version_of
from ingest.sources.zulip_realm import REACTIONS, Realm, Room, User, count_like, mentioned, read_realm

SLICE = 500
"""Messages that are looked up in the store at once."""


class ZulipExportOptions(SourceOptions):
    """Options of a Zulip server's own export."""

    path: Annotated[str, Wording("the export: a folder or a tar.gz", "de export: een map of een tar.gz")]
    url: Annotated[str | None, Wording("web address of the Zulip server", "webadres van de Zulip-server")] = None
    direct_messages: Annotated[
        bool,
        Wording(
            'read direct messages too, each for its participants; needs access = "from-source"',
            'lees ook privéberichten, elk voor de deelnemers; vereist access = "from-source"',
        ),
    ] = False


MESSAGES = {
    "zulip-export-broken": Wording(
        en="{file} of the Zulip export cannot be read: {reason}. Make the export again.",
        nl="{file} van de Zulip-export is niet te lezen: {reason}. Maak de export opnieuw.",
    ),
    "zulip-private-left-out": Wording(
        en='Channel {channel} is private, so it was left out. State access = "from-source" to read it for its '
        "subscribers alone.",
        nl='Kanaal {channel} is besloten en is daarom overgeslagen. Zet access = "from-source" om het alleen voor '
        "de abonnees te lezen.",
    ),
    "zulip-protected-history": Wording(
        en="In channel {channel} newcomers may not read what was said before them, so it was left out. Share its "
        "history in Zulip to include it.",
        nl="In kanaal {channel} mogen nieuwkomers niet lezen wat eerder is gezegd; daarom is het overgeslagen. "
        "Deel de geschiedenis in Zulip om het mee te nemen.",
    ),
    "zulip-direct-needs-rights": Wording(
        en='Direct messages of {source} may only be read with access = "from-source". Change access, or leave '
        "direct_messages out.",
        nl='Privéberichten van {source} mogen alleen worden gelezen met access = "from-source". Wijzig access, of '
        "laat direct_messages weg.",
    ),
}


class ZulipExport:
    """Source over one export of one Zulip organisation."""

    def __init__(self, settings: SourceSettings, options: ZulipExportOptions) -> None:
        self.name = settings.name
        self._settings = settings
        self._path = settings.base / options.path
        self._url = (options.url or "").rstrip("/") or None
        self._direct = options.direct_messages

    def pull(self, cursor: Cursor | None) -> Iterator[Said]:
        """The messages of the export. An unchanged one is a Same of the whole."""
        if self._direct and self._settings.access != "from-source":
            raise SourceError("zulip-direct-needs-rights", source=self.name)
        if not self._path.exists():
            raise SourceError("file-missing", path=str(self._path))
        watched = [self._path] if self._path.is_file() else sorted(self._path.glob("*.json"))
        salt = f"{self._settings.access} {self._direct}"
        yield from pull_parts(
            [SourcePart("export", fingerprint_of(watched, salt), ("zulip",))], cursor, lambda _: self._read()
        )

    def _read(self) -> Iterator[Said]:
        with unpacked(self._path) as archive:
            yield from archive.problems
            folder = _folder_of(archive.folder, self._path)
            realm = self._realm(folder)
            yield GroupRecord("zulip", GroupKind.SPACE, self._settings.label or "Zulip", url=self._url)
            yield from self._rooms(realm)
            for file in sorted(folder.glob("messages-*.json")):
                try:
                    yield from self._file(realm, file)
                except ChatFileError as error:
                    yield Problem(None, "zulip-file-broken", {"file": file.name, "reason": str(error)})

    def _file(self, realm: Realm, file: Path) -> Iterator[Said]:
        """The messages of one file, after the reactions in it."""
        for table, row in members_of(file) if _holds(file, REACTIONS) else ():
            if table == REACTIONS and isinstance(row, dict):
                count_like(realm, row)
        messages = (row for table, row in members_of(file) if table == "zerver_message" and isinstance(row, dict))
        while batch := list(islice(messages, SLICE)):
            yield from self._messages(realm, batch)

    def _realm(self, folder: Path) -> Realm:
        try:
            return read_realm(folder / "realm.json", self._settings.access == "from-source", self._direct)
        except ChatFileError as error:
            raise SourceError("zulip-export-broken", file="realm.json", reason=str(error)) from error

    def _rooms(self, realm: Realm) -> Iterator[Said]:
        for room in realm.rooms.values():
            if room.left_out:
                yield Problem(room.id, room.left_out, {"channel": str(room.number)})
                continue
            if room.rule:
                yield AccessRecord(room.rule, room.readers)
            yield from realm.tell(realm.users.get(int(member)) for member in room.members)
            kind = GroupKind.CHANNEL if room.channel else GroupKind.THREAD
            members = tuple((member, "member") for member in room.members)
            yield GroupRecord(room.id, kind, room.name, "zulip", self._web(room), room.rule, members)

    def _messages(self, realm: Realm, messages: list[dict[str, Json]]) -> Iterator[Said]:
        stored = self._settings.versions([str(message.get("id")) for message in messages])
        for message in messages:
            number, recipient, sender = message.get("id"), message.get("recipient"), message.get("sender")
            if not (isinstance(number, int) and isinstance(recipient, int) and isinstance(message.get("content"), str)):
                yield Problem(None, "zulip-record-broken", {"file": "messages"})
                continue
            room = realm.rooms.get(recipient)
            user = realm.users.get(sender) if isinstance(sender, int) else None
            if room is None or room.left_out or (user is not None and user.name.lower() in SYSTEM_NAMES):
                continue
            yield from realm.tell([user])
            yield from told(partial(self._message, realm, room, user, message, stored), str(number))

    def _message(
        self, realm: Realm, room: Room, user: User | None, message: Mapping[str, Json], stored: Mapping[str, str]
    ) -> Iterator[Said]:
        identity, topic = str(message["id"]), str(message.get("subject") or "").strip()
        thread = f"{room.id}/{topic}" if room.channel and topic else room.id
        if thread not in realm.first and thread != room.id:
            yield GroupRecord(thread, GroupKind.THREAD, topic, room.id, self._web(room, topic), room.rule)
        first = realm.first.setdefault(thread, identity)
        parent = None if first == identity else first
        acts = self._acts(realm, user, message)
        content = (message.get("content"), message.get("rendered_content"))
        version = version_of(content, acts, parent, thread, room.rule, self._settings.access)
        if stored.get(identity) == version:
            yield Same(identity)
            return
        rendered = message.get("rendered_content")
        body = rendered if isinstance(rendered, str) and rendered else str(message["content"])
        web = self._web(room, topic)
        yield Item(
            id=identity,
            body=body.encode("utf-8", "replace"),
            media_type="text/html" if body is rendered else "text/markdown",
            kind=DocumentKind.REPLY if parent else DocumentKind.POST,
            title=topic or room.name,
            url=f"{web}/near/{identity}" if web else None,
            at=_sent(message),
            acts=acts,
            parent=parent,
            container=thread,
            links=links(body),
            access=room.rule,
            version=version,
        )

    def _acts(self, realm: Realm, user: User | None, message: Mapping[str, Json]) -> tuple[Act, ...]:
        at, number = _sent(message), message["id"]
        edited = seconds(message.get("last_edit_time"))
        acts = [Act(user.id, ActKind.WROTE, user.name, edited or at, email=user.email)] if user else []
        for person in mentioned(realm, message):
            if person != user:
                acts.append(Act(person.id, ActKind.NAMED, person.name, at, email=person.email))
        likers = realm.likes.get(number, []) if isinstance(number, int) else []
        for liker in dict.fromkeys(likers):
            person_ = realm.users.get(liker)
            if person_ is not None and person_ != user:
                acts.append(Act(person_.id, ActKind.LIKED, person_.name, at, email=person_.email))
        return tuple(acts)

    def _web(self, room: Room, topic: str | None = None) -> str | None:
        if not self._url or not room.channel:
            return None
        base = f"{self._url}/#narrow/channel/{room.number}-{_dotted(room.name.replace(' ', '-'))}"
        return f"{base}/topic/{_dotted(topic)}" if topic else base


def _folder_of(top: Path, path: Path) -> Path:
    """The folder with realm.json, which an archive holds inside one other."""
    for folder in (top, *sorted(entry for entry in top.iterdir() if entry.is_dir())):
        if (folder / "realm.json").is_file():
            return folder
    raise SourceError("zulip-none-found", path=str(path))


def _holds(file: Path, word: str) -> bool:
    """Whether a file holds this word, looked at in pieces."""
    wanted, before = word.encode(), b""
    try:
        with file.open("rb") as opened:
            while piece := opened.read(PIECE):
                if wanted in before + piece:
                    return True
                before = piece[-len(wanted) :]
    except OSError as error:
        raise ChatFileError(str(error)) from error
    return False


def _sent(message: Mapping[str, Json]) -> Seconds | None:
    return seconds(message.get("date_sent")) or seconds(message.get("pub_date"))


def _dotted(text: str) -> str:
    return quote(text, safe="").replace(".", "%2E").replace("%", ".")


KIND = SourceKind(
    "zulip",
    Wording("a Zulip server's own export", "de eigen export van een Zulip-server"),
    ZulipExportOptions,
    ZulipExport,
    MESSAGES | CHAT_MESSAGES,
)
