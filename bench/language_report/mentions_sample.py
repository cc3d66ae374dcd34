"""The passages in which mentions of people were labelled by eye: drawn by a fixed seed, and written to be read.

`python -m bench.language_report.mentions_sample --sites DIR --write DIR` reads the store of each synced corpus in
`DIR/NAME`. A passage is drawn around a trigger: a capitalised word that is part of a name in the directory, an @, or an
address; one third around two capitalised words. Nothing that the product links is looked at.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph.facts import Account, Document
from graph.names import words_of
from graph.own_words import words_of as parts_of
from graph.paging import all_nodes
from graph.store import View
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, open_installation

SAMPLE = {
    "fronteers": 80,
    "nl-standaarden": 80,
    "sourcegraph-handbook": 60,
    "r-lists": 80,
    "lean-zulip": 80,
}
SEED = 1906
AROUND = 250
"""Characters before and after the trigger, at least, up to an end of line or a sentence."""
AT_MOST = 700
SIGNED = re.compile(r"(?<!\w)@\w|\w@\w")
CAPITALS = re.compile(r"\b[A-Z][a-zß-ÿ]+ (?:(?:van|de|der|den) )*[A-Z][a-zß-ÿ]+\b")
CUT = re.compile(r"\n|[.!?] ")


@dataclass(frozen=True, slots=True)
class SampledPassage:
    """A piece of the title and own words of a document, by offsets."""

    corpus: str
    document: Document
    text: str
    start: int
    end: int


def own_text(document: Document, text: str) -> str:
    """What labels count in: the title, a new line, and the own words."""
    return f"{document.title}\n{parts_of(document, text).own}"


def drawn(corpus: str, view: View, size: int) -> list[SampledPassage]:
    """Passages of one corpus, at most one of each document, shuffled."""
    parts = {word for account in all_nodes(view, Account) if account.anchor for word, _, _ in words_of(account.name)}
    parts = {word for word in parts if len(word) > 1}
    known: list[tuple[Document, int]] = []
    capitals: list[tuple[Document, int]] = []
    texts: dict[str, str] = {}
    for document in all_nodes(view, Document):
        text = own_text(document, view.texts([document.key]).get(document.key, ""))
        texts[document.key] = text
        known += [(document, at) for at in _triggers(text, parts)]
        capitals += [(document, found.start()) for found in CAPITALS.finditer(text)]
    chance = random.Random(f"{SEED} {corpus}")
    chance.shuffle(known)
    chance.shuffle(capitals)
    taken: dict[str, SampledPassage] = {}
    for places, most in ((known, size - size // 3), (capitals, size)):
        for document, at in places:
            if len(taken) < most and document.key not in taken:
                start, end = _around(texts[document.key], at)
                taken[document.key] = SampledPassage(corpus, document, texts[document.key], start, end)
    passages = [*taken.values()]
    chance.shuffle(passages)
    return passages


def _triggers(text: str, parts: set[str]) -> Iterator[int]:
    for word, start, _ in words_of(text):
        if word in parts and text[start].isupper():
            yield start
    for found in SIGNED.finditer(text):
        yield found.start()


def _around(text: str, at: int) -> tuple[int, int]:
    cuts = [0, *(found.end() for found in CUT.finditer(text)), len(text)]
    start = max((cut for cut in cuts if at - AT_MOST // 2 <= cut <= at - AROUND), default=max(0, at - AROUND))
    start = 0 if at <= AROUND else start
    end = min((cut for cut in cuts if at + AROUND <= cut <= at + AT_MOST // 2), default=min(len(text), at + AROUND))
    return start, end


def sampled(sites: Path, corpora: Sequence[str] = tuple(SAMPLE)) -> Iterator[SampledPassage]:
    """The sample, corpus by corpus."""
    for corpus in corpora:
        with (
            open_installation(load_settings(sites / corpus), create=False) as installation,
            installation.store.view(SYSTEM) as view,
        ):
            yield from drawn(corpus, view, SAMPLE[corpus])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sites", type=Path, required=True, help="a folder with a synced site of each corpus")
    parser.add_argument(
        "--write", type=Path, required=True, help="a folder for the passages; they hold texts of others"
    )
    parser.add_argument("corpora", nargs="*", default=tuple(SAMPLE))
    asked = parser.parse_args(arguments)
    for corpus in asked.corpora:
        lines = []
        for number, each in enumerate(sampled(asked.sites, [corpus])):
            place = f"{each.document.key} {each.start}:{each.end} of {len(each.text)}"
            lines.append(f"#### {number} {place} | {each.document.title}\n{each.text[each.start : each.end]}")
        (asked.write / f"{corpus}.txt").write_text("\n\n".join(lines), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
