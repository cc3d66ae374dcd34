"""Names of topics and sources, initials and hues, and what a refusal comes down to."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from http import HTTPStatus
from zlib import crc32

from markupsafe import Markup

from api.schemas import Expert
from ui import reasons
from ui.links import evidence_link
from ui.speech import Speech

HUES = 8


def label(language: str, spoken: dict[str, str]) -> str:
    """The name of a topic in the reader's language when it has one there, else in any."""
    return spoken.get(language) or next((spoken[code] for code in sorted(spoken) if spoken[code]), "")


def labels(language: str, spoken: dict[str, str]) -> list[tuple[str, str]]:
    """Its other names: language and name, without the one that `label` gives, in capitals or not."""
    own = label(language, spoken).casefold()
    return [(code, name) for code, name in sorted(spoken.items()) if name and name.casefold() != own]


def source_names(labels: Mapping[str, str]) -> Callable[[str], str]:
    """Gives the label of a source, its name when it has none."""
    return lambda name: labels.get(name, name)


def reasons_from(words: Speech, labels: Mapping[str, str]) -> Callable[[Expert], Markup]:
    """Gives the reason for an expert as a sentence; `labels` are those of the sources."""
    link = partial(evidence_link, words.language)
    return lambda expert: reasons.reason(words, expert, link, source_names(labels))


def headline(words: Speech, status: int) -> str:
    """What a refusal comes down to, in a few words."""
    if status == HTTPStatus.NOT_FOUND:
        return words.text("Not found")
    if status < HTTPStatus.INTERNAL_SERVER_ERROR:
        return words.text("That cannot be done")
    if status == HTTPStatus.SERVICE_UNAVAILABLE:
        return words.text("Not now")
    return words.text("Something broke")


def hue(place: str | None) -> int:
    """The hue of a building, from 1 to 8; 0 for no place."""
    return crc32(place.split(",")[0].strip().casefold().encode()) % HUES + 1 if place else 0


def initials(name: str) -> str:
    """At most two letters for a name. Small words such as "van" have none."""
    letters = [part[0] for part in name.replace("-", " ").split() if part[:1].isupper()]
    chosen = letters[:1] + letters[-1:] if len(letters) > 1 else letters or list(name[:1].upper())
    return "".join(chosen)
