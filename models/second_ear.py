"""Questions that find too little by their words, tried by meaning: the passages that are nearest, in whatever language.

Off the fast path: only a question that nobody's words answer, or one in a language in which hardly anything is written
here, is compared with vectors. Those are of documents for everyone only (docs/decisions/0039).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from graph.facts import Seconds
from models.encoder import OpenEncoder
from models.index.contract import Ordinals, Scores
from models.index.text.asked_language import asked_language
from models.index.text.subject import subject_of
from models.rankers.matches import DEPTH, Matches, matching
from models.rankers.votes import SHARPNESS

SPREAD = 0.02
"""Cosine by which the vote of a passage falls to 1 / e."""
HARDLY = 0.25
"""Share of the documents for everyone: a language of fewer is one in which hardly anything is written."""
NEAR = 0.45
"""Cosine of the nearest passage from which there is anything to answer with."""
FOREIGN = 0.4
"""The same for a question in a language in which hardly anything is written: its words can find nothing."""
BESIDE = 0.3
"""The same where words answer it, too."""
LONGEST = 300
"""Characters of a question that are compared."""


def is_foreign(matches: Matches) -> bool:
    """Whether hardly anything is written in the language of this question."""
    language = asked_language(matches.question.text)
    return language is not None and matches.index.languages.get(language, 0.0) < HARDLY


def names_somebody(matches: Matches, now: Seconds | None) -> bool:
    """Whether a colleague is found by name, phone, room or function: then that is what was asked."""
    return bool(matches.index.names(now).find(subject_of(matches.question.text), 1))


def by_meaning(matches: Matches, ear: OpenEncoder, *, answered: bool) -> Matches | None:
    """The documents that are nearest to this question in meaning; None where there are none, or no encoder.

    Where its words are `answered` too, documents count by both: the shares of the best score by either are added up.
    """
    index, question = matches.index, matches.question
    encoder = ear()
    if encoder is None:
        return None
    vector = encoder.encode([(subject_of(question.text) or question.text)[:LONGEST].lower()])[0]
    ordinals, near, which = index.nearest(vector, matches.access, question, DEPTH)
    if not len(near) or near[0] < (BESIDE if answered else FOREIGN if is_foreign(matches) else NEAR):
        return None
    scores: Scores = np.maximum(0.0, 1.0 + (near - near[0]) / (SPREAD * SHARPNESS))
    voting = scores > 0
    ordinals, scores, which = ordinals[voting], scores[voting], which[voting]
    passages = dict(zip(ordinals.tolist(), which.tolist(), strict=True))
    parsed = matches.parsed if answered else replace(matches.parsed, clauses=(), topics=(), synonyms=())
    meant = dict(zip(ordinals.tolist(), scores.tolist(), strict=True)) if answered else {}
    if answered:
        ordinals, scores = _added(matches, ordinals, scores)
    made = matching(index, matches.access, question, parsed, matches.able, found=ordinals, scores=scores)
    return replace(made, passages=passages, meant=meant)


def _added(matches: Matches, ordinals: Ordinals, scores: Scores) -> tuple[Ordinals, Scores]:
    """The documents of either, best first: the share of the best score by their words, and their score by meaning."""
    own = matches.scores / max(1e-9, float(matches.scores.max(initial=0.0)))
    either, place = np.unique(np.concatenate((matches.ordinals, ordinals)), return_inverse=True)
    sums: Scores = np.round(np.bincount(place, weights=np.concatenate((own, scores))), 9).astype(np.float64)
    order = np.lexsort((either, -sums))[:DEPTH]
    return either[order], sums[order]
