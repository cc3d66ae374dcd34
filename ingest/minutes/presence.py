"""Marks in a list of people that say who was present: boxes, crossings out, asides, columns."""

from __future__ import annotations

import re
from collections.abc import Sequence

ABSENT_SIGN = "\x7f"
"""Sign behind the name of somebody who was absent, while a text is read."""
_POINT = r"^([^\S\n]*(?:[-*+•]|\d{1,2}[.)])\s+)"
_TICKED = r"(?:\[[xXvV✓✔]\]|[☑☒✅✓✔])\ufe0f?"
_OPEN = r"(?:\[[ _]?\](?![(\[])|[☐⬜❌✗✘✖])\ufe0f?"
_THERE = re.compile(rf"{_POINT}{_TICKED}\s*")
_NOT_THERE = re.compile(rf"{_POINT}(?:{_OPEN}|~~[^~]*~~\s*$)")
_BOX = re.compile(rf"(?:{_POINT}|\|\s*)(?:{_TICKED}|{_OPEN})", re.MULTILINE)
_STRUCK = re.compile(r"~~[^~\n]*~~")
_AWAY = (
    r"(?:afwezig|afgemeld|verhinderd|niet aanwezig|met kennisgeving|ziek|absent|regrets|apologies|excused|"
    r"not present|unable to attend|could not attend|sick)"
)
_ASIDE = re.compile(rf"\(\s*{_AWAY}\b[^()]*\)?|\s[-–—:]+\s*{_AWAY}\b\W*$", re.IGNORECASE | re.MULTILINE)
_COLUMN_OF_PRESENT = re.compile(
    r"^\W*(?:aanw(?:ezig)?|present|attended|attendance|aanwezigheid|status|erbij|anwesend|teilgenommen|pr[ée]sente?s?)\W*$",
    re.IGNORECASE,
)
_COLUMN_OF_ABSENT = re.compile(
    rf"^\W*(?:{_AWAY}|afw|abwesend|entschuldigt|verhindert|excus[ée]e?s?)\b[\w .]{{0,30}}\W*$", re.IGNORECASE
)
_YES = frozenset(("x", "v", "✓", "✔", "✅", "☑", "☒", "ja", "j", "yes", "y", "1", "true", "p", "[x]", "[v]")) | {
    "present", "aanwezig", "attended", "online", "remote", "oui", "anwesend", "présent", "présente", "+", "later",
}  # fmt: skip
_NO = frozenset(("", "-", "–", "—", "✗", "✘", "❌", "☐", "⬜", "nee", "n", "no", "0", "false", "a", "[ ]", "[]")) | {
    "absent", "afwezig", "verhinderd", "afgemeld", "regrets", "apologies", "excused", "niet aanwezig", "not present",
    "non", "nein", "abwesend", "entschuldigt", "excusé", "excusée", "absente", "ziek", "sick",
}  # fmt: skip


def has_boxes(text: str) -> bool:
    """True when this list has boxes to tick."""
    return bool(_BOX.search(text))


def unmarked(line: str) -> str | None:
    """This point of a list without its box; None when the box is open or the name is crossed out."""
    return None if _NOT_THERE.match(line) else _THERE.sub(r"\1", line)


def signed(text: str) -> str:
    """The text with a sign behind each absent name, such as ``Ada Vos (afwezig)``, without what is crossed out."""
    return _STRUCK.sub(" ", _ASIDE.sub(f" {ABSENT_SIGN}", text))


def there(cells: Sequence[Sequence[str]]) -> list[list[str]]:
    """The rows of a table without those of absent people, and without the columns that say who was there."""
    header, rows = (cells[0] if cells else ()), cells[1:]
    marks = _columns(header, rows)
    kept = [row for row in rows if not any(_is_away(row, at, present) for at, present in marks.items())]
    kept = [row for row in kept if not _open_box(row)]
    return [[cell for at, cell in enumerate(row) if at not in marks] for row in (header, *kept) if row]


def ticks(cells: Sequence[Sequence[str]]) -> set[bool]:
    """What the columns of a table tick, by its head: who was present (True), who was absent (False)."""
    return set(_columns(cells[0], cells[1:]).values()) if len(cells) > 1 else set()


def _columns(header: Sequence[str], rows: Sequence[Sequence[str]]) -> dict[int, bool]:
    """The columns with marks: True for those of who was present, False of who was absent."""
    return {at: present for at, name in enumerate(header) if (present := _says(name, at, rows)) is not None}


def _says(name: str, at: int, rows: Sequence[Sequence[str]]) -> bool | None:
    """True for a column that ticks who was present, False for who was not, None for another or an empty column."""
    words = [_word(row[at]) for row in rows if at < len(row)]
    if not set(words) <= _YES | _NO or not set(words) & (_YES | _NO - {""}):
        return None
    return True if _COLUMN_OF_PRESENT.match(name) else False if _COLUMN_OF_ABSENT.match(name) else None


def _is_away(row: Sequence[str], at: int, present: bool) -> bool:
    word = _word(row[at]) if at < len(row) else ""
    return word in (_NO if present else _YES)


def _open_box(row: Sequence[str]) -> bool:
    words = {_word(cell) for cell in row}
    return bool(words & {"[ ]", "[]", "☐", "❌", "⬜"}) and not words & {"[x]", "☑", "✅"}


def _word(cell: str) -> str:
    return cell.strip().strip("*`").replace("\ufe0f", "").lower()
