"""Topics against the tags that authors gave: F1 of the first ten, next to YAKE, TextRank and noun phrases by tf-idf.

The product chooses its topics without tags, without names of folders and channels, and with the titles of judged
threads hidden; every method reads the same texts. A phrase is right when its stems are those of a tag. Precision counts
the phrases that a method gives, at most ten; "of ten" always divides by ten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cache, partial
from importlib.util import find_spec
from pathlib import Path

from bench.language_report.contract import Inputs, MissingInput, ReportFigure, Said
from bench.language_report.keyphrases import MOST, NounPhrases, by_document, textrank_phrases, yake_phrases
from bench.language_report.tagged_texts import TaggedText, tagged_texts
from graph.facts import Account, EdgeKind, Extraction, Key
from graph.open_store import open_store
from graph.store import View, Viewer
from ingest.extract.nlp import Extractor
from models.thread_titles import titles_once
from models.topics import TopicFacts, choose_topics, mentions
from whoknows.jobs.passes import acts_of, directory_names, threads_of
from whoknows.language import pipelines_of
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM

RIVALS = ("yake", "pytextrank", "snowballstemmer")
OURS = "topics"
FEWEST_TEXTS = 10
"""Texts of a set from which it counts in the means."""
INVENTED = "sample"
"""The organisation whose tags are ours: it counts in no mean."""
SNOWBALL = {"nl": "dutch", "en": "english"}
Phrases = Mapping[str, Sequence[str]]
"""The phrases of one text by the name of the method."""


def report(inputs: Inputs) -> Iterator[Said]:
    """F1@10 by site, sort and language, and whether topics are above each rival on the mean."""
    lacking = [name for name in RIVALS if find_spec(name) is None]
    if lacking:
        yield MissingInput(f"{', '.join(lacking)}: pip install -c constraints.txt -e '.[bench]'")
        return
    found, missing = inputs.sites()
    yield from missing
    scores: dict[str, list[float]] = defaultdict(list)
    yield f"  {'site, sort, language':40}{'texts':>6}  F1@10 (of ten)"
    for folder in found:
        groups: dict[tuple[str, str], list[dict[str, tuple[float, float]]]] = defaultdict(list)
        for text, phrases in judged(folder):
            groups[text.sort, text.language].append({name: f1(given, text) for name, given in phrases.items()})
        counts = folder.name != INVENTED
        if not groups:
            yield f"  {folder.name:40}     no tagged texts"
        for (sort, language), rows in sorted(groups.items()):
            means = {name: tuple(sum(row[name][at] for row in rows) / len(rows) for at in (0, 1)) for name in rows[0]}
            shown = "  ".join(f"{name} {100 * first:.1f} ({100 * ten:.1f})" for name, (first, ten) in means.items())
            yield f"  {f'{folder.name}, {sort}, {language}':40}{len(rows):6}  {shown}"
            for name, (first, _) in means.items() if counts and len(rows) >= FEWEST_TEXTS else ():
                scores[name].append(100 * first)
    for name in sorted(scores.keys() - {OURS}):
        ours, theirs = (sum(scores[each]) / len(scores[each]) for each in (OURS, name))
        yield ReportFigure(
            f"F1@10 on tags, mean of {len(scores[OURS])} sets, above {name} by", ours - theirs, 0, "points"
        )


def judged(folder: Path) -> Iterator[tuple[TaggedText, Phrases]]:
    """The tagged texts of this site with what each method gives for them."""
    settings = load_settings(folder)
    store = open_store(settings.store, create=False)
    pipelines = pipelines_of(settings)
    rivals: Mapping[str, Callable[[str], Callable[[str], list[str]]]] = {
        "YAKE": cache(yake_phrases),
        "TextRank": cache(partial(textrank_phrases, pipelines=pipelines)),
    }
    with store.view(Viewer()) as everyone, store.view(SYSTEM) as system:
        texts = tagged_texts(everyone)
        if not texts:
            return
        hidden = by_document(Extractor(pipelines).extract(_untitled(texts)))
        corpus = _Corpus(everyone, hidden)
        facts, noun_phrases = _chosen(everyone, system, corpus), NounPhrases(corpus())
        for text in texts:
            if text.language not in pipelines:
                continue
            own = corpus.of(text)
            phrases = {name: rival(text.language)(text.whole) for name, rival in rivals.items()}
            noun = noun_phrases.phrases(own)
            yield text, {OURS: topic_phrases(own, facts, text.language), **phrases, "noun phrases": noun}
    store.close()


def _untitled(texts: Sequence[TaggedText]) -> Iterator[tuple[Key, str, str, str | None, str]]:
    for text in texts:
        if text.title is None:
            yield from ((key, "", own, text.language, "") for key, own in text.documents)


class _Corpus:
    """The extractions for everyone, those of texts with a hidden title without what it says."""

    def __init__(self, view: View, hidden: Mapping[Key, Extraction]) -> None:
        self._view, self._hidden = view, hidden

    def __call__(self) -> Iterator[Extraction]:
        return (self._hidden.get(each.document, each) for each in self._view.extractions())

    def of(self, text: TaggedText) -> list[Extraction]:
        """The extractions of one text."""
        keys = [key for key, _ in text.documents]
        return [self._hidden.get(each.document, each) for each in self._view.extractions(keys)]


def _chosen(everyone: View, system: View, corpus: _Corpus) -> TopicFacts:
    """Topics as the product chooses them, but for tags and judgements."""
    persons = {edge.start: edge.end for edge in system.all_edges(EdgeKind.IS)}
    accounts = [node for key in sorted(persons) if isinstance(node := system.get([key]).get(key), Account)]
    once = titles_once(corpus, threads_of(everyone))
    return choose_topics(once, names=directory_names(everyone), acts=acts_of(everyone, accounts, persons))


def topic_phrases(extractions: Sequence[Extraction], facts: TopicFacts, language: str) -> list[str]:
    """Names of the topics of a text, the weightiest first, as on the page of a document."""
    topic_of = {edge.start: edge.end for edge in facts.labels}
    weights: dict[Key, float] = defaultdict(float)
    for edge in mentions(extractions, facts):
        weights[topic_of[edge.end]] += edge.weight
    labels = {topic.key: dict(topic.labels) for topic in facts.topics}
    best = sorted((key for key in weights if key in labels), key=lambda key: (-weights[key], key))[:MOST]
    return [labels[key].get(language) or next(iter(labels[key].values())) for key in best]


def f1(phrases: Sequence[str], text: TaggedText) -> tuple[float, float]:
    """F1 of these phrases for the tags of a text, by the number given, and with precision always of ten."""
    tags = {stems(tag, text.language) for tag in text.tags} - {()}
    given = list(dict.fromkeys(stems(phrase, text.language) for phrase in phrases))
    right = len(tags.intersection(given))
    return (
        2 * right / (len(tags) + len(given)) if right else 0.0,
        2 * right / (len(tags) + MOST) if right else 0.0,
    )


@cache
def stems(phrase: str, language: str) -> tuple[str, ...]:
    """Stems of the words of a phrase (Snowball), in lower case; signs between words do not count."""
    import snowballstemmer

    words = "".join(sign if sign.isalnum() or sign in "+#." else " " for sign in phrase.lower()).split()
    return tuple(snowballstemmer.stemmer(SNOWBALL[language]).stemWords(words))
