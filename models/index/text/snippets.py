"""The piece of a text that shows why it matches, short, with the words of the question marked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from models.answers import Span
from models.index.text.analysis import signed_words, word_forms
from models.index.text.dutch.stemming import beginnings
from models.index.text.engine import Clause

LENGTH = 180
LOOKED_AT = 12_000
"""Bytes of a text that are searched for hits."""
BEFORE = 40
MOST = 24
"""Hits of a text that are looked for."""

_SIGNED = re.compile("plusplus$|sharp$|dotnet|(?:js|[^i]j)$")
"""How C++, C#, .NET and Node.js are spelled in letters, after what a stemmer does to them."""

ADDRESS = re.compile(r"\b[a-z]+://\S+", re.IGNORECASE)
"""A web address in a text, whose words are no sentence."""

_REST_OF_WORD = re.compile(r"[^\W_]*")

Hit = tuple[int, int, str]
"""A word of the question in a text: where it starts and ends, and its index word."""


@dataclass(frozen=True, slots=True)
class Finder:
    """Finds words of a question in a text: `stems`, none the beginning of another, propose, `tokens` decide."""

    stems: tuple[str, ...]
    tokens: frozenset[tuple[str, str]]
    known: dict[str, str | None] = field(default_factory=dict, compare=False)
    """What was decided of a word before: its index word, None for another word."""
    signed: bool = False
    """Whether one of the words is one that texts mostly spell with signs."""

    def hits(self, text: str, most: int = MOST) -> list[Hit]:
        """The words of the question in a text, in order, at most so many."""
        plain = _plain(text)
        found: list[Hit] = []
        for stem in self.stems:
            start = plain.find(stem)
            if start >= 0:
                found += self._beginning_with(stem, plain, start, most)
        if self.signed or not found:
            found = _apart([*found, *self._with_signs(text)])
        return found if len(self.stems) == 1 else sorted(found)[:most]

    def _with_signs(self, text: str) -> Iterator[Hit]:
        """The words of the question that the text spells with signs."""
        for start, end, spelled, _ in signed_words(text):
            for word in spelled:
                mine = self._decide(word.lower())
                if mine is not None:
                    yield start, end, mine
                    break

    def _beginning_with(self, stem: str, plain: str, start: int, most: int) -> list[Hit]:
        """The first words of the question that begin with this stem, which is at `start` for the first time."""
        found: list[Hit] = []
        known, size, rest = self.known, len(stem), _REST_OF_WORD.match
        while start >= 0:
            stop = start + size
            if start == 0 or not plain[start - 1].isalnum():
                stop = rest(plain, stop).end()  # type: ignore[union-attr]  # nothing matches too
                word = plain[start:stop]
                mine = known[word] if word in known else self._decide(word)
                if mine is not None:
                    found.append((start, stop, mine))
                    if len(found) == most:
                        break
            start = plain.find(stem, stop)
        return found

    def _decide(self, word: str) -> str | None:
        found = next((pair[1] for pair in word_forms(word) if pair in self.tokens), None)
        self.known[word] = found
        return found


def _apart(hits: Iterable[Hit]) -> list[Hit]:
    """Hits without those that begin within another one."""
    kept: list[Hit] = []
    for hit in sorted(hits, key=lambda each: (each[0], -each[1])):
        if not kept or hit[0] >= kept[-1][1]:
            kept.append(hit)
    return kept


def finder(clauses: Collection[Clause]) -> Finder:
    """A finder of the words of these clauses."""
    tokens = frozenset((word.language, word.token) for clause in clauses for way in clause.ways for word in way)
    stems = sorted({start for pair in tokens for start in _beginnings(*pair)}, key=len)
    kept = [stem for place, stem in enumerate(stems) if not any(stem.startswith(each) for each in stems[:place])]
    return Finder(tuple(kept), tokens, signed=any(_SIGNED.search(token) for _, token in tokens))


