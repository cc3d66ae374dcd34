"""The transcript of an episode added to its text, from the web or from the folder of the feed."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Collection
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING
from urllib.parse import unquote, urljoin, urlsplit

from graph.facts import Act, ActKind, Item, Problem
from ingest.errors import SourceError
from ingest.formats import transcript
from ingest.formats.encodings import decode
from ingest.formats.transcript import Transcript
from ingest.sources.podcasts import Episode, TranscriptLink

if TYPE_CHECKING:
    from ingest.http import Http

LARGEST = 10_000_000
"""Bytes of a transcript."""
UNFIT = re.compile(r"[\\\0:]")
"""Characters that are in no name of a file of a web address."""
DEEPEST = 4
"""Steps below the folder of the feed."""
MOST = 3
"""Transcripts of one episode that are tried."""


class Transcripts:
    """Transcripts of one pull. Use as a context manager.

    A feed from a file goes to no network: a transcript counts when a file of its name lies next to the feed.
    """

    def __init__(self, folder: Path | None, address: str, hosts: Collection[str], configured: str | None) -> None:
        self._folder, self._address, self._hosts, self._configured = folder, address, hosts, configured
        self._http: Http | None = None

    def __enter__(self) -> Transcripts:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._http is not None:
            self._http.__exit__(kind, error, trace)

    def added(self, item: Item, episode: Episode) -> Item:
        """The item with what was said in it, and who speaks there as people named.

        When no transcript can be read, that is a Problem of the item, which is read again the next time.
        """
        links = episode.transcripts[:MOST]
        if not links:
            return item
        reason = ""
        read: Callable[[TranscriptLink], bytes | None] = self._beside if self._folder else self._fetched
        for link in links:
            try:
                body = read(link)
            except (SourceError, OSError) as error:
                reason = reason_of(error) if isinstance(error, SourceError) else error.strerror or ""
                continue
            if body is not None:
                return _with(item, transcript.read(decode(body)[0], link.media_type))
        if self._folder:
            return item
        odd = Problem(item.id, "feed-transcript-unreadable", {"id": item.id, "reason": reason})
        return replace(item, version=None, problems=(*item.problems, odd))

    def _beside(self, link: TranscriptLink) -> bytes | None:
        """The file of this name below the folder of the feed, at the end of its address: ``transcripts/1.vtt``."""
        parts = [part for part in unquote(urlsplit(link.url).path).split("/") if part]
        if self._folder is None or not parts or any(part.startswith(".") or UNFIT.search(part) for part in parts):
            return None
        for depth in range(min(DEEPEST, len(parts)), 0, -1):
            file = self._folder.joinpath(*parts[-depth:])
            inside = file.is_file() and self._folder.resolve() in file.resolve().parents
            if inside and file.stat().st_size <= LARGEST:
                return file.read_bytes()
        return None

    def _fetched(self, link: TranscriptLink) -> bytes | None:
        from ingest.http import Http, host_of

        if self._http is None:
            hosts = [*([host_of(self._configured)] if self._configured else []), *self._hosts]
            self._http = Http(hosts, max_bytes=LARGEST, tries=2, total=60.0)
            self._http.__enter__()
        return self._http.get(urljoin(self._address, link.url)).body


def reason_of(error: SourceError) -> str:
    """What a server or the network said, in short."""
    return error.params.get("status") or error.params.get("reason") or error.message


def _with(item: Item, said: Transcript) -> Item:
    """The text of the entry, then what was said."""
    if not said.text:
        return item
    known = {(act.name or act.account).casefold() for act in item.acts}
    named = [Act(name, ActKind.NAMED, name, item.at) for name in said.speakers if name.casefold() not in known]
    text = said.text
    if item.media_type.startswith("text/html"):
        text = "".join(f"<p>{html.escape(each)}</p>\n" for each in said.text.split("\n\n"))
    body = b"\n\n".join(part for part in (item.body, text.encode("utf-8", "replace")) if part.strip())
    return replace(item, body=body, acts=(*item.acts, *named))
