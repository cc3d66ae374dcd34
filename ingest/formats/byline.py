"""Authors, dates and subjects of a text by the fields above it, in the spellings of several site generators."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from ingest.formats.author_lines import LONGEST_NAME, Author, names_in, without_repeats
from ingest.formats.dates import seconds_of

AUTHORS = ("authors", "author", "auteurs", "auteur", "by", "byline", "creator", "written_by", "created_by", "door")
ALSO = "contributors"
"""Field of those who worked on it next to the authors."""
DATES = (
    "date",
    "datum",
    "publishdate",
    "publish_date",
    "published",
    "pubdate",
    "published_at",
    "created",
    "created_at",
    "creation_date",
)
UPDATED = (
    "updateddate",
    "updated",
    "lastmod",
    "last_modified_at",
    "last_modified",
    "modified",
    "last_update",
    "last_updated",
    "last_reviewed",
)
INSIDE = ("params", "extra", "taxonomies", "metadata", "meta")
"""Fields in which Hugo, Zola and others hold custom fields."""
TAGS = ("tags", "tag", "keywords", "categories", "category", "categorie", "trefwoorden", "topics", "topic", "labels")
SUMMARIES = ("description", "summary", "excerpt", "about", "samenvatting", "omschrijving")
_MOST = 100


@dataclass(frozen=True, slots=True)
class Byline:
    """What the fields say; everything may be missing."""

    title: str | None = None
    authors: tuple[Author, ...] = ()
    at: int | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    summary: str | None = None


def read(fields: Mapping[str, object]) -> Byline:
    """Authors, date and subjects. Fields have names in lower case; `-` and `_` are the same in them."""
    fields = flat(fields)
    return Byline(
        title=_text(fields, ("title", "titel", "name")) or None,
        authors=tuple(without_repeats(list(_authors(fields)))),
        at=next((at for name in (*DATES, *UPDATED) if (at := seconds_of(fields.get(name))) is not None), None),
        tags=tuple(dict.fromkeys(tag for name in TAGS for tag in _words(fields.get(name)))),
        language=_text(fields, ("lang", "language", "taal"))[:2].lower() or None,
        summary=_text(fields, SUMMARIES) or None,
    )


def flat(fields: Mapping[str, object]) -> dict[str, object]:
    """The fields, and those that are inside others; of two with one name the outer one counts."""
    found = _keyed(fields)
    for name in INSIDE:
        found = {**_keyed(found.get(name)), **found}
    dates, update = _keyed(found.get("date")), _keyed(found.get("last_update"))
    if dates:
        found = {**dates, **found, "date": None}
    if update:
        name = "last_updated_by" if any(each in found for each in AUTHORS) else "author"
        found = {name: update.get("author"), **found, "last_update": update.get("date")}
    return found


def _keyed(value: object) -> dict[str, object]:
    if not isinstance(value, Mapping):
        return {}
    return {str(key).lower().replace("-", "_"): part for key, part in value.items()}


def _authors(fields: Mapping[str, object]) -> Iterator[Author]:
    named = (list(people_in(fields[name])) for name in AUTHORS if name in fields)
    yield from next((found for found in named if found), ())
    yield from people_in(fields.get(ALSO))


def people_in(value: object, depth: int = 0) -> Iterator[Author]:
    """One value may be a name, names in one string, a mapping of a person, or a list of those (two deep)."""
    if isinstance(value, str):
        yield from names_in(value)
    elif isinstance(value, Mapping):
        yield from _person(value)
    elif isinstance(value, list | tuple) and depth < 2:
        for part in value[:_MOST]:
            yield from people_in(part, depth + 1)


def _person(value: Mapping[object, object]) -> Iterator[Author]:
    fields = {str(key).lower(): part for key, part in value.items()}
    socials = fields.get("socials")
    socials = {str(k).lower(): v for k, v in socials.items()} if isinstance(socials, Mapping) else {}
    both = {**socials, **fields}
    parts = _keyed(both.get("name")) or both
    whole = " ".join(_text(parts, (each,)) for each in ("given", "family")).strip()
    name = _text(both, ("name", "naam", "fullname", "display_name", "author")) or whole or _text(both, ("title",))
    email = _text(both, ("email", "e-mail", "mail")).removeprefix("mailto:")
    handle = _text(both, ("github", "handle", "username", "gitlab", "login", "key"))
    if name or email or handle:
        yield Author((name or handle or email)[:LONGEST_NAME], email or None, _handle(handle))


def person_of(value: object) -> Author | None:
    """The person that an entry of an authors file describes."""
    return next(people_in(value), None)


def _handle(text: str) -> str | None:
    return text.rstrip("/").rpartition("/")[2].removeprefix("@") or None


def _words(value: object) -> Iterator[str]:
    if isinstance(value, str):
        parts: list[object] = list(re.split(r"[,;\n]", value))
    else:
        parts = list(value) if isinstance(value, list | tuple) else []
    for part in parts:
        word = " ".join(str(part).split()) if isinstance(part, str | int) else ""
        if word and len(word) <= LONGEST_NAME:
            yield word


def _text(fields: Mapping[str, object], names: tuple[str, ...]) -> str:
    for name in names:
        value = fields.get(name)
        if isinstance(value, str | int | float) and not isinstance(value, bool) and str(value).strip():
            return " ".join(str(value).split())
    return ""
