"""Names of what people tell and decide about themselves: fields, who sees them, decisions, roles."""

from __future__ import annotations

from api.own_fields import NO_PHOTO, FieldRow
from ui.reasons import mark
from ui.speech import Speech

FIELDS = {
    "about": mark("Ask me about …"),
    "languages": mark("Languages"),
    "pronouns": mark("Pronouns"),
    "working_days": mark("Working days"),
    "links": mark("Links"),
    "photo": mark("Photo"),
}
AUDIENCES = {
    "everyone": mark("everyone"),
    "team": mark("my team"),
    "nobody": mark("nobody"),
}
VERDICTS = {
    "same": mark("belongs to"),
    "different": mark("does not belong to"),
    "unsure": mark("may belong to"),
    "named": mark("is what this topic is called:"),
    "confirmed": mark("is rightly a name of"),
    "pinned": mark("stays a name of"),
    "rejected": mark("is no name of"),
    "broader": mark("falls under"),
}
"""What a decision says of its two things, between their names."""
ROLES = {
    "colleague": mark("colleague"),
    "curator": mark("curator of topics"),
    "source-owner": mark("owner of sources"),
    "insight": mark("insight into numbers about groups"),
    "privacy-officer": mark("privacy officer"),
    "operator": mark("operator"),
}
DAYS = {
    "mon": mark("Monday"),
    "tue": mark("Tuesday"),
    "wed": mark("Wednesday"),
    "thu": mark("Thursday"),
    "fri": mark("Friday"),
    "sat": mark("Saturday"),
    "sun": mark("Sunday"),
}


def own_field(words: Speech, name: str) -> str:
    """The name of a field."""
    return words.named(FIELDS, name)


def audience(words: Speech, kind: str) -> str:
    """Who sees a field."""
    return words.named(AUDIENCES, kind)


def field_value(words: Speech, name: str, value: str) -> str:
    """What a field says, in words."""
    if name == "working_days":
        return ", ".join(words.text(DAYS[day]) for day in value.split() if day in DAYS)
    if name == "languages":
        return ", ".join(words.language_name(code) for code in value.split())
    if name == "photo" and value:
        return words.text("no photo") if value == NO_PHOTO else words.text("a photo")
    return value


def photo_shown(row: FieldRow) -> str:
    """The name of the photo that this field shows; empty for none."""
    return "" if row.value == NO_PHOTO else row.value or row.directory


def verdict(words: Speech, kind: str) -> str:
    """What a decision says of two things."""
    return words.named(VERDICTS, kind)


def site_role(words: Speech, role: str) -> str:
    """The name of a role on the whole site."""
    return words.named(ROLES, role)


def days(words: Speech) -> dict[str, str]:
    """The names of the days of a week, by how fields have them."""
    return {day: words.text(name) for day, name in DAYS.items()}
