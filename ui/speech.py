"""One language: texts from the gettext catalogues, dates, numbers and lists from Babel.

The catalogues are kept as ``.po`` files and compiled in memory. A text without a translation is English already.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache, lru_cache
from importlib.resources import files
from io import BytesIO
from typing import Any
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime
from babel.lists import format_list
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.numbers import format_decimal
from babel.support import Translations
from markupsafe import Markup, escape

from ui.messages import sentence

LOCALES = {"nl": "nl_NL", "en": "en_GB"}


@dataclass(frozen=True, slots=True)
class Speech:
    """One language: its texts, and how it writes dates and numbers. Times are seconds since 1970."""

    language: str
    locale: Locale
    texts: Translations

    def text(self, message: str, /, **params: object) -> str:
        """A text of the catalogue, filled in."""
        told = self.texts.ugettext(message)
        return told % params if params else told

    def named(self, names: Mapping[str, str], word: str) -> str:
        """What a word of the product is called by this table of texts; the word itself where it is not in it."""
        return self.text(names[word]) if word in names else word

    def plural(self, one: str, many: str, num: int, /, **params: object) -> str:
        """A text of the catalogue for a number of things, filled in."""
        return str(self.texts.ungettext(one, many, num)) % {"num": self.number(num), **params}

    def rich(self, message: str, /, **params: object) -> Markup:
        """A text of the catalogue, filled in with markup. Whatever is not markup is escaped."""
        return escape(self.texts.ugettext(message)) % params

    def sentence(self, message: str, **params: object) -> str:
        """The sentence of a message id."""
        return sentence(message, params, self.language)

    def number(self, value: float) -> str:
        """A number as this language writes it."""
        return _number(self.language, value, None)

    def points(self, value: float, decimals: int) -> str:
        """Points with a fixed number of decimals, so that columns line up."""
        return _number(self.language, value, decimals)

    def month(self, at: int | None) -> str:
        """A month, such as May 2026, or the word for undated."""
        return self.text("undated") if at is None else _date(self.language, _day(at).date(), "LLL y")

    def short_month(self, at: int) -> str:
        """A month in a few letters, without its year."""
        return _date(self.language, _day(at).date(), "LLL").rstrip(".")

    def day(self, at: int | None) -> str:
        """A day, or the word for undated."""
        return self.text("undated") if at is None else _date(self.language, _day(at).date(), "long")

    def moment(self, at: int | None, zone: ZoneInfo) -> str:
        """The day and time in this time zone, such as 28 Nov 2026, 22:31; empty for None."""
        if at is None:
            return ""
        return str(format_datetime(_day(at), "d MMM y, HH:mm", tzinfo=zone, locale=self.locale))

    def year(self, at: int | None) -> str:
        """A year."""
        return "" if at is None else str(_day(at).year)

    def each(self, parts: list[Any]) -> Markup:
        """These pieces as a list: a, b and c."""
        if not parts:
            return Markup("")
        holes = [f"\ue000{place}\ue001" for place in range(len(parts))]
        told = escape(format_list(holes, "standard", self.locale))
        for hole, part in zip(holes, parts, strict=True):
            told = told.replace(Markup(hole), escape(part))
        return told

    def listed(self, parts: Iterable[str]) -> str:
        """A list of words as plain text, such as "a, b and c"."""
        return str(format_list(list(parts), locale=self.locale))

    def language_name(self, code: str) -> str:
        """The name of a language."""
        name = self.locale.languages.get(code)
        return str(name) if name else code

    def language_names(self, codes: Iterable[str]) -> list[str]:
        """The names of these languages."""
        return [self.language_name(code) for code in codes]


def _day(at: int) -> datetime:
    """A time outside what calendars hold (a date in the far future is kept as it was said) becomes their edge."""
    return datetime.fromtimestamp(min(max(at, -62_000_000_000), 250_000_000_000), UTC)


@lru_cache(maxsize=8192)
def _number(language: str, value: float, decimals: int | None) -> str:
    """A number in this language, with so many decimals (None: those that it has). A page writes the same ones often."""
    pattern = None if decimals is None else f"0.{'0' * decimals}"
    return str(format_decimal(value, format=pattern, locale=speech(language).locale))


@lru_cache(maxsize=8192)
def _date(language: str, day: date, pattern: str) -> str:
    """A day in this language."""
    return str(format_date(day, pattern, locale=speech(language).locale))


@cache
def speech(language: str) -> Speech:
    """The speech of a language. Its catalogue is compiled once."""
    return Speech(language, Locale.parse(LOCALES[language]), _catalogue(language))


def _catalogue(language: str) -> Translations:
    source = files("ui") / "locale" / language / "LC_MESSAGES" / "messages.po"
    compiled = BytesIO()
    write_mo(compiled, read_po(BytesIO(source.read_bytes()), locale=language))
    compiled.seek(0)
    return Translations(compiled)
