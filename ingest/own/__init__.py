"""The own words of who wrote an item, apart from what others said and what programs put there.

One step for all sources, after the parser of the media type: it marks quotes and code as passages, and here lines are
looked at. Messages lose quotes, copied messages, signatures, footers and disclaimers; every text loses code, stack
traces and PGP armour. Nothing is thrown away: the rest is kept apart. Each look at a line is linear in its length.
"""

from __future__ import annotations

from graph.facts import DocumentKind, Item
from graph.own_words import TextParts
from ingest.formats import ParsedBody, bare
from ingest.formats.registry import MAIL, OUTLOOK
from ingest.own.added import mark_added
from ingest.own.copied import mark_copied
from ingest.own.lines import Lines, lines_of
from ingest.own.machines import mark_machines
from ingest.own.quotes import mark_quotes

MESSAGES = frozenset({DocumentKind.POST, DocumentKind.REPLY, DocumentKind.MICROPOST})
LETTERS = frozenset({MAIL, OUTLOOK})
PLAIN = frozenset({"text/plain", "text/markdown", "text/x-markdown"})


def words_of_item(item: Item, parsed: ParsedBody) -> TextParts:
    """The own words and the rest of this item. Nobody's words are all rest."""
    if item.nobody:
        return TextParts("", parsed.text)
    if item.kind is DocumentKind.COMMIT or not parsed.text.strip():
        return TextParts(parsed.text)
    kind = bare(item.media_type)
    is_message = item.kind in MESSAGES or kind in LETTERS
    lines = lines_of(parsed, quotes=is_message)
    if is_message:
        mark_message(lines, reply=_answers(item), prefixed=kind == "text/plain" or kind in LETTERS)
    mark_machines(lines)
    return lines.words(parsed.text)


def own_words(text: str, reply: bool = True) -> TextParts:
    """The own words and the rest of a message in plain text."""
    lines = lines_of(ParsedBody(None, text.replace("\r\n", "\n").replace("\r", "\n")))
    mark_message(lines, reply=reply, prefixed=True)
    mark_machines(lines)
    return lines.words(text)


def mark_message(lines: Lines, *, reply: bool, prefixed: bool) -> None:
    """Mark what is not the writer's in a message; `prefixed`: quoted lines begin with ``>`` or stand in BBCode."""
    mark_quotes(lines, reply=reply, prefixed=prefixed)
    mark_copied(lines)
    mark_added(lines)


def _answers(item: Item) -> bool:
    """Whether this message may quote: one in a file of its own says nowhere what it answers."""
    return item.kind is DocumentKind.REPLY or item.parent is not None or bare(item.media_type) in LETTERS
