"""What the views of insight are called, what each computes, and the invitation between two units."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from api.schemas import TopicReference
from ui.messages import LANGUAGES
from ui.names import label
from ui.reasons import mark
from ui.speech import Speech, speech

LEVELS = {
    "department": mark("Departments"),
    "team": mark("Teams"),
    "building": mark("Buildings"),
}
ORDERS = {
    "most": mark("known by most people first"),
    "fewest": mark("on fewest people first"),
    "work": mark("most work first"),
    "old": mark("least recent work first"),
}
VIEWS = {
    "knowledge": mark("Spread of knowledge"),
    "gaps": mark("Gaps between departments"),
}
COMPUTES = {
    "knowledge": mark(
        "By topic: how many people work on it, in which departments, on how few it rests, and what a department would "
        "take with it."
    ),
    "gaps": mark("Departments, teams or buildings that work on the same subjects and hardly with each other."),
}
SHADES = ((10, 3), (5, 2), (1, 1))
"""The darkness of a cell by the number of people, at least."""


def shade(count: int | None) -> int:
    """How dark a cell of the table is, from 0 to 3; the number stands in it too."""
    return 1 if count is None else next((dark for least, dark in SHADES if count >= least), 0)


def choices(words: Speech, names: dict[str, str]) -> list[tuple[str, str]]:
    """The names of a table of texts, to choose from."""
    return [(name, words.text(text)) for name, text in names.items()]


def leaning(words: Speech, index: float | None) -> str:
    """What an E-I index says, in a few words."""
    if index is None:
        return words.text("shares no document or conversation with anybody")
    if index <= -0.5:
        return words.text("works mostly within itself")
    if index < 0.5:
        return words.text("works about as much within itself as with others")
    return words.text("works mostly with others")


def topics_told(language: str, topics: Iterable[TopicReference]) -> str:
    """The names of topics as a list in this language."""
    words = speech(language)
    return words.listed([label(language, dict(topic.labels)) for topic in topics])


def invitations(one: str, other: str, topics: Sequence[TopicReference]) -> list[tuple[str, str]]:
    """A text by which two units are invited to meet, in each language."""
    return [
        (
            language,
            speech(language).text(
                "Dear colleagues of %(one)s and %(other)s,\n\nBoth of you work on %(topics)s, and there are hardly any "
                "documents or conversations that you share. Shall we spend an hour together, to hear what each of you "
                "is working on and where you could use the other's experience? Reply with a day that suits you.",
                one=one,
                other=other,
                topics=topics_told(language, topics[:3]),
            ),
        )
        for language in LANGUAGES
    ]
