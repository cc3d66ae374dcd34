"""Reads the signs of a question: "quotes" around a phrase, and minus or NOT before what a text must not hold."""

from __future__ import annotations

import re
from dataclasses import replace

from models.answers import Question

LONGEST = 300
"""Characters of a question with signs: in a longer one they are those of a text that was pasted."""
MOST_PHRASES, MOST_EXCLUDED = 4, 8
MOST_WORDS = 10
"""Words of a phrase."""
QUOTED = re.compile(r"\"([^\"]*)\"|“([^“”]*)”|„([^„“”]*)[“”]|«([^«»]*)»")
QUOTES = re.compile(r"[\"“”„«»]")
EXCLUDED = re.compile(r"(?:(?<!\S)[-\u2212\u2013](?=[^\W\d])|(?<!\S)(?:NOT|NIET)\s+)(?:\0(\d+)\0|(\w[^\s,;?!]*))")
ALTERNATIVE = re.compile(r"(?<=\S)\s+(?:OR|\|\|?)\s+(?=\S)")
PHRASE = re.compile(r"\0(\d+)\0")
EXCLUDED_PHRASE = re.compile(r"(?<!\S)[-\u2212\u2013](?=\0)")


def with_signs(question: Question) -> Question:
    """The question without its signs, with what they ask for; as it is where they ask for nothing, or for all of it."""
    text = question.text.replace("\0", " ")
    if len(text) > LONGEST:
        return question
    quoted: list[str] = []

    def keep(found: re.Match[str]) -> str:
        said = " ".join(next((part for part in found.groups() if part), "").split())
        quoted.append(said)
        return f"\0{len(quoted) - 1}\0"

    marked = EXCLUDED_PHRASE.sub("NOT ", QUOTED.sub(keep, text))
    capitals = not any(map(str.islower, text))
    excluded: list[str] = []

    def leave_out(found: re.Match[str]) -> str:
        if capitals and found[0].startswith(("NOT", "NIET")):
            return found[0]
        excluded.append(quoted[int(found[1])] if found[1] else found[2])
        return " "

    left = EXCLUDED.sub(leave_out, marked)
    phrases = [quoted[int(number)] for number in PHRASE.findall(left)]
    left = PHRASE.sub(lambda found: f" {quoted[int(found[1])]} ", ALTERNATIVE.sub(" ", left))
    left = " ".join(QUOTES.sub(" ", left).split())
    if not re.search(r"\w", left) or not (phrases or excluded or left != " ".join(text.split())):
        return question
    return replace(
        question,
        text=left,
        phrases=tuple(dict.fromkeys(filter(_is_phrase, phrases)))[:MOST_PHRASES],
        excluded=tuple(dict.fromkeys(filter(_is_phrase, excluded)))[:MOST_EXCLUDED],
    )


def _is_phrase(said: str) -> bool:
    return re.search(r"\w", said) is not None and len(said.split()) <= MOST_WORDS
