"""Ids of the entries of feeds: what stays the same when a feed moves, and what is one feed's only.

A feed that moved to https, to another form of its host or to links that count readers says the same ids in another
spelling; the entry keeps the id under which it is stored. Where several feeds are read together, an id that is no
address ("1", "post-12") is unique in its feed only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

ADDRESS = re.compile(r"https?://", re.IGNORECASE)
NAMED = re.compile(r"[a-z][a-z0-9+.-]{1,20}:\S", re.IGNORECASE)
"""An id with a scheme (http:, tag:, urn:) is of the whole world; its makers see to that."""
TRACKING = re.compile(
    r"(?:utm_\w{1,40}|mtm_\w{1,40}|fbclid|gclid|dclid|msclkid|mc_cid|mc_eid|igshid|_hsenc|_hsmi)\Z", re.IGNORECASE
)
"""Parameters that tell from where a reader came."""
HOSTS = ("", "www.")

Versions = Callable[[Sequence[str]], Mapping[str, str]]


class FeedIds:
    """Ids that one pull reads. `several`: feeds are read together; `channels` are those known before."""

    def __init__(self, versions: Versions, *, several: bool, channels: Mapping[str, str]) -> None:
        self._versions = versions
        self._several = several
        self.channels: dict[str, str] = dict(channels)
        """The id of each feed by what stays the same when it moves."""
        self._known: dict[str, str] = {}

    def channel(self, native_id: str) -> str:
        """The id of a feed: that which it had before it moved."""
        return self.channels.setdefault(unmoved(native_id), native_id)

    def of_feed(self, channel: str, title: str | None) -> FeedScope:
        """The ids of the entries of this feed. Feeds of one site may have one address, and differ by title."""
        prefix = f"{channel}#{(title or '')[:100]}#" if self._several else ""
        return FeedScope(prefix, self._versions, self._known)


@dataclass(frozen=True, slots=True)
class FeedScope:
    """Ids of the entries of one feed. `prefix` is before those that other feeds may have too; `known` grows."""

    prefix: str
    versions: Versions
    known: dict[str, str]

    def ids(self, native_ids: Iterable[str]) -> dict[str, str]:
        """The id of each of these entries, by what the feed calls it: the one under which it is stored."""
        told = {each: self._scoped(each) for each in native_ids}
        stored = self.versions([*dict.fromkeys(form for each in told.values() for form in spellings(each))])
        found: dict[str, str] = {}
        for native_id, scoped in told.items():
            kept = next((form for form in spellings(scoped) if form in stored), None)
            found[native_id] = self.known.setdefault(unmoved(scoped), kept or scoped)
        return found

    def parent(self, native_id: str) -> str:
        """The id of the entry that is answered, which may be one of another feed."""
        scoped = self._scoped(native_id)
        return self.known.get(unmoved(scoped), scoped)

    def outdated(self, native_ids: Iterable[str]) -> list[str]:
        """Ids under which entries are stored from before feeds that are read together were told apart."""
        changed = [each for each in native_ids if self._scoped(each) != each]
        stored = self.versions(changed) if changed else {}
        return [each for each in changed if each in stored]

    def _scoped(self, native_id: str) -> str:
        return native_id if NAMED.match(native_id) else self.prefix + native_id


def unmoved(native_id: str) -> str:
    """What stays of an address when a site moves: no scheme, no www., no slash at the end, nothing that tracks."""
    if not ADDRESS.match(native_id):
        return native_id
    try:
        parts = urlsplit(native_id)
    except ValueError:  # a bracket that is no address of IPv6
        return native_id
    kept = [each for each in parts.query.split("&") if each and not TRACKING.match(each.partition("=")[0])]
    query = f"?{'&'.join(kept)}" if kept else ""
    fragment = f"#{parts.fragment}" if parts.fragment else ""
    return f"//{parts.netloc.lower().removeprefix('www.')}{parts.path.rstrip('/')}{query}{fragment}"


def spellings(native_id: str) -> list[str]:
    """The ways in which a feed that moves may spell this id, its own first."""
    rest = unmoved(native_id)
    if rest == native_id:
        return [native_id]
    place = min((at for mark in "?#" if (at := rest.find(mark)) >= 0), default=len(rest))
    ends = (rest[2:place], rest[2:place] + "/")
    forms = [f"{scheme}://{host}{end}{rest[place:]}" for scheme in ("https", "http") for host in HOSTS for end in ends]
    return [native_id, *(form for form in forms if form != native_id)]
