"""Key phrases of a text by others' methods: YAKE, TextRank (pytextrank), and noun phrases by tf-idf."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

import spacy

from graph.facts import Extraction, Key

MOST = 10
Method = Callable[[str], list[str]]


def yake_phrases(language: str) -> Method:
    """YAKE with its defaults: phrases of at most three words (Campos et al. 2020)."""
    import yake

    extractor = yake.KeywordExtractor(lan=language, n=3, top=MOST)
    return lambda text: [phrase for phrase, _ in extractor.extract_keywords(text)]


def textrank_phrases(language: str, pipelines: Mapping[str, str]) -> Method:
    """TextRank with the defaults of pytextrank, on the words and noun phrases of our pipeline, which has no parser."""
    import pytextrank  # noqa: F401 - registers the part of the pipeline

    nlp = spacy.load(pipelines[language])
    nlp.vocab.get_noun_chunks = _noun_phrases
    nlp.add_pipe("sentencizer", first=True)
    nlp.add_pipe("textrank")

    def phrases(text: str) -> list[str]:
        return [phrase.text for phrase in nlp(text)._.phrases[:MOST]]

    return phrases


def _noun_phrases(doc: Any) -> Iterator[tuple[int, int, int]]:
    """Adjectives and nouns in a row that end in a noun, as (start, end, label)."""
    start = None
    for at in range(len(doc) + 1):
        if at < len(doc) and doc[at].pos_ in ("ADJ", "NOUN", "PROPN"):
            start = at if start is None else start
            continue
        if start is not None:
            end = at
            while end > start and doc[end - 1].pos_ == "ADJ":
                end -= 1
            if end > start:
                yield start, end, doc.vocab.strings.add("NP")
        start = None


class NounPhrases:
    """The noun phrases that extraction found, by tf-idf over all texts of the site."""

    def __init__(self, extractions: Iterable[Extraction]) -> None:
        self._texts = 0
        self._documents: Counter[str] = Counter()
        for extraction in extractions:
            self._texts += 1
            self._documents.update({term.norm for term in extraction.terms})

    def phrases(self, extractions: Iterable[Extraction]) -> list[str]:
        """The ten phrases of these texts, taken together, with the highest tf-idf."""
        counts: Counter[str] = Counter()
        for extraction in extractions:
            for term in extraction.terms:
                counts[term.norm] += term.count
        weights = {
            norm: count * math.log(self._texts / max(1, self._documents[norm])) for norm, count in counts.items()
        }
        return sorted(weights, key=lambda norm: (-weights[norm], norm))[:MOST]

    def _idf(self, norm: str) -> float:
        return math.log(self._texts / max(1, self._documents[norm]))


def by_document(extractions: Iterable[Extraction]) -> dict[Key, Extraction]:
    """Extractions by their documents."""
    return {each.document: each for each in extractions}
