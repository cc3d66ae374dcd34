"""Properties of an older Office file (title, people, times), by olefile."""

from __future__ import annotations

import io
from datetime import datetime
from typing import Any

import olefile

from graph.facts import ActKind
from ingest.formats import ParsedBody
from ingest.formats.archives import keywords
from ingest.formats.contributors import Contributors
from ingest.formats.damaged import DAMAGED
from ingest.formats.dates import seconds_of
from ingest.formats.encodings import decoded
from ingest.formats.properties import GENERATED, names_of, title_of


def with_properties(parsed: ParsedBody, body: bytes) -> ParsedBody:
    """What was read of this file, with its title, its people and their times; as it is where there are none."""
    try:
        with olefile.OleFileIO(io.BytesIO(body)) as file:
            found = file.get_metadata()
    except DAMAGED:
        return parsed
    page = f"cp{found.codepage}" if isinstance(found.codepage, int) else "cp1252"
    made, saved = _seconds(found.create_time), _seconds(found.last_saved_time)
    author = _text(found.author, page)
    people = Contributors()
    people.add(author, ActKind.WROTE, made)
    people.add(_text(found.last_saved_by, page), ActKind.EDITED, saved)
    title, words = title_of(_text(found.title, page)), keywords(_text(found.keywords, page))
    described = ParsedBody(title, parsed.text, saved or made, names_of(author), (), words, problems=parsed.problems)
    return people.added_to(described)


def _text(value: Any, page: str) -> str:
    """A property as text. 65001, which Windows calls UTF-8, is -535 in a signed number."""
    if not isinstance(value, bytes):
        return str(value or "")
    for charset in ("utf-8" if page in ("cp65001", "cp-535") else page, "cp1252"):
        try:
            return decoded(value, charset)
        except (LookupError, ValueError):
            continue
    return value.decode("latin-1")


def _seconds(moment: Any) -> int | None:
    """A time, unless it is that of a template or was never set (1601)."""
    at = seconds_of(moment) if isinstance(moment, datetime) and moment.year > 1980 else None
    return None if at in GENERATED else at
