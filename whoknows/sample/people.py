"""The people of Veldermark: about 150 invented people, read from ``data/people.txt``, with all names they go by."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from graph.names import full_name
from whoknows.sample.dice import FIRST_DAY, LAST_DAY, Dice, seconds_of

ORGANISATION = "Veldermark Water & Energie"
DOMAIN = "veldermark.example"
DATA = Path(__file__).parent / "data"
BOT = "veldermark-bot"


@dataclass(frozen=True, slots=True)
class Building:
    """A place of work; `code` opens its room numbers."""

    key: str
    name: str
    code: str
    floors: int


BUILDINGS = {
    "linde": Building("linde", "De Linde", "LI", 5),
    "waterhof": Building("waterhof", "Waterhof", "WH", 2),
    "oudemeer": Building("oudemeer", "Zuivering Oudemeer", "OM", 2),
    "haven": Building("haven", "Energiehuis Haven-Noord", "HN", 3),
}


@dataclass(frozen=True, slots=True)
class Team:
    """A team, its department and where it sits."""

    key: str
    name: str
    department: str
    department_name: str
    building: Building


@dataclass(frozen=True, slots=True)
class Employee:
    """One colleague. `aliases` are all other names in use; `listed` those that the directory knows."""

    key: str
    id: str
    name: str
    function: str
    languages: tuple[str, ...]
    team: Team
    manager: str | None
    email: str
    handle: str
    old_email: str | None = None
    renamed: int | None = None
    aliases: tuple[str, ...] = ()
    listed: tuple[str, ...] = ()
    nick: str | None = None
    maiden: str | None = None
    phone: str = ""
    floor: int = 0
    room: str = ""
    about: str = ""
    joined: date = date(2015, 1, 1)
    left: date | None = None
    listed_handle: bool = True

    def there(self, at: int) -> bool:
        """True when this person worked here at that moment."""
        return seconds_of(self.joined) <= at and (self.left is None or at < seconds_of(self.left))

    def email_at(self, at: int) -> str:
        """The address that this person used at that moment."""
        return self.old_email if self.old_email and self.renamed and at < self.renamed else self.email

    def name_at(self, at: int) -> str:
        """The name under which this person wrote at that moment. A maiden name until the change."""
        if self.maiden and self.renamed and at < self.renamed:
            return f"{self.first} {self.maiden}"
        return self.name

    @property
    def first(self) -> str:
        """What colleagues call this person."""
        return self.nick if self.nick and len(self.nick) > 2 else self.name.split()[0]

    @property
    def last(self) -> str:
        """The family name, with its particle."""
        return _split(self.name)[1]

    @property
    def initials(self) -> str:
        """The name with initials: "J.P. van der Meulen"."""
        return next((alias for alias in self.aliases if re.match(r"(?:\w\.)+ ", alias)), self.name)


@dataclass(frozen=True, slots=True)
class Staff:
    """All people by key, in the order of the file."""

    people: dict[str, Employee]
    departments: dict[str, str]

    def __iter__(self) -> Iterator[Employee]:
        return iter(self.people.values())

    def __getitem__(self, key: str) -> Employee:
        return self.people[key]

    def of(self, *departments: str) -> list[Employee]:
        """The people of these departments."""
        return [person for person in self if person.team.department in departments]


def read_staff(seed: int) -> Staff:
    """The staff. The file decides names and teams, the seed phone numbers, rooms and dates of joining."""
    people: dict[str, Employee] = {}
    departments: dict[str, str] = {}
    team: Team | None = None
    heads: dict[str, str] = {}
    for line in (DATA / "people.txt").read_text(encoding="utf-8").splitlines():
        fields = [part.strip() for part in line.split("|")]
        if line.startswith("="):
            departments[fields[0][2:]] = fields[1]
            department, team = fields[0][2:], None
        elif line.startswith("-"):
            team = Team(fields[0][2:], fields[1], department, departments[department], BUILDINGS[fields[2]])
        elif line and not line.startswith(";"):
            key = fields[0]
            place = team or Team(
                department, departments[department], department, departments[department], BUILDINGS["linde"]
            )
            number = 1001 + len(people) * 7
            manager = _manager(heads, place)
            people[key] = _person(seed, key, number, fields, place, people[manager] if manager else None)
            heads.setdefault(place.department, key)
            heads.setdefault(place.key, key)
    return Staff(people, departments)


def _manager(heads: dict[str, str], team: Team) -> str | None:
    """The manager of the next person: the team's first, the department's first, or the director."""
    for level in (team.key, team.department, "organisatie"):
        if level in heads:
            return heads[level]
    return None


def _person(seed: int, key: str, number: int, fields: list[str], team: Team, manager: Employee | None) -> Employee:
    name, function, languages = fields[1:4]
    extras = dict(
        part.strip().split("=", 1) for part in (fields[4] if len(fields) > 4 else "").split(";") if "=" in part
    )
    dice = Dice(seed, "person", key)
    aliases = _aliases(name, extras)
    floor = dice.number(0, team.building.floors)
    local = extras.get("mail") or _address(name)
    old = extras.get("oldmail") or (_address(extras["maiden"], name) if "maiden" in extras else None)
    if old is None and dice.chance(0.08):
        old = plain(f"{name.split()[0]}.{_split(name)[1]}").replace(" ", "")
    joined = date(dice.number(2006, 2022), dice.number(1, 12), 1)
    if "joined" in extras:
        joined = date.fromisoformat(extras["joined"])
    elif "left" not in extras and dice.chance(0.08):
        joined = date.fromordinal(dice.number(FIRST_DAY.toordinal(), LAST_DAY.toordinal() - 400)).replace(day=1)
    renamed = date.fromisoformat(extras["renamed"]) if "renamed" in extras else date(2025, 1, 1)
    return Employee(
        key=key,
        id=f"vm-{number}",
        name=name,
        function=function,
        languages=tuple(languages.split(",")),
        team=team,
        manager=manager.key if manager else None,
        email=f"{local}@{DOMAIN}",
        handle=extras.get("handle") or local.replace(".", ""),
        old_email=f"{old}@{DOMAIN}" if old and old != local else None,
        renamed=seconds_of(renamed) if old and old != local else None,
        aliases=aliases,
        listed=() if "late" in extras or dice.chance(0.25) else aliases,
        nick=extras.get("nick"),
        maiden=extras.get("maiden"),
        phone=f"+31 88 000 {3000 + (number * 37) % 6000}",
        floor=floor,
        room=f"{team.building.code} {floor}.{dice.number(1, 28):02d}",
        about=extras.get("about", ""),
        joined=joined,
        left=date.fromisoformat(extras["left"]) if "left" in extras else None,
        listed_handle=dice.chance(0.7),
    )


def _split(name: str) -> tuple[str, str]:
    """The given names, and the family name with its particle."""
    read_name = full_name(name)
    if read_name is None:
        return name, name
    words = name.split()
    at = len(read_name.given)
    return " ".join(words[:at]), " ".join(words[at:])


def _aliases(name: str, extras: dict[str, str]) -> tuple[str, ...]:
    """The other names of a person: initials, nickname, maiden name."""
    given, family = _split(name)
    letters = "".join(part[0] + "." for part in re.split(r"[ -]", given))
    aliases = [f"{extras.get('initials', letters)} {family}"]
    if nick := extras.get("nick"):
        aliases.append(f"{nick} {family}")
    if maiden := extras.get("maiden"):
        aliases.append(f"{given} {maiden}")
    return tuple(aliases)


def _address(name: str, given: str | None = None) -> str:
    """The part of an address before the @, as "j.vandermeulen"; a maiden name takes the given name of the full one."""
    first = (given or name)[0]
    family = name if given else _split(name)[1]
    return plain(f"{first}.{family}").replace(" ", "").replace("'", "").replace("-", "")


def plain(text: str) -> str:
    """A text in lower case without accents."""
    text = text.replace("Ł", "L").replace("ł", "l").replace("ø", "o")
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c)).lower()
