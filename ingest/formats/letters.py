"""One mail or Outlook message as a document: own words first, then what was forwarded or attached, apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from graph.facts import ActKind, Seconds
from ingest import formats
from ingest.deadline import Allowance
from ingest.formats import FormatError, Limits, ParsedBody, Passage, PassageKind
from ingest.formats.asides import GAP, with_aside
from ingest.own import own_words
from ingest.sources import mail, mail_parts
from ingest.sources.media_types import media_type_of
from ingest.sources.threads import plain_subject

MOST_ATTACHMENTS = 50
MOST_ATTACHED = 300_000
"""Characters of all attachments together."""
LEVELS = 60
"""Of the depth that a body may have, what one attachment in another takes: three are read inside each other."""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file with a message: its name, and what is in it."""

    name: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Letter:
    """A message as its format gives it. `nobody`: a program sent it."""

    subject: str
    writer: mail.Sender | None
    at: Seconds | None
    text: mail.MailText | None
    named: tuple[mail.Sender, ...] = ()
    nobody: bool = False
    attachments: Iterable[Attachment] = ()


def told(letter: Letter, limits: Limits) -> ParsedBody:
    """The letter as a document of its writer. One that only passes another on is the other one's."""
    parsed = _words(letter.text, limits)
    writer, at, asides = letter.writer, letter.at, list(_attached(letter, limits))
    forward = None if letter.text is None or letter.nobody else mail_parts.passed_on(letter.text, letter.subject)
    if forward is not None:
        if own_words(forward.before, reply=False).own.strip():
            parsed = ParsedBody(None, forward.before.strip())
            asides.insert(0, forward.text.strip())
        else:
            inner = mail_parts.of_forward(forward, letter.at)
            parsed, writer, at = ParsedBody(None, inner.text.strip()), inner.writer, inner.at
    text = parsed.text.strip("\n")
    whole, passages = with_aside(text, GAP.join(filter(str.strip, asides)), parsed.passages)
    if letter.nobody:
        passages = (Passage(0, len(whole), PassageKind.ASIDE),) if whole else ()
    acts = [writer.act(ActKind.WROTE, at)] if writer else []
    known = {writer.account} if writer else set()
    acts += [each.act(ActKind.NAMED, at) for each in letter.named if each.account not in known]
    return ParsedBody(
        plain_subject(letter.subject) or None,
        whole,
        at,
        links=parsed.links,
        problems=parsed.problems,
        passages=passages,
        acts=tuple(acts),
    )


def _words(text: mail.MailText | None, limits: Limits) -> ParsedBody:
    """The text with its quotes marked, where it is HTML."""
    if text is None:
        return ParsedBody(None, "")
    if not text.html:
        return ParsedBody(None, text.text.replace("\r\n", "\n").replace("\r", "\n"))
    try:
        return formats.parse(text.text.encode("utf-8", "replace"), "text/html; charset=utf-8", limits)
    except FormatError:
        return ParsedBody(None, "")


def _attached(letter: Letter, limits: Limits) -> Iterator[str]:
    """The name and the text of each attachment that can be read, as far as the limits let in."""
    allowance, left = Allowance(limits.seconds), MOST_ATTACHED
    if limits.depth <= LEVELS:
        return
    for number, each in enumerate(letter.attachments):
        if number >= MOST_ATTACHMENTS or left <= 0 or allowance.over:
            return
        text = _text_of(each, replace(limits, seconds=max(0.1, allowance.left), depth=limits.depth - LEVELS))[:left]
        left -= len(text)
        if each.name or text:
            yield "\n".join(filter(None, (each.name, text)))


def _text_of(attachment: Attachment, limits: Limits) -> str:
    media_type = media_type_of(attachment.name, attachment.body)
    if media_type is None:
        return ""
    try:
        return formats.parse(attachment.body, media_type, limits).text.strip()
    except FormatError:
        return ""
