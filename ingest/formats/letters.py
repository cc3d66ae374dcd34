"""One mail or Outlook message as a document: own words first, then its attachments, apart.

The messages that it passes on, or that are attached to it, are documents of their own authors.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import islice

from graph.facts import ActKind, Seconds
from ingest import formats
from ingest.deadline import Allowance
from ingest.formats import MOST_INNER, FormatError, Limits, ParsedBody, Passage, PassageKind
from ingest.formats.asides import GAP, with_aside
from ingest.formats.registry import MAIL, OUTLOOK
from ingest.sources import mail, mail_parts
from ingest.sources.media_types import media_type_of
from ingest.sources.threads import plain_subject

MOST_ATTACHMENTS = 50
"""Files; of letters there may be more."""
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
    """A message as its format gives it, with the messages that stand in it (`inner`).

    `nobody`: a program sent it. `returned`: what is attached came back undelivered.
    """

    subject: str
    writer: mail.Sender | None
    at: Seconds | None
    text: mail.MailText | None
    named: tuple[mail.Sender, ...] = ()
    nobody: bool = False
    attachments: Iterable[Attachment] = ()
    inner: tuple[Letter, ...] = ()
    returned: bool = False


def of_inner(message: mail_parts.InnerMessage) -> Letter:
    """The letter of a message in another one."""
    text = mail.MailText(message.text, message.html)
    return Letter(message.subject, message.writer, message.at, text, nobody=message.nobody)


def told(letter: Letter, limits: Limits) -> ParsedBody:
    """The letter as a document of its writer. One that only passes another on is the other one's."""
    said = mail_parts.OwnText(letter.text)
    if not letter.nobody:
        said = mail_parts.without_passed_on(letter.text, letter.subject, letter.at, reply=False)
    parsed, writer, at, inner = _words(said.text, limits), letter.writer, letter.at, letter.inner
    if said.passed is not None and said.text is None:
        parsed, writer, at = _words(mail.MailText(said.passed.text), limits), said.passed.writer, said.passed.at
    elif said.passed is not None:
        inner = (of_inner(said.passed), *inner)
    text, attached = parsed.text.strip(), _Attached(letter, limits)
    whole, passages = with_aside(text, GAP.join(attached.texts), parsed.passages)
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
        tabled=parsed.tabled,
        inner=tuple(islice(_flat((*(told(each, limits) for each in inner), *attached.letters)), MOST_INNER)),
    )


def _flat(letters: Iterable[ParsedBody]) -> Iterator[ParsedBody]:
    """The letters and those within them, one after the other."""
    for each in letters:
        yield replace(each, inner=())
        yield from each.inner


def _words(text: mail.MailText | None, limits: Limits) -> ParsedBody:
    """The text with its quotes marked, where it is HTML."""
    if text is None:
        return ParsedBody(None, "")
    if not text.html:
        return ParsedBody(None, text.text.replace("\r\n", "\n").replace("\r", "\n"))
    return _parsed(text.text.encode("utf-8", "replace"), "text/html; charset=utf-8", limits)


class _Attached:
    """What is attached to a letter and can be read, as far as the limits let in: files as texts, and other letters."""

    def __init__(self, letter: Letter, limits: Limits) -> None:
        self.texts: list[str] = []
        self.letters: list[ParsedBody] = []
        allowance, self._left = Allowance(limits.seconds), MOST_ATTACHED
        if limits.depth <= LEVELS:
            return
        for each in letter.attachments:
            if len(self.texts) >= MOST_ATTACHMENTS or self._left <= 0 or allowance.over:
                return
            within = replace(limits, seconds=max(0.1, allowance.left), depth=limits.depth - LEVELS)
            self._add(each, within, apart=not letter.returned)

    def _add(self, attachment: Attachment, limits: Limits, *, apart: bool) -> None:
        kind = media_type_of(attachment.name, attachment.body)
        parsed = _parsed(attachment.body, kind, limits) if kind else ParsedBody(None, "")
        text = parsed.text.strip()[: self._left]
        self._left -= len(text) + sum(len(each.text) for each in parsed.inner)
        if apart and kind in (MAIL, OUTLOOK):
            self.letters.append(parsed)
        elif attachment.name or text:
            self.texts.append("\n".join(filter(None, (attachment.name, text))))


def _parsed(body: bytes, media_type: str, limits: Limits) -> ParsedBody:
    try:
        return formats.parse(body, media_type, limits)
    except FormatError:
        return ParsedBody(None, "")
