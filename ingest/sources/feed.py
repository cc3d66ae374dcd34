"""Posts of a blog, a news page or a podcast. Reads RSS and Atom from files or a web address.

A feed shows its newest entries only, so it never says that all was listed: nothing is deleted because it fell out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated, Any

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from graph.facts import (
    Checkpoint,
    Cursor,
    GroupKind,
    GroupRecord,
    Json,
    Opening,
    Problem,
    Said,
    Same,
)
from graph.wording import Wording
from ingest.boundary import SECONDS, attempt, told
from ingest.contract import SourceError, SourceKind, SourceSettings
from ingest.deadline import limited
from ingest.options import Count, SourceOptions, Texts
from ingest.sources.feed_entries import EntryReader, entry_id, mapping_of, text_of, web_address_of
from ingest.sources.parts import fingerprint_of


class FeedOptions(SourceOptions):
    """Options of a feed: an address or a path."""

    url: Annotated[str | None, Wording("web address of the feed", "webadres van de feed")] = None
    path: Annotated[
        str | None,
        Wording(
            "instead of url: a file with a feed, or a folder of them",
            "in plaats van url: een bestand met een feed, of een map ervan",
        ),
    ] = None
    allow_hosts: Annotated[
        Texts,
        Wording(
            "names or addresses of other hosts that may be asked although they are not on the public internet",
            "namen of adressen van andere hosts die mogen worden bevraagd hoewel ze niet op het openbare internet zijn",
        ),
    ] = ()
    max_bytes: Annotated[Count, Wording("most bytes of one feed", "grootste aantal bytes van een feed")] = 64_000_000

    @model_validator(mode="after")
    def _has_a_place(self) -> FeedOptions:
        if not self.url and not self.path:
            raise PydanticCustomError("feed-nothing-configured", "neither url nor path")
        return self


MESSAGES = {
    "feed-nothing-configured": Wording(
        en="The feed source {source} has neither url nor path. Give it one of them.",
        nl="De feedbron {source} heeft geen url en geen path. Geef een van beide op.",
    ),
    "feed-none-found": Wording(
        en="There are no feeds (.xml, .rss, .atom) in {path}. Check the path.",
        nl="Er staan geen feeds (.xml, .rss, .atom) in {path}. Controleer het pad.",
    ),
    "feed-is-html": Wording(
        en="{feed} is a web page, not a feed. Look in the page for its RSS or Atom address and configure that one.",
        nl="{feed} is een webpagina, geen feed. Zoek op de pagina het RSS- of Atom-adres en stel dat in.",
    ),
    "feed-broken": Wording(
        en="{feed} cannot be read as RSS or Atom: {reason}. Ask who keeps the site to check it with a feed validator.",
        nl="{feed} is niet te lezen als RSS of Atom: {reason}. Vraag de beheerder van de site de feed te "
        "controleren met een validator.",
    ),
    "feed-too-large": Wording(
        en="{file} is larger than {limit} bytes. Raise max_bytes of this source if it really is a feed.",
        nl="{file} is groter dan {limit} bytes. Verhoog max_bytes van deze bron als het echt een feed is.",
    ),
    "feed-entry-without-id": Wording(
        en="An entry in {feed} has no id and no link, so it cannot be recognised at the next sync. Ask for a guid in "
        "the feed.",
        nl="Een bericht in {feed} heeft geen id en geen link, en is dus de volgende keer niet te herkennen. Vraag "
        "om een guid in de feed.",
    ),
}
SUFFIXES = (".xml", ".rss", ".atom", ".rdf")
SLICE = 100


@dataclass(frozen=True, slots=True)
class Fetched:
    """One feed as it came: its name in the cursor, its address, its bytes, and what the next request must say."""

    name: str
    address: str
    body: bytes
    state: Json

    @property
    def told(self) -> str:
        """Its name in messages: an address without its query, which may hold a token."""
        from ingest.http import shown

        return shown(self.name) if self.address else self.name


class FeedSource:
    """Source over one or more feeds."""

    def __init__(self, settings: SourceSettings, options: FeedOptions) -> None:
        self.name = settings.name
        self._settings = settings
        self._options = options
        self._url = options.url
        self._path = settings.base / (options.path or "")
        self._limit = options.max_bytes

    def pull(self, cursor: Cursor | None) -> Iterator[Said]:
        """The entries of the feed. An unchanged feed (304, or an untouched file) says nothing at all."""
        states = dict(mapping_of((cursor or {}).get("feeds")))
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
        from ingest.http import Http, host_of

        url = self._url or ""
        allowed = [host_of(url), *self._options.allow_hosts]
        before = (
            mapping_of(states.get(url)) if mapping_of(states.get(url)).get("access") == self._settings.access else {}
        )
        with Http(allowed, max_bytes=self._limit) as http:
            answer = http.get(url, etag=text_of(before.get("etag")), modified=text_of(before.get("modified")))
        if answer.status != 304:
            state: Json = {"etag": answer.etag, "modified": answer.modified, "access": self._settings.access}
            yield Fetched(url, answer.url, answer.body, state)

    def _files(self, states: Mapping[str, Json]) -> Iterator[Fetched | Problem]:
        path = self._path
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
        parsed = attempt(partial(_parsed, fetched), partial(_broken, fetched))
        trouble = parsed if isinstance(parsed, Problem) else _trouble(parsed, fetched)
        if trouble is not None:
            if self._url or self._path.is_file():
                raise SourceError(trouble.message, **trouble.params)
            yield trouble
            return
        channel = text_of(parsed.feed.get("id")) or text_of(parsed.feed.get("link")) or fetched.name
        title = text_of(parsed.feed.get("title")) or self._settings.label or self.name
        yield GroupRecord(
            channel, GroupKind.CHANNEL, title, url=web_address_of(parsed.feed.get("link"), fetched.address)
        )
        inherited = parsed.feed.get("authors", []) if str(parsed.version).startswith("atom") else []
        reader = EntryReader(channel, fetched.address, inherited, self._settings.access)
        entries = [(entry, identity) for entry in parsed.entries if (identity := entry_id(entry))]
        for entry in parsed.entries:
            if not entry_id(entry):
                yield Problem(None, "feed-entry-without-id", {"feed": fetched.told})
        for start in range(0, len(entries), SLICE):
            part = entries[start : start + SLICE]
            stored = self._settings.versions([identity for _, identity in part])
            for entry, identity in part:
                yield from told(partial(_said, reader, entry, identity, stored), identity)


def _said(reader: EntryReader, entry: Any, identity: str, stored: Mapping[str, str]) -> Iterator[Said]:
    item = reader.item(entry, identity)
    yield Same(identity) if stored.get(identity) == item.version else item


def _trouble(parsed: Any, fetched: Fetched) -> Problem | None:
    if parsed.get("version") or parsed.entries:
        return None
    start = fetched.body[:2000].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return Problem(None, "feed-is-html", {"feed": fetched.told})
    return _broken(fetched, str(parsed.get("bozo_exception") or "no RSS and no Atom"))


def _parsed(fetched: Fetched) -> Any:
    import feedparser  # type: ignore[import-untyped]

    with limited(SECONDS):
        return feedparser.parse(fetched.body)


def _broken(fetched: Fetched, reason: str) -> Problem:
    return Problem(None, "feed-broken", {"feed": fetched.told, "reason": reason})


def _is_feed(file: Path) -> bool:
    return file.is_file() and not file.is_symlink() and file.name.lower().endswith(SUFFIXES)


KIND = SourceKind(
    "feed",
    Wording(
        "RSS or Atom from a file or an address: blogs, news, podcasts",
        "RSS of Atom uit een bestand of van een adres: blogs, nieuws, podcasts",
    ),
    FeedOptions,
    FeedSource,
    MESSAGES,
)
