"""By what can an answer be narrowed? The choices of each filter, those that lead somewhere first."""

from __future__ import annotations

from dataclasses import dataclass

from api.questions import Asked
from api.schemas import Answer, GroupHit
from ui.speech import Speech

Choice = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Options:
    """The value and the text of every choice, per filter; the empty value filters nothing."""

    departments: tuple[Choice, ...]
    locations: tuple[Choice, ...]
    languages: tuple[Choice, ...]
    periods: tuple[Choice, ...]


def options(words: Speech, answer: Answer, asked: Asked) -> Options:
    """Which choices are there for this answer? What was chosen stays a choice when nobody is left."""
    return Options(
        departments=_groups(words.text("every department"), answer.departments, asked.department),
        locations=_groups(words.text("every location"), answer.locations, asked.location),
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


def _groups(none: str, hits: tuple[GroupHit, ...], chosen: str) -> tuple[Choice, ...]:
    found = [(hit.key, hit.name) for hit in hits]
    if chosen and all(key != chosen for key, _ in found):
        found.append((chosen, "…"))
    return (("", none), *sorted(found, key=lambda choice: choice[1].casefold()))
