"""The subject of a question, without the words that only greet, ask and thank."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from graph.writing.characters import one_form

QUESTIONS = Path(__file__).parents[2] / "language" / "questions.toml"
LONGEST = 60
"""Characters of thanks, signs included."""
SIGNS = r"[\s,.;:!?…-]*"


@dataclass(frozen=True, slots=True)
class _Forms:
    """How questions begin and end. `thanks` counts behind a sign or a question in words, `please` always."""

    greeting: re.Pattern[str]
    opening: re.Pattern[str]
    inside: re.Pattern[str]
    please: re.Pattern[str]
    thanks: re.Pattern[str]


@cache
def _forms() -> _Forms:
    """The ways in which people greet, ask and thank, in Dutch and English, the longest form first."""
    read = tomllib.loads(QUESTIONS.read_text("utf-8"))

    def ways(name: str) -> str:
        said = {line.strip() for table in read.values() for line in table[name].splitlines() if line.strip()}
        return _ways(sorted(said, key=lambda line: (-len(line), line)))

    please = ways("please")
    sign = r"(?P<sign>\s*[,.;:!?…]+(?=\s|$)|\s+-(?=\s))"
    return _Forms(
        greeting=_compiled(rf"(?:{ways('greetings')})(?:,?\s+(?:{ways('greeted')}))?(?:{sign}|(?=\s))[\s-]*"),
        opening=_compiled(rf"(?:{ways('openings')})(?!\w)\s*"),
        inside=_compiled(rf"(?<!\S)(?:{please})(?=[\s,]),?\s*"),
        please=_compiled(rf"{SIGNS}(?<!\w)(?:{please}){SIGNS}$"),
        thanks=_compiled(rf"(?P<sign>{SIGNS})(?<!\w)(?:{ways('thanks')}){SIGNS}$"),
    )


def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


def _ways(lines: Iterable[str]) -> str:
    return "|".join(r"\s+".join(map(re.escape, line.split())) for line in lines)


def subject_of(question: str) -> str:
    """The subject, in one form of its characters: ``waterstofopslag`` of ``wie weet iets van waterstofopslag``.

    All of the question when nothing is left.
    """
    question = one_form(question).strip()
    forms, rest, asked = _forms(), question, False
    while (shorter := _after_opening(rest, forms)) is not None:
        rest, asked = shorter, True
    rest = _before_thanks(rest, asked, forms)
    return rest if re.search(r"\w", rest) else question


def _after_opening(rest: str, forms: _Forms) -> str | None:
    """The question without the greeting or the words that ask with which it begins; None when it begins with none."""
    greeted = forms.greeting.match(rest)
    if greeted and (greeted["sign"] or _after_asking(rest[greeted.end() :], forms) is not None):
        return rest[greeted.end() :]
    return _after_asking(rest, forms)


def _after_asking(rest: str, forms: _Forms) -> str | None:
    """The question without the words that ask with which it begins, a "please" among them too."""
    opened = forms.opening.match(rest)
    if opened:
        return rest[opened.end() :]
    said = forms.inside.search(rest, 0, LONGEST)
    opened = forms.opening.match(rest[: said.start()] + rest[said.end() :]) if said else None
    return rest[said.end() - said.start() + opened.end() :] if said and opened else None


def _before_thanks(rest: str, asked: bool, forms: _Forms) -> str:
    """The subject without thanks and the signs that end a question."""
    while True:
        last = max(0, len(rest) - LONGEST)
        found = forms.please.search(rest, last)
        if found is None:
            thanks = forms.thanks.search(rest, last)
            found = thanks if thanks and (asked or re.search(r"[^\w\s]", thanks["sign"])) else None
        if found is None:
            break
        rest, asked = rest[: found.start()], True
    return re.sub(r"(?<![\s?!.,;:])[\s?!.,;:]+$", "", rest) if asked else rest
