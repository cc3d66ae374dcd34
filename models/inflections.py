"""Terms that are one word, which the tagger took for two: a plural that it left as it stands, or cut wrongly.

The lemmatiser settles most. It fails on words that it never saw, on words with a capital (which may be names), and on
plurals of abbreviations. Two terms that differ only so are one topic, not two.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from itertools import combinations

from models.termhood import TermId, Usage, Usages

ENDINGS = {"nl": ("s", "'s", "’s", "en", "n", "ën"), "en": ("s", "es")}
CHANGES = {
    "nl": (
        (re.compile(r"([^aeiouy])([aeiou])([bdfgklmnprst])$"), r"\1\2\3\3en"),
        (re.compile(r"(aa|ee|oo|uu)([bdfgklmnprst])$"), lambda m: f"{m[1][0]}{m[2]}en"),
        (re.compile(r"(?<=[aeiou]{2})f$|(?<=[lrij])f$"), "ven"),
        (re.compile(r"(?<=[aeiou]{2})s$|(?<=[lnrij])s$"), "zen"),
        (re.compile(r"heid$"), "heden"),
        (re.compile(r"um$"), "a"),
    ),
    "en": (
        (re.compile(r"(?<=[^aeiou])y$"), "ies"),
        (re.compile(r"(?<=[lr])fe?$"), "ves"),
        (re.compile(r"is$"), "es"),
        (re.compile(r"um$"), "a"),
        (re.compile(r"[ei]x$"), "ices"),
    ),
}
"""Plurals for which the word itself changes: "raad", "raden"; "policy", "policies"."""
APART: Mapping[str, str] = {
    "new": "news", "custom": "customs", "good": "goods", "mean": "means", "glass": "glasses", "premise": "premises",
    "content": "contents", "window": "windows", "economic": "economics", "politic": "politics", "arm": "arms",
    "ground": "grounds", "saving": "savings", "spectacle": "spectacles", "damage": "damages", "politie": "polities",
    "middel": "middelen", "stel": "stellen", "geld": "gelden", "kant": "kanten", "waard": "waarden", "staat": "staten",
    "rust": "rusten", "recht": "rechten", "kost": "kosten", "pers": "persen", "gift": "giften",
}  # fmt: skip
"""Words of which the plural means something else."""
SHORTEST = 4
"""Letters of a word from which one with an ending more is taken for its plural."""
CERTAIN = 9
"""Letters of a word from which capitals do not make it a name: "Dataverwerking" and "Dataverwerkingen"."""
SEEN = 2
SHARE = 0.03
"""Documents, and of those of the other term, that write a word in lower case as a form of that one: fewer are slips."""
CAPITALS = re.compile(r"[A-Z0-9]{2,}$")
OF_CAPITALS = re.compile(r"['’]?(?:s|en)$")


def inflected(chosen: Iterable[TermId], usages: Usages) -> Iterator[tuple[TermId, TermId]]:
    """Pairs of terms, of one language, that are forms of one word, in a fixed order. One of them is chosen at least."""
    terms = sorted(chosen)
    known = set(terms)
    forms = {term: _forms(usages.terms[term]) for term in terms}
    sharing: dict[tuple[str, str], list[TermId]] = defaultdict(list)
    for term in terms:
        for form in forms[term]:
            sharing[term[0], form].append(term)
    pairs = {
        pair
        for (_, form), some in sharing.items()
        for pair in combinations(some, 2)
        if _share(pair, form, forms, usages)
    }
    written = {(term[0], _written(usage)): term for term, usage in usages.terms.items()}
    for term in usages.terms:
        for plural in plurals(*term):
            other = plural if plural in usages.terms else written.get(plural, term)
            if other != term and (term in known or other in known) and _is_plural(term, other, usages):
                pairs.add((min(term, other), max(term, other)))
    yield from sorted(pairs)


def plurals(language: str, norm: str) -> Iterator[TermId]:
    """What the plural of this term may be."""
    first, _, last = norm.rpartition(" ")
    words = [last + ending for ending in ENDINGS.get(language, ())]
    if last.isdigit() or not last:
        return
    words += ["" if (word := sign.sub(ending, last)) == last else word for sign, ending in CHANGES.get(language, ())]
    if language == "nl" and len(last) <= SHORTEST:
        words.append(f"{last}'en")
    for word in words:
        if word and APART.get(last) != word:
            yield language, f"{first} {word}".strip()


def _written(usage: Usage) -> str:
    """The form that texts use most, which the norm may have lost: "typeclasses" of "typeclasse"."""
    return usage.surface().lower().replace("-", " ")


def _forms(usage: Usage) -> dict[str, int]:
    """Documents by written form, whatever the capitals and hyphens."""
    forms: dict[str, int] = defaultdict(int)
    for surface, documents in usage.surfaces.items():
        forms[surface.lower().replace("-", " ")] += documents
    return forms


def _lower(usage: Usage, form: str) -> int:
    """Documents in which it is written in this way, in lower case."""
    return sum(documents for surface, documents in usage.surfaces.items() if surface.replace("-", " ") == form)


def _share(pair: tuple[TermId, TermId], form: str, forms: Mapping[TermId, dict[str, int]], usages: Usages) -> bool:
    """Whether both terms have this form as one of the same word."""
    if all(2 * forms[term][form] >= usages.terms[term].documents for term in pair):
        return True
    return _is_form_of(pair[0], pair[1], form, usages) or _is_form_of(pair[1], pair[0], form, usages)


def _is_form_of(term: TermId, other: TermId, form: str, usages: Usages) -> bool:
    """Whether the other is only this form of the term, left as it stands. What mostly has a capital may be a name."""
    if other[1] != form or term[1] == form:
        return False
    use, left = usages.terms[term], usages.terms[other]
    seen = _lower(use, form)
    return seen >= max(SEEN, SHARE * use.documents) and (
        2 * _lower(left, form) >= left.documents or 2 * seen >= left.documents
    )


def _is_plural(term: TermId, other: TermId, usages: Usages) -> bool:
    """Whether the other, which looks like its plural, is. Not of names: James is not a plural of Jam."""
    last, longer = (usages.terms[each].surface().split()[-1].split("-")[-1] for each in (term, other))
    if CAPITALS.fullmatch(last):
        return longer.startswith(last) and OF_CAPITALS.fullmatch(longer.removeprefix(last)) is not None
    if len(last) >= CERTAIN and last[1:].islower() and longer[1:].islower():
        return True
    return len(last) >= SHORTEST and last.islower() and longer.islower()
