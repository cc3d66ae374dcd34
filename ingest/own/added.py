"""What programs and habit put below a message: signatures, "Sent from my phone", footers of lists, disclaimers."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

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
OUTSIDE = re.compile(phrases.OUTSIDE, re.IGNORECASE)
CAREFUL = re.compile(phrases.CAREFUL, re.IGNORECASE)
LONGEST_WARNING = 400
LONG_SIGNATURE = 15
LONGEST_SIGNATURE = 40
"""Lines below ``-- ``, which nothing but a signature has below it, at most."""
ADDRESS = re.compile(r"https?://\S{1,2000}")
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
PAPER = re.compile(rf"\W{{0,5}}{phrases.PAPER}", re.IGNORECASE)
LONGEST_PLEA = 250
ABOUT = re.compile(rf"\s{{0,3}}#{{0,6}}\s?{phrases.ABOUT}\s", re.IGNORECASE)
AUTHOR = re.compile(rf"\b{phrases.AUTHOR}\W{{0,3}}$", re.IGNORECASE)
LAST_LINES = 20
NAME_LINE = 8
UNWRAPPED = 120
"""Characters of a line that is a whole paragraph, at least."""
LONGEST_NAME = 200
SENTENCE = re.compile(r"(?:\w{5}\.|[!?])\s")
"""An end of a sentence within a line; a shorter word with a point is a title or an initial."""


def mark_added(lines: Lines, names: Sequence[str] = ()) -> None:
    """Mark what was added below what the writer says; `names`: who wrote it."""
    known = [frozenset(_words(name)) for name in names]
    _mark_author_box(lines, known)
    _mark_warning(lines)
    _mark_noise(lines)
    _mark_footer(lines)
    _mark_phone(lines)
    _mark_disclaimer(lines)
    signed = _mark_signature(lines)
    if not _mark_closing(lines) and not signed and not _mark_ruled_card(lines):
        _mark_card(lines, known)


def _mark_author_box(lines: Lines, names: Sequence[frozenset[str]]) -> None:
    """The box about the author below an article: its heading and the paragraph below it."""
    own = list(lines.own())
    for at, after in pairwise(own[max(1, len(own) - LAST_LINES) :]):
        if ABOUT.match(lines.texts[at]) and _is_about(lines.texts[at], lines.texts[after], names):
            stop = next((each for each in range(after, len(lines)) if not lines.texts[each].strip()), len(lines))
            lines.drop(at, after + 1 if len(lines.texts[after]) > UNWRAPPED else stop)
            return


def _is_about(heading: str, text: str, names: Sequence[frozenset[str]]) -> bool:
    """Whether the heading names the author: by name, as author, or, of an unknown one, as who the text begins with."""
    told = set(_words(heading)[1:])
    named = any(len(name) > 1 and name <= told and len(told - name) < 2 for name in names)
    begins = not names and 1 < len(told) <= NAME_LINE and told & set(_words(text)[:1])
    return bool(named or begins or AUTHOR.search(heading[:LONGEST_NAME]))


def _mark_warning(lines: Lines) -> None:
    """The first paragraph when a mail server put it there: this came from elsewhere, do not click."""
    own = list(lines.own())
    stop = next((at for at in range(own[0], len(lines)) if not lines.texts[at].strip()), len(lines)) if own else 0
    text = " ".join(lines.texts[own[0] : stop]) if own else ""
    if 0 < stop < len(lines) and len(text) <= LONGEST_WARNING and OUTSIDE.search(text) and CAREFUL.search(text):
        lines.drop(own[0], stop)


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
    """The last paragraphs that speak as a lawyer does, or ask not to be printed."""
    for _ in range(MOST_PARAGRAPHS):
        start, stop = _last_paragraph(lines)
        text = " ".join(lines.texts[start:stop])[:4000]
        found = {each.lower() for each in DISCLAIMER.findall(text)}
        plea = len(text) <= LONGEST_PLEA and PAPER.match(text)
        if start <= _first(lines) or (len(found) < 2 and not plea):
            return
        lines.drop(start, stop)


def _mark_signature(lines: Lines) -> bool:
    own = list(lines.own())
    found = None
    for below, at in enumerate(reversed(own[-LONGEST_SIGNATURE - 1 :])):
        longest = LONGEST_SIGNATURE if lines.texts[at] == "-- " else LONG_SIGNATURE
        if SIGNATURE.match(lines.texts[at]) and at > own[0] and below <= longest:
            found = at
    if found is not None:
        lines.drop(found, len(lines))
    return found is not None


def _mark_closing(lines: Lines) -> bool:
    """A greeting with the name, function and addresses below it, where nobody wrote ``-- ``."""
    first, own = _first(lines), list(lines.own())[-CLOSING_LINES:]
    for place, at in enumerate(own):
        text = lines.texts[at]
        if at == first or len(text) > SHORT or not CLOSING.match(text):
            continue
        below = own[place + 1 :]
        if all(_is_card(lines.texts[each]) for each in below):
            lines.drop(at, own[-1] + 1)
            return True
    return False


def _mark_ruled_card(lines: Lines) -> bool:
    """What follows a rule when all of it is a visiting card, whatever blank lines are between."""
    own = list(lines.own())[-LONG_SIGNATURE - 1 :]
    for place, at in enumerate(own):
        below = [lines.texts[each] for each in own[place + 1 :]]
        ruled = RULED.match(lines.texts[at]) and at > _first(lines) and len(below) > 1
        if ruled and all(map(_is_card, below)) and any(map(_says_how_to_reach, below)):
            lines.drop(at, len(lines))
            return True
    return False


def _mark_card(lines: Lines, names: Sequence[frozenset[str]]) -> None:
    """The last paragraph when it is a visiting card: short lines with ways to reach somebody or a name first."""
    start, stop = _last_paragraph(lines)
    rule = next((at for at in range(start, stop) if RULED.match(lines.texts[at])), None)
    start = start if rule is None else rule
    card = [text for text in lines.texts[start:stop] if not RULED.match(text)]
    contacts = sum(map(_says_how_to_reach, card[:LONG_SIGNATURE]))
    enough = contacts >= (2 if rule is None else 1) or (bool(card) and _is_named(card[0], names))
    if enough and 1 < len(card) <= LONG_SIGNATURE and start > _first(lines) and all(map(_is_card, card)):
        lines.drop(start, stop)


def _says_how_to_reach(text: str) -> bool:
    return bool(CONTACT.search(text[:CARD]))


def _is_named(text: str, names: Sequence[frozenset[str]]) -> bool:
    """Whether a short line holds a name of two words or more."""
    words = set(_words(text))
    return len(words) <= NAME_LINE and any(len(name) > 1 and name <= words for name in names)


def _words(text: str) -> list[str]:
    return [word.strip(".,;:()[]<>\"'").lower() for word in text[:LONGEST_NAME].split()]


def _is_card(text: str) -> bool:
    """Whether a line is of a visiting card rather than something said."""
    text = ADDRESS.sub("", text.strip())
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
