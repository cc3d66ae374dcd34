"""What a person tells of themselves, field by field, each with who sees it: authored state that no sync touches.

A field that was never filled in has the value of the directory, for everyone. One that was says who sees it, also when
its value is left empty: then it is the directory's value that only they see.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from urllib.parse import urlsplit

from graph.decisions import DecisionError
from graph.directory_photos import NAME, names_of_directory_photo, read_directory_photo
from graph.facts import Json, Key
from graph.ledger import Ledger
from graph.welcome import WELCOME

PROFILE = "authored:profile:"
PHOTO = "authored:photo:"
NO_PHOTO = "none"
"""Value of the photo of who wants none to be shown, also not that of the directory."""
LANGUAGE = re.compile(r"[a-z]{2,3}")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


class Audience(StrEnum):
    """Who sees a field."""

    NOBODY = "nobody"
    TEAM = "team"
    EVERYONE = "everyone"


class FieldName(StrEnum):
    """A field of one's own. Languages are codes, working days are of `DAYS`, links are addresses."""

    ABOUT = "about"
    LANGUAGES = "languages"
    PRONOUNS = "pronouns"
    WORKING_DAYS = "working_days"
    LINKS = "links"
    PHOTO = "photo"


MOST: Mapping[FieldName, int] = {
    FieldName.ABOUT: 300,
    FieldName.LANGUAGES: 60,
    FieldName.PRONOUNS: 40,
    FieldName.WORKING_DAYS: 40,
    FieldName.LINKS: 600,
    FieldName.PHOTO: 64,
}
"""The longest value of each field, in characters."""
MOST_LINKS = 5
_NAMES = {each.value: each for each in FieldName}
_AUDIENCES = {each.value: each for each in Audience}


@dataclass(frozen=True, slots=True)
class OwnField:
    """The value of a field, empty for that of the directory, and who sees it."""

    value: str = ""
    audience: Audience = Audience.EVERYONE


OwnFields = Mapping[FieldName, OwnField]


def own_fields(ledger: Ledger, person: Key) -> dict[FieldName, OwnField]:
    """The fields that this person filled in. What cannot be read, as of a later version, is for nobody."""
    return _read(ledger.get(PROFILE + person))


def fields_with_photo(ledger: Ledger, person: Key) -> tuple[dict[FieldName, OwnField], str]:
    """The fields that this person filled in, and the name of the photo that the directory has of them."""
    kept = ledger.several([PROFILE + person, NAME + person])
    return _read(kept.get(PROFILE + person)), read_directory_photo(kept.get(NAME + person)).name


def photo_fields(ledger: Ledger, people: Collection[Key]) -> dict[Key, OwnField]:
    """The photo of each of these people who has one, with who sees it; asked for at once."""
    kept = ledger.several([prefix + person for person in people for prefix in (PROFILE, NAME)])
    found = {person: _photo(kept.get(PROFILE + person), kept.get(NAME + person)) for person in people}
    return {person: field for person, field in found.items() if field.value}


def _photo(said: Json, told: Json) -> OwnField:
    field = _read(said).get(FieldName.PHOTO, OwnField())
    return OwnField(photo_name(field, read_directory_photo(told).name), field.audience)


def photo_name(field: OwnField, directory: str) -> str:
    """The name of the photo that is shown: one's own, or that of the directory; empty for none."""
    return "" if field.value == NO_PHOTO else field.value or directory


def _read(kept: Json) -> dict[FieldName, OwnField]:
    found: dict[FieldName, OwnField] = {}
    for name, told in kept.items() if isinstance(kept, dict) else ():
        if name in _NAMES and isinstance(told, dict):
            audience = _AUDIENCES.get(str(told.get("audience")), Audience.NOBODY)
            found[_NAMES[name]] = OwnField(str(told.get("value") or ""), audience)
    return found


def set_fields(ledger: Ledger, person: Key, changed: OwnFields) -> None:
    """Keep these fields. DecisionError for a value that a field cannot have; then none is kept."""
    kept = own_fields(ledger, person) | {name: _checked(name, field) for name, field in changed.items()}
    ledger.set(PROFILE + person, {name.value: _json(field) for name, field in kept.items()})


def names_of_own(person: Key) -> tuple[str, ...]:
    """The names under which the ledger keeps what a person tells of themselves."""
    return PROFILE + person, PHOTO + person, WELCOME + person, *names_of_directory_photo(person)


def _json(field: OwnField) -> Json:
    return {"value": field.value, "audience": field.audience.value}


def _checked(name: FieldName, field: OwnField) -> OwnField:
    """The field with its value in the one form that is kept."""
    value = " ".join(field.value.split())
    if len(value) > MOST[name] or any(not each.isprintable() for each in value):
        raise DecisionError("own-field-too-long", most=str(MOST[name]))
    words = value.replace(",", " ").split()
    if name is FieldName.LANGUAGES:
        words = [word.casefold() for word in words]
        _require(all(LANGUAGE.fullmatch(word) for word in words), "own-field-languages")
    elif name is FieldName.WORKING_DAYS:
        words = [day for day in DAYS if day in words]
    elif name is FieldName.LINKS:
        words = value.split()
        _require(len(words) <= MOST_LINKS and all(map(_is_link, words)), "own-field-links")
    else:
        return OwnField(value, field.audience)
    return OwnField(" ".join(dict.fromkeys(words)), field.audience)


def _require(holds: bool, message: str) -> None:
    if not holds:
        raise DecisionError(message)


def _is_link(address: str) -> bool:
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.hostname) and "@" not in parts.netloc
