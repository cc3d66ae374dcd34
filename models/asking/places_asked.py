"""Reads in which place or group a question looks for people: "someone in Delft who knows Kafka"."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from itertools import product
from pathlib import Path

from models.asking.forms import any_of, bare, lines
from models.index.text.analysis import folded
from models.index.text.subject import subject_of

WORDS = Path(__file__).parents[1] / "language" / "places.toml"
LONGEST = 300
"""Characters of a question in which a place is looked for."""
WORK = frozenset(["on"])
"""Words that stand before what somebody works on too, so that a kind of place or group must stand there: "on the Heat
team"."""
PLACE = r"(?P<place>\S.{0,59}?)"
SUBJECT = r"(?P<subject>\S.*)"


@dataclass(frozen=True, slots=True)
class PlaceAsked:
    """A part of a question that may be the name of a place, and the rest: the subject, empty when only people there
    are asked for.

    `plain` are its words, without the articles and `kinds` of groups or places that stand around its name.
    """

    said: str
    subject: str
    plain: tuple[str, ...]
    kinds: frozenset[str]

    def names(self, name: str) -> bool:
        """Whether this is a place or group of that name: its own words, with or without what kind of thing it is."""
        words = folded(name)
        return tuple(folded(self.said)) == tuple(words) or self.plain == _plain(words)[0]


@cache
def _forms() -> tuple[re.Pattern[str], ...]:
    found: list[re.Pattern[str]] = []
    for table in tomllib.loads(WORDS.read_text("utf-8")).values():
        lists = {name: lines(text) for name, text in table.items()}
        found += (re.compile(form, re.IGNORECASE) for form in _of(lists))
    return tuple(found)


def _of(lists: Mapping[str, list[str]]) -> Iterator[str]:
    """The forms of one language: the place before what somebody knows, or behind it."""
    who, at, knows, known, that, be = (any_of(lists[name]) for name in ("who", "at", "knows", "known", "that", "is"))
    kind = any_of((*lists["groups"], *lists["places"]))
    who = rf"(?:{who})(?:\s+(?:die|who|that)?\s*(?:{be}))?(?:\s+er)?"
    there = rf"(?P<at>{at})\s+{PLACE}"
    yield rf"{who}\s+{there}\s+(?:(?:{that})\s+)?(?:{knows})\s+{SUBJECT}"
    yield rf"{who}\s+{there}\s+(?:{that})\s+{SUBJECT}\s+(?:{known})"
    if lists["split"]:
        yield rf"(?:{who})\s+(?:{any_of(lists['split'])})\s+{there}\s+(?:{any_of(lists['rest'])})\s+{SUBJECT}"
    typed = rf"(?P<place>(?:(?:{any_of(lists['articles'])})\s+)?(?:(?:{kind})\s+\S.{{0,59}}|\S.{{0,59}}?\s+(?:{kind})))"
    yield rf"{who}\s+(?:(?:{that})\s+)?(?:{knows})\s+(?P<subject>\S.*?)\s+(?P<at>{at})\s+{typed}"
    yield rf"{who}\s+(?:{that})\s+(?P<subject>\S.*?)\s+(?:{known})\s+(?P<at>{at})\s+(?P<place>\S.{{0,59}})"
    others = any_of(each for each in lists["who"] if each not in ("wie", "who"))
    people = any_of(lists["people"])
    yield rf"(?:{others})\s+(?:{that})\s+(?:{knows})\s+(?P<subject>\S.*?)\s+(?P<at>{at})\s+(?P<place>\S.{{0,59}})"
    place = r"(?P<place>\S.{0,59})(?P<subject>)"
    yield rf"(?:{any_of(lists['who'])})\s+(?:(?:{that})\s+)?(?:{be})(?:\s+er)?\s+(?P<at>{at})\s+{place}"
    yield rf"(?:{people})\s+(?P<at>{at})\s+{place}"


@cache
def _kinds() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    """Words for kinds of groups, for kinds of places, and articles, folded."""
    tables = tomllib.loads(WORDS.read_text("utf-8")).values()
    groups, places, articles = (
        frozenset(word for table in tables for line in lines(table[name]) for word in folded(line))
        for name in ("groups", "places", "articles")
    )
    return groups, places, articles


def _plain(words: Iterable[str]) -> tuple[tuple[str, ...], frozenset[str]]:
    """These words without articles and kinds, and the kinds among them: "group" or "place"."""
    groups, places, articles = _kinds()
    words = list(words)
    left = tuple(word for word in words if word not in groups | places | articles)
    kinds = {"group" for word in words if word in groups} | {"place" for word in words if word in places}
    return left, frozenset(kinds)


def places_asked(text: str) -> list[PlaceAsked]:
    """The parts of this question that may be the name of a place, with the rest of it."""
    found: dict[PlaceAsked, None] = {}
    for form, asked in product(_forms(), dict.fromkeys(map(bare, (text, subject_of(text))))):
        read = form.fullmatch(asked) if len(asked) <= LONGEST else None
        if read is not None:
            plain, kinds = _plain(folded(read["place"]))
            if plain and (kinds or read["at"].lower() not in WORK):
                found[PlaceAsked(read["place"], read["subject"].strip(" ,"), plain, kinds)] = None
    return list(found)


def named_place(asked: PlaceAsked, names: Mapping[str, str], kind_of: Callable[[str], str]) -> str | None:
    """The key of the one place or group that is meant, of these `names` by key; None where it is none, or several.

    `kind_of` says of a key whether it is a "group" or a "place".
    """
    fitting = [key for key, name in names.items() if not asked.kinds or kind_of(key) in asked.kinds]
    for fits in (
        [key for key in fitting if folded(names[key]) == folded(asked.said)],
        [key for key in fitting if asked.names(names[key])],
        [key for key in fitting if "," in names[key] and asked.names(names[key].partition(",")[0])],
    ):
        if fits:
            return fits[0] if len(fits) == 1 else None
    return None
