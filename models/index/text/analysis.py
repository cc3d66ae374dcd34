"""Which words does a text or a question consist of? One analyser per language, the same for documents and questions."""

from __future__ import annotations

import hashlib
import re
from functools import cache

import tantivy

LANGUAGES = ("nl", "en")
"""The languages that have an analyser of their own."""
STEMMERS = {"nl": "dutch", "en": "english"}
LONGEST = 60
WORD = re.compile(r"\w+")
REPLY = re.compile(r"^\s*(?:(?:re|aw|antw|fwd?|fw|betr)\s*(?:\[\d+\])?\s*:|\[[^\]]{1,40}\])\s*", re.IGNORECASE)

STOP = {
    "nl": """aan al alle alleen als altijd andere ben bij daar dan dat de der deze die dit doch doen door dus een
        eens en er ge geen geweest haar had heb hebben heeft hem het hier hij hoe hun iemand iets ik in is ja je kan kon
        kunnen maar me meer men met mij mijn moet na naar niet niets nog nu of om omdat onder ons ook op over reeds te
        tegen toch toen tot u uit uw van veel voor want waren was wat we weet wel werd wie wil word worden zal ze zelf
        zich zij zijn zo zonder zou weten""",
    "en": """a about an and any are as at be been but by can could did do does for from had has have he her his how i
        if in into is it its know knows me my no not of on or our she so some such than that the their them then there
        these they this those to us was we were what when where which who whom why will with would you your""",
}


@cache
def stop_words(language: str) -> tuple[str, ...]:
    """Which words carry no topic in this language?"""
    return tuple(STOP[language].split())


@cache
def analyser(language: str) -> tantivy.TextAnalyzer:
    """How does a text of this language become words: lower case, without accents, stop words and endings?"""
    filters = tantivy.Filter
    return (
        tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
        .filter(filters.remove_long(LONGEST))
        .filter(filters.lowercase())
        .filter(filters.custom_stopword(list(stop_words(language))))
        .filter(filters.ascii_fold())
        .filter(filters.stemmer(STEMMERS[language]))
        .build()
    )


@cache
def surface() -> tantivy.TextAnalyzer:
    """How does a text become words as they are written, for suggestions?"""
    filters = tantivy.Filter
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    return builder.filter(filters.remove_long(LONGEST)).filter(filters.lowercase()).build()


@cache
def _folder() -> tantivy.TextAnalyzer:
    filters = tantivy.Filter
    builder = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
    return builder.filter(filters.lowercase()).filter(filters.ascii_fold()).build()


def folded(text: str) -> list[str]:
    """Which words has a name or a label, in lower case and without accents?"""
    return list(_folder().analyze(text))


def words(text: str, language: str) -> list[str]:
    """Which index words has a text in this language, in order?"""
    return list(analyser(language).analyze(text))


def is_word(piece: str, language: str) -> bool:
    """Is this surely one index word by itself: ASCII letters and digits, no stop word and not too long?"""
    return piece.isascii() and piece.isalnum() and len(piece) < LONGEST and piece not in _all_stop_words(language)


@cache
def _all_stop_words(language: str) -> frozenset[str]:
    return frozenset(stop_words(language))


def language_of(said: str | None, title: str, text: str) -> str:
    """By which language's analyser is a document indexed? What was detected, else what its stop words look like."""
    if said in STEMMERS:
        return str(said)
    tokens = WORD.findall(f"{title} {text[:2000]}".lower())
    counts = {code: sum(token in _stop_set(code) for token in tokens) for code in LANGUAGES}
    return "nl" if counts["nl"] > counts["en"] else "en"


@cache
def _stop_set(language: str) -> frozenset[str]:
    return frozenset(stop_words(language)) - {"in", "is", "was", "of", "we", "me", "over", "had"}


def bare_title(title: str) -> str:
    """What is the subject without "Re:", tags and case? Equal ones in one folder are a thread."""
    while True:
        shorter = REPLY.sub("", title, count=1)
        if shorter == title:
            return " ".join(title.lower().split())
        title = shorter


def number_of(*parts: str) -> int:
    """Which 64-bit number stands for these strings? The same in every process."""
    digest = hashlib.blake2b("\x00".join(parts).encode("utf-8", "surrogatepass"), digest_size=8).digest()
    return int.from_bytes(digest, "little")
