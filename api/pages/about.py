"""What WhoKnows does, what it cannot tell, and what it is never used for."""

from __future__ import annotations

from dataclasses import dataclass

from api.asker import Asker
from api.page import Nothing, Page
from api.policy import Permission

SECTIONS = {
    "about-unknown": ("about-unwritten", "about-quality", "about-time", "about-rights"),
    "about-order": ("about-points",),
    "about-never": ("about-no-score",),
    "about-programs": ("about-json",),
}
"""Message ids: the heading of each section, and its paragraphs."""


@dataclass(frozen=True, slots=True)
class Section:
    """A heading with its paragraphs, in the asker's language."""

    heading: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AboutPage:
    """The text about WhoKnows, in the asker's language."""

    organisation: str
    heading: str
    lead: str
    sections: tuple[Section, ...]


def about(asker: Asker, query: Nothing) -> AboutPage:
    """What WhoKnows does, what it cannot tell, and what it is never used for."""
    del query

    def told(message: str) -> str:
        return asker.site.sentence(message, {}, asker.language)

    sections = tuple(Section(told(heading), tuple(map(told, texts))) for heading, texts in SECTIONS.items())
    return AboutPage(asker.site.organisation, told("about-heading"), told("about-lead"), sections)


PAGE: Page[Nothing, AboutPage] = Page(
    path="/about",
    json="/api/about",
    template="about.html",
    permission=Permission.LOOK,
    query=Nothing,
    record=AboutPage,
    answer=about,
    example={"organisation": "Veldermark", "heading": "What this cannot tell", "lead": "...", "sections": []},
    tag="machinery",
    aside=True,
)
