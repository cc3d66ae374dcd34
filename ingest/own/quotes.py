"""Quotes in a message, and the line above a quote that says whose words it is."""

from __future__ import annotations

import re

from ingest.own.lines import Lines
from ingest.own.phrases import SAYS

QUOTED = re.compile(r"\s{0,3}[A-Za-z]{0,4}>|\s{4,8}[A-Z]{1,4}>")
MARKED = re.compile(r"\s{0,3}(?:>\s?){1,9}")
BARRED = re.compile(r"\s?\|")
"""Some quote with a bar, which elsewhere is a table: it counts below an attribution only."""
BBCODE = re.compile(r"\[(/?)(quote|code)\b[^\[\]\n]{0,300}\]", re.IGNORECASE)
VERB = re.compile(rf"(?<!\w){SAYS}(?!\w)", re.IGNORECASE)
VERB_LAST = re.compile(r"(?<!\w)(?:wrote|writes|schreef|schrieb|escribió|escreveu|skrev)$", re.IGNORECASE)
QUOTING = re.compile(r"(?:quoting|citeren|zitat|citation de|citando)\s", re.IGNORECASE)
OPENER = re.compile(r"(?:on|op|am|le|el|il|em|den|dne|dnia|w dniu|at|in article)\s+\S", re.IGNORECASE)
ADDRESS = re.compile(r"[<\[(](?:mailto:)?[^<>\[\]()\s@]{1,80}(?:@| at | op )[^<>\[\]()]{1,100}[>\])]")
WHEN = re.compile(r"\d{1,2}:\d{2}|\b(?:19|20)\d\d\b|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}")
INITIALS = re.compile(r"\s{4,8}[A-Z]{1,4}>")
INDENTED = re.compile(r"\s{4,8}>{1,3}\s")
"""Some programs indent quotes and put initials before the mark; older ones among them then have the mark alone."""
PUSHED = re.compile(rf"[\s>]{{1,12}}{SAYS}\s?:\s*$", re.IGNORECASE)
ENDS = (".", "!", "?", ":")
WRAPPED = 60
REMAINS = 30
MARKS = "*_ \t"
LONGEST = 400
MOST_LINES = 4


def mark_quotes(lines: Lines, *, reply: bool, prefixed: bool) -> None:
    """Mark what others said, with the line that says who.

    In a message that is not a reply, lines with ``>`` stay unless somebody is said to have written them: there they are
    prompts of a console.
    """
    _mark_bbcode(lines)
    if prefixed:
        _mark_prefixed(lines, reply)
    start = None
    for at in range(len(lines)):
        if lines.said[at] and not (at and lines.said[at - 1]):
            start = at
            _mark_attribution(lines, start)
    if start is None:
        _mark_unprefixed(lines)


def _mark_bbcode(lines: Lines) -> None:
    """What stands between ``[quote]`` and ``[/quote]``, however deep; a tag that is never closed quotes nothing."""
    open_: list[int] = []
    for at, text in enumerate(lines.texts):
        if "[" not in text:
            continue
        for tag in BBCODE.finditer(text):
            if not tag[1]:
                open_.append(at)
            elif open_:
                start = open_.pop()
                if not open_:
                    lines.drop(start, at + 1)
                    lines.said[start : at + 1] = [tag[2].lower() == "quote"] * (at + 1 - start)


def _mark_prefixed(lines: Lines, reply: bool) -> None:
    quoted = [bool(QUOTED.match(text)) for text in lines.texts]
    if not reply and any(quoted):
        named = any(each and not (at and quoted[at - 1]) and _attribution(lines, at) for at, each in enumerate(quoted))
        if not named and not _is_marked_again(lines, quoted):
            quoted = [False] * len(quoted)
    barred = [bool(BARRED.match(text)) for text in lines.texts]
    if any(each and not (at and barred[at - 1]) and _attribution(lines, at) for at, each in enumerate(barred)):
        quoted = [each or bar for each, bar in zip(quoted, barred, strict=True)]
    _mark_wrapped(lines, quoted)
    for at, each in enumerate(quoted):
        if each:
            lines.mine[at], lines.said[at] = False, True


