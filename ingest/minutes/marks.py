"""Lines of a text with headings, points and tables of any make as Markdown writes them.

Minutes are written in Markdown and in what is put around it: shortcodes of Hugo, components of MDX, admonitions, HTML,
wikitext, AsciiDoc, Textile, definition lists. A heading that stands in bold only is of the lowest level.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

BOLD = "######"
"""The level of a line in bold; headings of Markdown have at most six signs, and a seventh is none of theirs."""
END = f"{BOLD} -"
"""A heading that says nothing: what stood under the one above it ends here."""
_SHORTCODE = re.compile(r"^\s*\{\{[<%]\s*+(/?)\s*+[\w-][\w/-]*+([^{}<>%]*+)[%>]\}\}\s*(.*)$")
_COMPONENT = re.compile(r"^\s*<(/?)([A-Za-z][\w.-]*)((?:\s[^<>]*)?)>\s*(.*)$")
_TITLE = re.compile(
    r"\b(?:title|titel|label|name|naam|heading|header|summary|caption|kop)\s*=\s*[\"'“”]([^\"'“”]*)[\"'“”]",
    re.IGNORECASE,
)
_QUOTED = re.compile(r"[\"“]([^\"“”]*)[\"”]")
_INNER = re.compile(
    r"<(?:h[1-6]|summary|dt|th|caption|legend)\b[^<>]*>([^<>]*(?:<(?:b|strong|em|i|u|span)\b[^<>]*>[^<>]*)?)", re.I
)
_TAG = re.compile(r"</?[A-Za-z][\w-]*(?:\s[^<>]*)?/?>")
_BREAK = re.compile(r"<(?:br|/p|/div)\b[^<>]*>", re.IGNORECASE)
_POINT = re.compile(r"<(?:li|dd)\b[^<>]*>", re.IGNORECASE)
_ADMONITION = re.compile(
    r"^\s*(?:>\s*\[!\w+\][+-]?|:{3,}\s*\{?[\w-]+\}?|[!?]{3}\+?\s+[\w-]+|\.\.\s+(?:topic|rubric|admonition|sidebar)::|`{3,}\{[\w-]+\})"
    r"\s*\[?\"?([^\"\[\]]*)\"?\]?\s*$"
)
_FENCE_END = re.compile(r"^\s*(?::{3,}|`{3,})\s*$")
_WIKI = re.compile(r"^\s*(={1,6})\s*([^=\s](?:[^=]*[^=\s])?)\s*=*\s*$")
_TEXTILE = re.compile(r"^\s*h([1-6])\.\s+(\S.*)$")
_BOLD = re.compile(r"^\s{0,3}(?:[^\w\s*_]{1,3}\s+)?(?:\*\*\*?|__|''')([^*_']+)(?:\*\*\*?|__|''')[\s:]*$")
_BLOCK = re.compile(r"^\.([A-Z][\w ]{2,40})$")
_CELL = re.compile(r"^\s*([!|])(?![-}+])(.*)$")
_SET_IN = re.compile(r"^\s*(?:[!?]{3}|\.\.\s)")
_TERM = re.compile(r"^\s{0,3};\s*([^:]{2,60}?)\s*(?::\s*(\S.*))?$")
_FIELD = re.compile(r"^\s{0,3}:([^\W\d_][^:]{0,40}):\s+(\S.*)$")
_DEFINED = re.compile(r"^\s{0,3}:\s*([^\s:].*)$")
_SEPARATOR = re.compile(r"^[\s:|+-]+$")
_UNDERLINE = re.compile(r"^\s{0,3}(={3,}|-{3,}|~{3,}|\^{3,}|\"{3,})\s*$")


def marked(text: str) -> list[str]:
    """The lines of a text with the marks of Markdown."""
    lines = _tables(_ended(text.replace("\r\n", "\n").split("\n")))
    return _defined(_underlined([piece for line in lines for piece in _line(line)]))


def _ended(lines: list[str]) -> list[str]:
    """The lines with an end behind each callout (its lines are quoted) and each admonition (they are set in)."""
    found: list[str] = []
    inside = ""
    for line in lines:
        quoted = inside == ">" and line.lstrip().startswith(">")
        if inside and not quoted and (inside == ">" or (line.strip() and not line[0].isspace())):
            found.append(END)
            inside = ""
        if _ADMONITION.match(line):
            inside = ">" if line.lstrip().startswith(">") else " " if _SET_IN.match(line) else ""
            found.append(line)
        else:
            found.append(line.lstrip()[1:].removeprefix(" ") if inside == ">" else line)
    return found


def _tables(lines: list[str]) -> list[str]:
    """The lines with a table of wikitext as one of Markdown."""
    found: list[str] = []
    row: list[str] | None = None
    for line in lines:
        start = line.lstrip()[:2]
        if start == "{|":
            row = []
        elif row is not None and start in ("|-", "|}"):
            found += _row(row)
            row = [] if start == "|-" else None
        elif row is not None and (cell := _CELL.match(line)):
            row += [f"{cell[1]}{each.strip()}" for each in re.split(r"\|\||!!", cell[2])]
        else:
            found.append(line)
    return found


def _row(cells: list[str]) -> list[str]:
    """One row of a table, with the line below it that makes it the head when all of its cells are."""
    if not cells:
        return []
    line = f"| {' | '.join(cell[1:] for cell in cells)} |"
    return [line, "|---" * len(cells) + "|"] if len(cells) > 1 and all(cell[0] == "!" for cell in cells) else [line]


def is_separator(line: str) -> bool:
    """Whether this line stands between the head of a table and its rows."""
    return "|" in line and "--" in line and bool(_SEPARATOR.match(line))


def cells_of(row: str) -> list[str]:
    """The cells of a row of a table, without their emphasis."""
    return [cell.strip(" *_") for cell in row.strip().strip("|").split("|")]


def column_below(lines: Sequence[str], start: int, at: int) -> Iterator[str]:
    """The cells of one column of a table, below its head and the line under that."""
    for row in lines[start + 2 :]:
        if not row.lstrip().startswith("|"):
            return
        parts = row.strip().strip("|").split("|")
        if at < len(parts):
            yield parts[at]


def level_of(line: str) -> int:
    """The level of a heading, 7 for one in bold; 0 for what is none."""
    signs = len(line) - len(line.lstrip("#"))
    if not 1 <= signs <= 6 or not line[signs : signs + 1].isspace():
        return 0
    return 7 if signs == len(BOLD) else signs


def _line(line: str) -> list[str]:
    """One line, or those of which it consists."""
    for pattern in (_SHORTCODE, _COMPONENT):
        match = pattern.match(line)
        if match and (opened := _opened(pattern, match)) is not None:
            return [opened, *(_line(match[match.lastindex or 0]) if match[match.lastindex or 0].strip() else [])]
    return _html(line) if "<" in line else [_heading(line)]


def _opened(pattern: re.Pattern[str], match: re.Match[str]) -> str | None:
    """The heading that a shortcode or a component makes, or the end of it; None for another tag of HTML."""
    given = match[2] if pattern is _SHORTCODE else match[3]
    if match[1]:
        own = (
            pattern is _SHORTCODE or match[2][0].isupper() or match[2].lower() in ("details", "section", "dl", "table")
        )
        return END if own else None
    title = _TITLE.search(given) or (_QUOTED.search(given) if pattern is _SHORTCODE else None)
    if title:
        return f"## {title[1].strip()}" if title[1].strip() else ""
    return "" if pattern is _SHORTCODE or match[2][0].isupper() else None


def _html(line: str) -> list[str]:
    """A line of HTML, its headings, points and breaks as lines."""
    if "|" in line:
        return [_TAG.sub("", _BREAK.sub(", ", line))]
    if _INNER.search(line):
        line = _INNER.sub(lambda match: f"\n## {_TAG.sub('', match[1]).strip()}\n", line)
    line = re.sub(r"</?(?:b|strong)\b[^<>]*>", "**", line, flags=re.IGNORECASE)
    line = _TAG.sub("", _POINT.sub("\n- ", _BREAK.sub("\n", line)))
    return [_heading(each) for each in line.split("\n")]


def _heading(line: str) -> str:
    """This line, as a heading or a field of Markdown if it is one."""
    if _FENCE_END.match(line):
        return END
    for pattern, written in _FORMS:
        found = pattern.match(line)
        if found and not _UNDERLINE.match(line):
            return written(found)
    return line


def _term(match: re.Match[str]) -> str:
    return f"{match[1]}: {match[2]}" if match[2] else f"{BOLD} {match[1]}"


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (_ADMONITION, lambda match: f"## {match[1].strip()}" if match[1].strip() else ""),
    (_WIKI, lambda match: f"{'#' * min(5, len(match[1]))} {match[2]}"),
    (_TEXTILE, lambda match: f"{'#' * min(5, int(match[1]))} {match[2]}"),
    (_BOLD, lambda match: f"{BOLD} {match[1].strip(' :')}"),
    (_BLOCK, lambda match: f"{BOLD} {match[1]}"),
    (_TERM, _term),
    (_FIELD, lambda match: f"{match[1]}: {match[2]}"),
)
"""Headings of other makes, each with how it is written in Markdown."""


def _underlined(lines: list[str]) -> list[str]:
    """The lines with a title and the line under it as one heading."""
    found: list[str] = []
    for number, line in enumerate(lines):
        title = lines[number - 1].strip() if number else ""
        fits = title and not title.startswith(("#", "-", "*", "|", ">")) and len(title) < 80 and "|" not in line
        under = _UNDERLINE.match(line)
        if under and fits and found and found[-1] == lines[number - 1]:
            found[-1] = f"{'#' if under[1][0] == '=' else '##'} {title}"
        else:
            found.append(line)
    return found


def _defined(lines: list[str]) -> list[str]:
    """The lines with definitions (``Term`` and below it ``: what it is``) as a heading with points."""
    found: list[str] = []
    for number, line in enumerate(lines):
        match = _DEFINED.match(line)
        before = lines[number - 1].strip() if match and number else ""
        if match and before:
            if found[-1] == lines[number - 1] and not level_of(before):
                found[-1] = f"{BOLD} {before}"
            found.append(f"- {match[1]}")
        else:
            found.append(line)
    return found
