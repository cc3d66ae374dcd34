"""Names as people look for them and sort them: by the words that they type, and by family name."""

from __future__ import annotations

from collections.abc import Iterator

from graph.names import vocabulary as known
from graph.names.folding import fold, spelled, split
from graph.names.name import Name
from graph.names.reading import read


def query_words(text: str) -> list[str]:
    """The words of a question for a person, folded, without forms of address and titles: ``de heer P. Jansen``."""
    words = split(text)
    left = [word for at, word in enumerate(words) if not _is_address(words, at)]
    return left or words


def _is_address(words: list[str], at: int) -> bool:
    following = words[at + 1] if at + 1 < len(words) else ""
    degree = at > 0 and words[at] in known.DEGREES - known.AMBIGUOUS
    return degree or words[at] in known.TITLES or (words[at] == "de" and following in known.ADDRESS)


def search_words(text: str) -> frozenset[str]:
    """All words by which a name is looked for: its own, initials, particles abbreviated, parts in one word."""
    plain = split(text)
    if text.isascii() and len(plain) == 1:
        return frozenset(plain)
    if _is_plain(text):
        return frozenset((*plain, plain[0][0]))
    found = set(plain)
    if not text.isascii():
        found.update(split(spelled(text)))
    name = read(text)
    return frozenset(found | set(_of_name(name)) if name is not None else found)


def _is_plain(text: str) -> bool:
    """True for a given name and a family name in plain letters."""
    words = text.split() if text.isascii() else []
    return len(words) == 2 and all(map(str.isalpha, words)) and not known.is_particle(words[0])


def _of_name(name: Name) -> Iterator[str]:
    yield "".join(word[0] for part in name.given for word in split(part))
    for part in (*name.given, name.called):
        pieces = split(part)
        yield from (piece[0] for piece in pieces)
        if part:
            yield "".join(pieces)
    for family in name.families:
        core = "".join(split(family.core))
        infix = split(" ".join(family.infix))
        yield from (core, "".join((*infix, core)))
        letters = "".join(word[0] for word in infix)
        yield from letters
        if len(infix) > 1:
            yield from (letters, letters + core, "".join(infix), "".join((*infix[1:], core)))
    if len(name.families) > 1:
        yield name.family


def in_one_word(text: str) -> frozenset[str]:
    """The name in one word, as logins have it: ``pietjansen``, ``pjansen``, ``jansenp``, ``jansenpiet``."""
    if _is_plain(text):
        first, last = split(text)
        return frozenset((first + last, first[0] + last, last + first, last + first[0]))
    name = read(text)
    if name is None or not name.full:
        return frozenset()
    givens = [*name.given, *([name.called] if name.called else [])]
    firsts = {"".join(split(given)) for given in givens} | {"".join(split(" ".join(name.given)))}
    firsts |= {first[0] for first in firsts if first} | {"".join(word[0] for word in split(" ".join(name.given)))}
    lasts = {"".join(split(name.families[0].core)), *name.family_keys}
    return frozenset(
        word for first in firsts for last in lasts for word in (first + last, last + first) if first and last
    )


def family_words(name: Name) -> frozenset[str]:
    """Folded words of which each way to write the family name has one."""
    words = {word for each in name.families for text in (each.core, spelled(each.core)) for word in split(text)}
    keys = (key for each in name.families for key in (each.key, *each.short_keys))
    return frozenset({*words, *name.family_keys, *keys})


def sort_key(text: str) -> tuple[str, str, str]:
    """Where a name stands among others: family name without its particles, given names, particles; all folded."""
    name = read(text)
    if name is None:
        return (fold(text).strip(), "", "")
    if not name.families:
        return (fold(" ".join(name.given)), "", "")
    first = name.families[0]
    family = " ".join((fold(first.core), *(fold(each.written) for each in name.families[1:])))
    return (family, fold(" ".join(name.given)), fold(" ".join(first.infix)))
