"""The feeds of one source as they come: from the web, page by page, or from files."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from graph.facts import Json, Problem
from ingest.errors import SourceError
from ingest.sources import json_feed
from ingest.sources.feed_text import mapping_of, text_of
from ingest.sources.parts import fingerprint_of
from ingest.sources.transcripts import reason_of

SUFFIXES = (".xml", ".rss", ".atom", ".rdf")


@dataclass(frozen=True, slots=True)
class Fetched:
    """One feed as it came: name in the cursor, address or folder, bytes, and what the next request must say."""

    name: str
    address: str
    body: bytes
    state: Json
    folder: Path | None = None

    @property
    def told(self) -> str:
        """Its name in messages: an address without its query, which may hold a token."""
        from ingest.http import shown

        return shown(self.name) if self.address else self.name


class PageQueue:
    """Addresses of the pages behind a feed that are still to be asked for, each once, at most `most` in all."""

    def __init__(self, first: str, most: int) -> None:
        self._first, self._known, self._most = first, {first}, most
        self._waiting: list[str] = []

    def __iter__(self) -> Iterator[str]:
        while self._waiting:
            yield self._waiting.pop()

    def add(self, address: str | None) -> None:
        """Ask for this page too, unless it was asked for or there have been enough."""
        if address and address not in self._known and len(self._known) < self._most:
            self._known.add(address)
            self._waiting.append(address)

    @property
    def count(self) -> int:
        """Pages asked for and to be asked for."""
        return len(self._known)

    @property
    def first(self) -> str:
        """Address of the feed itself."""
        return self._first


def from_web(
    pages: PageQueue, hosts: Collection[str], states: dict[str, Json], access: str, limit: int
) -> Iterator[Fetched | Problem]:
    """The feed and the pages behind it that its reader asks for. Nothing when it is unchanged (304)."""
    from ingest.http import Http, host_of

    url = pages.first
    before = mapping_of(states.get(url))
    before = before if before.get("access") == access else {}
    with Http([host_of(url), *hosts], max_bytes=limit) as http:
        answer = http.get(url, etag=text_of(before.get("etag")), modified=text_of(before.get("modified")))
        if answer.status == 304:
            return
        state: Json = {"etag": answer.etag, "modified": answer.modified, "access": access}
        yield Fetched(url, answer.url, answer.body, state)
        for address in pages:
            try:
                answer = http.get(address)
            except SourceError as error:
                yield _page_unreadable(url, pages.count, error)
                return
            yield Fetched(url, answer.url, answer.body, state)


def _page_unreadable(url: str, number: int, error: SourceError) -> Problem:
    from ingest.http import shown

    told = {"feed": shown(url), "page": str(number), "reason": reason_of(error)}
    return Problem(None, "feed-page-unreadable", told)


def from_files(path: Path, states: Mapping[str, Json], access: str, limit: int) -> Iterator[Fetched | Problem]:
    """The feeds in a file or folder that changed since they had these states."""
    if not path.exists():
        raise SourceError("file-missing", path=str(path))
    files = [path] if path.is_file() else sorted(file for file in path.rglob("*") if _is_feed(file))
    if not files:
        raise SourceError("feed-none-found", path=str(path))
    for file in files:
        state = fingerprint_of([file], access)
        name = file.relative_to(path.parent).as_posix()
        if states.get(name) == state:
            continue
        if file.stat().st_size > limit:
            yield Problem(None, "feed-too-large", {"file": file.name, "limit": str(limit)})
        else:
            yield Fetched(name, "", file.read_bytes(), state, file.parent)


def _is_feed(file: Path) -> bool:
    if not file.is_file() or file.is_symlink():
        return False
    name = file.name.lower()
    return name.endswith(SUFFIXES) or (name.endswith(".json") and json_feed.is_json_feed(_head(file)))


def _head(file: Path) -> bytes:
    with file.open("rb") as stream:
        return stream.read(json_feed.HEAD)