def _is_marked_again(lines: Lines, quoted: list[bool]) -> bool:
    """Whether the lines with marks hold a quote in a quote, or say themselves who wrote it: no prompt does."""
    depths = set()
    for at, each in enumerate(quoted):
        marks = MARKED.match(lines.texts[at]) if each else None
        if marks and marks[0].strip():
            depths.add(marks[0].count(">"))
            said = lines.texts[at][marks.end() :]
            if OPENER.match(said) and WHEN.search(said[:LONGEST]) and is_attribution(said):
                return True
    return {1, 2} <= depths


def _mark_wrapped(lines: Lines, quoted: list[bool]) -> None:
    """The ends of quoted lines that a program wrapped without their marks, between two that have them."""
    initials = any(INITIALS.match(text) for text in lines.texts)
    for at in range(1, len(lines)):
        text = lines.texts[at]
        if initials and INDENTED.match(text):
            quoted[at] = True
        elif not quoted[at] and quoted[at - 1] and quoted[at + 1 : at + 2] == [True]:
            above = lines.texts[at - 1].rstrip()
            unended = len(above) >= WRAPPED and not above.endswith(ENDS)
            quoted[at] = unended and text[:1].islower() and len(text) <= REMAINS


def _mark_attribution(lines: Lines, below: int) -> None:
    found = _attribution(lines, below)
    above = lines.texts[below - 1] if below else ""
    if found is not None:
        lines.drop(*found)
    elif PUSHED.match(lines.texts[below]) and OPENER.match(above) and WHEN.search(above[:LONGEST]):
        lines.mine[below - 1] = False


def _attribution(lines: Lines, below: int) -> tuple[int, int] | None:
    """The lines right above this one that say "On ... X wrote:", also where they were wrapped."""
    end = below
    while end and not lines.texts[end - 1].strip():
        end -= 1
    for count in range(1, MOST_LINES + 1):
        start = end - count
        if start < 0 or not lines.texts[start].strip() or lines.said[start] or QUOTED.match(lines.texts[start]):
            return None
        if is_attribution(" ".join(text.strip() for text in lines.texts[start:end])):
            return _from_opener(lines, start), end
    return None


def _from_opener(lines: Lines, start: int) -> int:
    """Where an attribution begins that was wrapped: at "On ..." at most a few lines above."""
    if OPENER.match(lines.texts[start].strip(MARKS)):
        return start
    for at in range(start - 1, max(-1, start - MOST_LINES), -1):
        text = lines.texts[at].strip(MARKS)
        if not text or not lines.mine[at] or text.endswith((".", "!", "?", ":")):
            return start
        if OPENER.match(text) and WHEN.search(" ".join(lines.texts[at : start + 1])[:LONGEST]):
            return at
    return start


def is_attribution(text: str) -> bool:
    """Whether this says that somebody wrote what follows."""
    text = text.strip(MARKS)
    if not text or len(text) > LONGEST:
        return False
    if not text.endswith((":", "：")):
        return bool(VERB_LAST.search(text)) and len(text) < 200
    if VERB.search(text) or QUOTING.match(text):
        return True
    return bool(ADDRESS.search(text)) or bool(OPENER.match(text) and WHEN.search(text))


def _mark_unprefixed(lines: Lines) -> None:
    """A copy without marks below "On <date>, X wrote:", as some programs make: what follows is X's."""
    before = False
    for at, text in enumerate(lines.texts):
        if not text.strip() or not lines.mine[at]:
            continue
        if before and text.rstrip(MARKS).endswith(":"):
            start = _from_opener(lines, at)
            told = " ".join(lines.texts[start : at + 1])[:LONGEST].strip(MARKS)
            if OPENER.match(told) and VERB.search(told) and WHEN.search(told) and is_attribution(told):
                lines.drop(start, len(lines))
                return
        before = True
