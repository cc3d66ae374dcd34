"""Posts of a blog, a news page or a podcast. Reads RSS, Atom and JSON Feed from files or a web address.

A feed shows its newest entries only, so it never says that all was listed: nothing is deleted because it fell out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial
from typing import Annotated, Any

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from graph.facts import (
    Checkpoint,
    Cursor,
    Gone,
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
from ingest.sources import json_feed, wordpress
from ingest.sources.feed_bodies import Fetched, PageQueue, from_files, from_web
from ingest.sources.feed_entries import EntryReader, entry_id, inherited_of, web_address_of
from ingest.sources.feed_ids import FeedIds
from ingest.sources.feed_text import mapping_of, text_of, title_of
from ingest.sources.podcasts import NOTHING, Episode, episodes_of
from ingest.sources.transcripts import Transcripts


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
    pages: Annotated[
        Count,
        Wording("most pages of a feed that is divided into pages", "grootste aantal pagina's van een feed in pagina's"),
    ] = 20
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
        en="There are no feeds (.xml, .rss, .atom, .json) in {path}. Check the path.",
        nl="Er staan geen feeds (.xml, .rss, .atom, .json) in {path}. Controleer het pad.",
    ),
    "feed-is-html": Wording(
        en="{feed} is a web page, not a feed. Look in the page for its RSS or Atom address and configure that one.",
        nl="{feed} is een webpagina, geen feed. Zoek op de pagina het RSS- of Atom-adres en stel dat in.",
    ),
    "feed-broken": Wording(
        en="{feed} cannot be read as RSS, Atom or JSON Feed: {reason}. Ask who keeps the site to check it with a "
        "validator.",
        nl="{feed} is niet te lezen als RSS, Atom of JSON Feed: {reason}. Vraag de beheerder van de site de feed te "
        "controleren met een validator.",
    ),
    "feed-too-large": Wording(
        en="{file} is larger than {limit} bytes. Raise max_bytes of this source if it really is a feed.",
        nl="{file} is groter dan {limit} bytes. Verhoog max_bytes van deze bron als het echt een feed is.",
    ),
    "feed-page-unreadable": Wording(
        en="The page {page} of {feed} cannot be read ({reason}), so older entries are missing. The next sync tries "
        "again.",
        nl="Pagina {page} van {feed} is niet te lezen ({reason}), dus oudere berichten ontbreken. De volgende "
        "synchronisatie probeert het opnieuw.",
    ),
    "feed-transcript-unreadable": Wording(
        en="The transcript of {id} cannot be read ({reason}). Its description was read; the transcript is tried again "
        "when the feed changes.",
        nl="Het transcript van {id} is niet te lezen ({reason}). De beschrijving is gelezen; het transcript wordt "
        "opnieuw geprobeerd zodra de feed verandert.",
    ),
    "feed-entry-without-id": Wording(
        en="An entry in {feed} has no id and no link, so it cannot be recognised at the next sync. Ask for a guid in "
        "the feed.",
        nl="Een bericht in {feed} heeft geen id en geen link, en is dus de volgende keer niet te herkennen. Vraag "
        "om een guid in de feed.",
    ),
}
SLICE = 100
NEXT = ("next", "prev-archive")


class FeedSource:
    """Source over one or more feeds."""

    def __init__(self, settings: SourceSettings, options: FeedOptions) -> None:
        self.name = settings.name
        self._settings = settings
        self._options = options
        self._url = options.url
        self._path = settings.base / (options.path or "")
        self._limit = options.max_bytes
        self._ids = self._ids_of({})

    def pull(self, cursor: Cursor | None) -> Iterator[Said]:
        """The entries of the feed. An unchanged feed (304, or an untouched file) says nothing at all."""
        states = dict(mapping_of((cursor or {}).get("feeds")))
        self._ids = self._ids_of(mapping_of((cursor or {}).get("channels")))
        fresh: dict[str, Json] = {}
        odd: set[str] = set()
        known = bool(states)
        pages = PageQueue(self._url or "", self._options.pages)
        for fetched in self._bodies(states, pages):
            if known:
                yield Opening(anew=True)  # a window is told as a whole, whatever was told of the one before it
                known = False
            if isinstance(fetched, Problem):
                odd.add(pages.first)
                yield fetched
                continue
            for said in self._read(fetched, pages):
                if isinstance(said, Problem) and said.id is None:
                    odd.add(fetched.name)  # What had a Problem is read, and told, again.
                yield said
            if fetched.name not in odd:
                fresh[fetched.name] = fetched.state
            if not self._url:
                yield Checkpoint(self._cursor({**states, **fresh}))
        fresh = {name: state for name, state in fresh.items() if name not in odd}
        yield Checkpoint(self._cursor({**states, **fresh}))

    def _ids_of(self, channels: Mapping[str, Any]) -> FeedIds:
        several = self._url is None and self._path.is_dir()
        known = {name: channel for name, channel in channels.items() if isinstance(channel, str)}
        return FeedIds(self._settings.versions, several=several, channels=known)

    def _cursor(self, states: Mapping[str, Json]) -> Cursor:
        return {"feeds": {**states}, "channels": {**self._ids.channels}}

    def _bodies(self, states: dict[str, Json], pages: PageQueue) -> Iterator[Fetched | Problem]:
        if self._url is None:
            return from_files(self._path, states, self._settings.access, self._limit)
        return from_web(pages, self._options.allow_hosts, states, self._settings.access, self._limit)

    def _read(self, fetched: Fetched, pages: PageQueue) -> Iterator[Said]:
        """Tell one feed. One that is broken or HTML is an error of the source if it is the only one, else a Problem."""
        parsed = attempt(partial(_parsed, fetched), partial(_broken, fetched))
        trouble = parsed if isinstance(parsed, Problem) else _trouble(parsed, fetched)
        if trouble is not None:
            if pages.count == 1 and (self._url or self._path.is_file()):
                raise SourceError(trouble.message, **trouble.params)
            yield trouble
            return
        pages.add(_next_page(parsed, fetched.address))
        called = text_of(parsed["feed"].get("id")) or text_of(parsed["feed"].get("link")) or fetched.name
        channel = self._ids.channel(called)
        title = title_of(parsed["feed"].get("title_detail"), parsed["feed"].get("title"))
        shown = title or self._settings.label or self.name
        yield GroupRecord(
            channel, GroupKind.CHANNEL, shown, url=web_address_of(parsed["feed"].get("link"), fetched.address)
        )
        yield from self._entries(
            fetched,
            parsed,
            EntryReader(
                channel,
                fetched.address,
                inherited_of(parsed["feed"], str(parsed["version"])),
                self._settings.access,
                self._ids.of_feed(channel, title),
            ),
        )

    def _entries(self, fetched: Fetched, parsed: Any, reader: EntryReader) -> Iterator[Said]:
        named_entries = [(entry, identity) for entry in parsed["entries"] if (identity := entry_id(entry))]
        entries = [(entry, named) for entry, named in named_entries if wordpress.is_published(entry)]
        kept_back = [named for entry, named in named_entries if not wordpress.is_published(entry)]
        yield from (Gone(each) for each in reader.scope.ids(kept_back).values())
        for entry in parsed["entries"]:
            if not entry_id(entry):
                yield Problem(None, "feed-entry-without-id", {"feed": fetched.told})
        episodes = episodes_of(fetched.body)
        with Transcripts(fetched.folder, fetched.address, self._options.allow_hosts, self._url) as transcripts:
            for start in range(0, len(entries), SLICE):
                part = entries[start : start + SLICE]
                ids = reader.scope.ids(named for _, named in part)
                stored = self._settings.versions([*ids.values()])
                yield from (Gone(each) for each in reader.scope.outdated(ids))
                for entry, named in part:
                    episode = episodes.get(named) or episodes.get(text_of(entry.get("link")) or "") or NOTHING
                    read = partial(_said, reader, entry, ids[named], stored, episode, transcripts)
                    yield from told(read, ids[named])


def _said(
    reader: EntryReader,
    entry: Any,
    identity: str,
    stored: Mapping[str, str],
    episode: Episode,
    transcripts: Transcripts,
) -> Iterator[Said]:
    item = reader.item(entry, identity, episode)
    yield Same(identity) if stored.get(identity) == item.version else transcripts.added(item, episode)


def _next_page(parsed: Any, address: str) -> str | None:
    """The address of the page with older entries: JSON Feed's `next_url`, or a link `next` (RFC 5005)."""
    links = [link.get("href") for link in parsed["feed"].get("links", []) if link.get("rel") in NEXT]
    return web_address_of(parsed.get("next") or next(iter(links), None), address)


