"""Bodies as text, by their media type. One file per format turns bytes into plain text; this one knows which.

Each format module has ``parse(body: bytes, limits: Limits) -> ParsedBody`` and is imported when first needed. A charset
in the media type (``text/html; charset=windows-1252``) is resolved here: text formats then get UTF-8.
"""

from __future__ import annotations

import codecs
import importlib
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import NamedTuple, cast

from graph.facts import Act, Problem
from ingest.formats.encodings import decoded
from ingest.formats.registry import LONG, MODULES, RISKY


class FormatError(Exception):
    """One body cannot be read in its format: a Problem of its item. A message id with parameters."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params


class PassageKind(StrEnum):
    """What a passage of a text is that its writer did not say in words of their own."""

    QUOTE = "quote"
    CODE = "code"
    ASIDE = "aside"
    """What stands next to the text: headers and footers of pages, attachments, remarks in the margin."""


class Passage(NamedTuple):
    """Characters of a text, from `start` to before `end`, with a voice of their own. Passages come in order."""

    start: int
    end: int
    voice: PassageKind


MOST_INNER = 300
"""Documents of others within one document."""


@dataclass(frozen=True, slots=True)
class ParsedBody:
    """What a body says. `at` in epoch seconds; `authors` are names as written; `links` are addresses as written.

    `acts` are what it says that people did to it, each with a time of its own; `authors` count when none of them wrote.
    `problems` are what was odd but did not cost the text (their id is None: the pipeline fills in the item's).
    `inner` are documents of authors of their own within it: the messages attached to a mail. `tabled` is the beginning
    of a text that has tables, with these as Markdown writes them.
    """

    title: str | None
    text: str
    at: int | None = None
    authors: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    language: str | None = None
    problems: tuple[Problem, ...] = ()
    passages: tuple[Passage, ...] = ()
    acts: tuple[Act, ...] = ()
    inner: tuple[ParsedBody, ...] = ()
    tabled: str = ""


@dataclass(frozen=True, slots=True)
class Limits:
    """What one body may cost. Bytes in, characters out, depth of nesting, processor time and memory to parse it."""

    body: int = 100_000_000
    characters: int = 2_000_000
    depth: int = 200
    seconds: float = 10.0
    memory: int = 640 << 20


LIMITS = Limits()
ParseFunction = Callable[[bytes, Limits], ParsedBody]


def is_risky(media_type: str, size: int) -> bool:
    """Whether this is parsed in a process of its own. What is long can make any parser slow, but that of plain text."""
    kind = bare(media_type)
    return kind in RISKY or size > LONG.get(MODULES.get(kind, "plain"), size)


def known(media_type: str) -> bool:
    """Whether there is a parser for this media type."""
    return bare(media_type) in MODULES


def bare(media_type: str) -> str:
    """The media type without its parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def parse(body: bytes, media_type: str, limits: Limits = LIMITS) -> ParsedBody:
    """The text and properties of this body. Raises FormatError when it cannot be read or is larger than the limits."""
    kind = bare(media_type)
    if kind not in MODULES:
        raise FormatError("format-unknown", media_type=kind)
    if len(body) > limits.body:
        raise FormatError("format-body-too-large", size=str(len(body)), limit=str(limits.body))
    if kind not in RISKY:
        body = _as_utf8(_beginning(body, limits), media_type)
    module = importlib.import_module(f"ingest.formats.{MODULES[kind]}")
    parsed = cast(ParseFunction, module.parse)(body, limits)
    return parsed if len(parsed.text) <= limits.characters else _cut(parsed, limits)


def _beginning(body: bytes, limits: Limits) -> bytes:
    """As much of a body of text as its characters may take, with one more, so that it is told that it was cut."""
    most = 4 * limits.characters + 4
    if len(body) <= most or body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return body
    while most and body[most - 1] > 127:  # not within a character
        most -= 1
    return body[:most] if most else body


def _as_utf8(body: bytes, media_type: str) -> bytes:
    """The body in UTF-8 when the media type states another charset; a charset that is wrong is left to the parser."""
    for parameter in media_type.split(";")[1:]:
        name, _, value = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = value.strip().strip("\"'")
            try:
                if codecs.lookup(charset).name == "utf-8":
                    return body
                return decoded(body, charset).encode("utf-8")
            except (LookupError, ValueError):
                return body
    return body


def _cut(parsed: ParsedBody, limits: Limits) -> ParsedBody:
    """The parsed body with its text cut at the limit: findable by its beginning is better than not at all."""
    odd = Problem(None, "text-cut", {"size": str(len(parsed.text)), "limit": str(limits.characters)})
    return replace(parsed, text=parsed.text[: limits.characters], problems=(*parsed.problems, odd))
