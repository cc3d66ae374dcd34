"""Who presented an item of the agenda: ``Presentatie door Ada Vos``, ``Ada licht het toe``, ``Speaker: Ada Vos``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from graph.names import is_particle
from ingest.formats.author_lines import Author
from ingest.formats.author_words import is_remark
from ingest.formats.roles import is_full_name
from ingest.minutes.labels import PRESENTER
from ingest.minutes.marks import cells_of, column_below, is_separator, marked
from ingest.minutes.people import AND, in_sentence, initials_of, untitled

READ = 100_000
"""Characters of minutes that are read."""
_MOST = 100
_LONGEST = 2_000
_OBJECT = r"[^.;:!?]{0,80}?"
_SPEAKS = re.compile(
    rf"\b(?:licht(?:te|ten|en)?\b(?={_OBJECT}\btoe\b)|presente(?:ert|ren|erde|erden)\b|vertel(?:t|len|de|den)\b|"
    r"demonstreer(?:t|de|den)\b|demonstreren\b|"
    rf"(?:geeft|gaf|geven|gaven|verzorgt|verzorgde|houdt|hield|heeft|had)\b(?={_OBJECT}\b(?:presentatie|toelichting|"
    r"demo|demonstratie|uitleg|update|terugkoppeling|inleiding|lezing|workshop|gepresenteerd|toegelicht|verteld)\b)|"
    rf"(?:laat|liet|laten|lieten)\b(?={_OBJECT}\bzien\b)|"
    r"present(?:s|ed)\b|demo(?:s|ed|'d)\b|demonstrate[sd]\b|"
    rf"(?:gives?|gave|giving|held|did|does)\b(?={_OBJECT}\b(?:presentation|talk|demo|overview|update|introduction|"
    r"walkthrough)\b)|"
    r"walk(?:s|ed)\b(?=[ ](?:us|the|everyone)\b)|"
    rf"stell(?:t|te|en|ten)\b(?={_OBJECT}\bvor\b)|präsentier(?:t|te|en|ten)\b|erläuter(?:t|te|n|ten)\b|"
    r"présente(?:nt)?\b|a[ ]présenté\b|expose\b)",
    re.IGNORECASE,
)
"""What somebody who is named before it does."""
_BY = re.compile(
    r"\b(?:(?:presentaties?|toelichting|inleiding|demo(?:nstratie)?|lezing|voordracht|uitleg|terugkoppeling|workshop|"
    r"gepresenteerd|toegelicht|ingeleid|ingebracht|verzorgd|gedemonstreerd)[ ]+"
    r"(?:wordt[ ]+|is[ ]+)?(?:verzorgd[ ]+)?door|"
    r"(?:presentations?|talk|demo|overview|introduction|session|workshop|presented|demonstrated|introduced|given|led)"
    r"[ ]+by|"
    r"(?:vortrag|präsentation|referat|vorgestellt|präsentiert|erläutert|gehalten)[ ]+von|"
    r"(?:présentation|exposé|présentée?s?|animée?s?)[ ]+par)[ ]+",
    re.IGNORECASE,
)
"""What stands before the name of who did it."""
_ENDS = re.compile(r"[.;:!?|]\s|[.;:!?|]$|\s[-–—]\s")


def presenters(text: str, present: Sequence[Author] = ()) -> tuple[Author, ...]:
    """People who presented something, by minutes: in full, or as one of those present is called there."""
    known = _Known(text, present)
    found: dict[str, Author] = {}
    for person in _named(marked(text[:READ]), known):
        found.setdefault(person.name.casefold(), person)
    return tuple(found.values())[:_MOST]


class _Known:
    """Those present, by their given names, family names and initials where only one has them."""

    def __init__(self, text: str, present: Sequence[Author]) -> None:
        self._people: dict[str, Author | None] = {}
        for person in present:
            words = person.name.split()
            for form in {person.name, words[0], words[-1], " ".join(words[1:])}:
                self._people[form.casefold()] = None if form.casefold() in self._people else person
        self._initials: Mapping[str, Author] = initials_of(text, present)

    def called(self, name: str) -> Author | None:
        """The person who is called so."""
        return self._people.get(name.casefold()) or self._initials.get(name.rstrip("."))

    def speaker(self, name: str) -> Author | None:
        """The person of this name in front of a verb; when it is told who was there, one of them."""
        return self.called(name) if self._people else self.person(name)

    def person(self, name: str) -> Author | None:
        """The person of this name, present or not."""
        return self.called(name) or (Author(name) if is_full_name(name) and not is_remark(name) else None)


def _named(lines: Sequence[str], known: _Known) -> Iterator[Author]:
    for number, line in enumerate(lines):
        if line.lstrip().startswith("|"):
            yield from _in_column(lines, number, known)
        label = PRESENTER.match(line)
        if label and label["colon"] and label["rest"]:
            yield from _people(label["rest"], known)
        else:
            yield from _in_text(line[:_LONGEST], known)


def _in_column(lines: Sequence[str], start: int, known: _Known) -> Iterator[Author]:
    """Those below the head of a column that says who presents."""
    cells = cells_of(lines[start])
    at = next((at for at, cell in enumerate(cells) if (m := PRESENTER.match(cell)) and not m["rest"]), None)
    if at is None or start + 1 >= len(lines) or not is_separator(lines[start + 1]):
        return
    for cell in column_below(lines, start, at):
        yield from _people(cell, known)


def _in_text(line: str, known: _Known) -> Iterator[Author]:
    for match in _BY.finditer(line):
        yield from _people(_clause(line, match.end()), known)
    for match in _SPEAKS.finditer(line):
        before = _ENDS.split(line[max(0, match.start() - 120) : match.start()])[-1]
        aside = before.rpartition("(")[2]
        people = list(_last(before if ")" in aside else aside, known))
        yield from people or _people(_clause(line, match.end()).lstrip(), known, sure=True)


def _clause(line: str, start: int) -> str:
    return _ENDS.split(line[start : start + 200], maxsplit=1)[0]


def _people(text: str, known: _Known, sure: bool = False) -> Iterator[Author]:
    """The people with whom a text begins; `sure`: those present only."""
    who = known.called if sure else known.person
    for part in AND.split(text):
        names = [person for each in in_sentence(_leading(part)) if (person := who(each.name))]
        if not names:
            return
        yield from names


def _leading(text: str) -> str:
    """The words of a name at the front of a text: it ends at a bracket or a small word that is no particle."""
    found: list[str] = []
    for word in text.partition("(")[0].split():
        if not (word[0].isupper() or word[0] in "@*_\"'`[" or is_particle(word, sure=True)):
            break
        found.append(word)
    return " ".join(found)


def _last(text: str, known: _Known) -> Iterator[Author]:
    """The people with whom a text ends: ``Ada Vos en Bram Kok``."""
    for part in reversed(AND.split(text.partition("(")[0] if text.rstrip().endswith(")") else text)):
        words: list[str] = []
        for word in reversed(part.strip(" *_`").split()):
            if not (word[0].isupper() or is_particle(word, sure=True)) or len(words) == 6:
                break
            words.insert(0, word)
        person = _longest(words, known)
        if person is None:
            return
        yield person


def _longest(words: Sequence[str], known: _Known) -> Author | None:
    """The person of these words, or of the last of them: what stands before a name may have a capital too."""
    tails = [untitled(" ".join(words[start:]).strip("*_`,")) for start in range(len(words))]
    return next((person for tail in tails if (person := known.speaker(tail))), None)
