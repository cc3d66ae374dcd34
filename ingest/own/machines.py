"""What programs print and people paste: stack traces, and the armour of signed or encrypted mail."""

from __future__ import annotations

import re

from ingest.own.lines import Lines

TRACEBACK = re.compile(
    r"\s*(?:Traceback \(most recent call last\):|goroutine \d+ \[[^\]\n]{1,60}\]:|thread '[^'\n]{1,80}' panicked at)"
)
FRAME = re.compile(
    r"\s*(?:at [\w.$<>/\[\]`~ ]{1,200}\([^()\n]{0,200}\)(?: in [^\n]{1,200})?\s*$"
    r"|at (?:async )?[^\s()]{1,200}:\d+:\d+\)?\s*$"
    r"|at [^\s()]{1,120} \([^\s()]{1,200}:\d+(?::\d+)?\)"
    r'|File "[^"\n]{1,300}", line \d+|\.\.\. \d+ (?:more|common frames omitted)'
    r"|Caused by: [\w.$]{3,200}|#\d+\s+0x[0-9a-f]{4,})"
)
RAISED = re.compile(
    r"\s*(?:Exception in thread [^\n]{1,80}|(?:[\w$]+\.){1,20}[\w$]*(?:Exception|Error|Failure|Violation)\b)"
)
BEGIN = re.compile(r"-----BEGIN (PGP [A-Z ]{3,40}|[A-Z ]{3,40}KEY|CERTIFICATE)-----\s*$")
HASH = re.compile(r"(?:Hash|Charset|Version|Comment|NotDashEscaped): ?")
MOST_FIELDS = 6


def mark_machines(lines: Lines) -> None:
    """Mark stack traces and armour."""
    if not any(
        "-----BEGIN" in text or "at " in text or "raceback" in text or "goroutine" in text or "panicked" in text
        for text in lines.texts
    ):
        return
    _mark_armour(lines)
    _mark_traces(lines)


def _mark_armour(lines: Lines) -> None:
    at = 0
    while at < len(lines):
        found = BEGIN.match(lines.texts[at])
        if not found:
            at += 1
            continue
        stop = _end(lines, at, found[1].strip())
        lines.drop(at, stop)
        at = stop


def _end(lines: Lines, at: int, kind: str) -> int:
    """Where armour ends: of a signed text its few fields, else its last line or a blank line that closes it."""
    if kind == "PGP SIGNED MESSAGE":
        stop = at + 1
        while stop < min(len(lines), at + MOST_FIELDS) and HASH.match(lines.texts[stop]):
            stop += 1
        return stop
    last = f"-----END {kind}-----"
    return next((each + 1 for each in range(at, len(lines)) if lines.texts[each].startswith(last)), len(lines))


def _mark_traces(lines: Lines) -> None:
    for at, text in enumerate(lines.texts):
        if TRACEBACK.match(text):
            stop = at
            while stop < len(lines) and lines.texts[stop].strip() and stop - at < 400:
                stop += 1
            lines.drop(at, stop)
        elif FRAME.match(text[:600]):
            lines.mine[at] = False
            if at and RAISED.match(lines.texts[at - 1][:400]):
                lines.mine[at - 1] = False
