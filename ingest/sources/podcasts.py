"""People and transcripts of the episodes of a feed, as Podcasting 2.0 writes them.

Source of the format: https://podcasting2.org/docs/podcast-namespace (tags ``person`` and ``transcript``). feedparser
keeps one tag of each name, so they are read from the XML here.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from graph.facts import Act, ActKind, Seconds
from ingest.formats.transcript import KINDS

if TYPE_CHECKING:
    from lxml import etree

MARKS = (b":person", b":transcript")
NAMESPACE = "podcastindex"
"""In each address that the namespace has had, in lower case."""
SPEAKING = frozenset(
    {"host", "co-host", "cohost", "guest host", "guest", "panelist", "moderator", "narrator", "reporter", "interviewer"}
    | {"interviewee", "speaker", "presenter", "correspondent", "announcer", "author", "writer", "guest writer"}
    | {"gast", "presentator", "presentatrice", "spreker", "gastheer", "gastvrouw", "geïnterviewde", "verslaggever"}
)
"""Roles of those whose own words an episode holds; the others made it."""
MOST = 100
"""People or transcripts of one episode."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Somebody whom an episode lists, with the role in lower case."""

    name: str
    role: str

    def act(self, at: Seconds | None) -> Act:
        """What they did: who speaks wrote it, who made it is named."""
        return Act(self.name, ActKind.WROTE if self.role in SPEAKING else ActKind.NAMED, self.name, at)


@dataclass(frozen=True, slots=True)
class TranscriptLink:
    """Where a transcript is, and of what media type."""

    url: str
    media_type: str


@dataclass(frozen=True, slots=True)
class Episode:
    """What the tags of podcasts say of one entry."""

    people: tuple[Speaker, ...] = ()
    transcripts: tuple[TranscriptLink, ...] = ()


NOTHING = Episode()


def episodes_of(body: bytes) -> Mapping[str, Episode]:
    """The episodes of a feed by guid and by link. Those present at all episodes are those of one that names nobody."""
    if not any(mark in body for mark in MARKS):
        return {}
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=False)
    try:
        root = etree.fromstring(body, parser)
    except (etree.XMLSyntaxError, ValueError):
        return {}
    return {} if root is None else dict(_episodes(root))


def _episodes(root: etree._Element) -> Iterator[tuple[str, Episode]]:
    channel = next((each for each in root.iter() if _name(each) == "channel"), root)
    always = _people(channel)
    for item in root.iter():
        if _name(item) in ("item", "entry"):
            episode = Episode(_people(item) or always, _transcripts(item))
            for name in ("link", "id", "guid"):
                for each in _children(item, name):
                    named = (each.text or "").strip()
                    if named:
                        yield named, episode


def _people(element: etree._Element) -> tuple[Speaker, ...]:
    found: dict[str, Speaker] = {}
    for each in _children(element, "person", podcast=True):
        name = " ".join("".join(each.itertext()).split())
        if name and len(found) < MOST:
            found.setdefault(name, Speaker(name, " ".join((each.get("role") or "host").lower().split())))
    return tuple(found.values())


def _transcripts(element: etree._Element) -> tuple[TranscriptLink, ...]:
    """The transcripts, that whose type says most of the speakers first."""
    order = list(KINDS)
    links = [
        TranscriptLink(url, (each.get("type") or "").partition(";")[0].strip().lower())
        for each in _children(element, "transcript", podcast=True)
        if (url := (each.get("url") or "").strip())
    ][:MOST]
    known = [link for link in links if link.media_type in order or not link.media_type]
    return tuple(sorted(known, key=lambda link: order.index(link.media_type) if link.media_type else len(order)))


def _children(element: etree._Element, name: str, *, podcast: bool = False) -> Iterator[etree._Element]:
    for each in element:
        if _name(each) == name and (not podcast or _is_podcast(each)):
            yield each


def _is_podcast(element: etree._Element) -> bool:
    tag = str(element.tag)
    return NAMESPACE in tag.lower() or tag.startswith("podcast:")


def _name(element: etree._Element) -> str:
    """The name of a tag without its namespace, or prefix where that is not declared."""
    tag = element.tag
    return tag.rpartition("}")[2].rpartition(":")[2].lower() if isinstance(tag, str) else ""
