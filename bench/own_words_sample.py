"""The messages that were judged by eye: drawn from the corpora by a fixed seed, and written to be read.

`python -m bench.own_words_sample --corpora DIR --write DIR` writes them in batches with numbered lines. Of every source
one half is drawn at random and the other where something may have to be left out. Every second message belongs to the
half on which mending is chosen, the others to the half on which it is read.
"""

from __future__ import annotations

import argparse
import hashlib
import random
import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.corpora import CONFIGURED, unpack
from graph.facts import Item
from ingest import formats
from ingest.contract import SourceSettings
from ingest.formats import ParsedBody
from ingest.own import MESSAGES
from ingest.sources import open_source

SAMPLE = {
    ("r-lists", "lists"): 150,
    ("lean-zulip", "chat"): 100,
    ("lean-zulip", "blog"): 4,
    ("fronteers", "blog"): 106,
    ("nl-standaarden", "blog"): 24,
    ("pycore", "blog"): 16,
}
SEED = 1818
LONGEST = 9_000
"""Bytes of a message that is judged, at most."""
BATCH = 24
MAY_LEAVE_OUT = re.compile(
    r"^\s{0,3}>|^--\s?$|^[-_*=]{4,}\s*$|wrote:|schreef|<blockquote|<pre|codehilite|^```|regards|groet",
    re.MULTILINE,
)
MARKS = ("<blockquote", "</blockquote", "<pre", "</pre", "```")


@dataclass(frozen=True, slots=True)
class SampledMessage:
    """A message of a corpus with its parsed text."""

    corpus: str
    source: str
    item: Item
    parsed: ParsedBody

    @property
    def key(self) -> str:
        """Name of the message in the file of judgements, which holds no id: ids hold addresses."""
        return self.key_of(self.corpus, self.source, self.item.id)

    @staticmethod
    def key_of(corpus: str, source: str, id: str) -> str:
        return short_hash(f"{corpus} {source} {id}")


def short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def messages_of(packed: Path, name: str, sources: Sequence[str]) -> Iterator[tuple[str, Item]]:
    """The messages of these sources of a corpus."""
    corpus = unpack(packed, name).resolve()
    for table in tomllib.loads((CONFIGURED / f"{name}.toml").read_text(encoding="utf-8"))["source"]:
        if table["name"] in sources:
            options = {key: value for key, value in table.items() if key not in ("name", "kind", "access", "label")}
            settings = SourceSettings(table["name"], table["kind"], table["access"], options=options, base=corpus)
            for said in open_source(settings).pull(None):
                if isinstance(said, Item) and said.kind in MESSAGES and not said.nobody:
                    yield table["name"], said


def drawn(items: Sequence[Item], size: int) -> list[Item]:
    """One half where something may have to be left out, and then one half at random."""
    short = sorted((each for each in items if 0 < len(each.body) <= LONGEST), key=lambda each: each.id)
    chance = random.Random(SEED)
    marked = [each for each in short if may_leave_out(_text(each))]
    special = chance.sample(marked, min(size // 2, len(marked)))
    known = {each.id for each in special}
    rest = [each for each in short if each.id not in known]
    return [*special, *chance.sample(rest, min(size - len(special), len(rest)))]


def may_leave_out(text: str) -> bool:
    """Whether a quote, a signature or code may be in this text."""
    last = text.split()[-1:]
    return bool(MAY_LEAVE_OUT.search(text)) or any("http://" in each or "https://" in each for each in last)


def sampled(packed: Path) -> Iterator[SampledMessage]:
    """The sample, source by source."""
    for (corpus, source), size in SAMPLE.items():
        for item in drawn([item for _, item in messages_of(packed, corpus, [source])], size):
            yield SampledMessage(corpus, source, item, formats.parse(item.body, item.media_type))


def _text(item: Item) -> str:
    return item.body if isinstance(item.body, str) else item.body.decode("utf-8", "replace")


def written(number: int, message: SampledMessage) -> str:
    """A message to be read: its numbered lines, and the lines of its source with marks of quotes and code."""
    numbered = [f"{at} {line}" for at, line in enumerate(message.parsed.text.split("\n")) if line.strip()]
    marked: list[str] = []
    if message.item.media_type != "text/plain":
        raw = _text(message.item).split("\n")
        marked = [f"~~ {line[:150]}" for line in raw if line.startswith(">") or any(mark in line for mark in MARKS)]
    return "\n".join([f"#### {number} {message.corpus} {message.item.kind} {message.item.title}", *numbered, *marked])


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="the folder with NAME.tar.xz or NAME/")
    parser.add_argument("--write", type=Path, required=True, help="a folder for the batches; they hold texts of others")
    asked = parser.parse_args(arguments)
    asked.write.mkdir(parents=True, exist_ok=True)
    texts = [written(number, message) for number, message in enumerate(sampled(asked.corpora))]
    for start in range(0, len(texts), BATCH):
        path = asked.write / f"{start:03}.txt"
        path.write_text("\n\n".join(texts[start : start + BATCH]), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
