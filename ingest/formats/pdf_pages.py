"""Pages of a PDF: their text within a time, what runs along the edges of all of them, and what was filled in."""

from __future__ import annotations

import re
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from pypdf import PageObject, PdfReader
from pypdf.errors import PyPdfError

from graph.facts import Problem
from ingest.deadline import Allowance, Interrupted, limited
from ingest.formats import Limits
from ingest.formats.damaged import DAMAGED

MOST_PAGES = 2_000
PAGE_SECONDS = 3.0
"""Processor time for one page: a drawing of a million lines costs its page, and not the pages behind it."""
MOST_FIELDS = 2_000
LONGEST_VALUE = 5_000
EDGE = 2
"""Lines at the top and the bottom of a page among which running headers and footers are."""
FEWEST_PAGES = 3
LONGEST_HEADER = 200
NUMBERS = re.compile(r"\d+|\b[ivxlc]{1,7}\b")
BROKEN = (PyPdfError, zlib.error, *DAMAGED)
"""What pypdf raises on broken files."""


@dataclass(slots=True)
class PagesRead:
    """The texts of the pages that were come to; how many of them are broken, and how many took too long."""

    texts: list[str] = field(default_factory=list)
    bad: int = 0
    slow: int = 0

    def problems(self, count: int) -> tuple[Problem, ...]:
        """What is told of a PDF with this many pages."""
        found = []
        if self.bad:
            found.append(Problem(None, "pdf-pages-unreadable", {"pages": str(self.bad)}))
        if self.slow:
            found.append(Problem(None, "pdf-pages-slow", {"pages": str(self.slow)}))
        if len(self.texts) < count:
            found.append(Problem(None, "pdf-cut", {"done": str(len(self.texts)), "all": str(count)}))
        return tuple(found)


def texts_of(pages: Sequence[PageObject], limits: Limits, allowance: Allowance) -> PagesRead:
    """The text of each page, until there is enough or the time is over. One that cannot be read is empty."""
    read, size = PagesRead(), 0
    for page in pages:
        left = min(PAGE_SECONDS, allowance.left)
        if left <= 0 or size > limits.characters:
            break
        text = ""
        try:
            with limited(left, Interrupted):
                text = page.extract_text()
        except BROKEN:
            read.bad += 1
        except Interrupted:
            if left < PAGE_SECONDS:  # no page got less time than others: all of it is over
                break
            read.slow += 1
        size += len(text)
        read.texts.append(text.strip())
    return read


def without_running(pages: Sequence[str]) -> tuple[list[str], list[str]]:
    """The pages without the lines that run along the top or bottom of most of them, and these lines."""
    lines = [page.split("\n") for page in pages]
    told = [each for each in lines if any(line.strip() for line in each)]
    counted = Counter(form for each in told for form in {_form(each[at]) for at in _edges(each)} if form)
    running = {form for form, count in counted.items() if count >= max(FEWEST_PAGES, 0.6 * len(told))}
    if not running:
        return list(pages), []
    headers: dict[str, str] = {}
    kept = []
    for each in lines:
        gone = {at for at in _edges(each) if _form(each[at]) in running}
        for at in sorted(gone):
            headers.setdefault(_form(each[at]), each[at].strip())
        kept.append("\n".join(line for at, line in enumerate(each) if at not in gone).strip())
    return kept, list(headers.values())


def _edges(lines: Sequence[str]) -> set[int]:
    """The places of the first and last lines of a page; a short page is all text."""
    if len(lines) <= 2 * EDGE:
        return set()
    return {*range(EDGE), *range(len(lines) - EDGE, len(lines))}


def _form(line: str) -> str:
    """A line as it is on every page: without numbers."""
    return NUMBERS.sub("#", " ".join(line[: LONGEST_HEADER + 1].lower().split())) if len(line) <= LONGEST_HEADER else ""


def form_values(reader: PdfReader, allowance: Allowance) -> Iterator[str]:
    """What was filled into the fields of a form, each behind what the field is called for readers."""
    try:
        with limited(max(0.001, min(PAGE_SECONDS, allowance.left)), Interrupted):
            fields = list((reader.get_fields() or {}).values())[:MOST_FIELDS]
    except (*BROKEN, Interrupted):
        return
    for each in fields:
        value = each.get("/V")
        if each.get("/FT") not in ("/Tx", "/Ch"):
            continue
        values = [value] if isinstance(value, str) else value if isinstance(value, list) else []
        filled = ", ".join(part.strip() for part in values if isinstance(part, str) and part.strip())
        if filled:
            label = each.get("/TU")
            named = f"{label.strip()}: " if isinstance(label, str) and label.strip() else ""
            yield f"{named}{filled[:LONGEST_VALUE]}"
