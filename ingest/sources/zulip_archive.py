"""Messages of a zulip-archive. Channels are folders, topics JSON lists: {id, sender_full_name, timestamp, content}.

Accounts are full names, as there is nothing better in this format. Access rights are not in it either.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated
from urllib.parse import unquote

from graph.facts import Act, ActKind, Cursor, DocumentKind, GroupKind, GroupRecord, Item, Json, Problem, Said, Same
from graph.wording import Wording
from ingest.boundary import told
from ingest.contract import SourceError, SourceKind, SourceSettings
from ingest.options import SourceOptions
from ingest.sources.archives import unpacked
from ingest.sources.chat import CHAT_MESSAGES, SYSTEM_NAMES, ChatFileError, links, mentions, read_json, records, seconds
from ingest.sources.parts import SourcePart, fingerprint_of, pull_parts, version_of


class ZulipArchiveOptions(SourceOptions):
    """Options of a zulip-archive."""

    path: Annotated[
        str,
        Wording(
            "the folder with a folder per channel, or an archive of it",
            "de map met een map per kanaal, of een archief daarvan",
        ),
    ]
    url: Annotated[
        str | None,
        Wording(
            "web address of the archive, such as https://example.org/archive",
            "webadres van het archief, zoals https://example.org/archive",
        ),
    ] = None


CHANNEL = re.compile(r"(?:(\d+)-)?(.+)")


@dataclass(frozen=True, slots=True)
class ZulipTopic:
    """One topic: its file, and its name, and the id of its thread."""

    file: Path
    name: str
    id: str
    channel: str


class ZulipArchive:
    """Source over the JSON of a zulip-archive."""

    def __init__(self, settings: SourceSettings, options: ZulipArchiveOptions) -> None:
        self.name = settings.name
        self._settings = settings
        self._path = settings.base / options.path
        self._url = (options.url or "").rstrip("/") or None

    def pull(self, cursor: Cursor | None) -> Iterator[Said]:
        """The messages of the channels. An unchanged channel is one Same."""
        with unpacked(self._path) as archive:
            folder = archive.folder
            names = channel_names(folder)
            parts = [
                SourcePart(channel.name, fingerprint_of(files, self._settings.access), (channel.name,), tuple(files))
                for channel in sorted(folder.iterdir())
                if channel.is_dir() and (files := sorted(channel.glob("*.json")))
            ]
            if not parts:
                raise SourceError("zulip-none-found", path=str(self._path))
            yield from archive.problems
            yield from pull_parts(parts, cursor, lambda part: self._read(part, names))

    def _read(self, part: SourcePart, names: Mapping[str, str]) -> Iterator[Said]:
        channel = names.get(part.name) or channel_name(part.name)
        yield GroupRecord(part.name, GroupKind.CHANNEL, channel, url=self._url)
        for file in part.files:
            title = unescaped(file.stem)
            topic = ZulipTopic(file, title, f"{part.name}/{file.stem}", channel)
            try:
                messages = records(read_json(file))
            except ChatFileError as error:
                yield Problem(None, "zulip-file-broken", {"file": file.name, "reason": str(error)})
                continue
            yield GroupRecord(topic.id, GroupKind.THREAD, title, parent=part.name, url=self._web(topic))
            yield from self._messages(topic, messages)

    def _messages(self, topic: ZulipTopic, messages: list[dict[str, Json]]) -> Iterator[Said]:
        written = [message for message in messages if str(message.get("sender_full_name")).lower() not in SYSTEM_NAMES]
        stored = self._settings.versions([str(message.get("id")) for message in written])
        first: str | None = None
        for message in written:
            if not isinstance(message.get("id"), int) or not isinstance(message.get("content"), str):
                yield Problem(None, "zulip-record-broken", {"file": topic.file.name})
                continue
            identity = str(message["id"])
            version = version_of(message, first, topic.id, topic.name, topic.channel, self._settings.access)
            known = stored.get(identity) == version
            yield from (
                [Same(identity)] if known else told(partial(self._items, topic, message, first, version), identity)
            )
            first = first or identity

    def _items(self, topic: ZulipTopic, message: Mapping[str, Json], first: str | None, version: str) -> Iterator[Item]:
        yield self._item(topic, message, first, version)

    def _item(self, topic: ZulipTopic, message: Mapping[str, Json], first: str | None, version: str) -> Item:
        content, at = str(message["content"]), seconds(message.get("timestamp"))
        sender = str(message.get("sender_full_name") or "").strip()
        acts = [Act(sender, ActKind.WROTE, sender, at)] if sender else []
        named = dict.fromkeys(mention.name for mention in mentions(content) if mention.name != sender)
        acts += [Act(name, ActKind.NAMED, name, at) for name in named]
        url = self._web(topic)
        return Item(
            id=str(message["id"]),
            body=content.encode("utf-8", "replace"),
            media_type="text/html",
            kind=DocumentKind.REPLY if first else DocumentKind.POST,
            title=topic.name,
            url=f"{url}#{message['id']}" if url else None,
            at=at,
            acts=tuple(acts),
            parent=first,
            container=topic.id,
            links=links(content),
            version=version,
        )

    def _web(self, topic: ZulipTopic) -> str | None:
        if not self._url:
            return None
        return f"{self._url}/stream/{topic.file.parent.name}/topic/{topic.file.stem}.html"


def channel_names(folder: Path) -> dict[str, str]:
    """The names that the index next to the channels gives to their folders. Empty when there is none."""
    index = folder / "stream_index.json"
    if not index.is_file():
        return {}
    try:
        said = read_json(index)
    except ChatFileError as error:
        raise SourceError("zulip-export-broken", file=index.name, reason=str(error)) from error
    streams = said.get("streams") if isinstance(said, dict) else None
    if not isinstance(streams, dict):
        return {}
    ids = {str(entry["id"]): name for name, entry in streams.items() if isinstance(entry, dict) and "id" in entry}
    return {
        path.name: ids[number]
        for path in folder.iterdir()
        if path.is_dir() and (number := path.name.split("-", 1)[0]) in ids
    }


def channel_name(folder: str) -> str:
    """The channel of this folder. ``113489-new-members`` is "new members"."""
    found = CHANNEL.fullmatch(folder)
    return unescaped(found.group(2)).replace("-", " ") if found else folder


def unescaped(name: str) -> str:
    """The text behind the dots of Zulip's addresses. ``.20`` is a blank."""
    return unquote(re.sub(r"\.([0-9A-F]{2})", r"%\1", name), errors="replace").strip() or name


KIND = SourceKind(
    "zulip-archive",
    Wording(
        "a public Zulip archive: one JSON file per topic", "een openbaar Zulip-archief: een JSON-bestand per onderwerp"
    ),
    ZulipArchiveOptions,
    ZulipArchive,
    CHAT_MESSAGES,
)
