"""Copied messages: what mail programs put below an answer, under a divider or under the headers of the copy."""

from __future__ import annotations

import re
from dataclasses import dataclass
from email.utils import getaddresses
from itertools import islice

from ingest.own import phrases
from ingest.own.lines import Lines

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
RULE = re.compile(r"\s*[_-]{5,}\s*$")
FIELDS_WITHIN = 9
REPOST = re.compile(r"\s{0,20}(?:RT|MT)\s{1,3}@[\w.-]{1,60}(?:@[\w.-]{1,80})?\s?:")
"""The words of somebody else, passed on by hand or by Twitter."""


@dataclass(frozen=True, slots=True)
class Forwarded:
    """A message in another one: whose it is, when it was sent as written, its subject, and its text."""

    name: str | None
    email: str | None
    sent: str
    subject: str
    before: str
    text: str


def mark_copied(lines: Lines) -> None:
    """Mark everything from the first copied message on."""
    at = copy_at(lines.texts)
    if at is not None:
        lines.drop(at, len(lines))


def copy_at(texts: list[str]) -> int | None:
    """The line at which a copied message begins, with the rule above it."""
    found = (
        at
        for at, text in enumerate(texts)
        if DIVIDER.match(text)
        or BEGIN.match(text)
        or REPOST.match(text)
        or _is_arrows(texts, at)
        or (_field(text, "from") and _is_head(texts, at))
    )
    start = next(found, None)
    while start and (not texts[start - 1].strip() or RULE.match(texts[start - 1])):
        start -= 1
    return start


def _is_arrows(texts: list[str], at: int) -> bool:
    return bool(ARROWS.match(texts[at])) and not (at and texts[at - 1].lstrip().startswith(">"))


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
    before = "\n".join(texts[: max(divider, 0)])
    return Forwarded(
        name, email, fields.get("sent", ""), fields.get("subject", ""), before, "\n".join(texts[at:]).strip("\n")
    )


def _person(value: str) -> tuple[str | None, str | None]:
    value = value.replace("mailto:", "").replace("[", "<").replace("]", ">")
    found = [(name, address) for name, address in getaddresses([value]) if name or "@" in address]
    if not found:
        return (" ".join(value.split()) or None), None
    name, address = found[0]
    return (name.strip(" \"'") or None), (address.lower() if "@" in address else None)
