"""One entry of a feed as an Item."""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin

from graph.facts import (
    Act,
    ActKind,
    DocumentKind,
    Item,
    Seconds,
)
from ingest.sources.feed_text import mapping_of, text_of, title_of, unescaped
from ingest.sources.parts import version_of
from ingest.sources.podcasts import NOTHING, Episode

SEPARATOR = re.compile(r" ?(?:;|&| and | en ) ?")


@dataclass(frozen=True, slots=True)
class EntryReader:
    """Reads the entries of one feed."""

    channel: str
    address: str
    inherited: list[Any]
    access: str

    def item(self, entry: Any, identity: str, episode: Episode = NOTHING) -> Item:
        """The entry as an Item; its version is a hash of all that it says, and of where its transcripts are."""
        media_type, body = _content(entry)
        answered = text_of(mapping_of(entry.get("thr_in-reply-to")).get("ref"))
        at = _moment(dict.get(entry, "published_parsed")) or _moment(dict.get(entry, "updated_parsed"))
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
            parent=answered,
            container=self.channel,
            tags=tags,
            version=version_of(
                media_type, body, title, url, at, acts, answered, tags, kind, self.channel, self.access, episode
            ),
        )

    def _acts(self, entry: Any, at: Seconds | None) -> Iterator[Act]:
        """The authors. An Atom entry without an author has that of its feed (RFC 4287 4.2.1)."""
        people = [person for person in entry.get("authors", []) if person.get("name") or person.get("email")]
        if not people and entry.get("author"):
            people = [{"name": entry["author"]}]
        if not people:
            people = [person for person in self.inherited if person.get("name")]
        last = _moment(dict.get(entry, "updated_parsed")) or at
        told = set()
        for person in people:
            email = (text_of(person.get("email")) or "").lower() or None
            for name in authors_in(text_of(person.get("name")) or ""):
                account = email or name
                if account not in told:
                    told.add(account)
                    yield Act(account, ActKind.WROTE, name or None, last, email=email)


def entry_id(entry: Any) -> str | None:
    """The name that the feed gives to this entry. Its id, else its link."""
    return text_of(entry.get("id")) or text_of(entry.get("link"))


def authors_in(name: str) -> list[str]:
    """The people in one author field. "Ada Vos & Bram Kok" are two, "Research & Development" is one."""
    pieces = [piece for piece in SEPARATOR.split(" ".join(name.split())) if piece]
    return pieces if pieces and all(" " in piece for piece in pieces) else [" ".join(name.split())]


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


def _moment(value: Any) -> Seconds | None:
    if value is None:
        return None
    try:
        at = calendar.timegm(value)
    except (ValueError, OverflowError, TypeError):
        return None
    return at if 0 < at < 4102444800 else None


def web_address_of(value: object, address: str) -> str | None:
    if not isinstance(value, str) or not value.strip():
        return None
    url = urljoin(address, value.strip())
    return url if url.startswith(("http://", "https://")) else None
