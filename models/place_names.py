"""Names of places that no list knows: texts say that they are one ("pompstation Waterhoek", "Waterhoek Noord")."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from models.proper_names import COMPASS, Names, is_place_type
from models.termhood import Usage, Usages

OFTEN = 0.05
"""Share of the documents of a name in which it is told to be a place, from which it is one."""
FEWEST = 2
"""Documents that tell it, at least."""

HOSTED = 0.2
"""Share of the documents of a name in which it stands behind "bij" or "at", from which it is where something is."""


def is_host(usage: Usage) -> bool:
    """Whether this is the name of an organisation or a place where things are, which nobody writes small."""
    small = any(surface == surface.lower() for surface in usage.surfaces)
    return not small and usage.hosted >= max(FEWEST, HOSTED * usage.documents)


def with_places(names: Names, usages: Usages) -> Names:
    """These names, and the words that texts use as names of places."""
    told = Counter[str]()
    for (language, norm), usage in usages.terms.items():
        words = norm.split()
        if len(words) == 2:
            if words[1] in COMPASS or (language == "en" and is_place_type(words[1], "en")):
                told[words[0]] += usage.documents
            elif is_place_type(words[0], "nl"):
                told[words[1]] += usage.documents
    found = {word for word, documents in told.items() if documents >= max(FEWEST, OFTEN * _as_name(word, usages))}
    return replace(names, words=names.words | found)


def _as_name(word: str, usages: Usages) -> float:
    """Documents that use this word; endless for one that is written without a capital as well."""
    uses = [usage for language in ("nl", "en") if (usage := usages.terms.get((language, word)))]
    small = any(surface == surface.lower() for usage in uses for surface in usage.surfaces)
    return float("inf") if small or not uses else sum(usage.documents for usage in uses)
