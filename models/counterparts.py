"""Whether each word of a name has a counterpart in one of another language: "leak" has "lek" in "lekdetectie".

A Dutch compound is cut where its parts are words; of all ways to cut, the one that fits best counts.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice, product

from models.encoder import Encoder
from models.index.text.analysis import asked_words, is_word

LINKS = ("", "s", "en", "e")
SHORTEST_FIRST, SHORTEST_PART = 3, 4
SUFFIXES = frozenset({"baar", "heid", "isme", "lijk", "loos", "schap", "teit", "zaam"})
"""What makes a word of another one, and stands in texts by itself too."""
MOST_WAYS = 64
"""Ways to cut a name that are looked at."""

IsWord = Callable[[str], bool]


def worst_counterpart(said: Sequence[str], label: str, language: str, is_dutch: IsWord, encoder: Encoder) -> float:
    """The cosine of the word with the least near counterpart, of words that were `said` and a label in `language`."""
    named = [word for word in asked_words(label) if is_word(word, language)]
    ways = list(product(_ways(said, language != "nl", is_dutch), _ways(named, language == "nl", is_dutch)))[:MOST_WAYS]
    words = sorted({word for way in ways for side in way for word in side})
    rows = dict(zip(words, encoder.encode(words), strict=True))
    worst = 0.0
    for one, other in ways:
        near = [[float(rows[first] @ rows[second]) for second in other] for first in one]
        if near and near[0]:
            best = [max(row) for row in near] + [max(column) for column in zip(*near, strict=True)]
            worst = max(worst, min(best))
    return worst


def _ways(words: Sequence[str], dutch: bool, is_dutch: IsWord) -> Iterator[tuple[str, ...]]:
    """These words with each compound in its parts, in all ways to cut it."""
    cut = [_parted(word, is_dutch) if dutch else [(word,)] for word in words]
    for way in islice(product(*cut), MOST_WAYS):
        yield tuple(part for parts in way for part in parts)


def _parted(word: str, is_dutch: IsWord) -> list[tuple[str, ...]]:
    """The ways to cut this word; where no way leaves words only, it is taken whole too, or behind its first one."""
    whole = list(_cuts(word, SHORTEST_FIRST, is_dutch))
    places = range(SHORTEST_FIRST, len(word) - SHORTEST_PART + 1)
    return whole or [(word,), *((word[:at], word[at:]) for at in places if is_dutch(word[:at]))]


def _cuts(word: str, shortest: int, is_dutch: IsWord) -> Iterator[tuple[str, ...]]:
    """The ways to cut this word into words, if there are any."""
    for at in range(shortest, len(word) - SHORTEST_PART + 1):
        rest = word[at:]
        heads = {word[:at].removesuffix(link) for link in LINKS}
        known = [head for head in heads if len(head) >= shortest and is_dutch(head)]
        if not known:
            continue
        head = max(known, key=len)
        if is_dutch(rest) and rest not in SUFFIXES:
            yield head, rest
        yield from ((head, *parts) for parts in _cuts(rest, SHORTEST_PART, is_dutch))
