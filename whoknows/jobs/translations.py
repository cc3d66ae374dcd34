"""Suggested translations of terms, worked out from documents for everyone after topics are chosen."""

from __future__ import annotations

from collections.abc import Sequence

from graph.facts import Edge, Judgement, Key, Term, Verdict
from graph.writing.known_words import known_words
from ingest.line_ends import PIPELINES
from models.encoder import open_encoder
from models.proper_names import Names
from models.term_uses import count_usages
from models.termhood import Corpus
from models.topics import TopicFacts
from models.translation.facts import translation_facts
from models.translation.suggestions import suggest
from models.translation.used_terms import OTHER, read_general_pairs, read_used_terms


def suggest_translations(
    corpus: Corpus, facts: TopicFacts, judgements: Sequence[Judgement], names: Names
) -> tuple[list[Term], list[Edge]]:
    """Terms and TRANSLATES edges of what may mean the same in the other language, less what people refused."""
    words = {language: known_words(PIPELINES, language) for language in OTHER}
    topics = {edge.start: edge.end for edge in facts.labels}
    chosen = {(term.language, term.norm): topics[term.key] for term in facts.terms if term.key in topics}
    usages, general = count_usages(corpus), read_general_pairs()
    used = read_used_terms(usages, chosen, corpus, words, names)
    bilingual = all(any(language in term.tongues for term in used.terms) for language in OTHER)
    found = suggest(used, words, open_encoder() if bilingual else None, general)
    terms, edges = translation_facts(used, found, usages, general)
    refused = _refused(judgements)
    return terms, [edge for edge in edges if not _is_refused(edge, topics, refused)]


def _refused(judgements: Sequence[Judgement]) -> set[tuple[Key, Key]]:
    """Terms and topics that people said are not the same."""
    return {(each.subject, each.object) for each in judgements if each.verdict is Verdict.DIFFERENT and not each.undone}


def _is_refused(edge: Edge, topics: dict[Key, Key], refused: set[tuple[Key, Key]]) -> bool:
    pairs = ((edge.start, topics.get(edge.end)), (edge.end, topics.get(edge.start)))
    return any(topic is not None and (term, topic) in refused for term, topic in pairs)
