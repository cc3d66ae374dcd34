"""Suggested translations as facts: terms, and TRANSLATES edges from the Dutch to the English one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from graph.facts import Edge, EdgeKind, Key, Term
from graph.terms import term_key
from models.termhood import Usages
from models.translation.suggestions import TranslationEvidence
from models.translation.used_terms import GeneralPairs, UsedTerm, UsedTerms

GENERAL = 0.82
"""Score of a general word that the organisation does not use, for one that it does."""


def translation_facts(
    used: UsedTerms, scored: Iterable[tuple[TranslationEvidence, float]], usages: Usages, general: GeneralPairs
) -> tuple[list[Term], list[Edge]]:
    """The terms of these suggestions and the edges between them.

    The role of an edge says where it comes from: ``text`` (texts put both side by side), ``meaning`` (an encoder), or
    ``list``: general words, of which the organisation uses one only, so that people may ask by the other.
    """
    terms: dict[Key, Term] = {}
    edges: dict[tuple[Key, Key], Edge] = {}
    for one, other, weight, role in (*_suggested(used, scored), *_unused(used, usages, general)):
        pair = (one.key, other.key)
        if pair not in edges and pair[::-1] not in edges:
            terms |= {one.key: one, other.key: other}
            edges[pair] = Edge(EdgeKind.TRANSLATES, *pair, weight=round(weight, 3), role=role)
    return list(terms.values()), list(edges.values())


def _suggested(
    used: UsedTerms, scored: Iterable[tuple[TranslationEvidence, float]]
) -> Iterator[tuple[Term, Term, float, str]]:
    for evidence, value in scored:
        one, other = (_term(used.terms[place]) for place in (evidence.one, evidence.other))
        yield one, other, value, "text" if evidence.glosses else "meaning" if evidence.near else "list"


def _unused(used: UsedTerms, usages: Usages, general: GeneralPairs) -> Iterator[tuple[Term, Term, float, str]]:
    known = {(tongue, term.id[1]): term for term in used.terms for tongue in term.tongues}
    for dutch, english in sorted(general):
        one, other = known.get(("nl", dutch)), known.get(("en", english))
        if one is not None and ("en", english) not in usages.terms:
            yield _term(one), _word("en", english), GENERAL, "list"
        elif other is not None and ("nl", dutch) not in usages.terms:
            yield _word("nl", dutch), _term(other), GENERAL, "list"


def _term(used: UsedTerm) -> Term:
    return Term(term_key(*used.id), *used.id, used.surface)


def _word(language: str, norm: str) -> Term:
    return Term(term_key(language, norm), language, norm, norm)
