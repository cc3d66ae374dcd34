"""Columns of a people file: which field each header means, in Dutch and English and as programs of HR export it."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from graph.names import fold
from ingest.sources.people_headers import HEADERS, SILENT, UNSURE
from ingest.sources.people_words import is_known_status, yes

SEVERAL = frozenset(
    {"emails", "former_emails", "former_names", "handles", "aliases", "languages", "manager", "disabled"}
)
"""Fields that take all their columns. Of the others a row has the first that says something."""
ONE_COLUMN = frozenset({"joined", "left"})
"""Fields of which one column counts: the end of a contract is not the end of the work where that is told as well."""
_SILENT = frozenset(SILENT.split())
_ADDED = re.compile(r"employee|worker|medewerker|werknemer|user|primary|business|work|zakelijke?|werk|current|huidige?")
_ADDED_BEHIND = re.compile(r"(?:werk|work|zakelijk|business|primary|primair|huidig)\Z")
_BRACKETS = re.compile(r"\([^()]{0,80}\)|\[[^\[\]]{0,80}\]|<[^<>]{0,80}>")
_LONGEST_HEADER = 100


def _by_header() -> dict[str, list[tuple[int, str]]]:
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for field, headers in HEADERS.items():
        for place, header in enumerate(headers.split()):
            found[header].append((place, field))
    return dict(found)


_BY_HEADER = _by_header()


@dataclass(frozen=True, slots=True)
class ColumnMap:
    """The positions of each field, those that say most first, and the headers that mean nothing here."""

    places: Mapping[str, tuple[int, ...]]
    unused: tuple[str, ...] = ()

    def __contains__(self, field: object) -> bool:
        return field in self.places

    @property
    def is_people(self) -> bool:
        """Whether these columns can tell who somebody is: a name, and an id, an address or a login."""
        return bool(
            {"name", "preferred", "first", "last"} & self.places.keys()
            and {"id", "emails", "handles"} & self.places.keys()
        )

    def cells(self, row: Sequence[str]) -> dict[str, str]:
        """What this row says, by field; several cells of one field stand on lines of their own."""
        found: dict[str, str] = {}
        for field, places in self.places.items():
            said = [text for at in places if at < len(row) and (text := row[at].strip())]
            if said:
                found[field] = "\n".join(dict.fromkeys(said)) if field in SEVERAL else said[0]
            if said and field == "id":
                found["keys"] = "\n".join(said)
        return found


def known_fields() -> tuple[str, ...]:
    """The fields that a column can hold."""
    return tuple(HEADERS)


def map_columns(
    header: Sequence[str], rows: Iterable[Sequence[str]], configured: Mapping[str, str], ignored: Iterable[str] = ()
) -> ColumnMap:
    """What each column means. `rows` are the first ones; `configured` (field = header) goes before what is known.

    Columns without a name or a value, and those that are `ignored`, are not told.
    """
    sample = list(rows)
    wanted = {plain(name): field for field, name in configured.items()}
    placed: dict[str, list[tuple[int, int]]] = {}
    unused: list[str] = []
    silent = {plain(name) for name in ignored} | _SILENT
    for at, name in enumerate(header):
        cells = [row[at].strip() for row in sample if at < len(row) and row[at].strip()]
        meant = [(-1, wanted[plain(name)])] if plain(name) in wanted else _meant(plain(name), cells)
        meant = [(rank, field) for rank, field in meant if field not in configured or rank < 0]
        for rank, field in meant:
            placed.setdefault(field, []).append((rank, at))
        if not meant and plain(name) not in silent and plain(name) and cells:
            unused.append(" ".join(name.split())[:_LONGEST_HEADER])
    places = {field: tuple(at for _, at in sorted(ranked)) for field, ranked in placed.items()}
    if "id" in places and len(places["id"]) > 1:
        places["id"] = _fullest(places["id"], sample)
    for field in ONE_COLUMN & places.keys():
        unused += [header[at] for at in places[field][1:] if plain(header[at]) not in silent]
        places[field] = places[field][:1]
    return ColumnMap(places, tuple(dict.fromkeys(unused)))


def plain(header: str) -> str:
    """The letters and digits of a header, small and without accents; what stands in brackets is left out."""
    text = fold(header[:_LONGEST_HEADER]).replace("#", " number ")
    bare = "".join(filter(str.isalnum, _BRACKETS.sub("", text)))
    return bare or "".join(filter(str.isalnum, text))


def _meant(header: str, cells: Sequence[str]) -> list[tuple[int, str]]:
    """The fields of a header with their ranks; with words such as "work" before or behind it they rank lower."""
    if header in UNSURE:
        return _decided(header, cells)
    added = 0
    while header not in _BY_HEADER and added < 300:
        added += 100
        front = _ADDED.match(header)
        behind = _ADDED_BEHIND.search(header) if front is None else None
        if front is None and behind is None:
            return []
        header = header[front.end() :] if front else _ADDED_BEHIND.sub("", header)
    return [(rank + added, field) for rank, field in _BY_HEADER.get(header, ())]


def _decided(header: str, cells: Sequence[str]) -> list[tuple[int, str]]:
    if UNSURE[header] == "service":
        return [(90, "service" if all(yes(cell) is not None for cell in cells) else "department")]
    if UNSURE[header] == "status":
        return [(90, "status")] if cells and all(is_known_status(cell) for cell in cells) else []
    named = sum(len([word for word in cell.split() if word.strip(".,").isalpha()]) > 1 for cell in cells)
    return [(90, "name")] if 2 * named >= len(cells) else [(90, "id")]


def _fullest(places: Sequence[int], rows: Sequence[Sequence[str]]) -> tuple[int, ...]:
    """The columns of ids, first the one that most rows have; of equals the one that says most."""

    def filled(at: int) -> int:
        return sum(1 for row in rows if at < len(row) and row[at].strip())

    first = max(places, key=lambda at: (filled(at), -places.index(at)))
    return first, *(at for at in places if at != first)
