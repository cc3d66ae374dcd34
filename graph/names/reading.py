"""Reads a name in any of the orders in which people write it: ``Jan van den Berg``, ``Berg, J. van den``, ``王小明``.

Time is linear in the length of the text, of which at most 200 characters are read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile
from typing import NamedTuple

from graph.names import vocabulary as known
from graph.names.folding import fold, is_east_asian, tidy
from graph.names.given import GIVEN
from graph.names.name import FamilyName, Name

LONGEST = 200
_ASIDE = re.compile(r"\(([^()]*)\)?|\[[^\[\]]*\]?|\{[^{}]*\}?|<[^<>]*>?|[\"“”„]([^\"“”„]*)[\"“”]?")
_CALLED = re.compile(r"[^\W\d_]{1,40}(?:[-' ][^\W\d_]{1,40})?")
_INITIALS = re.compile(r"(?<!\w)[^\W\d_](?:\.|(?!['\w]))")
_OPENING = re.compile(r"[(\[{<\"“”„]")
_WORD = re.compile(r"'?[^\W_]+(?:['-]+[^\W_]+)*'?\.?")
_DEGREE = re.compile(r"\b(?:(ph)\.\s?(d)|([mb])\.\s?(sc))\b\.?", re.IGNORECASE)
_SLASHED = re.compile(r"\b([ev])/([dvh])\b", re.IGNORECASE)


class _Word(NamedTuple):
    """One word as written, and folded without apostrophes."""

    text: str
    plain: str

    @property
    def small(self) -> bool:
        return self.text == self.text.lower()


def read(text: str) -> Name | None:
    """The name that a text consists of. None for an address, no word at all, or a list of names."""
    return None if "@" in text or len(text) > LONGEST else _read(text)


@lru_cache(maxsize=1000)
def _read(text: str) -> Name | None:
    """The same; a name is read for its words, its initials and its keys, one right after another."""
    tidied = tidy(text)
    if "." in tidied:
        tidied = _DEGREE.sub(lambda found: " " + "".join(filter(None, found.groups())), tidied)
    if "/" in tidied:
        tidied = _SLASHED.sub(r"\1\2", tidied)
    bare, called = _without_asides(tidied) if _OPENING.search(tidied) else (tidied, "")
    first, *others = [words for part in bare.split(",") if (words := list(_words(part)))] or [[]]
    behind: list[str] = []
    while others and all(word.plain in known.DEGREES or word.plain in known.GENERATIONS for word in others[-1]):
        behind = [word.plain for word in others.pop()] + behind
    if not first or len(others) > 1:
        return None
    name = _inverted(first, others[0]) if others else _natural(first)
    if name is None:
        return None
    generation = next((known.GENERATIONS[word] for word in behind if word in known.GENERATIONS), name.generation)
    degrees = (word for word in behind if word not in known.GENERATIONS)
    return Name(name.given, name.families, called, (*name.titles, *degrees), generation)


def full_name(text: str) -> Name | None:
    """The name, when it has a given name (or initials) and a family name; else None."""
    name = read(text)
    return name if name is not None and name.full else None


def has_family_name(text: str) -> bool:
    """True for a full name, and for a family name with particles: "van den Berg"; not for one word."""
    name = read(text)
    return name is not None and (name.full or any(each.infix for each in name.families))


def _without_asides(text: str) -> tuple[str, str]:
    """The text without brackets, and the name of daily use that one of them holds."""
    called = ""
    bare = _ASIDE.sub(" ", text)
    for found in _ASIDE.finditer(text):
        inside = (found[1] or found[2] or "").strip()
        follows = text[found.end() :].strip(" .,")
        if found.start() and _is_called(inside, bool(follows), bare):
            called = inside
    return bare, called


def _is_called(inside: str, follows: bool, bare: str) -> bool:
    """True for a name of daily use before the family name; behind it, as in "Bos, P.J. (Piet)", may be a department."""
    if not _CALLED.fullmatch(inside) or not inside[0].isupper() or inside.isupper():
        return False
    known_name = fold(re.split(r"[-' ]", inside)[0]) in GIVEN
    return (follows and (known_name or " " not in inside)) or (known_name and bool(_INITIALS.search(bare)))


def _words(text: str) -> Iterator[_Word]:
    for found in _WORD.finditer(text):
        word = found[0].rstrip(".")
        if word.strip("'").isdigit():
            continue
        plain = fold(word)
        if plain in known.GLUED:
            yield from (_Word(each, each.strip("'")) for each in known.GLUED[plain])
        else:
            yield _Word(word, plain.strip("'"))


def _inverted(family: Sequence[_Word], given: Sequence[_Word]) -> Name | None:
    """``Berg, J. van den``, ``Berg van den, J.``; "Bos, van den" has no given name."""
    titles, given = _untitled(given)
    more, family = _untitled(family)
    family, degrees, generation = _ended(family)
    given, behind, other = _ended(given)
    at = len(given)
    while at and _is_particle(given, at - 1, last=True):
        at -= 1
    start = len(family)
    while start > 1 and family[start - 1].small and _is_particle(family, start - 1, last=True):
        start -= 1
    words = (*given[at:], *family[start:], *family[:start])
    return _name(given[:at], words, (*titles, *more, *degrees, *behind), generation or other)


def _natural(words: Sequence[_Word]) -> Name | None:
    titles, words = _untitled(words)
    words, degrees, generation = _ended(words)
    if not words:
        return None
    if len(words) <= 2 and all(is_east_asian(word.text) for word in words):
        return _east_asian(words)
    split, end = _family_at(words)
    if titles and len(words) == 1 and set(titles) & known.ADDRESS:
        split = 0
    given = [*words[:split], *words[end:]]
    return _name(given, words[split:end], (*titles, *degrees), generation)


def _name(given: Sequence[_Word], family: Sequence[_Word], titles: Sequence[str], generation: str) -> Name | None:
    families = tuple(_families(family))
    if not given and not families:
        return None
    capitals = all(word.text.isupper() for word in (*given, *family) if not _is_infix(word))
    parts: list[str] = []
    for word in given:
        few = 1 < len(word.text) <= 3 and word.text.isalpha() and word.text.isupper() and word.text.isascii()
        parts += list(word.text) if few and family and not capitals else [word.text.strip("'")]
    return Name(tuple(parts), families, "", tuple(titles), generation)


def _untitled(words: Sequence[_Word]) -> tuple[tuple[str, ...], Sequence[_Word]]:
    """Forms of address and titles in front, and what is left."""
    titles: list[str] = []
    if len(words) > 2 and words[0].plain == "de" and words[1].plain == "heer":
        titles, words = ["heer"], words[2:]
    while len(words) > 1 and words[0].plain in known.TITLES:
        titles.append(words[0].plain)
        words = words[1:]
    return tuple(titles), words


def _ended(words: Sequence[_Word]) -> tuple[Sequence[_Word], tuple[str, ...], str]:
    """What is left without degrees and generation behind it, and these."""
    degrees: list[str] = []
    generation = ""
    capitals = all(word.text.isupper() for word in words)
    while len(words) > 1:
        last = words[-1]
        if last.plain in known.GENERATIONS and (len(last.plain) > 2 or last.plain[-1] == "r" or last.text.isupper()):
            generation = known.GENERATIONS[last.plain]
        elif last.plain in known.AMBIGUOUS and (capitals or not last.text.isupper() or len(words) < 3):
            break
        elif last.plain in known.DEGREES:
            degrees.insert(0, last.plain)
        else:
            break
        words = words[:-1]
    return words, tuple(degrees), generation


def _is_particle(words: Sequence[_Word], at: int, *, last: bool = False) -> bool:
    """True when the word is a particle; nothing needs to follow it when `last`."""
    word = words[at]
    follows = at + 1 < len(words)
    if not follows and not last:
        return False
    if word.text.startswith("'") or word.plain in known.PARTICLES or word.plain in known.ABBREVIATED:
        return True
    mixed = any(not each.small for each in words)
    if len(word.plain) == 1:
        before = at > 0 and words[at - 1].plain in known.PARTICLES | known.LETTERS
        after = word.plain == "v" and follows and words[at + 1].plain in known.LETTERS
        return word.plain in known.LETTERS and ((word.small and (mixed or after)) or before)
    if word.plain not in known.SMALL_PARTICLES:
        return False
    return (word.small and (mixed or last)) or (follows and words[at + 1].plain in known.PARTICLES)


def _family_at(words: Sequence[_Word]) -> tuple[int, int]:
    """Where the family name begins and ends; what follows is the given name ("van der Meer Jan")."""
    count = len(words)
    first = _family_first(words)
    if first:
        return 0, first
    for at in range(1, count):
        joins = words[at].plain in known.MAIDEN or (words[at].small and words[at].plain in known.JOINING)
        if joins and 1 < at < count - 1:
            return at - 1, count
        if _is_particle(words, at) or _is_tied(words, at):
            return at, count
    if count > 2 and words[-2].plain in known.PREFIXES:
        return count - 2, count
    return max(count - 1, 1), count


def _family_first(words: Sequence[_Word]) -> int:
    """Number of words of a family name at the front: "van der Meer", "van der Meer Jan", "JANSEN Piet"; else 0."""
    count = len(words)
    lead = 0
    while lead < count - 1 and (words[lead].plain in known.LEADING or (lead and _is_particle(words, lead))):
        lead += 1
    if lead and count - lead == 1:
        return count
    if lead and count - lead == 2 and (lead > 1 or words[0].small):
        return lead + 1
    loud = sum(1 for _ in takewhile(lambda word: word.text.isupper(), words))
    sure = 0 < loud < count and len(words[loud - 1].plain) >= 3
    return loud if sure and all(word.text.istitle() for word in words[loud:]) else 0


def _is_tied(words: Sequence[_Word], at: int) -> bool:
    """True for "Jansen-van" of "Els Jansen-van den Berg": the family name begins here."""
    before, tied, end = words[at].plain.rpartition("-")
    return bool(tied and before and at + 1 < len(words)) and (end in known.PARTICLES or end in known.ABBREVIATED)


def _families(words: Sequence[_Word]) -> Iterator[FamilyName]:
    """One family name, or those of a double name: ``van der Meer-de Vries``, ``Jansen geb. Bos``."""
    parts: list[list[_Word]] = [[]]
    for word in words:
        if word.plain in known.MAIDEN and parts[-1] and word is not words[-1]:
            parts.append([])
            continue
        if "-" not in word.text:
            parts[-1].append(word)
            continue
        pieces = word.text.split("-")
        if fold(pieces[0]) in known.ARTICLES and not _core_of(parts[-1]):
            pieces = [f"{pieces[0]}-", "-".join(pieces[1:])]
            parts[-1] += [_Word(piece, fold(piece).strip("'-")) for piece in pieces]
            continue
        for at, piece in enumerate(piece for piece in pieces if piece):
            if at:
                parts.append([])
            parts[-1].append(_Word(piece, fold(piece).strip("'")))
    for part in parts:
        if part:
            yield _family(part)


def _core_of(words: Sequence[_Word]) -> bool:
    return any(not _is_infix(word) for word in words)


def _is_infix(word: _Word) -> bool:
    plain = word.plain
    return (
        word.text.endswith("-") or word.text.startswith("'") or plain in known.PARTICLES or plain in known.ABBREVIATED
        or plain in known.SMALL_PARTICLES or (plain in known.LETTERS and len(word.text) <= 2)
    )  # fmt: skip


def _family(words: Sequence[_Word]) -> FamilyName:
    at = 0
    while at < len(words) - 1 and _is_infix(words[at]):
        at += 1
    infix = [part for word in words[:at] for part in known.ABBREVIATED.get(word.plain, (word.text.lower(),))]
    core = " ".join(word.text for word in words[at:])
    before, elided, rest = core.partition("'")
    if elided and len(rest) > 1 and fold(before) in known.ELIDED:
        infix, core = [*infix, f"{before.lower()}'"], rest
    return FamilyName(tuple(infix), core.strip("'"))


def _east_asian(words: Sequence[_Word]) -> Name:
    """Family name first: its own word, or the first one or two characters of two to four."""
    if len(words) == 2:
        family, given = words[0].text, words[1].text
    else:
        text = words[0].text
        two = text[:2] in known.COMPOUND_SURNAMES or len(text) == 4
        size = 0 if not 2 <= len(text) <= 4 else 2 if two and len(text) > 2 else 1
        family, given = text[:size], text[size:]
    return Name((given,), (FamilyName((), family),) if family else ())
