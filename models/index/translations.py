"""Words that are asked along with others: suggested translations that score high, looked up by words of the index.

They are worked out by a pass, from documents for everyone only (`models/translation/`).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from graph.facts import EdgeKind, Key, Term
from graph.store import View
from models.index.generation import write_whole
from models.index.records import Translation, TranslationRow
from models.index.text.analysis import LANGUAGES, asked_words, words
from models.index.text.dutch.spelling import is_foreign

ASKED = 0.82
"""Score from which a suggestion is asked along. Chosen for precision (docs/decisions/0029)."""
MOST = 3
"""Translations of one form that are asked along."""


@dataclass(frozen=True, slots=True)
class Translations:
    """Translations by language and words of the index in it; `longest` is the most words that have one.

    `pairs` are what is asked and what is asked along as they are written, in lower case, with their score.
    """

    forms: Mapping[tuple[str, ...], tuple[Translation, ...]]
    longest: int
    pairs: Mapping[tuple[str, str], float] = field(default_factory=dict)

    def of(self, language: str, asked: Sequence[str], written: Sequence[str]) -> tuple[Translation, ...]:
        """The translations of these index words of a language, which the question spells as `written`."""
        return self.forms.get(_key(language, asked, written), ())

    def are_alike(self, labels: Mapping[str, str], others: Mapping[str, str]) -> bool:
        """Whether one of these labels, by language, is asked along for one of the others, or the other way round."""
        pairs = ((one.casefold(), other.casefold()) for one in labels.values() for other in others.values())
        return any(pair in self.pairs or pair[::-1] in self.pairs for pair in pairs)

    def with_others(self, rows: Sequence[TranslationRow]) -> Translations:
        """These, and others for what has none here."""
        if not rows:
            return self
        others = make(rows)
        return Translations({**others.forms, **self.forms}, max(self.longest, others.longest), self.pairs)


def make(rows: Iterable[TranslationRow]) -> Translations:
    """Translations looked up by the words of what they translate: rows of language, form and translation.

    A tag is in no language that texts are analysed in; it neither asks nor is asked along.
    """
    forms: dict[tuple[str, ...], dict[tuple[str, str], Translation]] = {}
    longest, pairs = 0, dict[tuple[str, str], float]()
    for language, form, translation in rows:
        asked = words(form, language) if {language, translation.language} <= {*LANGUAGES} else []
        if asked and asked != words(translation.surface, language):
            kept = forms.setdefault(_key(language, asked, asked_words(form)), {})
            longest = max(longest, len(asked))
            pair = form.casefold(), translation.surface.casefold()
            pairs[pair] = max(translation.weight, pairs.get(pair, 0.0))
            target = (translation.language, " ".join(words(translation.surface, translation.language)))
            if target not in kept or kept[target].weight < translation.weight:
                kept[target] = translation
    return Translations(
        {key: tuple(sorted(found.values(), key=_best_first)[:MOST]) for key, found in forms.items()},
        longest,
        pairs,
    )


def _key(language: str, asked: Sequence[str], written: Sequence[str]) -> tuple[str, ...]:
    """Index words of a language, and those words that it does not spell so: Dutch "los" is not asked by "loss"."""
    return (language, *asked, *(word for word in written if language == "nl" and is_foreign(word)))


def _best_first(translation: Translation) -> tuple[float, str]:
    return -translation.weight, translation.surface


NO_TRANSLATIONS = make(())


def collect(view: View) -> list[TranslationRow]:
    """What is asked along with what, by the newest suggestions. A topic has those of each of its terms."""
    edges = [edge for edge in view.all_edges(EdgeKind.TRANSLATES) if edge.weight >= ASKED]
    if not edges:
        return []
    topics: dict[Key, set[Key]] = {}
    labels: dict[Key, set[Key]] = {}
    for edge in view.all_edges(EdgeKind.LABELS):
        topics.setdefault(edge.start, set()).add(edge.end)
        labels.setdefault(edge.end, set()).add(edge.start)
    ends = {key for edge in edges for key in (edge.start, edge.end)}
    alike = {key: {key, *(term for topic in topics.get(key, ()) for term in labels[topic])} for key in ends}
    terms = view.get({key for some in alike.values() for key in some})
    rows = []
    for edge in edges:
        for one, other in ((edge.start, edge.end), (edge.end, edge.start)):
            target = terms.get(other)
            if isinstance(target, Term) and other not in alike[one]:
                rows += [
                    (asked.language, asked.surface, Translation(found.language, found.surface, edge.weight))
                    for asked in map(terms.get, sorted(alike[one]))
                    for found in map(terms.get, sorted(alike[other]))
                    if isinstance(asked, Term) and isinstance(found, Term) and _is_spelling(found, target)
                ]
    return rows


def _is_spelling(term: Term, other: Term) -> bool:
    """Whether both are one word, which texts of both languages may use."""
    return term.norm.replace(" ", "") == other.norm.replace(" ", "")


def write(folder: Path, number: int, rows: Iterable[TranslationRow]) -> None:
    """Write the table."""
    raw = [[language, form, each.language, each.surface, each.weight] for language, form, each in rows]
    file = folder / f"translations-{number}.json"
    write_whole(file, json.dumps(raw, ensure_ascii=False).encode("utf-8", "surrogatepass"))


def read(folder: Path, number: int) -> Translations:
    """The table of this number; without a number there are none yet."""
    if not number:
        return NO_TRANSLATIONS
    raw = json.loads((folder / f"translations-{number}.json").read_bytes())
    return make((language, form, Translation(*each)) for language, form, *each in raw)
