"""Dates in the path of a file: ``2024-03-05-title.md``, ``2024/03/05/title.md``, ``notulen_20240305.pdf``."""

from __future__ import annotations

import re

from graph.facts import Seconds
from ingest.formats.dates import date_in, seconds_of

_ROOM = 200
"""Characters at the end of a path that are looked at."""
_MONTH = re.compile(r"(?:^|[/_ -])((?:19|20)\d\d)[/_-](0[1-9]|1[0-2])(?=[/_ -]|\.\w+$|$)")


def as_date(path: str) -> str:
    """The end of a path, with ``2023/09/20-title`` as ``2023-09-20-title``."""
    return re.sub(r"(?<=\d)/(?=\d)", "-", path)[-_ROOM:].replace("_", " ")


def date_of(path: str) -> Seconds | None:
    """The day that a path names, else the first of its month (``2024/03/title.md``)."""
    at = date_in(as_date(path))
    if at is None and (month := _MONTH.search(path[-_ROOM:])):
        at = seconds_of(f"{month[1]}-{month[2]}-01")
    return at
