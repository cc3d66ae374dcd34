"""Every use of a term by a document, read once from the extractions and held as arrays of numbers."""

from __future__ import annotations

from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from graph.facts import Extraction, Key
from models.termhood import Corpus, TermId, Usage, Usages, parts_of

MOST_CANDIDATES = 300_000
MOST_SURFACES = 40
FEWEST_DOCUMENTS = 2
HOST = "host"
"""The kind of a pair that only tells where a term stands."""


@dataclass(frozen=True, slots=True)
class TermUses:
    """All uses, in the order of their documents; one number of each array for each use.

    `place`, `term` and `surface` are places in `documents`, `terms` and `surfaces`; `times` is how often the document
    uses the term, `titled` whether in its title. `paired` are the extractions that say which terms belong together,
    without their terms; `hosts` counts documents in which a term stands as the name of a place does, `echoes` messages
    that have it in the name of their thread only. Memory: 17 bytes for each use, and each different term
    and surface once.
    """

    documents: list[Key]
    terms: dict[TermId, int]
    surfaces: list[str]
    place: NDArray[np.uint32]
    term: NDArray[np.uint32]
    surface: NDArray[np.uint32]
    times: NDArray[np.uint32]
    titled: NDArray[np.bool_]
    paired: list[Extraction]
    hosts: Counter[TermId] = field(default_factory=Counter)
    echoes: Counter[TermId] = field(default_factory=Counter)

    @classmethod
    def read(cls, extractions: Iterable[Extraction]) -> TermUses:
        """All uses in these extractions."""
        documents, paired, hosts, echoes = list[Key](), list[Extraction](), Counter[TermId](), Counter[TermId]()
        terms, surfaces = dict[TermId, int](), dict[str, int]()
        length, term, surface, times, titled = array("I"), array("I"), array("I"), array("I"), array("B")
        for each in extractions:
            documents.append(each.document)
            length.append(0)
            for used in each.terms:
                if not used.count:
                    echoes[used.language, used.norm] += 1
                    continue
                length[-1] += 1
                term.append(terms.setdefault((used.language, used.norm), len(terms)))
                surface.append(surfaces.setdefault(used.surface, len(surfaces)))
                times.append(used.count)
                titled.append(used.in_title)
            hosts.update((pair.language, pair.norm) for pair in each.pairs if pair.kind == HOST)
            if pairs := tuple(pair for pair in each.pairs if pair.kind != HOST):
                paired.append(replace(each, terms=(), names=(), pairs=pairs))
        return cls(
            documents,
            terms,
            list(surfaces),
            np.repeat(np.arange(len(documents), dtype=np.uint32), np.frombuffer(length, np.uint32)),
            np.frombuffer(term, np.uint32),
            np.frombuffer(surface, np.uint32),
            np.frombuffer(times, np.uint32),
            np.frombuffer(titled, np.bool_),
            paired,
            hosts,
            echoes,
        )

    def total(self, weights: NDArray[np.uint32] | NDArray[np.bool_] | None = None) -> NDArray[np.int64]:
        """Sum per term of these numbers of its uses; the number of its documents when there are none."""
        return np.bincount(self.term, weights, len(self.terms)).astype(np.int64)


def count_usages(corpus: Corpus) -> Usages:
    """Use of every term that is in at least two documents, read once. Order of arrival does not matter."""
    return usages_of(TermUses.read(corpus()))


def usages_of(uses: TermUses) -> Usages:
    """Use of every term that is in at least two documents; in more, where there are too many terms to choose from."""
    documents, times, titled = uses.total(), uses.total(uses.times), uses.total(uses.titled)
    kept = documents >= _fewest(documents)
    surfaces = _surfaces(uses, kept)
    terms = {
        term: Usage(
            int(documents[at]),
            int(times[at]),
            int(titled[at]),
            surfaces[at],
            hosted=uses.hosts[term],
            echoed=uses.echoes[term],
        )
        for term, at in uses.terms.items()
        if kept[at]
    }
    _count_nested(terms)
    return Usages(len(uses.documents), terms)


def _fewest(documents: NDArray[np.int64]) -> int:
    """The number of documents a term must be in, so that there are at most so many candidates."""
    fewest = FEWEST_DOCUMENTS
    while int((documents >= fewest).sum()) > MOST_CANDIDATES:
        fewest += 1
    return fewest


def _surfaces(uses: TermUses, kept: NDArray[np.bool_]) -> dict[int, dict[str, int]]:
    """Documents per written form of each kept term; of very many forms the commonest."""
    chosen = kept[uses.term]
    together = uses.term[chosen].astype(np.uint64) << np.uint64(32) | uses.surface[chosen]
    pairs, documents = np.unique(together, return_counts=True)
    found: dict[int, dict[str, int]] = defaultdict(dict)
    for pair, count in zip(pairs.tolist(), documents.tolist(), strict=True):
        found[pair >> 32][uses.surfaces[pair & 0xFFFFFFFF]] = count
    for at, forms in found.items():
        if len(forms) > MOST_SURFACES:  # the rare spellings of a frequent term are never shown
            found[at] = dict(sorted(forms.items(), key=lambda pair: (-pair[1], pair[0]))[:MOST_SURFACES])
    return found


def _count_nested(terms: dict[TermId, Usage]) -> None:
    for (language, norm), usage in terms.items():
        for part in set(parts_of(norm)):
            inner = terms.get((language, part))
            if inner is not None:
                inner.within += 1
                inner.within_times += usage.times
                inner.within_most = max(inner.within_most, usage.documents)
        begun, ended = terms.get((language, norm.rpartition(" ")[0])), terms.get((language, norm.partition(" ")[2]))
        if begun is not None:
            begun.followed += usage.times
        if ended is not None:
            ended.preceded += usage.times
