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
    "cover": mark("Topics that are needed"),
    "gaps": mark("Gaps between departments"),
}
MOSTLY = 1 / 3
"""The E-I index from which two of three pairs of people are with others: what is called mostly."""
COVERED = {
    "nobody": mark("nobody"),
    "too-few": mark("too few people"),
    "enough": mark("enough people"),
}
COMPUTES = {
    "cover": mark("The topics on the organisation's own list: how many people work on each, and on which nobody does."),
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


def counted(words: Speech, count: int | None, fewest: int) -> str:
    """A number of people; one that is not told is at least one and fewer than the floor."""
    return f"1–{fewest - 1}" if count is None else words.number(count)


TALLEST, THIN = 18, 3
"""Pixels of the highest bar of a trend, and of one that tells no number."""


def trend_bars(years: Sequence[int | None]) -> list[tuple[int, int, bool]]:
    """A bar for each year: where it stands, its height, and whether it is of fewer people than the floor."""
    most = max((count for count in years if count), default=1)
    return [
        (8 * place, THIN if count is None else round(TALLEST * count / most), count is None)
        for place, count in enumerate(years)
    ]


def trend_told(words: Speech, years: Sequence[int | None], fewest: int) -> str:
    """The years of a trend in words, the oldest first."""
    told = [f"1–{fewest - 1}" if count is None else (f"{words.number(count)}+" if count else "0") for count in years]
    return words.text("People by year: %(years)s", years=", ".join(told))


def leaning(words: Speech, index: float | None) -> str:
    """What an E-I index says, in a few words."""
    if index is None:
        return words.text("shares no document or conversation with anybody")
    if index <= -MOSTLY:
        return words.text("works mostly within itself")
    if index < MOSTLY:
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
