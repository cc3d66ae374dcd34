"""Copied messages: what mail programs put below an answer, under a divider or under the headers of the copy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import getaddresses
from itertools import islice

from graph.names import full_name
from ingest.own import phrases
from ingest.own.lines import Lines
from ingest.own.quotes import ADDRESS, LONGEST, OPENER, VERB, WHEN

FIELD = re.compile(
    r"[\s*>|]{0,8}(?:"
    + "|".join(f"(?P<{name}>{words})" for name, words in phrases.FIELDS.items())
    + r")\s?\*{0,2}\s?[:：]\*{0,2}(?=\s|$)(.{0,500})",
    re.IGNORECASE,
)
FORWARD_DIVIDER = re.compile(rf"\s*[-_=]{{2,60}}\s*{phrases.FORWARDED}[^\n]{{0,80}}$", re.IGNORECASE)
DIVIDER = re.compile(rf"\s*[-_=]{{2,60}}\s*(?:{phrases.ORIGINAL}|{phrases.FORWARDED})[^\n]{{0,80}}$", re.IGNORECASE)
BEGIN = re.compile(rf"\s*{phrases.BEGIN_FORWARDED}\s*:\s*$", re.IGNORECASE)
ARROWS = re.compile(r">>> ?[^\n>]{2,120}(?:<[^\n<>]{1,100}>)?[^\n<>]{0,60}\d{1,2}[:.]\d\d[^\n<>]{0,12}>>>\s*$")
"""How GroupWise begins a copy: ``>>> Anna Vos <anna@...> 2-11-2026 10:00 >>>``."""
BOX = re.compile(r"\s{0,4}\|-[-+]{10,120}>\s*$")
"""How older versions of Notes draw a box around who wrote."""
END = re.compile(rf"\s*[-_=]{{2,60}}\s*{phrases.END_OF}[^\n]{{0,120}}?[-_=]{{2,60}}\s*$", re.IGNORECASE)
MOST_COPIES = 50
RULES = "-_=*"
OF = re.compile(phrases.MESSAGE_OF, re.IGNORECASE)
MOMENT = re.compile(
    r"\d{1,4}[-/.]\d{1,2}[-/.]\d{2,4},?\s{1,3}\d{1,2}[:.]\d\d(?:[:.]\d\d)?(?:\s[AP]M)?(?:\s[A-Z]{2,4})?", re.IGNORECASE
)
LABEL = re.compile(
    rf"(?:(?P<to>{phrases.FIELDS['to']})|(?P<subject>{phrases.FIELDS['subject']}))\s{{0,4}}(?:$|[:：\t])", re.IGNORECASE
)
MOST_ABOVE = 3
MOST_PLACES = 5
LONGEST_NAME = 100
RULE = re.compile(r"\s*[_-]{5,}\s*$")
FIELDS_WITHIN = 9
REPOST = re.compile(r"\s{0,20}(?:RT|MT)\s{1,3}@[\w.-]{1,60}(?:@[\w.-]{1,80})?\s?:")
"""The words of somebody else, passed on by hand or by Twitter."""


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A message in another one: whose it is, when it was sent as written, its subject, and its text.

    `said` is what stands around it.
    """

    name: str | None
    email: str | None
    sent: str
    subject: str
    said: str
    text: str


def mark_copied(lines: Lines) -> None:
    """Mark every copied message: to the line that says where it ends, else to the end of the text."""
    start = 0
    for _ in range(MOST_COPIES):
        at = copy_at(lines.texts[start:])
        if at is None:
            break
        stop = _end_of(lines.texts, start + at)
        lines.drop(start + at, stop)
        start = stop
    for at in range(start, len(lines)):
        if END.match(lines.texts[at]):
            lines.mine[at] = False


