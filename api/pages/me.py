"""The colleague as whom is asked."""

from __future__ import annotations

from dataclasses import dataclass, field

from api.asker import Asker
from api.own_load import OwnLoad, own_load
from api.page import Nothing, Page
from api.policy import Permission
from graph.facts import Key, Seconds
from graph.pauses import last_days


@dataclass(frozen=True, slots=True)
class Me:
    """The colleague as whom is asked, and the language of answers.

    `not_now` is the last day (when it begins, UTC) up to which they asked not to be asked. `load` is None where the
    organisation has set no limit. `chats` are links to chat programs by name, with `{email}`, `{user}` (the address
    before its @), `{name}` and `{question}` for whom and what it is about.
    """

    person: Key | None
    name: str | None
    language: str
    not_now: Seconds | None = None
    load: OwnLoad | None = None
    chats: dict[str, str] = field(default_factory=dict)


def me(asker: Asker, query: Nothing) -> Me:
    """The colleague as whom is asked."""
    del query
    person, chats = asker.viewer.person, dict(asker.site.chats)
    if person is None:
        return Me(None, asker.name, asker.language, chats=chats)
    with asker.site.store.view(asker.viewer, recent=True) as view:
        away = last_days(view, [person], asker.site.now()).get(person)
        return Me(person, asker.name, asker.language, away, own_load(asker, view), chats)


PAGE: Page[Nothing, Me] = Page(
    json="/api/me",
    permission=Permission.READ,
    query=Nothing,
    record=Me,
    answer=me,
    example={"person": "person:people:3k2j5h7a", "name": "Maaike de Smit", "language": "nl"},
    tag="people",
)