def _trouble(parsed: Any, fetched: Fetched) -> Problem | None:
    if parsed.get("version") or parsed["entries"]:
        return None
    start = fetched.body[:2000].lstrip().lower()
    if start.startswith((b"<!doctype html", b"<html")) or b"<html" in start:
        return Problem(None, "feed-is-html", {"feed": fetched.told})
    return _broken(fetched, str(parsed.get("bozo_exception") or "no RSS, Atom or JSON Feed"))


def _parsed(fetched: Fetched) -> Any:
    import feedparser  # type: ignore[import-untyped]

    with limited(SECONDS):
        if json_feed.is_json(fetched.body):
            return json_feed.parsed(fetched.body)
        parsed = feedparser.parse(fetched.body)
        return wordpress.with_names(parsed, fetched.body) if wordpress.is_export(fetched.body) else parsed


def _broken(fetched: Fetched, reason: str) -> Problem:
    return Problem(None, "feed-broken", {"feed": fetched.told, "reason": reason})


KIND = SourceKind(
    "feed",
    Wording(
        "RSS, Atom or JSON Feed from a file or an address: blogs, news, podcasts",
        "RSS, Atom of JSON Feed uit een bestand of van een adres: blogs, nieuws, podcasts",
    ),
    FeedOptions,
    FeedSource,
    MESSAGES,
)
