"""What programs and habit put below a message: signatures, "Sent from my phone", footers of lists, disclaimers."""

from __future__ import annotations

import re

from ingest.own import phrases
from ingest.own.lines import Lines

SCRUBBED = re.compile(r"(?:An embedded|A non-text attachment|An HTML attachment)\b[^\n]{0,120}\bscrubbed\.\.\.")
SYNDICATED = re.compile(rf"\s{{0,20}}{phrases.SYNDICATED}", re.IGNORECASE)
"""What WordPress puts below each entry of a feed."""
SCRUB_FIELD = re.compile(r"(?:Name|Type|Size|Desc|URL|Url)\s?:")
NOISE = re.compile(r"\s*(?:\[\[?alternative HTML version deleted\]\]?|-{6,40} next part -{6,40})\s*$")
UNDERSCORES = re.compile(r"\s*_{10,}\s*$")
LIST_WORDS = re.compile(
    r"mailing list|mailinglijst|mailman/listinfo|unsubscribe|afmelden|uitschrijven|listinfo", re.IGNORECASE
)
GROUPS = re.compile(rf"\s*{phrases.MEMBER}", re.IGNORECASE)
SIGNATURE = re.compile(r"(?:- )?--\s?$")
RULED = re.compile(r"\s{0,3}[-_=*~]{3,80}\s*$")
CONTACT = re.compile(
    r"\b(?:tel|phone|ph|fax|mob(?:ile)?|cell|e-?mail|web|skype)\s?[.:|]|\+?\(?\d[\d ()./-]{7,20}$|https?://|www\."
    r"|[^\s@]@[^\s@]+\.\S| at [\w-]{1,40}(?:\.| dot )\w",
    re.IGNORECASE,
)
LONG_SIGNATURE = 15
SENT_FROM = re.compile(rf"\s*[*_(\[]?{phrases.SENT_FROM}[^\n]{{0,80}}$", re.IGNORECASE)
CLOSING = re.compile(
    rf"\s*{phrases.CLOSING}\b[^\w\n]{{0,5}}(?:(?:van|from|von)?\s*[\w.' -]{{1,40}})?[\s,.!]{{0,4}}$", re.IGNORECASE
)
CLOSING_LINES = 14
MOST_PARAGRAPHS = 6
SHORT = 72
CARD = 100
"""Characters of a line of a visiting card at most."""
DISCLAIMER = re.compile(phrases.LEGAL, re.IGNORECASE)
SENTENCE = re.compile(r"[.!?]\s")


def mark_added(lines: Lines) -> None:
    """Mark what was added below what the writer says."""
    _mark_noise(lines)
    _mark_footer(lines)
    _mark_phone(lines)
    _mark_disclaimer(lines)
    _mark_signature(lines)
    _mark_closing(lines)
    _mark_card(lines)


def _mark_noise(lines: Lines) -> None:
    scrubbing = False
    for at, line in enumerate(lines.texts):
        if SCRUBBED.match(line):
            scrubbing = True
            lines.left_out(at)
        elif (scrubbing and SCRUB_FIELD.match(line)) or NOISE.match(line) or SYNDICATED.match(line[:500]):
            lines.left_out(at)
        elif line.strip():
            scrubbing = False


def _mark_footer(lines: Lines) -> None:
    """What a list adds: from a rule of underscores with words of a list behind it, or its sentence about members."""
    for at in range(len(lines) - 1, max(-1, len(lines) - 40), -1):
        line = lines.texts[at]
        after = [text for text in lines.texts[at + 1 : at + 8] if text.strip()] if UNDERSCORES.match(line) else []
        footer = len(lines) - at <= 12 and any(LIST_WORDS.search(text[:300]) for text in after)
        if footer or GROUPS.match(line):
            start = at - 1 if at and SIGNATURE.match(lines.texts[at - 1]) else at
            lines.drop(start, len(lines))


def _mark_phone(lines: Lines) -> None:
    last = _last(lines)
    for at in lines.own():
        text = lines.texts[at]
        alone = at in (0, last) or not lines.texts[at - 1].strip() or not lines.mine[at - 1]
        if len(text) <= 120 and alone and SENT_FROM.match(text):
            lines.mine[at] = False


def _mark_disclaimer(lines: Lines) -> None:
    """The last paragraphs that speak as a lawyer does."""
    for _ in range(MOST_PARAGRAPHS):
        start, stop = _last_paragraph(lines)
        text = " ".join(lines.texts[start:stop])[:4000]
        found = {each.lower() for each in DISCLAIMER.findall(text)}
        if start <= _first(lines) or len(found) < 2:
            return
        lines.drop(start, stop)


def _mark_signature(lines: Lines) -> None:
    last = _last(lines) + 1
    for at in range(max(0, last - LONG_SIGNATURE), last):
        if lines.mine[at] and SIGNATURE.match(lines.texts[at]) and at > _first(lines):
            lines.drop(at, len(lines))
            return


def _mark_closing(lines: Lines) -> None:
    """A greeting with the name, function and addresses below it, where nobody wrote ``-- ``."""
    first, own = _first(lines), list(lines.own())[-CLOSING_LINES:]
    for place, at in enumerate(own):
        text = lines.texts[at]
        if at == first or len(text) > SHORT or not CLOSING.match(text):
            continue
        below = own[place + 1 :]
        if all(_is_card(lines.texts[each]) for each in below):
            lines.drop(at, own[-1] + 1)
            return


def _mark_card(lines: Lines) -> None:
    """The last paragraph when it is a visiting card: short lines, of which two or more say how to reach somebody."""
    start, stop = _last_paragraph(lines)
    rule = next((at for at in range(start, stop) if RULED.match(lines.texts[at])), None)
    start = start if rule is None else rule
    card = [text for text in lines.texts[start:stop] if not RULED.match(text)]
    contacts = sum(bool(CONTACT.search(text[:CARD])) for text in card[:LONG_SIGNATURE])
    enough = contacts >= (2 if rule is None else 1) and 1 < len(card) <= LONG_SIGNATURE
    if enough and start > _first(lines) and all(map(_is_card, card)):
        lines.drop(start, stop)


def _is_card(text: str) -> bool:
    """Whether a line is of a visiting card rather than something said."""
    text = text.strip()
    return (
        len(text) <= CARD
        and not (text.endswith((".", "!", "?")) and len(text.split()) > 4)
        and not SENTENCE.search(text)
    )


def _first(lines: Lines) -> int:
    return next(lines.own(), 0)


def _last(lines: Lines) -> int:
    return next((at for at in range(len(lines) - 1, -1, -1) if lines.mine[at] and lines.texts[at].strip()), -1)


def _last_paragraph(lines: Lines) -> tuple[int, int]:
    stop = _last(lines) + 1
    start = max(0, stop - 1)
    while start and lines.mine[start - 1] and lines.texts[start - 1].strip():
        start -= 1
    return start, stop
