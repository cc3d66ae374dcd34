"""Columns of a people file. Header names in Dutch and English, and what their cells mean."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from ingest.formats.dates import seconds_of

HEADERS: dict[str, str] = {
    "id": "id key employee_id employeeid personid person_id personeelsnummer medewerkernummer nummer uid",
    "name": "name naam full_name fullname volledige_naam displayname display_name weergavenaam",
    "first": "first_name firstname given_name givenname voornaam roepnaam",
    "infix": "infix tussenvoegsel tussenvoegsels",
    "last": "last_name lastname surname family_name achternaam",
    "aliases": "aliases alias other_names also_known_as bijnamen andere_namen ook_bekend_als",
    "emails": "emails email e_mail mail e_mails email_address emailadres e_mailadres mailadres",
    "handles": "handles handle username login usernames gebruikersnaam gebruikersnamen accounts account",
    "phone": "phone telephone tel mobile telefoon telefoonnummer mobiel toestel extension",
    "room": "room office desk kamer kamernummer werkplek",
    "function": "function title job_title jobtitle role position functie functietitel rol",
    "department": "department dept team unit division afdeling organisatieonderdeel eenheid",
    "location": "location place site building locatie plaats standplaats vestiging gebouw",
    "manager": "manager manager_id reports_to supervisor leidinggevende chef leidinggevende_id",
    "url": "url website homepage profile_url profiel",
    "about": "about bio biography description over omschrijving",
    "languages": "languages language talen taal",
    "joined": "joined start start_date hired in_dienst indienst datum_in_dienst begindatum",
    "left": "left end end_date uit_dienst uitdienst datum_uit_dienst einddatum",
    "status": "status state toestand",
    "service": "service bot service_account system dienstaccount systeemaccount",
    "opted_out": "opted_out optout opt_out afgemeld uitgezonderd",
    "notes": "notes remarks opmerkingen notities",
}
_BY_HEADER = {header: field for field, headers in HEADERS.items() for header in headers.split()}
_YES = frozenset(["yes", "y", "true", "1", "x", "ja", "j", "waar"])
_NO = frozenset(("", *["no", "n", "false", "0", "nee", "onwaar", "-"]))
_LEFT = frozenset(
    ["left", "inactive", "former", "gone", "ended", "uit_dienst", "vertrokken", "inactief", "ex", "oud_medewerker"]
)
_SERVICE = frozenset(["service", "bot", "system", "systeem"])
_LEVEL = re.compile(r"\s{0,20}[>›»|]\s*|\s{1,20}/\s+")


def known_fields() -> tuple[str, ...]:
    """The fields that a column can hold."""
    return tuple(HEADERS)


def fields_of(header: Sequence[str], configured: Mapping[str, str]) -> dict[int, str]:
    """The field at each position. What is configured (field = header) goes before what is recognised."""
    wanted = {_plain(name): field for field, name in configured.items()}
    found: dict[int, str] = {}
    for position, name in enumerate(header):
        field = wanted.get(_plain(name)) or _BY_HEADER.get(_plain(name))
        if field is None or field in found.values():
            continue
        if _plain(configured.get(field, name)) == _plain(name):
            found[position] = field
    return found


def several(cell: str) -> tuple[str, ...]:
    """The values of a cell with `;` between them."""
    return tuple(dict.fromkeys(part for value in cell.split(";") if (part := " ".join(value.split()))))


def path_of(cell: str) -> str | None:
    """Which path is meant: ``Energy > Storage`` is written as ``Energy / Storage``, the outermost first."""
    return " / ".join(part for level in _LEVEL.split(cell) if (part := " ".join(level.split()))) or None


def yes(cell: str) -> bool | None:
    """Whether the cell says yes. None when it says neither."""
    word = _plain(cell)
    return True if word in _YES else False if word in _NO or not word else None


def has_left(status: str) -> bool:
    """Whether this status says that somebody no longer works here."""
    return _plain(status) in _LEFT


def is_service(status: str) -> bool:
    """Whether this status says that it is not a human being."""
    return _plain(status) in _SERVICE


def day(cell: str) -> int | None:
    """The day (epoch seconds) that the cell names."""
    return seconds_of(cell)


def _plain(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.strip().lower()).strip("_")
