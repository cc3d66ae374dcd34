"""What is new on a blog, a news page or a podcast? Reads RSS and Atom from files or a web address.

A feed shows its newest entries only, so it never says that all was listed: nothing is deleted because it fell out.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import feedparser  # type: ignore[import-untyped]

from graph.facts import (
    Act,
    ActKind,
    Checkpoint,
    Cursor,
    DocumentKind,
    GroupKind,
    GroupRecord,
    Item,
    Json,
    Opening,
    Problem,
    Said,
    Same,
    Seconds,
)
from ingest.contract import Option, Source, SourceError, SourceSettings
from ingest.http import Http, host_of
from ingest.sources.parts import fingerprint_of, version_of

OPTIONS = (
    Option("url", "web address of the feed"),
    Option("path", "instead of url: a file with a feed, or a folder of them"),
    Option("allow_hosts", "further hosts that may be asked although their address is private", default=(), type=list),
    Option("max_bytes", "how large may a feed be?", default=64_000_000, type=int),
)
SUFFIXES = (".xml", ".rss", ".atom", ".rdf")
SEPARATOR = re.compile(r"\s*(?:;|&| and | en )\s*")
SLICE = 100


@dataclass(frozen=True, slots=True)
class Fetched:
    """One feed as it came: its name in the cursor, its address, its bytes, and what the next request must say."""

    name: str
    address: str
    body: bytes
    state: Json


def open_source(settings: SourceSettings) -> Source:
    """Which feed is configured?"""
    return FeedSource(settings)


class FeedSource:
    """Source over one or more feeds."""

    def __init__(self, settings: SourceSettings) -> None:
        self.name = settings.name
        self._settings = settings
        self._url = str(settings.options.get("url") or "") or None
        self._path = str(settings.options.get("path") or "") or None
        self._limit = int(str(settings.options.get("max_bytes") or 64_000_000))

    def pull(self, cursor: Cursor | None) -> Iterator[Said]:
        """What is in the feed now? An unchanged feed (304, or an untouched file) says nothing at all."""
        states = dict(_object((cursor or {}).get("feeds")))
        fetching = self._fetched(states) if self._url else self._files(states)
        known = bool(states)
        for fetched in fetching:
            if known:
                yield Opening(anew=True)  # a window is told as a whole, whatever was told of the one before it
                known = False
            if isinstance(fetched, Problem):
                yield fetched
                continue
            unknown = False
            for said in self._read(fetched):
                unknown = unknown or (isinstance(said, Problem) and said.id is None)
                yield said
            if not unknown:
                states[fetched.name] = fetched.state  # What had a Problem is read, and told, again.
            yield Checkpoint({"feeds": states})
        yield Checkpoint({"feeds": states})

    def _fetched(self, states: Mapping[str, Json]) -> Iterator[Fetched | Problem]:
        url = self._url or ""
        allowed = [host_of(url), *_words(self._settings.options.get("allow_hosts"))]
        before = _object(states.get(url)) if _object(states.get(url)).get("access") == self._settings.access else {}
        with Http(allowed, max_bytes=self._limit) as http:
            answer = http.get(url, etag=_string(before.get("etag")), modified=_string(before.get("modified")))
        if answer.status != 304:
            state: Json = {"etag": answer.etag, "modified": answer.modified, "access": self._settings.access}
            yield Fetched(url, answer.url, answer.body, state)

    def _files(self, states: Mapping[str, Json]) -> Iterator[Fetched | Problem]:
        if not self._path:
            raise SourceError("feed-nothing-configured", source=self.name)
        path = self._settings.base / self._path
        if not path.exists():
            raise SourceError("file-missing", path=str(path))
        files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if _is_feed(file))
        if not files:
            raise SourceError("feed-none-found", path=str(path))
        for file in files:
            state = fingerprint_of([file], self._settings.access)
            name = file.relative_to(path.parent).as_posix()
            if states.get(name) == state:
                continue
            if file.stat().st_size > self._limit:
                yield Problem(None, "feed-too-large", {"file": file.name, "limit": str(self._limit)})
            else:
                yield Fetched(name, "", file.read_bytes(), state)

    def _read(self, fetched: Fetched) -> Iterator[Said]:
        """Tell one feed. One that is broken or HTML is an error of the source if it is the only one, else a Problem."""
        parsed = feedparser.parse(fetched.body)
        trouble = _trouble(parsed, fetched)
        if trouble is not None:
            if self._url or self._is_one_file():
                raise SourceError(trouble.message, **trouble.params)
            yield trouble
            return
        channel = _string(parsed.feed.get("id")) or _string(parsed.feed.get("link")) or fetched.name
        title = _string(parsed.feed.get("title")) or self._settings.label or self.name
        yield GroupRecord(channel, GroupKind.CHANNEL, title, url=_web(parsed.feed.get("link"), fetched.address))
        inherited = parsed.feed.get("authors", []) if str(parsed.version).startswith("atom") else []
        reader = EntryReader(channel, fetched.address, inherited, self._settings.access)
        entries = [(entry, identity) for entry in parsed.entries if (identity := entry_id(entry))]
        for entry in parsed.entries:
            if not entry_id(entry):
                yield Problem(None, "feed-entry-without-id", {"feed": fetched.name})
        for start in range(0, len(entries), SLICE):
            part = entries[start : start + SLICE]
            stored = self._settings.versions([identity for _, identity in part])
            for entry, identity in part:
                item = reader.item(entry, identity)
                yield Same(identity) if stored.get(identity) == item.version else item

    def _is_one_file(self) -> bool:
        return bool(self._path) and (self._settings.base / str(self._path)).is_file()


@dataclass(frozen=True, slots=True)
class EntryReader:
    """What does one entry of this feed say?"""

    channel: str
    address: str
    inherited: list[Any]
    access: str

    def item(self, entry: Any, identity: str) -> Item:
        """The entry as an Item; its version is a hash of all that it says."""
        media_type, body = _content(entry)
        answered = _string(_object(entry.get("thr_in-reply-to")).get("ref"))
        at = _moment(dict.get(entry, "published_parsed")) or _moment(dict.get(entry, "updated_parsed"))
        acts = tuple(self._acts(entry, at))
        tags = tuple(
            dict.fromkeys(tag for entry_tag in entry.get("tags", []) if (tag := _string(entry_tag.get("term"))))
        )
        title, url = _string(entry.get("title")), _web(entry.get("link"), self.address)
        kind = _kind(entry, answered)
        return Item(
            id=identity,
            body=body.encode("utf-8", "replace"),
            media_type=media_type,
            kind=kind,
            title=_plain(title),
            url=url,
            at=at,
            acts=acts,
            parent=answered,
            container=self.channel,
            tags=tags,
            version=version_of(media_type, body, title, url, at, acts, answered, tags, kind, self.channel, self.access),
        )

    def _acts(self, entry: Any, at: Seconds | None) -> Iterator[Act]:
        """Who wrote it? An Atom entry without an author has that of its feed (RFC 4287 4.2.1)."""
        people = [person for person in entry.get("authors", []) if person.get("name") or person.get("email")]
        if not people and entry.get("author"):
            people = [{"name": entry["author"]}]
        if not people:
            people = [person for person in self.inherited if person.get("name")]
        last = _moment(dict.get(entry, "updated_parsed")) or at
        told = set()
        for person in people:
            email = (_string(person.get("email")) or "").lower() or None
            for name in authors_in(_string(person.get("name")) or ""):
                account = email or name
                if account not in told:
                    told.add(account)
                    yield Act(account, ActKind.WROTE, name or None, last, email=email)


def entry_id(entry: Any) -> str | None:
    """What does the feed call this entry? Its id, else its link."""
    return _string(entry.get("id")) or _string(entry.get("link"))


def authors_in(name: str) -> list[str]:
    """Which people stand in one author field? "Ada Vos & Bram Kok" are two, "Research & Development" is one."""
    pieces = [piece for piece in SEPARATOR.split(" ".join(name.split())) if piece]
    return pieces if pieces and all(" " in piece for piece in pieces) else [" ".join(name.split())]


def _trouble(parsed: Any, fetched: Fetched) -> Problem | None:
    if parsed.get("version") or parsed.entries:
        return None
    start = fetched.body[:2000].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return Problem(None, "feed-is-html", {"feed": fetched.name})
    reason = str(parsed.get("bozo_exception") or "no RSS and no Atom")
    return Problem(None, "feed-broken", {"feed": fetched.name, "reason": reason})


def _content(entry: Any) -> tuple[str, str]:
    """Which text is the fullest: the content in HTML or plain, else the summary?"""
    candidates = [*entry.get("content", []), entry.get("summary_detail") or {}]
    texts = [(str(one.get("type") or "text/html"), str(one.get("value") or "")) for one in candidates]
    kept = [(kind, text) for kind, text in texts if text.strip()]
    if not kept:
        return "text/plain", ""
    kind, text = max(kept[: max(1, len(kept))], key=lambda pair: len(pair[1]))
    plain = kind == "text/plain" and not re.search(r"<(?:p|br|div|a|ul|h\d)\b", text)
    return ("text/plain" if plain else "text/html"), text


def _kind(entry: Any, answered: str | None) -> DocumentKind:
    if answered:
        return DocumentKind.REPLY
    types = [str(enclosure.get("type", "")) for enclosure in entry.get("enclosures", [])]
    sounds = any(kind.startswith(("audio/", "video/")) for kind in types)
    return DocumentKind.EPISODE if sounds else DocumentKind.POST


def _moment(value: Any) -> Seconds | None:
    if value is None:
        return None
    try:
        at = calendar.timegm(value)
    except (ValueError, OverflowError, TypeError):
        return None
    return at if 0 < at < 4102444800 else None


def _plain(title: str | None) -> str | None:
    return re.sub(r"<[^>]{0,200}>", "", title).strip() if title else None


def _web(value: object, address: str) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    url = urljoin(address, value.strip())
    return url if url.startswith(("http://", "https://")) else None


def _is_feed(file: Path) -> bool:
    return file.is_file() and not file.is_symlink() and file.name.lower().endswith(SUFFIXES)


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _string(value: object) -> str | None:
    return value.strip() or None if isinstance(value, str) else None


def _words(value: object) -> list[str]:
    return [str(word) for word in value] if isinstance(value, list | tuple) else []
