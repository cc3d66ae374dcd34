"""Divides a line of names into single ones, each in natural order: ``Jansen, P. en Vos, Ada; Fred Kok, Jr.``"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from graph.names import vocabulary as known
from graph.names.folding import fold
from graph.names.reading import read

_BLANKS = re.compile(r"[^\S\n]+")
_PIECE = re.compile(
    r"\([^()\n]*\)|<[^<>\n]*>|\[[^\[\]\n]*\]|(?P<end>[;\n•]| (?:and|en|und|et) | ?& ?)|(?P<comma>,)|[^(<\[;\n•,& ]+|.",
    re.IGNORECASE,
)
_ADDRESS = re.compile(r"<[^<>]*>|\([^()]*\)|(?<!\S)[^\s@]+@\S+")


def divide(text: str) -> Iterator[str]:
    """The names of a line, with the address or remark that follows each.

    A comma divides names, except before "Jr." and degrees and in "Jansen, Piet".
    """
    segments = list(_segments(_BLANKS.sub(" ", text)))
    lone = any(len(parts) == 1 and len(parts[0].split()) == 1 for parts in segments)
    for parts in segments:
        yield from _joined(parts, turned=len(parts) == 2 and not lone)


def _segments(text: str) -> Iterator[list[str]]:
    """Parts between commas, for each stretch between "and", semicolons and ends of lines; brackets stay whole."""
    parts = [""]
    for found in _PIECE.finditer(text):
        if found["comma"]:
            parts.append("")
        elif found["end"]:
            yield from _filled(parts)
            parts = [""]
        else:
            parts[-1] += found[0]
    yield from _filled(parts)


def _filled(parts: Sequence[str]) -> Iterator[list[str]]:
    kept = [part.strip() for part in parts if part.strip()]
    if kept:
        yield kept


def _joined(parts: Sequence[str], *, turned: bool) -> Iterator[str]:
    """The parts, with degrees put to the name before them and "Jansen, Piet" turned when that is meant."""
    names: list[str] = []
    for part in parts:
        if names and _is_ending(part):
            names[-1] += f", {part}"
        else:
            names.append(part)
    pairs = list(pairwise(names))
    sure = [is_family_name(one) and _is_given(other, sure=True) for one, other in pairs]
    every = len(names) % 2 == 0 and any(sure[::2]) and all(map(_may_be_turned, pairs[::2]))
    at = 0
    while at < len(names):
        if at + 1 < len(names) and (
            sure[at] or ((every or (turned and len(names) == 2)) and _may_be_turned(pairs[at]))
        ):
            yield _turn(*pairs[at])
            at += 2
        else:
            yield names[at]
            at += 1


def _is_ending(part: str) -> bool:
    words = [fold(word).replace(".", "") for word in _ADDRESS.sub(" ", part).split()]
    return bool(words) and all(word in known.DEGREES or word in known.GENERATIONS for word in words)


def _may_be_turned(pair: tuple[str, str]) -> bool:
    return is_family_name(pair[0]) and _is_given(pair[1], sure=False)


def is_family_name(text: str) -> bool:
    """True for one word with a capital, with particles before or behind it ("Berg van den"), and nothing else."""
    words = text.split()
    own = [word for word in words if not known.is_particle(word)]
    if len(own) != 1 or not (own[0][:1].isupper() and _is_word(own[0])):
        return False
    return all(word[:1].islower() for word in words[words.index(own[0]) + 1 :])


def _is_given(text: str, *, sure: bool) -> bool:
    """True for one to three given names or initials, with particles behind them perhaps; `sure` wants one of these."""
    words = _ADDRESS.sub(" ", text).split()
    end = len(words)
    while end > 1 and words[end - 1][:1].islower() and known.is_particle(words[end - 1]):
        end -= 1
    own = words[:end]
    if not 1 <= len(own) <= 3 or not all(word[0].isupper() and _is_word(word) for word in own):
        return False
    return not sure or end < len(words) or all(_is_initials(word) for word in own)


def _is_initials(word: str) -> bool:
    return word.isupper() and (word.endswith(".") or len(word) == 1) and all(len(each) <= 2 for each in word.split("."))


def _is_word(word: str) -> bool:
    return all(char.isalpha() or char in ".'’-" for char in word)


def _turn(family: str, given: str) -> str:
    """``Jansen`` and ``Piet <p@example.org>`` as ``Piet Jansen <p@example.org>``."""
    name = read(f"{family}, {_ADDRESS.sub(' ', given)}")
    behind = " ".join(_ADDRESS.findall(given))
    return f"{name.written if name else f'{given} {family}'} {behind}".strip()


def in_order(family: str, given: str) -> str:
    """``De Boer`` or ``Boer de`` and ``Karst`` as ``Karst de Boer``: particles are written small."""
    words = family.split()
    at, end = 0, len(words)
    while end > 1 and words[end - 1][:1].islower() and known.is_particle(words[end - 1], sure=True):
        end -= 1
    words = [*words[end:], *words[:end]]
    while at < len(words) - 1 and known.is_particle(words[at], sure=True):
        at += 1
    return " ".join([*given.split(), *(word.lower() for word in words[:at]), *words[at:]])
