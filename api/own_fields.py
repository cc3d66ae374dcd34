"""The fields of a person's own, as one reader sees them: their own value, the directory's, or nothing."""

from __future__ import annotations

from dataclasses import dataclass, replace

from api.schemas import Profile
from graph.own_fields import MOST, NO_PHOTO, Audience, FieldName, OwnField, OwnFields, photo_name

__all__ = ["NO_PHOTO", "SEEN", "FieldRow", "OwnDetails", "field_rows", "with_own_fields"]
SEEN: dict[bool, frozenset[Audience]] = {
    True: frozenset({Audience.TEAM, Audience.EVERYONE}),
    False: frozenset({Audience.EVERYONE}),
}
"""What is for a colleague, by whether they are in the team."""
UNSAID = OwnField()


@dataclass(frozen=True, slots=True)
class OwnDetails:
    """What a person tells of themselves and the directory does not. `photo` is the name of the picture."""

    pronouns: str = ""
    working_days: tuple[str, ...] = ()
    links: tuple[str, ...] = ()
    photo: str | None = None


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A field: what the person says, what the directory says, who sees it, and how long it may be."""

    name: str
    value: str
    directory: str
    audience: str
    most: int


def field_rows(
    fields: OwnFields, about: str | None, languages: tuple[str, ...], photo: str = ""
) -> tuple[FieldRow, ...]:
    """All fields as their owner fills them in; `about`, `languages` and `photo` are those of the directory.

    A photo that is not to be shown is `NO_PHOTO` where the directory has one, else nothing.
    """
    known = {FieldName.ABOUT: about or "", FieldName.LANGUAGES: " ".join(languages), FieldName.PHOTO: photo}
    said = {name: fields.get(name, UNSAID) for name in FieldName}
    if not photo and said[FieldName.PHOTO].value == NO_PHOTO:
        said[FieldName.PHOTO] = replace(said[FieldName.PHOTO], value="")
    return tuple(
        FieldRow(name.value, field.value, known.get(name, ""), field.audience.value, MOST[name])
        for name, field in said.items()
    )


def with_own_fields(
    profile: Profile, fields: OwnFields, photo: str = "", *, team: bool, own: bool
) -> tuple[Profile, OwnDetails]:
    """The profile as somebody in the team, somebody else or the owner sees it; `photo` is that of the directory."""

    def told(name: FieldName, directory: str = "") -> str:
        field = fields.get(name, UNSAID)
        return (field.value or directory) if own or field.audience in SEEN[team] else ""

    about, languages = (
        told(FieldName.ABOUT, profile.about or ""),
        told(FieldName.LANGUAGES, " ".join(profile.languages)),
    )
    return replace(profile, about=about or None, languages=tuple(languages.split())), OwnDetails(
        pronouns=told(FieldName.PRONOUNS),
        working_days=tuple(told(FieldName.WORKING_DAYS).split()),
        links=tuple(told(FieldName.LINKS).split()),
        photo=photo_name(OwnField(told(FieldName.PHOTO, photo)), "") or None,
    )
