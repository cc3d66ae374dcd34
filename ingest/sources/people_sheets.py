"""The lines of a people file that is an Excel workbook: those of the first sheet that has a header of people."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import chain, islice

from graph.facts import Problem
from ingest.errors import SourceError
from ingest.formats import LIMITS, FormatError
from ingest.sources.columns import map_columns
from ingest.sources.people_csv import HEADER_WITHIN

SIGNATURE = b"PK\x03\x04"
_MOST_SHEETS = 20


def cells_of_workbook(body: bytes, columns: Mapping[str, str]) -> Iterator[list[str] | Problem]:
    """The rows of that sheet, of the first one if none has such a header. Raises SourceError for a broken workbook."""
    from ingest.formats import xlsx

    try:
        first: list[list[str]] = []
        for rows in islice(xlsx.tables(body, LIMITS), _MOST_SHEETS):
            head = list(islice(rows, HEADER_WITHIN))
            if any(map_columns(row, [], columns).is_people for row in head):
                yield from chain(head, rows)
                return
            first = first or head
        yield from first
    except FormatError as error:
        raise SourceError(error.message, **error.params) from error
