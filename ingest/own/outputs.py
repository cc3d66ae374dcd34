"""What consoles, compilers and services print and people paste into a message without marking it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ingest.own.lines import Lines

VALUE = r"""(?:"[^"\n]{0,200}"|[-+]?\d[\d.]{0,40}(?:[eE][-+]?\d{1,4})?|NA|NaN|-?Inf|TRUE|FALSE|NULL|<NA>)"""
PRINTED = re.compile(rf"\s{{0,8}}\[\d{{1,6}}\](?:[ \t]+{VALUE})+[ \t]*$")
"""Values as R and others number them: ``[1] 0.5 0.7``."""
STRUCTURE = re.compile(
    r"(?:[ .]{0,60}\.\.[ ]?[$@-] |[ .]{0,60}\$ [\w.]{1,60} {0,40}: {0,4}"
    r"(?:num|int|chr|logi|cplx|Factor|List of|Date|POSIXct|'data\.frame'|Formal class)\b)"
    r"|[ ]?(?:'data\.frame':\s+\d+ obs\.|Formal class '|Classes ['‘\"])"
)
ERROR = re.compile(
    r"\s?[\"“]?(?:Error|Fehler|Erreur|Fout|Errore) (?:in|dans|bij) (?=[^\n]{0,300}[($\[])\S[^\n]{0,300}?\s:(?:\s|$)"
    r"|(?:[A-Z][\w ]{2,20}\s?: ?)?(?:Warning messages?|Warnmeldung(?:en)?|Messages? d'avis|Waarschuwing(?:en)?)"
    r"(?: in \S[^\n]{0,200})?\s?:\s*$"
    r"|(?:\d{1,3}: )?In \S{1,60}\([^\n]{0,300}\) ?:\s*$"
)
PRINTS = re.compile(
    r"\s{0,8}(?:"
    r"(?:real|user|sys)\s+\d+m[\d.,]+s\s*$"
    r"|[\w./\\+-]{1,200}:\d{1,7}(?::\d{1,5})?: (?:fatal )?(?:error|warning|note|fout|Fehler|erreur)\b"
    r"|(?:g?make(?:\[\d{1,3}\])?: \*\*\*|npm (?:ERR!|WARN)\s|collect2: |Segmentation fault|Execution halted\s*$)"
    r"|\*{1,3} (?:[Ii]nstalling (?:\*source\*|to library|help)|[Rr]emoving ['‘?/]|[Rr]estoring previous|DONE \("
    r"|testing if installed|preparing package|byte-compil|(?:libs|inst|demo|data|R)\s*$)"
    r"|checking (?:for|whether|how|if) [^\n]{1,300}?\.\.\. ?\S{0,60}\s*$|config(?:ure|\.status): \S"
    r"|(?:gcc|g\+\+|clang(?:\+\+)?|cc|c\+\+|gfortran)(?:-\d{1,3})? -\S"
    r"|trying URL ['‘\"]|Content type ['‘\"]|downloaded \d[\d.]* ?[KMG]?b(?:ytes)?\b"
    r"|(?:-?(?:ba|z|da|k)?sh|telnet|ssh|curl|wget)(?:: line \d+)?: \S"
    r"|Trying \d{1,3}(?:\.\d{1,3}){3}\.\.\.\s*$|Connected to \S{1,200}\.\s*$|Escape character is '"
    r"|\[?\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d[^\s\]]{0,12}\]?\s{1,4}\[?(?:TRACE|DEBUG|INFO|NOTICE|WARN|ERROR|FATAL)"
    r"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d \S{1,80} \S{1,80}: )"
)
SESSION = re.compile(r"\s?(?:R version \d[\d.]* [^\n]{0,30}\(\d{4}-\d\d-\d\d|attached base packages:)")
SESSION_PART = re.compile(
    r"\s?(?:\[\d{1,4}\]\s|Platform: |Running under: |locale:|(?:other )?attached (?:base )?packages:"
    r"|loaded via a namespace|Matrix products:|(?:BLAS|LAPACK)(?:/LAPACK)?:|LC_[A-Z]{3,20}=|time zone:|tzcode source)"
)
DECIMAL = re.compile(r"[-+]?\d{0,12}[.,]\d{1,20}(?:[eE][-+]?\d{1,4})?\*{0,3}$")
LONGEST = 700


def mark_outputs(lines: Lines) -> None:
    """Mark what programs printed."""
    for start, stop in _paragraphs(lines):
        _mark_printed(lines, start, stop)
    _mark_sessions(lines)
    _mark_tables(lines)


def _paragraphs(lines: Lines) -> Iterator[tuple[int, int]]:
    start = 0
    for at in range(len(lines) + 1):
        if at == len(lines) or not lines.texts[at].strip():
            if at > start:
                yield start, at
            start = at + 1


def _mark_printed(lines: Lines, start: int, stop: int) -> None:
    """Lines of output in a paragraph; what is indented below an error belongs to it."""
    error = False
    for at in range(start, stop):
        text = lines.texts[at][:LONGEST]
        continued = error and text[:2].isspace()
        error = continued or bool(ERROR.match(text))
        if error or PRINTED.match(text) or PRINTS.match(text) or STRUCTURE.match(text):
            lines.mine[at] = False


def _mark_sessions(lines: Lines) -> None:
    """The versions and packages of a session: from its first line to the last of its paragraphs."""
    within = False
    for start, stop in _paragraphs(lines):
        first = next((at for at in range(start, stop) if SESSION.match(lines.texts[at])), None)
        within = first is not None or (within and bool(SESSION_PART.match(lines.texts[start])))
        if within:
            lines.drop(start if first is None else first, stop)


def _mark_tables(lines: Lines) -> None:
    """Rows of figures: two or more in a row, most of whose cells are decimal numbers."""
    rows = [_is_row(text) for text in lines.texts]
    for at, row in enumerate(rows):
        if row and (rows[at - 1 : at] == [True] or rows[at + 1 : at + 2] == [True]):
            lines.mine[at] = False


def _is_row(text: str) -> bool:
    cells = text[:LONGEST].split()
    decimals = sum(bool(DECIMAL.match(cell)) for cell in cells)
    return decimals >= 3 and decimals >= 0.6 * len(cells)
