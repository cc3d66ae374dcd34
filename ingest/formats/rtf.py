"""Text of a rich text file, by striprtf; what that leaves out or should is put right before.

Text that is hidden or was deleted goes, pictures too; notes come behind the text, and page headers apart.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from striprtf.striprtf import rtf_to_text

from graph.facts import ActKind
from ingest.formats import FormatError, Limits, ParsedBody
from ingest.formats.asides import with_asides
from ingest.formats.contributors import Contributors
from ingest.formats.damaged import DAMAGED
from ingest.formats.dates import seconds_of
from ingest.formats.properties import names_of, title_of

TOKEN = re.compile(r"\\([a-z]{1,40})(-?\d{1,10})?[ ]?|\\[^a-z]|[{}]|[^\\{}]+", re.DOTALL)
GONE = frozenset(
    {"deleted", "v", "pict", "objdata", "themedata", "colorschememapping", "datastore", "annotation", "shprslt"}
)
HEADERS = frozenset({"header", "headerl", "headerr", "headerf", "footer", "footerl", "footerr", "footerf"})
APART = HEADERS | {"footnote", "shptxt"}
"""Groups that interrupt the text: page headers, notes, and text boxes, which striprtf leaves out."""
CODE_PAGE = re.compile(rb"\\ansicpg(\d{3,5})")
FIELD = re.compile(r"\{\\(?:\*\\)?(title|author|operator|keywords|subject)\b ?([^{}\\]*(?:\\['u*][^{}\\]*)*)\}")
TIME = re.compile(r"\\(creatim|revtim)((?:\\(?:yr|mo|dy|hr|min|sec)\d{1,4}){1,6})")
PART = re.compile(r"\\(yr|mo|dy|hr|min)(\d{1,4})")
REMARKING = re.compile(r"\{\\\*\\atnauthor ([^{}\\]{1,200})\}")
REVISING = re.compile(r"\{\\\*\\revtbl\s{0,9}((?:\{[^{}\\]{0,200};\}\s{0,9}){1,200})\}")
NAME = re.compile(r"\{([^{}]{1,200});\}")
NOTES, ASIDES = "\ue0f0", "\ue0f1"
"""Signs between the text, its notes and the page headers, which no text has."""
MOST_PEOPLE = 200
INFO = 100_000
"""Characters at the beginning in which the properties stand."""


@dataclass(slots=True)
class Split:
    """The pieces of a file that are kept: its text, its notes, and headers and footers of pages."""

    text: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    headers: list[str] = field(default_factory=list)

    def whole(self) -> str:
        """A file again, with the notes and the headers at its end."""
        notes, headers = "".join(self.notes), "".join(self.headers)
        return "".join((*self.text, rf"\par \u{ord(NOTES)}?{notes}\par \u{ord(ASIDES)}?{headers}", "}"))


def parse(body: bytes, limits: Limits) -> ParsedBody:
    """The text and the properties of this file. FormatError when it is no rich text."""
    if not body.lstrip().startswith(b"{\\rtf"):
        raise FormatError("rtf-broken")
    told_page = CODE_PAGE.search(body[:4_096])
    page = told_page[1].decode() if told_page else "1252"
    source = _decoded(body, page)
    told = _text(_split(source, limits.depth).whole())
    text, _, rest = told.partition(NOTES)
    notes, _, headers = rest.partition(ASIDES)
    text, passages = with_asides(_tidy(f"{text}\n{notes}"), _tidy(headers).split("\n"))
    found = {name: _text(rf"{{\rtf1\ansi\ansicpg{page} {words}}}").strip()
             for name, words in FIELD.findall(source[:INFO])}  # fmt: skip
    times = {name: _time(parts) for name, parts in TIME.findall(source[:INFO])}
    people = Contributors()
    people.add(found.get("author"), ActKind.WROTE, times.get("creatim"))
    people.add(found.get("operator"), ActKind.EDITED, times.get("revtim"))
    for name in REMARKING.findall(source)[:MOST_PEOPLE]:
        people.add(name, ActKind.COMMENTED)
    for name in (each for table in REVISING.findall(source)[:1] for each in NAME.findall(table)):
        people.add(name, ActKind.EDITED)
    at = times.get("revtim") or times.get("creatim")
    tags = tuple(word for each in found.get("keywords", "").split(",") if (word := each.strip()))
    authors, title = names_of(found.get("author")), title_of(found.get("title"))
    return people.added_to(ParsedBody(title, text, at, authors, (), tags, passages=passages))


def _decoded(body: bytes, page: str) -> str:
    try:
        return body.decode(f"cp{page}", "replace")
    except LookupError:
        return body.decode("windows-1252", "replace")


def _split(source: str, depth: int) -> Split:
    """The file taken apart by its groups. Those that are closed twice or never are closed once."""
    found = Split()
    kept: list[str] | None = found.text
    outer: list[list[str] | None] = []
    for token in TOKEN.finditer(source):
        word, sign = token[1], token[0]
        if sign == "{":
            if len(outer) > depth:
                raise FormatError("xml-too-deep", reason=str(depth))
            outer.append(kept)
            if kept is not None:
                kept.append(sign)
        elif sign == "}":
            if len(outer) <= 1:
                break
            kept = outer.pop()
            if kept is not None:
                kept.append(sign)
        elif word in GONE and token[2] != "0":
            kept = None
        elif kept is not None and word in APART:
            kept = found.headers if word in HEADERS else found.notes
            kept.append(r"\par ")
        elif kept is not None:
            kept.append(sign)
    return found


def _text(source: str) -> str:
    try:
        text: str = rtf_to_text(source, errors="replace")  # type: ignore[no-untyped-call]
    except DAMAGED as error:
        raise FormatError("rtf-broken") from error
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _tidy(text: str) -> str:
    """The lines of a text; the sign that striprtf puts behind the last cell of a row goes."""
    lines = (line.rstrip().removesuffix("|").strip() for line in text.split("\n"))
    return "\n".join(line for line in lines if line).replace("|", " | ")


def _time(parts: str) -> int | None:
    found = {name: int(number) for name, number in PART.findall(parts)}
    return seconds_of(
        f"{found.get('yr', 0):04}-{found.get('mo', 1):02}-{found.get('dy', 1):02}"
        f"T{found.get('hr', 0):02}:{found.get('min', 0):02}"
    )
