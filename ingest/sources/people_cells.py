"""What the cells of one row of a people file say of a person: names, addresses, days, whether they are still here."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime

from graph.facts import PersonRecord, Seconds
from graph.names import full_name, letters, read
from ingest.sources.people_addresses import NO_VALUE, addresses_in
from ingest.sources.people_days import CellDay, DayOrder, read_day
from ingest.sources.people_married import married_names
from ingest.sources.people_rows import PersonRow
from ingest.sources.people_words import has_left, is_disabled, is_service, yes

LEFT_SOME_DAY = 0
"""The date of a leaver whose status says so without a date."""
LAST_SECOND = 86_399
"""Seconds from the start of a day to its last one: somebody is gone from the day after the last day."""
_REMARK = re.compile(r"[(\[|]")
_FORMERLY = re.compile(
    r"\b(?:geb\.|geboren|née|nee|born|voorheen|vroeger|formerly|previously|geborene?|f\.?k\.?a\.?)[ ]([^()\[\]]{2,80})",
    re.IGNORECASE,
)
"""A name of before within the cell of the name: ``Anna Bakker (voorheen Anna de Vries)``."""
_LEVEL = re.compile(r"\s{0,20}[>›»|]\s*|\s{1,20}/\s+")
_NOTHING = frozenset(
    {"n.v.t.", "n.v.t", "nvt", "n/a", "#n/a", "#n/b", "#nv", "null", "<null>", "(null)", "none", "(leeg)", "(blank)"}
    | {"onbekend", "unknown", "nan", "geen", "not set", "(not set)", "not applicable", "niet van toepassing"}
)
_EPOCH, _CENTURY = date(1970, 1, 1), date(1999, 12, 31)


@dataclass(frozen=True, slots=True)
class RowReader:
    """Reads rows: the order of the days of each column, and the columns of days that only say yes or no."""

    orders: Mapping[str, DayOrder]
    flags: frozenset[str] = frozenset()
    now: Seconds | None = None

    def day(self, field: str, cell: str) -> CellDay:
        """The day of this cell of a column of days."""
        return read_day(cell, self.orders.get(field, DayOrder.DAY_FIRST))

    def unreadable(self, found: Mapping[str, str]) -> list[str]:
        """The columns of which this row has a day that cannot be read."""
        dated = [field for field in ("joined", "left") if field in found and field not in self.flags]
        return [field for field in dated if not self.day(field, found[field]).known and not _says_left(found[field])]

    def person(self, found: Mapping[str, str]) -> PersonRow:
        """The person of this row, which has an id and a name."""
        said = {field: text for field, cell in found.items() if (text := _said(cell))}
        get = defaultdict(str, said).__getitem__
        name = name_of(said)
        joined, left = self._joined(get("joined")), self._left(said)
        record = PersonRecord(
            id=found["id"],
            name=name,
            aliases=_aliases(said, name),
            emails=addresses_in(get("emails")),
            handles=tuple(each.rpartition("\\")[2] for each in several(get("handles"))),
            phone=get("phone") or None,
            room=get("room") or None,
            function=get("function") or None,
            department=path_of(get("department")),
            location=path_of(get("location")),
            manager=get("manager") or None,
            url=get("url") or None,
            about=get("about") or None,
            languages=several(get("languages").replace(",", ";")),
            joined=joined,
            left=None if left and joined is not None and joined > left else left,  # hired again after that day
            service=bool(yes(get("service"))) or is_service(get("status")) or is_service(get("kind")),
            opted_out=yes(found.get("opted_out", "")) is not False,  # a word that is not understood is no consent
            former=(*_former_names(said, name), *addresses_in(get("former_emails"))),
        )
        keys = tuple(key for key in (*get("keys").split("\n"), get("dn")) if key)
        return PersonRow(record, keys, get("photo"))

    def _joined(self, cell: str) -> Seconds | None:
        first = self.day("joined", cell).day if cell and "joined" not in self.flags else None
        return None if first is None else _midnight(first)

    def _left(self, said: Mapping[str, str]) -> Seconds | None:
        """The last second of the last day. Who is switched off, or has left without a day, left some day."""
        cell = said.get("left", "")
        flag = "left" in self.flags and (yes(cell) is not None or has_left(cell))
        day = None if flag or not cell else _last_day(cell, self.day("left", cell))
        end = None if day is None else _midnight(day) + LAST_SECOND
        off = [yes(each) for each in (*said.get("disabled", "").split("\n"), cell if flag else "")]
        on = [yes(said[each]) for each in ("enabled", *(self.flags - {"left"})) if said.get(each)]
        gone = has_left(said.get("status", "")) or is_disabled(said.get("control", "")) or True in off or False in on
        if gone:
            return end if end is not None and (self.now is None or end <= self.now) else LEFT_SOME_DAY
        return LEFT_SOME_DAY if end is None and _says_left(cell) else end


def name_of(said: Mapping[str, str]) -> str:
    """The name in natural order: as it is told, else of its parts."""
    told, parts = " ".join(said.get("name", "").split()), _of_parts(said)
    before, bar, _ = told.partition(" | ")
    told = before if bar and full_name(before) else told
    preferred = " ".join(said.get("preferred", "").split())
    if preferred and (full_name(preferred) or not (told or parts)):
        return preferred
    whole, other = full_name(told), full_name(parts)
    known = whole or other
    daily = preferred or (whole.called if whole and not other else "")
    if known and daily:
        return " ".join((daily, *(each.written for each in known.families)))
    if whole and other and _REMARK.search(told) and whole.whole == other.whole:
        return parts
    if whole and not other and _REMARK.search(told):
        return whole.written
    if told and ("," not in told or (not parts and whole is None)):
        return told if whole or not other else parts
    return parts or (whole.written if whole else told)


def _of_parts(said: Mapping[str, str]) -> str:
    first = said.get("first") or said.get("initials", "")
    family = f"{said.get('infix', '')} {said['last']}" if said.get("last") else _birth_name(said)
    return " ".join(f"{first} {family}".split())


def _aliases(said: Mapping[str, str], name: str) -> tuple[str, ...]:
    """The other names, the name of the parts among them where the cell of the name says another."""
    parts = _of_parts(said)
    other = full_name(parts) if "name" in said else None
    mine = full_name(name)
    more = [parts] if other is not None and (mine is None or other.whole not in mine.wholes) else []
    told = full_name(said.get("name", "") or parts)
    more += (
        [told.written]
        if told and mine and (told.called or said.get("preferred")) and told.whole not in mine.wholes
        else []
    )
    given = said.get("first") or _given_of(name)
    if said.get("partner_name"):
        partner = " ".join(f"{said.get('partner_infix', '')} {said['partner_name']}".split())
        more += [f"{given} {partner}", f"{given} {partner}-{_birth_name(said)}".rstrip("-")]
    married = married_names(name, given, _birth_name(said))
    return tuple(dict.fromkeys((*several(said.get("aliases", "")), *more, *married)))


def _birth_name(said: Mapping[str, str]) -> str:
    parts = (said.get("birth_infix", ""), said.get("birth_name", ""))
    return " ".join(" ".join(parts).split()) if "birth_name" in said else ""


def _former_names(said: Mapping[str, str], name: str) -> tuple[str, ...]:
    """Names of before, and the one of birth; a family name has the given name of today before it."""
    given = said.get("first") or _given_of(name)
    told = [*several(said.get("former_names", "")), _birth_name(said)]
    told += [found[1].strip(" .,;") for found in _FORMERLY.finditer(said.get("name", ""))]
    found = dict.fromkeys(_completed(each, given) for each in told if each)
    return tuple(each for each in found if letters(each) != letters(name))


def _given_of(name: str) -> str:
    found = read(name)
    return found.called or " ".join(found.given) if found else ""


def _completed(name: str, given: str) -> str:
    """A former name with a given name: ``de Vries`` of Anna Bakker is ``Anna de Vries``."""
    found = full_name(name)
    if found is None:
        return f"{given} {name}".strip()
    if "," in name:
        return found.written
    begins_alike = letters(found.given[0])[:1] == letters(given)[:1]
    return name if begins_alike or not given else f"{given} {name}"


def several(cell: str) -> tuple[str, ...]:
    """The values of a cell with `;` or ends of lines between them."""
    return tuple(
        dict.fromkeys(part for value in cell.replace("\n", ";").split(";") if (part := " ".join(_said(value).split())))
    )


def path_of(cell: str) -> str | None:
    """Which path is meant: ``Energy > Storage`` is written as ``Energy / Storage``, the outermost first."""
    levels = cell.split("/") if cell.startswith("/") else _LEVEL.split(cell)
    return " / ".join(part for level in levels if (part := " ".join(level.split()))) or None


def _said(cell: str) -> str:
    """What a cell says; nothing where it says that there is nothing, such as ``-`` and ``n.v.t.``."""
    text = cell.strip()
    if text.casefold().startswith(NO_VALUE):
        return ""
    return "" if text.casefold() in _NOTHING or not any(map(str.isalnum, text)) else text


def _says_left(cell: str) -> bool:
    """Whether a cell of last days says that somebody left, without a day."""
    return has_left(cell) or (not cell.strip().isdecimal() and yes(cell) is True)


def _last_day(cell: str, found: CellDay) -> date | None:
    """The last day; none where programs write the first day that they know, or 9999 in two digits."""
    day = found.end
    return None if day == _EPOCH or (day == _CENTURY and "1999" not in cell) else day


def _midnight(day: date) -> Seconds:
    return int(datetime(day.year, day.month, day.day, tzinfo=UTC).timestamp())
