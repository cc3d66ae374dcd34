"""The own words of the writer of a mail, without what was quoted, signed or added by the list. In Dutch and English."""

from __future__ import annotations

import re

QUOTED = re.compile(r"^\s{0,3}(?:[A-Za-z]{1,4})?>")
BARRED = re.compile(r"^\s?\|")
"""Some quote with a bar, which elsewhere is a table: it counts below an attribution only."""
ATTRIBUTION = re.compile(
    r"^\s*(?:(?:on|op|am|le|at)\b.{3,300}\b(?:wrote|writes|schreef|schrieb|écrit|said)\b.{0,120}:?"
    r"|.{2,200}\b(?:wrote|writes|schreef|schrieb)\s*:?"
    r"|quoting\b.{2,200}:|(?:citeren|zitat)\b.{2,200}:|.{0,40}<[^<>\s]+@[^<>\s]+>.{0,40}:)\s*$",
    re.IGNORECASE | re.DOTALL,
)
ORIGINAL = re.compile(
    r"^\s*[-_]{2,}\s*(?:original message|forwarded message|oorspronkelijk bericht|doorgestuurd bericht"
    r"|ursprüngliche nachricht|message original)\s*[-_]*\s*$",
    re.IGNORECASE,
)
FROM_LINE = re.compile(r"^\s*\*?(?:from|van|von|de)\s?\*?:\*?\s*\S", re.IGNORECASE)
HEADER_LINE = re.compile(
    r"^\s*\*?(?:sent|date|to|cc|subject|reply-to|verzonden|datum|aan|onderwerp|gesendet|an|betreff)\s?\*?:\*?\s*\S",
    re.IGNORECASE,
)
UNDERSCORES = re.compile(r"^\s*_{10,}\s*$")
LIST_WORDS = re.compile(r"mailing list|mailinglijst|mailman/listinfo|unsubscribe|afmelden|listinfo", re.IGNORECASE)
SCRUBBED = re.compile(r"^(?:An embedded|A non-text attachment|An HTML attachment)\b.*\bscrubbed\.\.\.\s*$")
SCRUB_FIELD = re.compile(r"^(?:Name|Type|Size|Desc|URL|Url)\s?:")
NOISE = re.compile(r"^\s*(?:\[\[alternative HTML version deleted\]\]|-{6,} next part -{6,})\s*$")
SIGNATURE = re.compile(r"^--\s?$")
SIGNATURE_LINES = 15
ATTRIBUTION_LINES = 4


def own_words(text: str, reply: bool = True) -> str:
    """The mail without quotes, attributions, signature and list footers.

    In a message that is not a reply, lines with ``>`` stay unless somebody is said to have written them: there they are
    prompts of a console. When nothing is left, the whole text is.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    body = _without_signature(_without_footer(_without_noise(_before_original(lines))))
    kept = _without_quotes(body, reply)
    return _joined(kept) or _joined(body) or _joined(lines)


def _joined(lines: list[str]) -> str:
    text = "\n".join(line.rstrip() for line in lines)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def _before_original(lines: list[str]) -> list[str]:
    """Everything before a copied message, which mail programs put below the answer."""
    for index, line in enumerate(lines):
        copied = ORIGINAL.match(line) or (
            FROM_LINE.match(line) and sum(bool(HEADER_LINE.match(next_)) for next_ in lines[index + 1 : index + 6]) >= 2
        )
        if copied and any(before.strip() and not UNDERSCORES.match(before) for before in lines[:index]):
            return lines[:index]
    return lines


def _without_noise(lines: list[str]) -> list[str]:
    kept: list[str] = []
    scrubbing = False
    for line in lines:
        if SCRUBBED.match(line):
            scrubbing = True
        elif scrubbing and SCRUB_FIELD.match(line):
            continue
        elif not NOISE.match(line):
            scrubbing = False
            kept.append(line)
    return kept


def _without_footer(lines: list[str]) -> list[str]:
    """Cut at the last rule of underscores that is followed by words of a mailing list."""
    for index in range(len(lines) - 1, -1, -1):
        if UNDERSCORES.match(lines[index]):
            after = [line for line in lines[index + 1 : index + 8] if line.strip()]
            if after and len(lines) - index <= 12 and any(LIST_WORDS.search(line) for line in after):
                return lines[:index]
    return lines


def _without_signature(lines: list[str]) -> list[str]:
    last = max((index for index, line in enumerate(lines) if line.strip()), default=-1) + 1
    for index in range(max(0, last - SIGNATURE_LINES), last):
        if SIGNATURE.match(lines[index]) and any(line.strip() for line in lines[:index]):
            return lines[:index]
    return lines


def _without_quotes(lines: list[str], reply: bool) -> list[str]:
    if not reply and not any(_is_attribution(lines, index) for index, line in enumerate(lines) if QUOTED.match(line)):
        return lines
    barred = any(_is_attribution(lines, index) for index, line in enumerate(lines) if BARRED.match(line))
    kept: list[str] = []
    for line in lines:
        if QUOTED.match(line) or (barred and BARRED.match(line)):
            _drop_attribution(kept)
            if kept and kept[-1].strip():
                kept.append("")
        else:
            kept.append(line)
    return kept


def _is_attribution(lines: list[str], index: int) -> bool:
    """Whether somebody's "wrote:" is above the quoted line at this index."""
    before = lines[max(0, index - ATTRIBUTION_LINES - 1) : index]
    length = len(before)
    _drop_attribution(before)
    return len(before) < length


def _drop_attribution(kept: list[str]) -> None:
    """Remove "On ... X wrote:" from the end, also where it was wrapped over some lines."""
    end = len(kept)
    while end and not kept[end - 1].strip():
        end -= 1
    for count in range(1, ATTRIBUTION_LINES + 1):
        start = end - count
        if start < 0 or not kept[start].strip():
            return
        if QUOTED.match(kept[start]):
            return
        if ATTRIBUTION.match(" ".join(line.strip() for line in kept[start:end])):
            wrapped = start and count == 1 and not re.match(r"\s*(?:on|op)\b", kept[start], re.IGNORECASE)
            if wrapped and re.match(r"\s*(?:on|op)\b.{3,}", kept[start - 1], re.IGNORECASE):
                start -= 1
            del kept[start:]
            return
