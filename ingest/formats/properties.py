"""Author and title of a document, by its properties, without what programs and copiers fill in by themselves."""

from __future__ import annotations

import re

from ingest.formats.byline import names_in

NOBODY = re.compile(
    r"(microsoft .*|windows .*|(ms )?office .*|.*\buser|user\d*|gebruiker\d*|admin\w*|administrator.*|root|owner"
    r"|eigenaar|python-(docx|pptx)|libreoffice.*|openoffice.*|scan(ner)?\d*|printer|(canon|xerox|ricoh|hp)( .*)?"
    r"|default|template)",
    re.IGNORECASE,
)
UNTITLED = re.compile(
    r"(untitled.*|naamloos.*|(document|presentatie|presentation|dia|slide|bijlage)\s*\d*|powerpoint.*|microsoft.*"
    r"|.*\.\w{2,4})",
    re.IGNORECASE,
)


def names_of(text: str | None) -> tuple[str, ...]:
    """The people that an author property names. What a program or a copier wrote there is nobody."""
    names = (author.name for author in names_in(text or ""))
    return tuple(dict.fromkeys(name for name in names if not NOBODY.fullmatch(name)))


def title_of(text: str | None) -> str | None:
    """The title of a document, by its properties. None when that is a left-over or a file name."""
    title = " ".join((text or "").split())
    return title if len(title) > 2 and not UNTITLED.fullmatch(title) else None
