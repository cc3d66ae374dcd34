"""Words that tell what is no subject, per language: read once from `models/language`."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from unicodedata import combining, normalize

from graph.writing.empty_words import EMPTY, EMPTY_MODIFIERS
from models.index.text.analysis import stop_words

FOLDER = Path(__file__).parent / "language"


class Formulas:
    """Words that every organisation writes at the same places, in one language.

    `every` holds all of them. `texts` are kinds of texts, `amounts` begin an amount, `frames` stand before a subject.
    `heads` are words for teams, meetings, people in a role and kinds of texts; `roles` say what a manager manages;
    `suffixes` end words that are heads as well, and `groups` begin the name of a group. A phrase that begins with one
    of `openings` greets or orders.
    """

    def __init__(self, lists: Mapping[str, str], anywhere: Mapping[str, str]) -> None:
        self.every = _set(*(words for name, words in lists.items() if name != "commands"), *anywhere.values())
        self.openings = _set(lists["commands"], lists["openings"])
        self.texts, self.amounts, self.heads = _set(lists["texts"]), _set(lists["amounts"]), _set(lists["heads"])
        self.groups = _set(lists["groups"])
        self.roles, self.suffixes = _set(lists.get("roles", "")), tuple(lists.get("suffixes", "").split())
        self.frames = _set(lists["parts"], lists["times"], lists["greetings"], lists["texts"])
        # Dutch writes a compound as one word, so a noun before a noun is a frame; English "project management" is not
        self.bare_frames = _set(lists["changes"]) if "changes" in lists else self.frames


class GeneralWords:
    """Words of general texts that name no field: nouns, what adds nothing to them, and all that never stand alone.

    `shells` are nouns that only carry what another word says: "process", "method", "option". `alone` are no nouns.
    """

    def __init__(self, language: str, lists: Mapping[str, str]) -> None:
        self.nouns = _set(lists["nouns"]) | EMPTY[language]
        self.modifiers = _set(lists["modifiers"]) | EMPTY_MODIFIERS[language]
        self.shells = _set(lists["shells"])
        self.alone = _set(lists["alone"])
        self.every = self.nouns | self.shells | self.modifiers | self.alone | {*stop_words(language)}


class NameWords:
    """Names of places, countries, languages and peoples, without accents, and first names of people; in lower case.

    `before_others` are first names where another word with a capital follows. `types` say what a place is, by language:
    "station Zuid", "city of"; `last_words` end names of houses and of
    organisations: "Hotel", "Holding".
    """

    def __init__(self, lists: Mapping[str, str]) -> None:
        self.places = frozenset(unaccented(" ".join(name.split())) for name in lists["places"].split("|"))
        self.first = _set(lists["first"])
        self.before_others = self.first | _set(lists["first_words"])
        self.last_words = _set(lists["venues"], lists["companies"])
        self.types = {language: tuple(lists[f"place_types_{language}"].split()) for language in ("nl", "en")}


@lru_cache(maxsize=1)
def formulas() -> Mapping[str, Formulas]:
    """Formula words, per language."""
    lists = _read("formulas.toml")
    return {language: Formulas(own, lists["any"]) for language, own in lists.items() if language != "any"}


@lru_cache(maxsize=1)
def general_words() -> Mapping[str, GeneralWords]:
    """General words, per language."""
    return {language: GeneralWords(language, lists) for language, lists in _read("general.toml").items()}


@lru_cache(maxsize=1)
def name_words() -> NameWords:
    """Names that every organisation may write."""
    return NameWords(_read("names.toml")["names"])


def unaccented(text: str) -> str:
    """The text without accents: people write Belgie for België."""
    return "".join(letter for letter in normalize("NFD", text) if not combining(letter))


def _set(*texts: str) -> frozenset[str]:
    return frozenset(" ".join(texts).split())


def _read(name: str) -> Mapping[str, Mapping[str, str]]:
    return tomllib.loads((FOLDER / name).read_text("utf-8"))
