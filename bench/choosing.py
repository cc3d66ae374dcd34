"""Choosing topics over a million documents: `python -m bench.choosing SITE [--documents 1000000]`.

What a synced site holds for everyone is repeated until there are as many; terms that few of its documents use are other
ones each time, so that there are as many different terms as so large an organisation writes, and threads are too. The
store's reading is not in it; making the documents is, and is told apart.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, islice
from pathlib import Path

from bench import figures
from bench.memory import watched
from graph.facts import Account, EdgeKind, Extraction, Key, TermCandidate
from graph.open_store import open_store
from graph.store import Viewer
from models.proper_names import Names
from models.thread_titles import titles_once
from models.topics import TopicFacts, choose_topics
from whoknows.jobs.passes import acts_of, directory_names, threads_of
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM

DOCUMENTS = 1_000_000
RARE = 20
"""Documents of the site that use a term, below which it is another one in each copy."""
SECONDS, MEBIBYTES = 60.0, 2048.0


@dataclass(frozen=True, slots=True)
class KnownTexts:
    """What a site holds for everyone: extractions in the order of their keys, threads, acts and names."""

    extractions: Sequence[Extraction]
    threads: dict[Key, Key]
    acts: dict[Key, tuple[Key, ...]]
    names: Names

    @classmethod
    def of(cls, folder: Path) -> KnownTexts:
        """All of a synced site."""
        store = open_store(load_settings(folder).store, create=False)
        with store.view(SYSTEM) as system:
            persons = {edge.start: edge.end for edge in system.all_edges(EdgeKind.IS)}
            accounts = [node for node in system.get(persons).values() if isinstance(node, Account)]
        with store.view(Viewer()) as everyone:
            found = cls(
                tuple(everyone.extractions()),
                threads_of(everyone),
                acts_of(everyone, accounts, persons),
                directory_names(everyone),
            )
        store.close()
        return found

    def copies(self, documents: int) -> Iterator[Extraction]:
        """This many documents, each copy of the site after the one before."""
        uses = Counter((term.language, term.norm) for each in self.extractions for term in each.terms)
        rare = {term for term, number in uses.items() if number < RARE}
        every = (self._copy(each, copy, rare) for copy in count() for each in self.extractions)
        return islice(every, documents)

    def _copy(self, each: Extraction, copy: int, rare: set[tuple[str, str]]) -> Extraction:
        terms = tuple(
            _renamed(term, copy) if copy and (term.language, term.norm) in rare else term for term in each.terms
        )
        return replace(each, document=_copied(each.document, copy), terms=terms)

    def choose(self, documents: int) -> TopicFacts:
        """Topics of this many documents."""
        copies = range(-(-documents // len(self.extractions)))
        threads = {_copied(key, at): _copied(thread, at) for at in copies for key, thread in self.threads.items()}
        acts = {_copied(key, at): people for at in copies for key, people in self.acts.items()}
        return choose_topics(titles_once(lambda: self.copies(documents), threads), names=self.names, acts=acts)


def _renamed(term: TermCandidate, copy: int) -> TermCandidate:
    return replace(term, norm=f"{term.norm}x{copy}", surface=f"{term.surface}x{copy}")


def _copied(key: Key, copy: int) -> Key:
    return f"{key}-{copy}" if copy else key


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("site", type=Path, help="a synced site, such as that of lean-zulip of `make corpora`")
    parser.add_argument("--documents", type=int, default=DOCUMENTS)
    asked = parser.parse_args(arguments)
    known = KnownTexts.of(asked.site)
    began = time.process_time()
    terms = sum(len(each.terms) for each in known.copies(asked.documents))
    made = time.process_time() - began
    print(f"{asked.documents:,} documents with {terms:,} uses of terms, made in {made:.1f} s of processor time")
    with watched(os.getpid()) as seen:
        began = time.process_time()
        facts = known.choose(asked.documents)
        took = time.process_time() - began
    print(f"{len(facts.topics):,} topics; {seen[0]:,} MiB before, {max(seen):,} at most")
    print(figures.most("choosing topics, the making of the documents included", took, SECONDS, "s of processor time"))
    print(figures.most("memory of all", float(max(seen)), MEBIBYTES, "MiB"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
