"""The name of a thread counts once as evidence for its terms, not with each of its messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graph.facts import Extraction, Key, TermCandidate, TermPair
from models.termhood import Corpus, TermId

SURE = 4
"""Messages of a thread from which the fewest uses of a term of its name are those of the name alone; once before."""


@dataclass(slots=True)
class TitleUse:
    """Messages of a thread so far that have this term in their title, and the fewest uses in one of them."""

    messages: int
    fewest: int

    def again(self, term: TermCandidate) -> TermCandidate:
        """This term in one more message, without the uses of the title."""
        self.messages += 1
        self.fewest = min(self.fewest, term.count)
        said = term.count - (self.fewest if self.messages > SURE else 1)
        return TermCandidate(term.language, term.norm, term.surface, said)


def titles_once(corpus: Corpus, threads: Mapping[Key, Key]) -> Corpus:
    """This corpus, in which only the first message of a thread uses what the title of several says.

    `threads` are those of messages. A message keeps what its own text says, and the title is not counted in it; a term
    that only the title has is there no times. What a thread puts side by side is told once as well. The corpus has to
    come in the order of its keys.
    """
    return (lambda: _once(corpus, threads)) if threads else corpus


def _once(corpus: Corpus, threads: Mapping[Key, Key]) -> Iterator[Extraction]:
    named: dict[Key, dict[TermId, TitleUse]] = defaultdict(dict)
    paired = defaultdict[Key, set[TermPair]](set)
    for each in corpus():
        thread = threads.get(each.document)
        if thread is None or not (each.pairs or any(term.in_title for term in each.terms)):
            yield each
            continue
        terms, pairs = tuple(_untitled(each.terms, named[thread])), each.pairs
        if pairs:
            pairs = tuple(pair for pair in pairs if pair not in paired[thread])
            paired[thread].update(pairs)
        yield Extraction(each.document, each.text_hash, each.version, terms, each.names, pairs)


def _untitled(terms: tuple[TermCandidate, ...], known: dict[TermId, TitleUse]) -> Iterator[TermCandidate]:
    """These terms, without the uses in a title of those that the thread was named by before."""
    for term in terms:
        if not term.in_title:
            yield term
        elif use := known.get((term.language, term.norm)):
            yield use.again(term)
        else:
            known[term.language, term.norm] = TitleUse(1, term.count)
            yield term
