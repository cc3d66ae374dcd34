"""The name of a thread counts once as evidence for its terms, not with each of its messages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from graph.facts import Extraction, Key, TermCandidate, TermPair
from models.termhood import Corpus, TermId

SURE = 4
"""Messages of a thread from which the fewest uses of a term of its name are those of the name alone; once before."""


@dataclass(slots=True)
class TitleUse:
    """Messages of a thread so far that have this term in their title, and the fewest uses in one of them."""

    messages: int = 0
    fewest: int = 1

    def again(self, term: TermCandidate) -> TermCandidate:
        """This term in one more message: as it is in the first one, without those of the title in others."""
        self.messages += 1
        self.fewest = term.count if self.messages == 1 else min(self.fewest, term.count)
        if self.messages == 1:
            return term
        return replace(term, count=term.count - (self.fewest if self.messages > SURE else 1), in_title=False)


def titles_once(corpus: Corpus, threads: Mapping[Key, Key]) -> Corpus:
    """This corpus, in which only the first message of a thread uses what the title of several says.

    `threads` are those of messages. A message keeps what its own text says, and the title is not counted in it; a term
    that only the title has is there no times. What a thread puts side by side is told once as well. The corpus has to
    come in the order of its keys.
    """
    return (lambda: _once(corpus, threads)) if threads else corpus


def _once(corpus: Corpus, threads: Mapping[Key, Key]) -> Iterator[Extraction]:
    named: dict[Key, dict[TermId, TitleUse]] = defaultdict(lambda: defaultdict(TitleUse))
    paired = defaultdict[Key, set[TermPair]](set)
    for each in corpus():
        thread = threads.get(each.document)
        if thread is None:
            yield each
            continue
        titles = named[thread]
        terms = tuple(titles[term.language, term.norm].again(term) if term.in_title else term for term in each.terms)
        pairs = tuple(pair for pair in each.pairs if pair not in paired[thread]) if each.pairs else ()
        if pairs:
            paired[thread].update(pairs)
        yield replace(each, terms=terms, pairs=pairs)
