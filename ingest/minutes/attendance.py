"""People who were present, by the minutes: lists under headings of any make, and lines as ``Aanwezig:``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

from ingest.formats.author_lines import Author
from ingest.formats.roles import is_full_name
from ingest.minutes.labels import (
    ALSO,
    CHAIRS,
    CLOSES,
    COLUMN,
    CUT,
    INSIDE,
    OPENS,
    SAYS,
    SITS,
    TAKES_PART,
    closes,
    opens,
)
from ingest.minutes.marks import END, cells_of, column_below, is_separator, level_of, marked
from ingest.minutes.people import AND, NAMES, in_list, in_sentence, in_table, known_by, people_in_fields
from ingest.minutes.presence import has_boxes, signed, ticks, unmarked

HEAD = 12_000
"""Characters from the top that are searched: minutes begin with the list of those present."""
LABEL = 60
"""Characters of a line in which its label stands."""
FIELDS = frozenset(
    (
        "attendees",
        "attendance",
        "present",
        "participants",
        "aanwezig",
        "aanwezigen",
        "deelnemers",
        "teilnehmer",
        "presents",
    )
)
BULLET = re.compile(r"^(\s*)(?:[-*+•]|\d{1,2}[.)])\s+(.*)$")
_BRACKETS_OVER_LINES = re.compile(r"\n(?=[^()\n]*\))")
CELLS = 400
_MOST = 200


def attendees(
    text: str, minutes: bool = True, fields: Mapping[str, object] | None = None, meeting: bool = True
) -> tuple[Author, ...]:
    """People who were present, by a text and the fields above it; nobody when it has no such list.

    Sentences that tell it without a label are believed only in a text that is known to be `minutes`, and those who
    take part (``Deelnemers``) only in one that is about a `meeting`: others list who takes part in a way of working.
    """
    lines = [line for line in marked(text[:HEAD]) if meeting or not TAKES_PART.search(line[:LABEL])]
    found: dict[str, Author] = {}
    for person in (*people_in_fields(fields or {}, FIELDS), *_in_lines(lines, minutes)):
        found.setdefault(person.name.casefold(), person)
    people = known_by(text[:HEAD], list(found.values()))
    full = sum(" " in person.name for person in people)
    if full > 2 * (len(people) - full):  # among full names, a single word is a function or a heading
        people = [person for person in people if " " in person.name or person.handle or person.email]
    return tuple(people[:_MOST])


def _in_lines(lines: Sequence[str], minutes: bool) -> Iterator[Author]:
    for start, line in enumerate(lines):
        if "|" in line:
            yield from _from_row(lines, start, minutes)
        yield from _from_line(lines, start, line, minutes)


def _from_row(lines: Sequence[str], start: int, minutes: bool) -> Iterator[Author]:
    """People in a row of a table with the label first, or in the column below the label."""
    cells = cells_of(lines[start])
    below = start + 1 < len(lines) and is_separator(lines[start + 1])
    headed = below or (len(cells) > 1 and _begins_table(lines, start) and all(map(_is_head, cells)))
    rows = _marked_rows(lines, start, cells, minutes) if not start or "|" not in lines[start - 1] else []
    if rows:
        yield from in_table([signed(row) for row in rows])
    elif len(cells) == 2 and opens(cells[0]) and cells[1].strip(" -:") and not closes(cells[1]) and not below:
        yield from in_sentence(signed(CUT.split(cells[1])[0]))
    elif headed and (at := next((at for at, cell in enumerate(cells) if opens(cell)), None)) is not None:
        for cell in column_below(lines, start if below else start - 1, at):
            yield from in_list([signed(cell)])


def _begins_table(lines: Sequence[str], at: int) -> bool:
    return (not at or "|" not in lines[at - 1]) and at + 1 < len(lines) and "|" in lines[at + 1]


def _is_head(cell: str) -> bool:
    """Whether this is what stands above a column of people: of those present, absent, or of what they are."""
    return opens(cell) or closes(cell) or bool(COLUMN.match(cell))


def _marked_rows(lines: Sequence[str], start: int, head: Sequence[str], minutes: bool) -> list[str]:
    """The rows of a table that ticks who was present or absent, by its head; none of another table.

    Elsewhere than in minutes it has to tick both.
    """
    if not any(map(NAMES.search, head)):
        return []
    rows = list(takewhile(lambda line: "|" in line, lines[start : start + _MOST]))
    sides = ticks([row for row in map(cells_of, rows) if any(cell.strip("-: ") for cell in row)])
    return rows if sides == {True, False} or (minutes and sides) else []


def _from_line(lines: Sequence[str], start: int, line: str, minutes: bool) -> Iterator[Author]:
    found = OPENS.match(line)
    alone = found and not found["rest"].strip("*_ :|")
    if found and (found["colon"] or (alone and _stands_out(lines, start))):
        section = _section(lines, start, found["rest"])
        people = list(_people(section))
        sure = not found["whose"] or 2 * len(people) >= sum(bool(each.strip()) for each in section)
        if sure and (not found["both"] or has_boxes("\n".join(section))):
            yield from people
    elif found and minutes:
        told = [*_below(lines, start)] or _from_cells(lines, start) if alone else _all_names(found["rest"])
        yield from told
    elif not found:
        chairs = CHAIRS.match(line) if minutes else None
        if chairs:
            yield from in_sentence(signed(CUT.split(chairs[1])[0]))
        inside = INSIDE.search(line)
        if inside:
            yield from in_sentence(signed(CUT.split(inside[1])[0]))
        elif minutes and SAYS.search(line):
            yield from _told(lines, start)


def _from_cells(lines: Sequence[str], start: int) -> Iterator[Author]:
    """People in a table of which each cell is a line: the heads of its columns, then row by row."""
    cells = [line.strip() for line in lines[start + 1 : start + 1 + CELLS] if line.strip()]
    heads = list(takewhile(COLUMN.match, cells))
    names = next((at for at, head in enumerate(heads) if NAMES.search(head)), None)
    if names is None or len(heads) < 2:
        return
    for cell in cells[len(heads) + names :: len(heads)]:
        people = list(in_list([signed(cell)]))
        if not people or " " not in people[0].name:
            return
        yield people[0]


def _told(lines: Sequence[str], start: int) -> Iterator[Author]:
    """People of ``18 members were present. There sat A, B and C.``, or of the lists below that a ``...:`` opens."""
    _, _, rest = SAYS.split(lines[start], maxsplit=1)[-1].partition(".")
    for sentence in re.split(r"(?<=[a-zà-ÿ)]{3})\.\s+", rest):
        names = list(in_sentence(SITS.sub("", sentence)))
        if len(names) >= 3 and len(names) * 2 > len(AND.split(sentence)):
            yield from names
    at = start if rest.rstrip().endswith(":") else start + 1
    while (opening := _next(lines, at)) is not None and lines[opening].rstrip().endswith(":"):
        section = _section(lines, opening, "")
        yield from _people(section)
        at = opening + 1 + next((i for i, line in enumerate(lines[opening + 1 :]) if _prose(line)), len(lines))
        if at >= len(lines) or not section:
            return


def _prose(line: str) -> bool:
    return bool(line.strip()) and not BULLET.match(line)


def _next(lines: Sequence[str], at: int) -> int | None:
    return next((index for index in range(at, len(lines)) if lines[index].strip()), None)


def _stands_out(lines: Sequence[str], at: int) -> bool:
    """True when this line is a heading, bold, in capitals, or above what is set in from it: no sentence."""
    line = lines[at]
    below = lines[at + 1] if at + 1 < len(lines) else ""
    if level_of(line) or line.strip().startswith(("**", "__")) or line.strip().isupper():
        return True
    return bool(below.strip()) and _indent(below) >= _indent(line) + 2


def _below(lines: Sequence[str], start: int) -> Iterator[Author]:
    """People below a label without a mark, as in the text of a document: while lines begin with a full name."""
    for line in lines[start + 1 :]:
        people = list(in_list([signed(line.strip())])) if line.strip() and not CLOSES.match(line) else []
        if line.strip() and not (people and is_full_name(people[0].name)):
            return
        yield from people


def _all_names(text: str) -> list[Author]:
    """The people of a text that is nothing but full names."""
    pieces = AND.split(signed(text))
    people = [person for piece in pieces for person in in_sentence(piece) if is_full_name(person.name)]
    return people if len(people) == len(pieces) else []


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())


def _section(lines: Sequence[str], start: int, rest: str) -> list[str]:
    """The lines that belong to a label: to the next heading, the next other label, or the end of a paragraph."""
    level, point = level_of(lines[start]), BULLET.match(lines[start])
    section = [CUT.split(rest)[0]] if rest.strip(" *_:|") else []
    blank = False
    for number, line in enumerate(lines[start + 1 :], start + 2):
        if CLOSES.match(line) or (OPENS.match(line) and section and not _names_more(line)):
            break
        deeper = level_of(line)
        if deeper:
            if line == END or not level or deeper <= level or not _begins_list(lines, number):
                break
        elif point and section and (again := BULLET.match(line)) and len(again[1]) <= len(point[1]):
            break
        elif not line.strip():
            blank = True
        elif (also := ALSO.match(line)) is not None:
            section.append(also[1])
        elif 0 < level < 7 or not section or not blank or _listed(line, section):
            section.append(line)
        else:
            break
    return section


def _begins_list(lines: Sequence[str], at: int) -> bool:
    """Whether points or rows follow here, or nothing but names."""
    below = _next(lines, at)
    if below is None:
        return False
    line = lines[below]
    return bool(BULLET.match(line)) or line.lstrip().startswith("|") or bool(_all_names(line))


def _names_more(line: str) -> bool:
    """True for a point of the list that begins with the word of the label only by chance."""
    found = OPENS.match(line)
    return bool(found and BULLET.match(line) and not found["colon"] and found["rest"].strip())


def _listed(line: str, section: Sequence[str]) -> bool:
    """True when a list or table goes on after a blank line."""
    return bool(BULLET.match(line) and BULLET.match(section[-1])) or (line.lstrip().startswith("|"))


def _people(section: Sequence[str]) -> Iterator[Author]:
    """The people in bullets, table rows and sentences, without those that are marked as absent."""
    section = [signed(told) for line in section if (told := unmarked(line)) is not None]
    bullets = [match[2] for line in section if (match := BULLET.match(line))]
    rows = [line for line in section if line.lstrip().startswith("|") or line.count("|") >= 2]
    if rows:
        yield from in_table(rows)
    yield from in_list(bullets)
    prose = [line for line in section if not BULLET.match(line) and line not in rows]
    single = [line for line in prose if line.strip()]
    if len(single) > 2 and sum("," not in line for line in single) > len(single) / 2:
        yield from in_list([line.strip() for line in single])
    else:
        yield from in_sentence(_BRACKETS_OVER_LINES.sub(" ", "\n".join(prose)))
