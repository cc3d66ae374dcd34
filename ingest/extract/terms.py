"""Terms of a text: noun phrases by parts of speech, their norm, and the forms given next to them in parentheses.

The patterns are those of Justeson and Katz (1995), "Technical terminology", with Dutch "van/voor" and English "of".
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from graph.facts import TermPair
from graph.names import LEADING
from graph.writing.empty_words import EMPTY, EMPTY_ANYWHERE, EMPTY_MODIFIERS, LINKERS, word_set
from ingest.extract.hidden_verbs import hidden_verbs
from ingest.extract.language import FUNCTION_WORDS
from ingest.extract.signed import is_letter_name, is_signed

LONGEST = 4
"""TextParts in a term; longer phrases are almost always two terms."""
CODES = {"NOUN": "N", "PROPN": "P", "ADJ": "A", "NUM": "U"}
ARTICLES = frozenset({"de", "het", "een", "the", "a", "an"})
"""Determiners that a term may hold; "oil of every transformer" is none."""
RUN = re.compile(r"(?<![ANP])(?<![ANP]h)(?:[ANP]h?)*[NP](?:(?<=P)U)?")
LINKED = re.compile(r"(?=(?<![ANPh])((?:[AP]h?|N)?[NP]vT?A?[NP]{1,2})(?![NPh]))")
ABBREVIATION = re.compile(r"\(\s*([A-Z][A-Za-z0-9&/.-]{1,9})\s*\)")
GLOSS = re.compile(r"([^\W\d_][\w' -]{2,60}?)\s*\(\s*([^\W\d_][\w' -]{3,60})\s*\)")
EVERY_EMPTY = EMPTY["nl"] | EMPTY["en"]
POSSESSIVE = re.compile(r"['’]s?$")
NAME_PARTS = LEADING | {"'t", "la", "le", "du"}
"""Taggers take these for proper nouns between other ones; no term holds them but as a preposition."""


HOSTS = {"nl": "bij", "en": "at"}
"""What stands before the name of an organisation or a place where something is, and seldom before a subject."""
SHOUTED = 4
"""Letters of a function word in capitals that is no abbreviation."""
SENTENCE_ENDS = frozenset(".!?:;•*-–")
OBJECTS = {
    "nl": word_set("je jij jullie we ik u me mij ons deze dit een de het alle elke onze jouw uw mijn hun er eens even"),
    "en": word_set("it them me us this these the a an all each your our their its my his her"),
}
"""What stands right after a verb and never right after a noun that begins a sentence; "tools we use" has a noun."""


@dataclass(frozen=True, slots=True)
class Token:
    """One analysed word: its text, lemma, part of speech (UPOS), and whether white space follows."""

    text: str
    lemma: str
    pos: str
    space: bool = True


@dataclass(frozen=True, slots=True)
class Found:
    """One occurrence of a term: `start` and `end` are places of tokens."""

    norm: str
    surface: str
    start: int
    end: int


def code_of(text: str, pos: str, glued: bool, linkers: frozenset[str]) -> str:
    """Letter for a token in a pattern; `h` is a hyphen within a word, `v` a preposition that may link."""
    shouted = len(text) >= SHOUTED and text.isupper() and text.lower() in FUNCTION_WORDS
    if text.isspace() or shouted:
        return "x"  # the tagger never saw white space, nor "MOET", and guesses
    if is_signed(text):
        return "P"
    if text == "-" and glued:
        return "h"
    if pos == "DET":
        return "T" if text.lower() in ARTICLES else "x"
    if text.lower() in NAME_PARTS:
        return "v" if pos == "ADP" and text.lower() in linkers else "x"
    return "v" if pos == "ADP" and text.lower() in linkers else CODES.get(pos, "x")


def is_command(tokens: Sequence[Token], at: int, language: str) -> bool:
    """True for a verb that the tagger takes for a name, since it begins a sentence: "Meld je aan", "Remove the lid"."""
    word = tokens[at].text
    if at + 1 == len(tokens) or tokens[at + 1].text not in OBJECTS[language] or not word.istitle():
        return False
    before = tokens[at - 1].text if at else "\n"
    return before in SENTENCE_ENDS or "\n" in before


def find_terms(tokens: Sequence[Token], language: str) -> Iterator[Found]:
    """Terms in these tokens, shorter ones within longer ones included."""
    linkers, verbs = LINKERS[language], hidden_verbs(tokens, language)
    codes = "".join(
        "x"
        if at in verbs or is_command(tokens, at, language)
        else code_of(token.text, token.pos, at > 0 and not tokens[at - 1].space and not token.space, linkers)
        for at, token in enumerate(tokens)
    )
    for match in RUN.finditer(codes):
        for start, end in spans_of(codes, match.start(), match.end()):
            found = term_of(tokens, start, end, language)
            if found is not None:
                yield found
    for match in LINKED.finditer(codes):
        found = term_of(tokens, match.start(1), match.end(1), language)
        if found is not None:
            yield found
    for at in range(1, len(tokens) - 1):
        letter = tokens[at].text
        if len(letter) < 3 and is_letter_name(tokens[at - 1].text, letter, tokens[at + 1].text):
            yield Found(letter[0].lower(), letter[0], at, at + 1)


def spans_of(codes: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Parts of a run of nouns and adjectives that can be terms: they end in a noun and break no hyphen."""
    starts = [at for at in range(start, end) if codes[at] in "ANP" and (at == start or codes[at - 1] != "h")]
    ends = [
        at + 1
        for at in range(start, end)
        if (codes[at] in "NP" or (codes[at] == "U" and at == end - 1))
        and (at + 1 == len(codes) or codes[at + 1] != "h")
    ]
    for first in starts:
        for last in ends:
            words = last - first - 2 * codes.count("h", first, last)
            if 0 < words <= LONGEST:
                yield first, last


