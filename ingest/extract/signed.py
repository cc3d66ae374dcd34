"""Words with signs in them as one token each: C++, C#, .NET, Node.js, TCP/IP, A/B-test, AT&T, 5G."""

from __future__ import annotations

import re
from typing import Any

from spacy.language import Language

SIGNED = re.compile(
    r"(?:[A-Za-z]\w{0,11}\+\+|[A-Za-z]#|(?:[A-Za-z]{1,8})?\.N(?:ET|et)|\.net|\w{1,20}\.js"
    r"|[A-Z][A-Z0-9]{0,7}(?:/[A-Z0-9][A-Za-z0-9]{0,9}){1,3}|[A-Z]{1,4}&[A-Z]{1,4}|\d{1,2}[DGK])"
)
_WHOLE = re.compile(rf"{SIGNED.pattern}(?:-[^\W_]{{2,40}}){{0,3}}")
_BETWEEN = r"(?<=[+#])/(?=[\w.])|(?<=\w)/(?=\.N(?:ET|et)|\w{1,12}[+#])"
"""Signs between two of them: C/C++, C#/.NET."""
_FULL_STOP = r"(?<=\d[DGK])\.$"
APOSTROPHE = re.compile(r"(?<=\w)[’‘ʼ＇](?=\w)")
_LETTER = re.compile(r"[A-Z]\.?")
_BEFORE_LETTER = frozenset({"in", "met", "with", "using"})
"""What stands before a language that is called by one letter: "in R", "with C"; "plan B" is none."""


def with_signed_words(nlp: Language) -> Language:
    """The pipeline with a tokenizer that keeps these words whole."""
    tokenizer: Any = nlp.tokenizer
    tokenizer.token_match = _WHOLE.fullmatch
    suffixes = tokenizer.suffix_search.__self__.pattern
    between = tokenizer.infix_finditer.__self__.pattern
    tokenizer.infix_finditer = re.compile(f"{_BETWEEN}|{between}").finditer
    tokenizer.suffix_search = re.compile(f"{suffixes}|{_FULL_STOP}").search
    return nlp


def is_signed(word: str) -> bool:
    """Whether this is such a word; a tagger that saw few of them takes it for a sign or a number."""
    return SIGNED.fullmatch(word) is not None


def is_letter_name(before: str, letter: str, behind: str) -> bool:
    """Whether one letter is a name between these words, and no initial: "in R we", not "with R. Jansen"."""
    if not _LETTER.fullmatch(letter) or before.lower() not in _BEFORE_LETTER:
        return False
    if len(letter) == 1:
        return behind not in ("&", "/", "-", "'", "=", "(")
    return not behind[:1].isalpha()