def _beginnings(language: str, token: str) -> tuple[str, ...]:
    """How words that are indexed as this one begin in a text."""
    return beginnings(token) if language == "nl" else (token[: max(2, len(token) - 1)],)


def snippet(text: str, find: Finder) -> tuple[Span, ...]:
    """The piece of the text with the most different words of the question, as spans; its beginning if there is none."""
    text = " ".join(text.split())
    hits = find.hits(text)
    start = _best_start(_outside_addresses(text, hits))
    if start > 0:
        start = max(0, text.rfind(" ", 0, max(1, start - BEFORE)) + 1)
    stop = min(len(text), start + LENGTH)
    if stop < len(text):
        stop = max(text.rfind(" ", start + 1, stop), start + LENGTH // 2)
    if not start and stop == len(text):
        inside = hits
    elif _is_whole(text, stop, hits):
        inside = [(first - start, last - start, word) for first, last, word in hits if first >= start and last <= stop]
    else:
        inside = find.hits(text[start:stop])
    return _marked(text[start:stop], inside, cut_before=start > 0, cut_after=stop < len(text))


def spans(piece: str, find: Finder) -> tuple[Span, ...]:
    """A piece of text with its hits marked, blanks made single."""
    piece = " ".join(piece.split())
    return _marked(piece, find.hits(piece))


def _is_whole(text: str, stop: int, hits: Sequence[Hit]) -> bool:
    """Whether the hits of the whole text tell all hits before this place, where no word is cut."""
    cut = 0 < stop < len(text) and text[stop].isalnum() and text[stop - 1].isalnum()
    return not cut and (len(hits) < MOST or hits[-1][0] >= stop)


def _marked(piece: str, hits: Iterable[Hit], cut_before: bool = False, cut_after: bool = False) -> tuple[Span, ...]:
    """A piece with single blanks, and its hits marked."""
    found: list[Span] = [Span("… ")] if cut_before else []
    place = 0
    for start, end, _ in hits:
        if start > place:
            found.append(Span(piece[place:start]))
        found.append(Span(piece[start:end], hit=True))
        place = end
    rest = piece[place:].rstrip()
    if rest:
        found.append(Span(rest))
    if cut_after:
        found.append(Span(" …"))
    return tuple(found)


def _outside_addresses(text: str, hits: list[Hit]) -> list[Hit]:
    """The hits that are words of a sentence, not parts of a web address; all of them where there are no others."""
    if "://" not in text:
        return hits
    addresses = [found.span() for found in ADDRESS.finditer(text)]
    outside = [hit for hit in hits if not any(start <= hit[0] < end for start, end in addresses)]
    return outside or hits


def _best_start(hits: Sequence[Hit]) -> int:
    """Start of the piece that holds the most different words."""
    best, most = (hits[0][0] if hits else 0), 0
    different = len({word for _, _, word in hits})
    if different < 2:  # then any of them shows as much as the first
        return best
    for place, (start, _, _) in enumerate(hits):
        inside = {word for _, end, word in hits[place : place + 8] if end <= start + LENGTH - BEFORE}
        if len(inside) > most:
            best, most = start, len(inside)
            if most == different:
                break
    return best


def _plain(text: str) -> str:
    """The text without accents and capitals, of the same length."""
    if text.isascii():
        return text.lower()
    bare = _BEYOND_ASCII.sub(lambda found: found[0].translate(_BARE), text)
    small = bare.lower()
    return small if len(small) == len(bare) else "".join(each.lower()[:1] for each in bare)


class _Bare(dict[int, str]):
    """A table for `str.translate` that takes the accent from a letter, filled as letters come."""

    def __missing__(self, code: int) -> str:
        letter = chr(code)
        base = unicodedata.normalize("NFKD", letter)[:1]
        bare = base if base.isascii() and base.isalnum() else letter
        self[code] = bare
        return bare


_BARE = _Bare()
_BEYOND_ASCII = re.compile(r"[^\x00-\x7f]+")
