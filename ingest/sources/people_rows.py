"""One person for all rows of one id: the newest row counts, and what the older ones called her is hers as well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from graph.facts import PersonRecord, Problem, Seconds
from graph.names import full_name, letters, read

BREAK = 92 * 86_400
"""A pause between two contracts that is shorter than this is none: the first day of the first one counts."""
_EVER = 1 << 62


@dataclass(frozen=True, slots=True)
class PersonRow:
    """A person of the file, with other ids and the distinguished name under which managers may be named.

    `photo` is the cell of their picture.
    """

    person: PersonRecord
    keys: tuple[str, ...] = ()
    photo: str = ""


def one_each(rows: Iterable[PersonRow], now: Seconds | None) -> Iterator[PersonRow | Problem]:
    """A row for each person: one for each id, and one for ids that have both a full name and an address in common.

    Two rows of one id that have nothing in common are a Problem: the newer of them counts, else the first.
    """
    by_id: dict[str, PersonRow] = {}
    for row in rows:
        known = by_id.get(row.person.id)
        if known is not None and not _alike(known.person, row.person):
            newer = _rank(row.person, now) > _rank(known.person, now)
            dropped = known if newer else row
            yield Problem(row.person.id, "directory-id-twice", {"id": row.person.id, "name": dropped.person.name})
            by_id[row.person.id] = row if newer else known
        else:
            by_id[row.person.id] = row if known is None else _newest(known, row, now)
    yield from _joined(by_id.values(), now)


def _joined(rows: Iterable[PersonRow], now: Seconds | None) -> Iterator[PersonRow]:
    """Two contracts under two ids are one person."""
    places: dict[tuple[str, str], int] = {}
    found: list[PersonRow] = []
    for row in rows:
        forms = _forms(row.person)
        at = next((places[form] for form in forms if form in places), None)
        if at is None:
            found.append(row)
            at = len(found) - 1
        else:
            found[at] = _newest(found[at], row, now)
        for form in forms:
            places.setdefault(form, at)
    yield from found


def _forms(person: PersonRecord) -> list[tuple[str, str]]:
    name = full_name(person.name)
    return [(name.whole, email.casefold()) for email in person.emails] if name and not name.initials else []


def _rank(person: PersonRecord, now: Seconds | None) -> tuple[bool, Seconds, Seconds]:
    """What makes a row the newest: it has begun, it ends later, it began later."""
    begun = now is None or person.joined is None or person.joined <= now
    return begun, _EVER if person.left is None else person.left, -_EVER if person.joined is None else person.joined


def _newest(known: PersonRow, row: PersonRow, now: Seconds | None) -> PersonRow:
    """The newer of two rows of one person (the later in the file if neither is), with the forms of the other."""
    one, other = known, row
    if _rank(other.person, now) >= _rank(one.person, now):
        one, other = other, one
    person, before = one.person, other.person
    former = [] if letters(before.name) == letters(person.name) else [before.name]
    current = {email.casefold() for email in person.emails}
    former += [email for email in before.emails if email.casefold() not in current]
    merged = replace(
        person,
        joined=_first_day(person, before),
        left=_last_day(person, before),
        former=_distinct([*person.former, *former, *before.former]),
        aliases=_distinct([*person.aliases, *before.aliases]),
        handles=_distinct([*person.handles, *before.handles]),
        opted_out=person.opted_out or before.opted_out,
    )
    return PersonRow(merged, _distinct([*one.keys, before.id, *other.keys]), one.photo or other.photo)


def _first_day(person: PersonRecord, before: PersonRecord) -> Seconds | None:
    """The first day of the work that goes on, over contracts that follow each other."""
    days = [each.joined for each in (person, before) if each.joined is not None]
    return min(days, default=None) if len(days) < 2 or _goes_on(person, before) else person.joined


def _last_day(person: PersonRecord, before: PersonRecord) -> Seconds | None:
    if person.left is None or not _goes_on(person, before):
        return person.left
    return None if before.left is None else max(person.left, before.left)


def _goes_on(person: PersonRecord, before: PersonRecord) -> bool:
    """Whether the later of two contracts follows the earlier one without a break."""
    if person.joined is None or before.joined is None:
        return False
    first, second = sorted((person, before), key=lambda each: each.joined or 0)
    return first.left is None or (second.joined or 0) - first.left < BREAK


def _distinct(values: Sequence[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(values))


def _alike(one: PersonRecord, other: PersonRecord) -> bool:
    """Whether two rows of one id can be one person: an address, a given name or a family name in common."""
    if {email.casefold() for email in one.emails} & {email.casefold() for email in other.emails}:
        return True
    first, second = read(one.name), read(other.name)
    if first is None or second is None:
        return one.name == other.name
    given = {letters(name) for name in (*first.given[:1], first.called) if name}
    others = {letters(name) for name in (*second.given[:1], second.called) if name}
    if given & others or any(
        mine[:1] == their[:1] and 1 in (len(mine), len(their)) for mine in given for their in others
    ):
        return True
    return bool({each.key for each in first.families} & {each.key for each in second.families})
