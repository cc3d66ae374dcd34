"""Signatures on the talk pages of a wiki: who says what stands above them, and when.

``--[[Gebruiker:Ada Vos|Ada Vos]] ([[Overleg gebruiker:Ada Vos|overleg]]) 1 mrt 2026 10:00 (CET)``
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graph.facts import Seconds
from ingest.formats.dates import date_in
from ingest.formats.wiki_words import USER, USER_TALK

_STAMP = re.compile(r"\d{1,2}[:.]\d{2}[^\n()]{0,40}\([A-Z]{2,5}\)[^\w\n]{0,20}(?:</?\w{1,10}>[^\w\n]{0,20}){0,3}$")
"""A time, and the zone in brackets, in which the date stands before or behind the time."""
_NAMESPACES = "|".join(sorted(name.replace(" ", "[ _]") for name in USER | USER_TALK))
_CONTRIBUTIONS = r"(?:special|speciaal|spezial|spécial)\s?:\s?(?:contributions|bijdragen|beiträge)/"
_LINK = re.compile(rf"\[\[\s?:?\s?(?:(?:{_NAMESPACES})\s?:\s?|{_CONTRIBUTIONS})([^\]|#/\n]{{1,100}})", re.IGNORECASE)
_TAG = re.compile(r"(?:<[^<>\n]{1,120}>|&[mn]dash;)\Z")
MOST_TAGS = 4
_TAIL = 600
"""Characters at the end of a line in which its signature is looked for."""
_APART = 200
"""Characters between the links of one signature."""


@dataclass(frozen=True, slots=True)
class WikiSignature:
    """Who signs, as the wiki writes it, where in the line the signature begins, and the day."""

    user: str
    start: int
    at: Seconds | None


@dataclass(slots=True)
class Signed:
    """What one user signs on one page: how many times, how many characters, the last day."""

    count: int = 0
    size: int = 0
    at: Seconds | None = None


def signature_in(line: str) -> WikiSignature | None:
    """The signature at the end of this line."""
    offset = max(0, len(line) - _TAIL)
    tail = line[offset:]
    stamp = _STAMP.search(tail) if tail.rstrip()[-1:] in (")", ">", "'") else None
    links = [link for link in _LINK.finditer(tail) if stamp and link.end() <= stamp.start()]
    if not stamp or not links or stamp.start() - links[-1].end() > _APART:
        return None
    user, start = _plain(links[-1][1]), links[-1].start()
    for link in reversed(links):
        if _plain(link[1]) == user and start - link.end() <= _APART:
            start = link.start()
    return WikiSignature(user, offset + _begin(tail[:start]), date_in(tail[start:].replace("]]", " ")))


def _begin(before: str) -> int:
    """Where the dashes and tags before the links of a signature begin."""
    for _ in range(MOST_TAGS):
        before = before.rstrip("-—–( \t'")
        tag = _TAG.search(before[-130:])
        if not tag:
            break
        before = before.removesuffix(tag[0])
    return len(before)


def signed_in(source: str) -> dict[str, Signed]:
    """Who signs on this page, in the order of their first signature; a heading begins another text."""
    found: dict[str, Signed] = {}
    size = 0
    for line in source.split("\n"):
        signature = signature_in(line)
        if line.startswith("=="):
            size = 0
        elif signature is None:
            size += len(line.strip())
        else:
            part = found.setdefault(signature.user, Signed())
            part.count += 1
            part.size += size + len(line[: signature.start].strip())
            part.at = max((at for at in (part.at, signature.at) if at is not None), default=None)
            size = 0
    return found


def _plain(user: str) -> str:
    name = user.replace("_", " ").strip()
    return name[:1].upper() + name[1:]
