"""How words of names are made alike: accents, ligatures, case, apostrophes, spaces and characters that nobody sees."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from graph.writing import characters

APOSTROPHES = "'’‘‛ʼʹʻ`´′＇"
HYPHENS = "-‐‑‒"
UNSEEN = f"{characters.UNSEEN}\u200d\ufe0e\ufe0f"
"""Soft hyphen and characters without a width: they divide no word."""
_SCRIPTS = range(0x483, 0x1000)
"""Cyrillic to Tibetan: their words hold marks that are no letters, such as vowels."""
_EAST_ASIAN = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_EACH = re.compile(f"[{_EAST_ASIAN}]")
_VOWELS = "".join(chr(code) for code in _SCRIPTS if unicodedata.category(chr(code)) in ("Mn", "Mc"))
_MARKS = f"\u0300-\u036f{_VOWELS}{UNSEEN}"
_PLAIN_WORD = re.compile(r"[^\W_]+")
_LETTER = f"[^\\W_{_EAST_ASIAN}]"
_WORD = re.compile(f"[{_EAST_ASIAN}]|{_LETTER}+(?:[{_MARKS}]+{_LETTER}*)*")
_LETTERS = str.maketrans(
    {"ø": "o", "Ø": "o", "ł": "l", "Ł": "l", "đ": "d", "Đ": "d", "æ": "ae", "Æ": "ae", "œ": "oe", "Œ": "oe", "ı": "i"}
)
_FOLDED_SINCE = re.compile("[øØłŁđĐæÆœŒı]")
_SPELLED = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_TIDIED = str.maketrans(
    {**dict.fromkeys(APOSTROPHES, "'"), **dict.fromkeys(HYPHENS, "-"), **dict.fromkeys(UNSEEN), "\u00a0": " "}
)


def fold(text: str) -> str:
    """Text in lower case without accents and ligatures; NFC and NFD give the same."""
    if text.isascii():
        return text.lower()
    apart = unicodedata.normalize("NFKD", text.translate(_LETTERS).casefold())
    return unicodedata.normalize("NFC", "".join(char for char in apart if not unicodedata.combining(char)))


def tidy(text: str) -> str:
    """Text in NFC with one kind of apostrophe, hyphen and space, and without characters that nobody sees."""
    if text.isascii():
        return text.replace("`", "'")
    return unicodedata.normalize("NFC", text).translate(_TIDIED)


def words_of(text: str) -> Iterator[tuple[str, int, int]]:
    """Folded words of letters and digits with their places; East Asian characters are a word each."""
    pattern = _PLAIN_WORD if text.isascii() else _WORD
    for found in pattern.finditer(text):
        word = found.group()
        yield (word.lower() if word.isascii() else fold_word(word)), *found.span()


def split(text: str) -> list[str]:
    """The words of `words_of`, without their places."""
    if text.isascii():
        return _PLAIN_WORD.findall(text.lower())
    return [word.lower() if word.isascii() else fold_word(word) for word in _WORD.findall(text)]


def fold_word(word: str) -> str:
    """One word as `words_of` gives it."""
    return fold(word.translate(_TIDIED))


def former(word: str) -> str:
    """One word as it was folded before ø, ł, đ, æ, œ and ı were: what was hashed then is found by it."""
    apart = unicodedata.normalize("NFKD", word.translate(_TIDIED).casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))


def has_former(text: str) -> bool:
    """True when a word of this text was once folded otherwise."""
    return not text.isascii() and _FOLDED_SINCE.search(text) is not None


def spelled(text: str) -> str:
    """Folded text with umlauts written out: "Müller" gives "mueller", the other spelling of the same name."""
    return fold(unicodedata.normalize("NFC", text).casefold().translate(_SPELLED))


def letters(text: str) -> str:
    """The letters of a text, folded, without anything between them."""
    return "".join(char for char in fold(text) if char.isalpha())


def is_east_asian(text: str) -> bool:
    """True when a text is written in Chinese, Japanese or Korean characters only."""
    return bool(text) and all(_EACH.match(char) for char in text)
