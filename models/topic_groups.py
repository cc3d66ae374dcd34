"""Terms that mean the same, joined into groups: forms of one word, spellings, synonyms, abbreviations, translations."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeAlias

from scipy.cluster.hierarchy import DisjointSet

from models.index.text.analysis import LANGUAGES, stop_words
from models.inflections import inflected
from models.termhood import Corpus, TermId, Usages, is_common

OTHER = {"nl": "en", "en": "nl"}
RARE = 12
"""Documents of a term up to which one text that translates it is believed."""
SURE_SHORT = 0.8
"""Share of the texts that explain an abbreviation which must agree on its long form."""
Synonyms: TypeAlias = Sequence[tuple[tuple[str, ...], tuple[str, ...]]]
"""Dutch and English norms that mean the same."""


def group_terms(chosen: Sequence[TermId], usages: Usages, synonyms: Synonyms, corpus: Corpus) -> DisjointSet:
    """The chosen terms, and those that they draw in, by what they mean."""
    groups: DisjointSet = DisjointSet(chosen)
    for one, other in inflected(chosen, usages):
        _join(groups, one, other)
    _join_forms(groups, usages)
    _join_synonyms(groups, synonyms)
    _join_pairs(groups, usages, corpus)
    return groups


def _join(groups: DisjointSet, one: TermId, other: TermId) -> None:
    """Both mean the same; a term that was not chosen is drawn in by one that was."""
    groups.add(one)
    groups.add(other)
    groups.merge(one, other)


def compact(norm: str) -> str:
    """The form that ``waterstof opslag``, ``waterstof-opslag`` and ``waterstofopslag`` share."""
    return norm.replace(" ", "").replace("-", "")


def holds_function_word(term: TermId) -> bool:
    """Whether one of its words only joins others: "wat er" is not a spelling of "water"."""
    common = stop_words(term[0]) if term[0] in LANGUAGES else ()
    return any(word in common for word in term[1].split())


def turned(language: str, norm: str) -> Iterator[str]:
    """Compact forms of "opslag van waterstof" or "storage of hydrogen" with the parts turned round."""
    words = norm.split()
    for linker in ("van", "voor") if language == "nl" else ("of",):
        if linker in words[1:-1]:
            at = words.index(linker)
            head, rest = "".join(words[:at]), "".join(words[at + 1 :])
            yield from (rest + link + head for link in (("", "s", "en", "e") if language == "nl" else ("",)))


def _join_forms(groups: DisjointSet, usages: Usages) -> None:
    """Join spellings of one term: with spaces, hyphens or as one word, and turned round a preposition."""
    by_form: dict[str, list[TermId]] = defaultdict(list)
    for term in usages.terms:
        if not holds_function_word(term):
            by_form[compact(term[1])].append(term)
    for term in sorted(groups):
        own = () if holds_function_word(term) else (compact(term[1]),)
        for form in (*own, *(form for form in turned(*term) if len(form) >= 8)):
            for other in by_form.get(form, ()):
                drawn = other in groups or not is_common(usages.terms[other], usages.texts)
                if other != term and drawn and (other[0] == term[0] or form == compact(term[1])):
                    _join(groups, term, other)


def _join_synonyms(groups: DisjointSet, synonyms: Synonyms) -> None:
    """Join words that a curated list says are the same; words that no text uses become labels for those who ask."""
    for dutch, english in synonyms:
        terms = [*(("nl", norm) for norm in dutch), *(("en", norm) for norm in english)]
        used = [term for term in terms if term in groups]
        if not used:
            continue
        for term in terms:
            _join(groups, used[0], term)


def _join_pairs(groups: DisjointSet, usages: Usages, corpus: Corpus) -> None:
    """Join what texts themselves put side by side: abbreviations with one long form, and translations."""
    shorts: dict[TermId, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    glosses: dict[tuple[TermId, TermId], int] = defaultdict(int)
    for extraction in corpus():
        for pair in extraction.pairs:
            if (pair.language, pair.norm) not in usages.terms:
                continue
            if pair.kind == "abbreviation":
                shorts[pair.language, pair.other][pair.norm] += 1
            else:
                other = _in_other_language(usages, pair.language, pair.other)
                if other is not None:
                    glosses[(pair.language, pair.norm), other] += 1
    for short, longs in sorted(shorts.items()):
        norm, count = max(longs.items(), key=lambda item: (item[1], item[0]))
        long = (short[0], norm)
        if count >= SURE_SHORT * sum(longs.values()) and (short in groups or long in groups):
            _join(groups, short, long)
    for one, other in _sure_glosses(glosses, usages):
        if one in groups or other in groups:
            _join(groups, one, other)


def _sure_glosses(glosses: dict[tuple[TermId, TermId], int], usages: Usages) -> Iterator[tuple[TermId, TermId]]:
    """The translations that are sure: the commonest of both sides, said twice, or said once of two rare terms."""
    best: dict[TermId, tuple[int, TermId]] = {}
    for (one, other), count in sorted(glosses.items()):
        best[one] = max(best.get(one, (0, other)), (count, other))
        best[other] = max(best.get(other, (0, one)), (count, one))
    for (one, other), count in sorted(glosses.items()):
        use = [usages.terms[one], usages.terms[other]]
        rare = all(usage.documents <= RARE for usage in use)
        common = any(is_common(usage, usages.texts) for usage in use)
        if best[one][1] == other and best[other][1] == one and (count >= 2 or rare) and not common:
            yield one, other


def _in_other_language(usages: Usages, language: str, form: str) -> TermId | None:
    """The term of the other language that this form is. None when it is a term of the same language more often."""
    other = OTHER.get(language, "")
    for norm in (form, form.removesuffix("s"), form.removesuffix("en"), form.removesuffix("es")):
        usage = usages.terms.get((other, norm))
        here = usages.terms.get((language, norm))
        if usage is not None and (here is None or here.documents < usage.documents):
            return other, norm
    return None
