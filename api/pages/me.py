"""The colleague as whom is asked."""

from __future__ import annotations

from dataclasses import dataclass

from api.asker import Asker
from api.page import Nothing, Page
from api.policy import Permission
from graph.facts import Key


@dataclass(frozen=True, slots=True)
class Me:
    """The colleague as whom is asked, and the language of answers."""

    person: Key | None
    name: str | None
    language: str


def me(asker: Asker, query: Nothing) -> Me:
    """The colleague as whom is asked."""
    del query
    return Me(asker.viewer.person, asker.name, asker.language)


PAGE: Page[Nothing, Me] = Page(
    json="/api/me",
    permission=Permission.READ,
    query=Nothing,
    record=Me,
    answer=me,
    example={"person": "person:people:3k2j5h7a", "name": "Maaike de Smit", "language": "nl"},
    tag="people",
)
