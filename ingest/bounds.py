"""Bounds of every number, length, depth and count that a source may tell, held once, before anything reads a record.

What is over its bound is a Problem of that record. The rest of the record is kept where that is honest: a title is cut,
a date in the year 99999 or an address of a megabyte is left out. A record is refused when nothing true is left of it
(its id), and nobody may read it when its rule or what it lies in is not understood.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from graph.content import pack
from graph.facts import (
    AccessRecord,
    Act,
    ActKind,
    Checkpoint,
    Cursor,
    DocumentKind,
    Gone,
    GroupKind,
    GroupRecord,
    Item,
    Json,
    Opening,
    PersonRecord,
    Problem,
    Said,
    Same,
)
from ingest.bound_kinds import (
    ActsBound,
    BodyBound,
    ChoiceBound,
    FlagBound,
    KindBound,
    ListBound,
    NumberBound,
    Over,
    PairBound,
    ParamsBound,
    PathBound,
    RecordBound,
    TextBound,
)
from ingest.formats import MOST_INNER, ParsedBody, Passage, PassageKind
from ingest.text_form import in_one_form
from ingest.texts import clean

EARLIEST, LATEST = -30_610_224_000, 253_402_214_400
"""The years 1000 to 9999: dates outside of them cannot be shown in every time zone."""
MOST_NUMBER = 1_000_000_000
"""Of times that somebody did something, and of lines: an index counts in 32 bits."""
MOST_ID = 4_000
"""Characters of an id, an address, the name of a rule or of an account."""
MOST_NAME = 300
MOST_TITLE = 1_000
MOST_ABOUT = 10_000
MOST_LEVELS = 20
"""Levels of a department or location."""
MOST_ACTS = 10_000
"""Accounts with what each did to one item."""
MOST_MEMBERS = 200_000
MOST_LINKS = 5_000
MOST_TAGS = 100
MOST_PASSAGES = 200_000
MOST_VALUES = 100
"""Aliases, addresses, handles or languages of one person, authors or problems of one document."""
SHOWN = 80
MOST_CURSOR = 16_000_000
"""Bytes of a cursor."""
DEEPEST_CURSOR = 20

IDENTITY = TextBound(MOST_ID, Over.REFUSED, required=True)
RIGHT = TextBound(MOST_ID, Over.CLOSED)
LISTED = TextBound(MOST_ID, Over.REFUSED)
REFERENCE = TextBound(MOST_ID)
NAME = TextBound(MOST_NAME, Over.CUT, line=True, required=True)
SHORT = TextBound(MOST_NAME, Over.CUT, line=True)
ROLE = TextBound(MOST_NAME)
TITLE = TextBound(MOST_TITLE, Over.CUT, line=True)
DATE = NumberBound(EARLIEST, LATEST, message="bound-date")
VALUES = ListBound(MOST_VALUES, TextBound(MOST_NAME, line=True, required=True))
TAGS = ListBound(MOST_TAGS, TextBound(MOST_NAME, line=True, required=True))
LINKS = ListBound(MOST_LINKS, TextBound(MOST_ID, required=True), told=False)
ACT = RecordBound(
    Act,
    {
        "account": IDENTITY,
        "kind": ChoiceBound(ActKind),
        "name": SHORT,
        "at": DATE,
        "count": NumberBound(0, MOST_NUMBER, 1),
        "size": NumberBound(0, MOST_NUMBER, 0),
        "email": TextBound(MOST_NAME, line=True),
    },
)
ODD = RecordBound(
    Problem,
    {
        "id": TextBound(MOST_ID, Over.CUT, line=True),
        "message": TextBound(MOST_NAME, Over.REFUSED, required=True),
        "params": ParamsBound(MOST_LEVELS),
    },
)
ODDITIES = ListBound(MOST_VALUES, ODD)
PLACE = NumberBound(0, MOST_NUMBER, 0)
PASSAGE = RecordBound(Passage, {"start": PLACE, "end": PLACE, "voice": ChoiceBound(PassageKind)})
PASSAGES = ListBound(MOST_PASSAGES, PASSAGE)

BOUNDS: Mapping[type[Any], RecordBound] = {
    bound.record: bound
    for bound in (
        ODD,
        RecordBound(
            Item,
            {
                "id": IDENTITY,
                "body": BodyBound(),
                "media_type": TextBound(MOST_NAME, Over.CUT, line=True, required=True),
                "kind": ChoiceBound(DocumentKind),
                "title": TITLE,
                "url": REFERENCE,
                "at": DATE,
                "acts": ActsBound(MOST_ACTS, ACT),
                "parent": REFERENCE,
                "container": RIGHT,
                "tags": TAGS,
                "links": LINKS,
                "access": RIGHT,
                "version": TextBound(MOST_ID, line=True),
                "problems": ODDITIES,
                "nobody": FlagBound(instead=True),
                "same": TextBound(MOST_ID, line=True),
            },
        ),
        RecordBound(
            PersonRecord,
            {
                "id": IDENTITY,
                "name": NAME,
                "aliases": VALUES,
                "emails": VALUES,
                "handles": VALUES,
                "phone": SHORT,
                "room": SHORT,
                "function": SHORT,
                "department": PathBound(MOST_ID, MOST_LEVELS),
                "location": PathBound(MOST_ID, MOST_LEVELS),
                "manager": REFERENCE,
                "url": REFERENCE,
                "about": TextBound(MOST_ABOUT, Over.CUT),
                "languages": VALUES,
                "joined": DATE,
                "left": DATE,
                "service": FlagBound(instead=False),
                "opted_out": FlagBound(instead=True),
                "former": VALUES,
            },
        ),
        RecordBound(
            GroupRecord,
            {
                "id": IDENTITY,
                "kind": ChoiceBound(GroupKind),
                "name": TextBound(MOST_TITLE, Over.CUT, line=True, required=True),
                "parent": RIGHT,
                "url": REFERENCE,
                "access": RIGHT,
                "members": ListBound(MOST_MEMBERS, PairBound(IDENTITY, ROLE)),
            },
        ),
        RecordBound(
            AccessRecord,
            {
                "rule": IDENTITY,
                "principals": ListBound(MOST_MEMBERS, TextBound(MOST_ID + len("account:"), required=True)),
            },
        ),
        RecordBound(Same, {"id": LISTED, "container": LISTED}),
        RecordBound(Gone, {"id": IDENTITY, "kind": TextBound(MOST_NAME, Over.REFUSED, required=True)}),
        RecordBound(
            ParsedBody,
            {
                "title": TITLE,
                "text": TextBound(1 << 40, required=True),
                "at": DATE,
                "authors": VALUES,
                "links": LINKS,
                "tags": TAGS,
                "language": TextBound(MOST_LEVELS),
                "problems": ODDITIES,
                "passages": PASSAGES,
                "acts": ActsBound(MOST_ACTS, ACT),
                "inner": ListBound(MOST_INNER, KindBound(ParsedBody)),
                "tabled": TextBound(1 << 40, required=True),
            },
        ),
    )
}
"""The bound of every field of every record, by the kind of record."""


@dataclass(frozen=True, slots=True)
class Bounded:
    """What is kept of a record (None: it is refused), and what is told of the rest."""

    said: Any
    problems: tuple[Problem, ...] = ()


def bounded(said: Said) -> Bounded:
    """This record within its bounds."""
    if isinstance(said, Checkpoint | Opening):
        return Bounded(said)
    bound = BOUNDS.get(type(said))
    if bound is None:
        return Bounded(None, (Problem(None, "record-unknown", {"kind": type(said).__name__}),))
    return Bounded(said) if bound.fits(said) else _within(said, shown_id(said))


def bounded_body(parsed: ParsedBody, named: str) -> ParsedBody:
    """What a format read of the item of this id, in one form and within its bounds, over which there are problems."""
    if BOUNDS[ParsedBody].fits(parsed):
        return in_one_form(parsed)
    held = _within(parsed, named)
    body = held.said or ParsedBody(None, "")
    return in_one_form(replace(body, problems=(*body.problems, *held.problems)))


def _within(record: Any, named: str | None) -> Bounded:
    """The record within its bounds; `named` is the id by which its Problems tell of it."""
    kept, found = BOUNDS[type(record)].within(record)
    about = {"id": (named or "-")[:SHOWN]}
    return Bounded(
        kept, tuple(Problem(named, excess.message, {**about, "field": name, **excess.params}) for name, excess in found)
    )


def shown_id(said: object) -> str | None:
    """The id by which a Problem tells of this record; None when it has none that can be told."""
    named = next((each for name in ("id", "rule", "container") if (each := getattr(said, name, None))), None)
    if not isinstance(named, str):
        return None
    return clean(named if len(named) <= MOST_ID else named[:SHOWN] + "…")


def can_be_kept(cursor: Cursor) -> bool:
    """Whether this cursor is a small JSON of whole characters: the name of a file may hold bytes that are not."""
    try:
        given = dict(cursor)
        return _depth(given) <= DEEPEST_CURSOR and len(pack(given)) <= MOST_CURSOR
    except (TypeError, ValueError):
        return False


def _depth(value: Json) -> int:
    """Levels of lists and objects inside each other, counted no further than the bound."""
    level: list[Json] = [value]
    for depth in range(DEEPEST_CURSOR + 1):
        inner = [each for each in level if isinstance(each, dict | list)]
        if not inner:
            return depth
        level = [part for each in inner for part in (each.values() if isinstance(each, dict) else each)]
    return DEEPEST_CURSOR + 1