def _end_of(texts: list[str], start: int) -> int:
    """The line behind a copied message: behind the one that closes its divider, if it has one of a make that does."""
    opening = next((at for at in range(start, len(texts)) if texts[at].strip() and not RULE.match(texts[at])), start)
    depth = 0
    for at in range(opening, len(texts)):
        text = texts[at]
        if _may_be_closed(text):
            depth += 1
        elif depth and END.match(text):
            depth -= 1
        if not depth:
            return at + 1 if at > opening else len(texts)
    return len(texts)


def _may_be_closed(text: str) -> bool:
    return bool(FORWARD_DIVIDER.match(text)) or (
        is_ruled_saying(text) and OF.match(text.strip().strip(RULES).strip()) is not None
    )


def copy_at(texts: list[str]) -> int | None:
    """The line at which a copied message begins, with the rule above it."""
    found = (
        at
        for at, text in enumerate(texts)
        if DIVIDER.match(text)
        or BEGIN.match(text)
        or REPOST.match(text)
        or _is_arrows(texts, at)
        or (is_ruled_saying(text) and not _is_marked_below(texts, at))
        or BOX.match(text)
        or (_field(text, "from") and _is_head(texts, at))
        or _is_whole_head(texts, at)
    )
    start = next(found, None)
    bare = next((at for at in range(len(texts) if start is None else start) if _is_bare_head(texts, at)), None)
    start = start if bare is None else _above(texts, bare)
    while start and (not texts[start - 1].strip() or RULE.match(texts[start - 1])):
        start -= 1
    return start


def is_ruled_saying(text: str) -> bool:
    """Whether a line between two rules says whose message follows: "-----Anna Vos/Acme wrote: -----"."""
    text = text.strip()
    if len(text) > LONGEST or not text.startswith(tuple(each * 3 for each in RULES)) or text[-3:].strip(RULES):
        return False
    said = text.strip(RULES).strip()
    told = said.endswith(":") or WHEN.search(said) or ADDRESS.search(said)
    return bool(told and VERB.search(said)) or bool(OF.match(said) and "@" in said)


def _is_marked_below(texts: list[str], at: int) -> bool:
    """Whether what follows is quoted line by line: own words may stand below it."""
    below = next((text for text in texts[at + 1 : at + FIELDS_WITHIN] if text.strip()), "")
    return below.lstrip().startswith(">")


def _is_whole_head(texts: list[str], at: int) -> bool:
    """Whether all headers of a copied message stand here, in an order of their own: when or to whom comes first."""
    if (
        texts[at].lstrip().startswith(">")
        or not (_field(texts[at], "sent") or _field(texts[at], "to"))
        or (at and _field(texts[at - 1], "from"))
    ):
        return False
    names: dict[str, str] = {}
    for text in texts[at : at + FIELDS_WITHIN]:
        found = FIELD.match(text) if ":" in text or "：" in text else None
        if not found:
            break
        name = next(name for name in phrases.FIELDS if found[name] is not None)
        names.setdefault(name, (found[found.lastindex or 0] or "").strip())
    return {"from", "sent", "to", "subject"} <= names.keys() and bool(WHEN.search(names["sent"][:LONGEST]))


def _is_bare_head(texts: list[str], at: int) -> bool:
    """Whether a line is the moment of a message that Notes copied: then to whom and about what, also without colons."""
    if not MOMENT.fullmatch(texts[at].strip()[:LONGEST]) or not at or not texts[at - 1].strip():
        return False
    names = set()
    for text in texts[at + 1 : at + 2 * FIELDS_WITHIN]:
        found = LABEL.match(text.strip()[:LONGEST])
        if found:
            names.add("to" if found["to"] else "subject")
    return names == {"to", "subject"}


def _above(texts: list[str], at: int) -> int:
    """The first of at most three lines above this one that say who wrote."""
    start = at
    while start and at - start < MOST_ABOVE and texts[start - 1].strip() and len(texts[start - 1]) <= LONGEST_NAME:
        start -= 1
    return start