def term_of(tokens: Sequence[Token], start: int, end: int, language: str) -> Found | None:
    """The span as a term with its norm: lemmas in lower case, spaces for hyphens, no articles; None when it is none."""
    parts = [token for token in tokens[start:end] if token.pos != "DET" and token.text != "-"]
    words = [word for token in parts for word in norm_of(token).replace("-", " ").split()]
    if not words or not all(_is_word(word) for word in words):
        return None
    empty = _is_empty_word(words[0], parts[0].text) if len(words) == 1 else _is_empty_phrase(words, language)
    return None if empty else Found(" ".join(words), surface_of(tokens[start:end]), start, end)


def _is_empty_word(word: str, text: str) -> bool:
    """True for a word that says nothing by itself. Two letters are a term only when they are capitals, as in "HR"."""
    common = word in EVERY_EMPTY or word in FUNCTION_WORDS
    if is_signed(text):
        return common
    return common or not any(letter.isalpha() for letter in word) or len(word) < (2 if text.isupper() else 3)


def _is_empty_phrase(words: Sequence[str], language: str) -> bool:
    """True for a phrase that says nothing: "number of ...", "next step", "step 6"."""
    first, last, empty = words[0], words[-1], EMPTY[language]
    numbered = last[0].isdigit() and (first in empty or len(first) < 2)
    vague = first in EMPTY_MODIFIERS[language] or first in EMPTY_ANYWHERE or last in EMPTY_ANYWHERE
    return numbered or vague or not any(letter.isalpha() for letter in first) or all(word in empty for word in words)


def norm_of(token: Token) -> str:
    """The form for all forms of a word. Names keep their own, and so do words that the lemmatiser cannot know."""
    lower = POSSESSIVE.sub("", unicodedata.normalize("NFC", token.text).lower())
    if token.pos == "NUM" or token.text.isupper() or is_signed(token.text) or any(letter.isdigit() for letter in lower):
        return lower
    lemma = POSSESSIVE.sub("", (token.lemma or lower).lower())
    shared = len(lemma) >= 3 and lemma[:2] == lower[:2]
    return lemma if shared else lower


def surface_of(tokens: Sequence[Token]) -> str:
    """The span as written in the text, on one line."""
    return "".join(token.text + (" " if token.space else "") for token in tokens).strip()


def _is_word(word: str) -> bool:
    return (
        len(word) <= 40
        and (word[0].isalnum() or (word[0] == "." and word[1:].isalpha()))
        and (word[-1].isalnum() or word[-1] in "+#")
        and not any(sign in word for sign in '@<>{}[]()=|\\*_^~$:;"`%')
    )


def find_pairs(text: str, norms: Sequence[Found], language: str) -> Iterator[TermPair]:
    """Forms that a text gives next to a term in parentheses: abbreviations, glosses and translations."""
    known = {found.surface.lower(): found.norm for found in norms}
    for match in ABBREVIATION.finditer(text):
        long = long_form(text[max(0, match.start() - 120) : match.start()], match[1])
        norm = known.get(long.lower()) if long else None
        if norm:
            yield TermPair(language, norm, match[1].lower(), "abbreviation")
    for match in GLOSS.finditer(text):
        if match[2].isupper() or len(match[2].split()) > LONGEST:
            continue
        words = match[1].lower().split()
        longest = (" ".join(words[at:]) for at in range(max(0, len(words) - LONGEST), len(words)))
        norm = next((known[form] for form in longest if form in known), None)
        if norm:
            yield TermPair(language, norm, " ".join(match[2].lower().replace("-", " ").split()), "gloss")


def find_hosts(tokens: Sequence[Token], terms: Sequence[Found], language: str) -> Iterator[TermPair]:
    """Terms with a capital that stand behind "bij" or "at": mostly names of where something is."""
    for found in terms:
        before = tokens[found.start - 1].text.lower() if found.start else ""
        if before == HOSTS[language] and found.surface[:1].isupper():
            yield TermPair(language, found.norm, before, "host")


def long_form(before: str, short: str) -> str | None:
    """The words before "(ABC)" for which ABC stands. Every letter in order, the first at the start of the first word.

    Schwartz and Hearst (2003), "A simple algorithm for identifying abbreviation definitions in biomedical text".
    """
    letters = [letter for letter in short.lower() if letter.isalnum()]
    if letters and letters[-1] == "s" and short[-1] == "s" and len(letters) > 2:
        letters.pop()
    words = re.split(r"[.;:!?\n(]", before.rstrip())[-1].lower()
    at = len(words)
    for place, letter in enumerate(reversed(letters)):
        first = place == len(letters) - 1
        at -= 1
        while at >= 0 and (words[at] != letter or (first and at > 0 and words[at - 1].isalnum())):
            at -= 1
        if at < 0:
            return None
    found = words[at:].strip()
    fits = len(found.split()) <= min(len(letters) + 5, 2 * len(letters)) and len(found) > len(short) + 2
    return found if fits else None
