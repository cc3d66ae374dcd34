"""People by function, as people say it: "head of procurement" is "Hoofd inkoop", and a "DPO" protects data."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TypeVar

from models.index.records import IndexedPerson
from models.index.text.analysis import folded

Item = TypeVar("Item")
TITLES = Path(__file__).parents[1] / "language" / "titles.toml"
SMALL = frozenset(["a", "an", "and", "bij", "de", "een", "en", "for", "het", "in", "of", "the", "to", "van", "voor"])
"""Words that say nothing in a title."""
ENDINGS = ("", "s", "en", "es")
"""Endings of plurals."""
SHORTEST_STEM = 3
EXACT, HELD, BESIDE, DEPUTY = 1.4, 1.3, 1.1, 1.0
"""What a person weighs whose function is the title, holds it, holds it with the department's name, or is its deputy."""


@dataclass(frozen=True, slots=True)
class _Titles:
    """Forms of titles by their words, each with the form that stands for its group; the words of deputies; heads."""

    forms: dict[tuple[str, ...], str]
    longest: int
    deputies: frozenset[str]
    heads: tuple[str, ...]


@cache
def _titles() -> _Titles:
    read = tomllib.loads(TITLES.read_text("utf-8"))
    forms: dict[tuple[str, ...], str] = {}
    for name in ("titles", "fields"):
        for line in read[name].split("\n"):
            group = [each for form in line.split(" = ") if (each := tuple(_plain(form)))]
            for form in group:
                forms.setdefault(form, f"={' '.join(group[0])}")
    heads = tuple(word for line in read["heads"].split("\n") for word in folded(line))
    deputies = frozenset(word for line in read["deputies"].split("\n") for word in _plain(line)[:1])
    return _Titles(forms, max(map(len, forms)), deputies, heads)


def _plain(text: str) -> list[str]:
    """The words of a title that count, folded."""
    return [word for word in folded(text) if word not in SMALL]


def _stems(word: str) -> list[str]:
    """The word, and what it may be the plural of."""
    stems = [word]
    for ending in ENDINGS[1:]:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_STEM:
            stems.append(word[: -len(ending)])
    return stems


def _apart(word: str) -> list[str]:
    """The parts of a Dutch compound that ends in a title: "inkoop" and "adviseur"."""
    stems = _stems(word)
    for head in _titles().heads:
        for stem in stems:
            rest = stem.removesuffix(head)
            if rest != stem and len(rest) >= SHORTEST_STEM:
                return [rest[:-1] if rest.endswith("s") and not rest.endswith("ss") else rest, head]
    return []


@dataclass(frozen=True, slots=True)
class _Unit:
    """One thing that a title asks for: the form of its group or the stems of a word, and its words."""

    forms: frozenset[str]
    said: tuple[str, ...]


def _units(words: Sequence[str]) -> list[_Unit]:
    """What a title asks for, unit by unit."""
    titles, found, place = _titles(), list[_Unit](), 0
    while place < len(words):
        for size in range(min(titles.longest, len(words) - place), 0, -1):
            group = _group(words[place : place + size])
            if group:
                found.append(_Unit(frozenset((group,)), tuple(words[place : place + size])))
                place += size
                break
        else:
            found.append(_Unit(frozenset(_stems(words[place])), (words[place],)))
            place += 1
    return found


def _group(words: Sequence[str]) -> str | None:
    """The form that stands for the group of these words; the last one may be a plural."""
    *first, last = words
    return next((form for stem in _stems(last) if (form := _titles().forms.get((*first, stem)))), None)


@lru_cache(maxsize=20_000)
def _held(text: str) -> frozenset[str]:
    """All by which a function or the name of a department is found: its words, their stems, groups and parts."""
    words = _plain(text)
    found = {stem for word in words for stem in _stems(word)}
    for word in words:
        found.update(_apart(word))
    for row in (words, [part for word in words for part in _apart(word) or [word]]):
        for unit in _units(row):
            found.update(unit.forms)
            found.update(unit.said)
            found.update(form for word in unit.said if (form := _group([word])))
    if len(words) > 2:
        found.add("".join(word[0] for word in words))
    return frozenset(found)


class _Holding:
    """Which texts, such as functions, hold a word, a stem, a group or a part."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._texts: dict[str, set[str]] = {}
        for text in texts:
            for form in _held(text):
                self._texts.setdefault(form, set()).add(text)

    def of(self, unit: _Unit) -> set[str]:
        """The texts that hold this: in any form, or each of its words, or the parts of a compound."""
        found = set().union(*map(self._with, unit.forms), in_all(map(self._with, unit.said)))
        parts = _apart(unit.said[0]) if len(unit.said) == 1 else []
        return found | in_all(self._with(part) | self._with(_group([part])) for part in parts)

    def _with(self, form: str | None) -> set[str]:
        return self._texts.get(form, set()) if form is not None else set()


def in_all(sets: Iterable[set[Item]]) -> set[Item]:
    """What is in each of these; what comes behind an empty one is not asked for."""
    found: set[Item] | None = None
    for each in sets:
        found = each if found is None else found & each
        if not found:
            break
    return found or set()


class FunctionBook:
    """The functions of people, and what their departments are called."""

    def __init__(self, people: Iterable[tuple[int, IndexedPerson]]) -> None:
        self._functions: dict[str, list[int]] = {}
        self._departments: dict[str, list[int]] = {}
        for number, row in people:
            if row.function:
                self._functions.setdefault(row.function, []).append(number)
            if row.department_name:
                self._departments.setdefault(row.department_name, []).append(number)
        self._inside = {number: name for name, numbers in self._departments.items() for number in numbers}

    def find(self, title: str) -> dict[int, float]:
        """Who has this function, by person number, with how well it fits."""
        words = _plain(title)
        if not words:
            return {}
        units = _units(words)
        fitting = [self._holding_functions.of(unit) for unit in units]
        found: dict[int, float] = {}
        for function in set().union(*fitting):
            missing = [unit for unit, fit in zip(units, fitting, strict=True) if function not in fit]
            inside = [self._holding_departments.of(unit) for unit in missing]
            weight = self._weight(function, units, words)
            for person in self._functions[function]:
                if not missing:
                    found[person] = weight
                elif all(self._inside.get(person) in fit for fit in inside):
                    found[person] = min(weight, BESIDE)
        return found

    @cached_property
    def _holding_functions(self) -> _Holding:
        return _Holding(self._functions)

    @cached_property
    def _holding_departments(self) -> _Holding:
        return _Holding(self._departments)

    def _weight(self, function: str, units: list[_Unit], words: list[str]) -> float:
        own = _plain(function)
        if own and own[0] in _titles().deputies - {*words}:
            return DEPUTY
        return EXACT if _units(own) == units or own == words else HELD
