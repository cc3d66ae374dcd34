"""Terms that mean the same, joined into groups: forms of one word, spellings, abbreviations.

Terms of two languages are joined by people only (`models/translation/` suggests which).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TypeAlias

from scipy.cluster.hierarchy import DisjointSet

from models.index.text.analysis import LANGUAGES, stop_words
from models.inflections import inflected
from models.spellings import compact, spelling, swapped, turned, unlinked
from models.termhood import Corpus, TermId, Usages, is_common

SHORTEST = 8
"""Letters of a form that is not written as it stands: shorter ones meet by chance."""
SURE_SHORT = 0.8
"""Share of the texts that explain an abbreviation which must agree on its long form."""
Spellings: TypeAlias = Mapping[str, Sequence[TermId]]


def group_terms(chosen: Sequence[TermId], usages: Usages, corpus: Corpus) -> DisjointSet:
    """The chosen terms, and those that they draw in, by what they mean."""
    groups: DisjointSet = DisjointSet(chosen)
    for one, other in inflected(chosen, usages):
        _join(groups, one, other)
    by_form = spellings(usages)
    _join_forms(groups, usages, by_form)
    _join_abbreviations(groups, usages, corpus)
    _join_forms(groups, usages, by_form)  # what an abbreviation drew in has spellings too
    return groups


def _join(groups: DisjointSet, one: TermId, other: TermId) -> None:
    """Both mean the same; a term that was not chosen is drawn in by one that was."""
    groups.add(one)
    groups.add(other)
    groups.merge(one, other)


def holds_function_word(term: TermId) -> bool:
    """Whether one of its words only joins others: "wat er" is not a spelling of "water"."""
    common = stop_words(term[0]) if term[0] in LANGUAGES else ()
    return any(word in common for word in term[1].split())


def spellings(usages: Usages) -> Spellings:
    """The terms by the spelling that they share with others, those that hold function words left out."""
    by_form: dict[str, list[TermId]] = defaultdict(list)
    for term in usages.terms:
        if not holds_function_word(term):
            for form in written(term, usages) | {spelling(*term)}:
                by_form[form].append(term)
    return by_form


def written(term: TermId, usages: Usages) -> frozenset[str]:
    """The forms of a term as it stands: its norm, and the name that it mostly is, of which the norm may be cut."""
    usage = usages.terms.get(term)
    surface = usage.surface() if usage else ""
    name = surface if surface != surface.lower() else term[1]
    return frozenset((compact(term[1]), compact(name)))


def _join_forms(groups: DisjointSet, usages: Usages, by_form: Spellings) -> None:
    """Join spellings of one term: with spaces, hyphens or as one word, and turned round a preposition.

    The form as it stands joins languages too: names and loanwords are written the same in both.
    """
    for term in sorted(groups):
        same = frozenset() if holds_function_word(term) else written(term, usages)
        own = {form for form in (spelling(*term), *unlinked(*term), *turned(*term)) if len(form) >= SHORTEST}
        closed = {form for form in swapped(*term) if len(form) >= SHORTEST}
        for form in sorted({*same, *own, *closed}):
            for other in by_form.get(form, ()):
                drawn = other in groups or not is_common(usages.terms[other], usages.texts)
                alike = form in same or (other[0] == term[0] and (form in own or " " not in other[1]))
                if other != term and drawn and alike:
                    _join(groups, term, other)


def _join_abbreviations(groups: DisjointSet, usages: Usages, corpus: Corpus) -> None:
    """Join abbreviations with the one long form that texts themselves give them."""
    shorts: dict[TermId, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    for extraction in corpus():
        for pair in extraction.pairs:
            if pair.kind == "abbreviation" and (pair.language, pair.norm) in usages.terms:
                shorts[pair.language, pair.other][pair.norm] += 1
    for short, longs in sorted(shorts.items()):
        norm, count = max(longs.items(), key=lambda item: (item[1], item[0]))
        long = (short[0], norm)
        if count >= SURE_SHORT * sum(longs.values()) and (short in groups or long in groups):
            _join(groups, short, long)
