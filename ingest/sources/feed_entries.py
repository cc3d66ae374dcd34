"""One entry of a feed as an Item."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any
from urllib.parse import urljoin

from graph.facts import (
    Act,
    ActKind,
    DocumentKind,
    Item,
    Seconds,
)
from ingest.formats.author_lines import authors_of, without_repeats
from ingest.sources.feed_ids import FeedScope
from ingest.sources.feed_text import mapping_of, text_of, title_of, unescaped
from ingest.sources.parts import version_of
from ingest.sources.podcasts import NOTHING, Episode
from ingest.times import moment

_CUT = re.compile(r"([^<>]{0,300})<(\w{1,20})>|(\w{1,20}) \(([^()]{1,300})")
_ACCOUNT = re.compile(r"https?://([\w.:-]{1,80})/@([\w.-]{1,60})$")
LATEST = 4_102_444_800
"""2100."""


@dataclass(frozen=True, slots=True)
class EntryReader:
    """Reads the entries of one feed."""

    channel: str
    address: str
    inherited: list[Any]
    access: str
    scope: FeedScope

    def item(self, entry: Any, identity: str, episode: Episode = NOTHING) -> Item:
        """The entry as an Item; its version is a hash of all that it says, and of where its transcripts are."""
        media_type, body = _content(entry)
        answered = text_of(mapping_of(entry.get("thr_in-reply-to")).get("ref"))
        at = (
            _moment(dict.get(entry, "published_parsed"))
            or _moment(dict.get(entry, "updated_parsed"))
            or _written(entry)
        )
        acts = _with_people(tuple(self._acts(entry, at)), episode, at)
        terms = (text_of(tag.get("term")) for tag in entry.get("tags", []))
        tags = tuple(dict.fromkeys(unescaped(term) for term in terms if term))
        title = title_of(entry.get("title_detail"), entry.get("title"))
        url = web_address_of(entry.get("link"), self.address)
        kind = _kind(entry, answered)
        return Item(
            id=identity,
            body=body.encode("utf-8", "replace"),
            media_type=media_type,
            kind=kind,
            title=title,
            url=url,
            at=at,
            acts=acts,
            parent=self.scope.parent(answered) if answered else None,
            container=self.channel,
            tags=tags,
            version=version_of(
                media_type, body, title, url, at, acts, answered, tags, kind, self.channel, self.access, episode
            ),
        )

    def _acts(self, entry: Any, at: Seconds | None) -> Iterator[Act]:
        """The authors and contributors. An Atom entry without an author has that of its feed (RFC 4287 4.2.1)."""
        people = [person for person in entry.get("authors", []) if person.get("name") or person.get("email")]
        if not people and entry.get("author"):
            people = [{"name": entry["author"]}]
        if not people:
            people = [person for person in self.inherited if person.get("name")]
        last = _moment(dict.get(entry, "updated_parsed")) or at
        found = (authors_of(name, email) for name, email in _whole(people))
        written = list(without_repeats(list(chain(*found))))
        yield from (author.act(ActKind.WROTE, last) for author in written)
        helped = (authors_of(name, email) for name, email in _whole(entry.get("contributors", [])))
        known = {author.name for author in written}
        yield from (
            author.act(ActKind.EDITED, last)
            for author in without_repeats(list(chain(*helped)))
            if author.name not in known
        )


def inherited_of(feed: Mapping[str, Any], version: str) -> list[Any]:
    """Whose the entries without an author are: the feed's own in Atom and JSON, and whose account it is on Mastodon."""
    if version.startswith(("atom", "json")):
        return list(feed.get("authors", []))
    account = _ACCOUNT.match(text_of(feed.get("link")) or "")
    if account is None or not (text_of(feed.get("generator")) or "").startswith("Mastodon"):
        return []
    shown = title_of(feed.get("title_detail"), feed.get("title")) or account[2]
    return [{"name": f"{shown} (@{account[2]}@{account[1]})"}]


def _whole(people: Iterable[Any]) -> Iterator[tuple[str, str]]:
    """Names and addresses of these people, with the end of a long domain at its address.

    feedparser 6 cuts an address after four letters of its last part, and gives it to the next author too.
    """
    before: list[str] = []
    for person in people:
        name, email = text_of(person.get("name")) or "", (text_of(person.get("email")) or "").lower()
        cut = _CUT.fullmatch(name) if email else None
        if cut:
            name, email = (cut[1] or cut[4]).strip(), email + (cut[2] or cut[3]).lower()
        if email and any(each != email and each.startswith(email) for each in before):
            email = ""
        before.append(email)
        yield name, email


def entry_id(entry: Any) -> str | None:
    """The name that the feed gives to this entry. Its id, else its link."""
    return text_of(entry.get("id")) or text_of(entry.get("link"))


def _content(entry: Any) -> tuple[str, str]:
    """The fullest text: the content in HTML or plain, else the summary."""
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


def _with_people(acts: tuple[Act, ...], episode: Episode, at: Seconds | None) -> tuple[Act, ...]:
    """The acts with those of the people whom an episode lists."""
    known = {(act.name or act.account).casefold() for act in acts}
    return (*acts, *(each.act(at) for each in episode.people if each.name.casefold() not in known))


def _written(entry: Any) -> Seconds | None:
    """A date that the library does not read, such as one in Dutch."""
    told = (text_of(dict.get(entry, name)) for name in ("published", "updated", "created"))
    found = (moment(each) for each in told if each)
    return next((at for at in found if at is not None and 0 < at < LATEST), None)


def _moment(value: Any) -> Seconds | None:
    if value is None:
        return None
    try:
        at = calendar.timegm(value)
    except (ValueError, OverflowError, TypeError):
        return None
    return at if 0 < at < LATEST else None


def web_address_of(value: object, address: str) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    url = urljoin(address, value.strip())
    return url if url.startswith(("http://", "https://")) else None
