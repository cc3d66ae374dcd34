"""Dutch compounds: the words of the index that one consists of, and the compounds that two words may make.

Of all ways to cut a word into words that texts hold, the one with the fewest parts, of equals the one whose parts are
used most (their geometric mean), and none when the word itself is used more: after Koehn and Knight (2003), "Empirical
methods for compound splitting".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from models.index.text.dutch.stemming import singulars

SHORTEST_PART = 4
LONGEST_WORD = 40
SHORTEST_JOINED = 3
MOST_PARTS = 4
LINKS = ("s", "en", "e")
"""Letters that may stand between two parts of a Dutch compound."""
LINKERS = frozenset(
    {
        "aan", "bij", "door", "in", "met", "naar", "om", "onder", "op", "over", "tegen", "tot", "tussen", "uit", "van",
        "voor",
    }
)  # fmt: skip
"""What may stand between two words that are the last and first part of a compound: "opslag van waterstof"."""
ARTICLES = frozenset({"de", "het", "een", "the"})
"""What may stand behind a linker, and in front of a word with a capital that is no name."""

Count = Callable[[str], int]
"""Gives the number of documents for everyone with this Dutch word."""


def parts_of(word: str, count: Count) -> tuple[str, ...]:
    """The words that make this compound, in order. Empty when it is not one."""
    if not 2 * SHORTEST_PART <= len(word) <= LONGEST_WORD or not word.isalpha():
        return ()
    known: dict[str, CompoundPart | None] = {}
    for size in range(2, MOST_PARTS + 1):
        found = list(_cuts(word, 0, size, count, known))
        if found:
            best = min(found, key=lambda cut: (-_mean(cut), cut))
            return tuple(part for part, _ in best) if _mean(best) >= count(word) else ()
    return ()


CompoundPart = tuple[str, int]
"""A word, and in how many documents it is."""


def _mean(cut: Sequence[CompoundPart]) -> float:
    return float(math.prod(used for _, used in cut) ** (1.0 / len(cut)))


def _cuts(
    word: str, start: int, size: int, count: Count, known: dict[str, CompoundPart | None]
) -> Iterator[list[CompoundPart]]:
    """All rows of `size` known parts that make the rest of this word."""
    if size == 1:
        last = _part(word[start:], count, known)
        if last is not None and last[0] == word[start:]:
            yield [last]
        return
    for stop in range(start + SHORTEST_PART, len(word) - SHORTEST_PART * (size - 1) + 1):
        part = _part(word[start:stop], count, known)
        if part is not None:
            for rest in _cuts(word, stop, size - 1, count, known):
                yield [part, *rest]


def _part(piece: str, count: Count, known: dict[str, CompoundPart | None]) -> CompoundPart | None:
    """This piece as a word of the index, with or without the letters that link it to the next."""
    if piece not in known:
        bare = (piece.removesuffix(link) for link in LINKS if piece.endswith(link))
        forms = (piece, *(form for form in bare if len(form) >= SHORTEST_PART))
        known[piece] = next(((form, used) for form in forms if (used := count(form))), None)
    return known[piece]


def joinable(first: str, second: str) -> bool:
    """Whether two words may be tried as one: not what signs leave of a word, as the "s" of "compiler's"."""
    return (
        first.isalpha()
        and second.isalpha()
        and min(len(first), len(second)) >= SHORTEST_JOINED
        and len(first) + len(second) <= LONGEST_WORD
    )


def joined(first: str, second: str) -> Iterator[str]:
    """Compounds that these two words can make, the first also as what it is one of: "lekdetectie" of "lekken"."""
    if joinable(first, second):
        for form in singulars(first):
            yield from (form + link + second for link in ("", *LINKS))
