"""Choices of the filters by which an answer can be narrowed."""

from __future__ import annotations

from dataclasses import dataclass

from api.pages.search import SearchPage
from api.schemas import GroupHit
from ui.speech import Speech

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class FilterChoices:
    """The value and the text of every choice, per filter; the empty value filters nothing."""

    departments: tuple[Choice, ...]
    locations: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    periods: tuple[Choice, ...]


def options(words: Speech, page: SearchPage) -> FilterChoices:
    """The choices for this answer. What was chosen stays a choice when nobody is left."""
    asked = page.question
    return FilterChoices(
        departments=_groups(
            words.text("every department"), page.departments, asked.department, page.filters.get("department")
        ),
        locations=_groups(words.text("every location"), page.locations, asked.location, page.filters.get("location")),
        languages=(
            ("", words.text("every language")),
            ("nl", words.language_name("nl")),
            ("en", words.language_name("en")),
        ),
        periods=(
            ("", words.text("any time")),
            *((str(num), words.plural("the last year", "the last %(num)s years", num)) for num in (1, 2, 5)),
        ),
    )


def _groups(none: str, hits: tuple[GroupHit, ...], chosen: str | None, name: str | None) -> tuple[Choice, ...]:
    found = [(hit.key, hit.name) for hit in hits]
    if chosen and all(key != chosen for key, _ in found):
        found.append((chosen, name or "…"))
    return (("", none), *sorted(found, key=lambda choice: choice[1].casefold()))
