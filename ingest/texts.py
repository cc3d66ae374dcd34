"""Texts as a store can keep them, and the short forms of them that are shown."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from graph.facts import Seconds


def day_of(at: Seconds) -> str:
    """The day, as 2099-01-31; the number itself when no calendar goes that far."""
    try:
        return datetime.fromtimestamp(at, UTC).date().isoformat()
    except (ValueError, OverflowError, OSError):
        return f"{at:.3g}" if abs(at) < 1e300 else "∞"


def first_line(text: str) -> str:
    """The title of a text without one: its first line, cut at a word."""
    line = text.lstrip()[:400].partition("\n")[0].strip()
    return line if len(line) <= 80 else line[:80].rpartition(" ")[0] + " …"


def clean(text: str) -> str:
    """The text without what no store can keep: NUL characters and halves of surrogate pairs."""
    if "\0" in text:
        text = text.replace("\0", " ")
    if text.isascii():
        return text
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return text.encode("utf-8", "replace").decode("utf-8")
    return text


def redacted(params: Mapping[str, str]) -> dict[str, str]:
    """Parameters of a Problem, short enough to keep."""
    return {name: clean(str(value))[:300] for name, value in params.items()}
