"""Vocabularies in CSV: a line for each concept, with its label, language, synonyms, broader concept and translation.

A table may have a column for each language instead: ``nl,en``.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping

from graph.facts import Concept
from graph.terms import norm_of
from ingest.errors import SourceError

COLUMNS: Mapping[str, str] = {
    "label": "label",
    "benaming": "label",
    "term": "label",
    "onderwerp": "label",
    "topic": "label",
    "language": "language",
    "taal": "language",
    "synonyms": "synonyms",
    "synoniemen": "synonyms",
    "broader": "broader",
    "breder": "broader",
    "translation": "translation",
    "vertaling": "translation",
    "nl": "nl",
    "nederlands": "nl",
    "dutch": "nl",
    "en": "en",
    "engels": "en",
    "english": "en",
}
"""What the heads of columns mean, in English and Dutch."""
OTHER = {"nl": "en", "en": "nl"}
SEPARATOR = re.compile(r"[;|]")


def read_table(text: str, language: str) -> list[Concept]:
    """The concepts of these lines, in their order. Labels without a language are in this one.

    Raises SourceError without a column of labels.
    """
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text))
    try:
        heads = [COLUMNS.get(head.strip().casefold(), "") for head in next(lines, [])]
        if "label" not in heads and not OTHER.keys() & heads:
            raise SourceError("vocabulary-no-labels", known=", ".join(sorted(COLUMNS)))
        rows = [dict(zip(heads, (cell.strip() for cell in line), strict=False)) for line in lines]
    except csv.Error as error:
        raise SourceError("vocabulary-unreadable", format="CSV", reason=str(error)) from error
    spoken = (row if "label" in heads else _by_language(row) for row in rows)
    return [_concept(row, language) for row in spoken if row.get("label")]


def _by_language(row: Mapping[str, str]) -> dict[str, str]:
    """A row with a column of labels for each language, as one with a label, its language and a translation."""
    first, *others = [language for language in OTHER if row.get(language)] or [""]
    said = {"label": row.get(first, ""), "language": first, "translation": row[others[0]] if others else ""}
    return {**row, **said}


def _delimiter(text: str) -> str:
    """The sign that is most in the first line."""
    first = text.partition("\n")[0]
    return max(",;\t", key=first.count)


def _concept(row: Mapping[str, str], language: str) -> Concept:
    spoken = (row.get("language") or language).lower().partition("-")[0]
    names = {spoken: row["label"]}
    if row.get("translation"):
        first, *more = _parts(row["translation"])
        names[OTHER.get(spoken, "en")] = first
        others = [(OTHER.get(spoken, "en"), each) for each in more]
    else:
        others = []
    others += [(spoken, each) for each in _parts(row.get("synonyms", ""))]
    broader = tuple(norm_of(each) for each in _parts(row.get("broader", "")))
    return Concept(norm_of(row["label"]), names, tuple(others), broader)


def _parts(cell: str) -> Iterator[str]:
    yield from filter(None, map(str.strip, SEPARATOR.split(cell)))
