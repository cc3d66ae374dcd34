"""The own words of who wrote an item, apart from what others said and what programs put there.

One step for all sources, after the parser of the media type: it marks quotes and code as passages, and here lines are
looked at. Messages lose quotes, copied messages, signatures, footers and disclaimers; every text loses code, stack
traces and PGP armour. Nothing is thrown away: the rest is kept apart. Each look at a line is linear in its length.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Container, Iterator
from enum import StrEnum
from itertools import accumulate

from graph.facts import DocumentKind, Item
from graph.own_words import TextParts
from ingest.formats import ParsedBody, bare
from ingest.formats.registry import MAIL, OUTLOOK
from ingest.own.added import mark_added
from ingest.own.copied import mark_copied
from ingest.own.lines import Lines, lines_of
from ingest.own.machines import mark_machines
from ingest.own.outputs import mark_outputs
from ingest.own.quotes import mark_quotes

MESSAGES = frozenset({DocumentKind.POST, DocumentKind.REPLY, DocumentKind.MICROPOST})
LETTERS = frozenset({MAIL, OUTLOOK})
PLAIN = frozenset({"text/plain", "text/markdown", "text/x-markdown"})


class LeftOutReason(StrEnum):
    """Why words of a text are not those of its writer."""

    QUOTE = "quote"
    COPIED = "copied"
    ADDED = "added"
    CODE = "code"
    ASIDE = "aside"
    TEMPLATE = "template"
    COPY = "copy"
    NOBODY = "nobody"


def words_of_item(item: Item, parsed: ParsedBody) -> TextParts:
    """The own words and the rest of this item. Nobody's words are all rest."""
    if item.nobody:
        return TextParts("", parsed.text)
    if item.kind is DocumentKind.COMMIT or not parsed.text.strip():
        return TextParts(parsed.text)
    lines = lines_of(parsed, quotes=_is_message(item))
    for _ in marking(item, lines):
        pass
    return lines.words(parsed.text)


def marking(item: Item, lines: Lines) -> Iterator[LeftOutReason]:
    """Mark what is not the writer's, and say after each look why its lines are not."""
    if _is_message(item):
        kind = bare(item.media_type)
        mark_quotes(lines, reply=_answers(item), prefixed=kind == "text/plain" or kind in LETTERS)
        yield LeftOutReason.QUOTE
        mark_copied(lines)
        yield LeftOutReason.COPIED
        mark_machines(lines)
        yield LeftOutReason.CODE
        mark_added(lines, [act.name for act in item.acts if act.name])
        yield LeftOutReason.ADDED
        mark_outputs(lines)
    else:
        mark_machines(lines)
    yield LeftOutReason.CODE


def left_out(item: Item, parsed: ParsedBody) -> list[tuple[LeftOutReason, str]]:
    """The lines that are not own words, in their order, each with why."""
    if item.nobody:
        return [(LeftOutReason.NOBODY, line) for line in parsed.text.split("\n") if line.strip()]
    if item.kind is DocumentKind.COMMIT:
        return []
    lines = lines_of(parsed, quotes=_is_message(item))
    why: dict[int, LeftOutReason] = {}
    for at in _taken(lines, why):
        why[at] = LeftOutReason.CODE
    starts = [0, *accumulate(len(text) + 1 for text in lines.texts)]
    for passage in parsed.passages:
        first, last = (bisect_right(starts, place) - 1 for place in (passage.start, passage.end))
        why.update((at, LeftOutReason(passage.voice)) for at in range(first, last + 1) if at in why)
    for reason in marking(item, lines):
        why.update(dict.fromkeys(_taken(lines, why), reason))
    return [(why[at], lines.texts[at]) for at in sorted(why)]


def _taken(lines: Lines, known: Container[int]) -> list[int]:
    """The places of the lines with words that are not own, as far as they were not known."""
    return [at for at, text in enumerate(lines.texts) if not lines.mine[at] and text.strip() and at not in known]


def is_letter(media_type: str) -> bool:
    """Whether this is a mail or a message in a file of its own."""
    return bare(media_type) in LETTERS


def _is_message(item: Item) -> bool:
    return item.kind in MESSAGES or is_letter(item.media_type)


def own_words(text: str, reply: bool = True) -> TextParts:
    """The own words and the rest of a message in plain text."""
    lines = lines_of(ParsedBody(None, text.replace("\r\n", "\n").replace("\r", "\n")))
    mark_machines(lines)
    mark_quotes(lines, reply=reply, prefixed=True)
    mark_copied(lines)
    mark_added(lines)
    mark_outputs(lines)
    return lines.words(text)


def _answers(item: Item) -> bool:
    """Whether this message may quote: one in a file of its own says nowhere what it answers."""
    return item.kind is DocumentKind.REPLY or item.parent is not None or bare(item.media_type) in LETTERS