def _is_arrows(texts: list[str], at: int) -> bool:
    text = texts[at]
    said = text.startswith(">>>") and text.rstrip().endswith(":") and OPENER.match(text[3:].strip()[:LONGEST])
    arrows = ARROWS.match(text) or (said and VERB.search(text[:LONGEST]) and WHEN.search(text[:LONGEST]))
    return bool(arrows) and not (at and texts[at - 1].lstrip().startswith(">"))


def _field(text: str, name: str) -> str | None:
    found = FIELD.match(text) if ":" in text or "：" in text else None
    return None if found is None or found[name] is None else (found[found.lastindex or 0] or "").strip(" *\t")


def _is_head(texts: list[str], at: int) -> bool:
    """Whether a copied message has its headers here: of the next lines two say when, to whom or about what."""
    names = set()
    for text in texts[at + 1 : at + FIELDS_WITHIN]:
        found = FIELD.match(text) if ":" in text or "：" in text else None
        if found:
            names |= {name for name in phrases.FIELDS if found[name] is not None}
    return len(names & {"sent", "to", "subject"}) >= 2 and "sent" in names


def forwarded_in(text: str, headed: bool = False) -> Forwarded | None:
    """The message that this one passes on, when it says so and whose it is; None when it is no forward.

    `headed`: the headers of a copy are enough, wherever they are.
    """
    texts = text.replace("\r\n", "\n").split("\n")
    at = next((at for at, line in enumerate(texts) if FORWARD_DIVIDER.match(line) or BEGIN.match(line)), None)
    if at is not None:
        return _read(texts, at)
    said = (at for at, line in enumerate(texts) if line.strip())
    for first in said if headed else islice(said, 1):
        if _field(texts[first], "from") and _is_head(texts, first):
            return _read(texts, first - 1)
    return None


def _read(texts: list[str], divider: int) -> Forwarded | None:
    """The forwarded message below its divider: lines of headers up to the first blank one behind them."""
    fields: dict[str, str] = {}
    last, at = "", divider + 1
    for at in range(divider + 1, len(texts)):
        text = texts[at]
        found = FIELD.match(text) if ":" in text or "：" in text else None
        if found:
            last = next(name for name in phrases.FIELDS if found[name] is not None)
            fields.setdefault(last, (found[found.lastindex or 0] or "").strip(" *\t"))
        elif text.strip() and last and text[:1] in " \t":
            continue
        elif text.strip() or (len(fields) > 1 and "from" in fields):
            break
        if at > divider + 2 * FIELDS_WITHIN:
            break
    if "from" not in fields or len(fields) < 2:
        return None
    name, email = _person(fields["from"])
    if name is None and email is None:
        return None
    stop = len(texts) if divider < 0 else _end_of(texts, divider)
    text = _unquoted(texts[at : stop - 1 if END.match(texts[stop - 1]) else stop])
    said = "\n".join([*texts[: max(divider, 0)], *texts[stop:]])
    return Forwarded(name, email, fields.get("sent", ""), fields.get("subject", ""), said, text)


def _unquoted(texts: list[str]) -> str:
    """The text of a forwarded message, without the marks of a program that quotes all of it."""
    if all(each.startswith(">") for each in texts if each.strip()):
        texts = [each.removeprefix(">").removeprefix(" ") for each in texts]
    return "\n".join(texts).strip("\n")


def _without_place(value: str) -> str:
    """The name alone of somebody whom Notes names with a place in its tree: "CN=Ada Vos/O=Acme@ACME"."""
    name, *places = value.removeprefix("CN=").strip().split("/")
    several = (
        not places
        or len(places) > MOST_PLACES
        or "<" in value
        or any(full_name(each) for each in places if "=" not in each)
    )
    return value if several or full_name(name) is None else name


def _person(value: str) -> tuple[str | None, str | None]:
    value = value.replace("mailto:", "").replace("[", "<").replace("]", ">")
    value = _without_place(value)
    found = [(name, address) for name, address in getaddresses([value]) if name or "@" in address]
    if not found:
        return (" ".join(value.split()) or None), None
    name, address = found[0]
    return (name.strip(" \"'") or None), (address.lower() if "@" in address else None)
