"""Own words, judged on 400 messages of the corpora: `python -m bench.own_words --corpora DIR`.

The judge knows nothing of the product's phrases. It goes by marks, and by where a line stood before:
1. Code that its format marks is left out, of both. A line behind quote marks is somebody else's. A lone one behind a
   single mark, whose words stood nowhere before, is a prompt of a console and the writer's.
2. A line without marks of five words or more is somebody else's when it stood in an earlier message of another person.
3. Three lines of headers in a row begin a copied message: all that follows is somebody else's.
4. The line above a quote that ends with a colon belongs to the quote.
5. A line that ends three or more messages of one person (among the last twelve lines) is a signature. Lines of at most
   four words among the last twelve (names, greetings, addresses) are not counted, whoever they belong to.
6. Anything else is the writer's. What is in nobody's earlier message is taken for the writer's, also where it is a copy
   of something outside the corpus: the figure of words kept is a lower bound.

Messages are drawn by a fixed seed; `--show` names those that differ most, by their ids. No text is kept or printed.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.corpora import CONFIGURED, unpack
from graph.facts import DocumentKind, Item
from ingest import formats
from ingest.contract import SourceSettings
from ingest.formats import ParsedBody, PassageKind
from ingest.own import MESSAGES, words_of_item
from ingest.sources import open_source

SAMPLE = {"r-lists": 280, "lean-zulip": 120}
KINDS = ("mbox", "zulip", "zulip-archive")
SEED = 18
MARKS = re.compile(r"[\s>|]*")
LAST = 12
OFTEN = 3
LONG = 5
HEADER = re.compile(r"\s*\*?[A-Z][\w-]{1,15}\s?:\*?\s")


@dataclass(frozen=True, slots=True)
class JudgedReply:
    """Words of one message: kept by the product, the writer's by the judge, and both."""

    id: str
    kept: int
    own: int
    both: int


class PlaceJudge:
    """What stood where before, over all messages of a corpus in the order of their dates."""

    def __init__(self, messages: Sequence[tuple[Item, str]]) -> None:
        self._first: dict[str, tuple[int, str]] = {}
        endings: dict[tuple[str, str], set[str]] = defaultdict(set)
        for item, text in messages:
            writer, at = writer_of(item), item.at or 0
            lines = [line for line in text.split("\n") if line.strip()]
            for line in lines:
                if not line.lstrip().startswith((">", "|")):
                    self._first.setdefault(plain(line), (at, writer))
            for line in lines[-LAST:]:
                endings[writer, plain(line)].add(item.id)
        self._signed = {key for key, ids in endings.items() if len(ids) >= OFTEN}

    def own(self, item: Item, text: str) -> list[str]:
        """The lines of a message that are the writer's."""
        lines = [line for line in text.split("\n") if line.strip()]
        others = [self._is_others(item, lines, place) for place in range(len(lines))]
        copied = [bool(HEADER.match(line)) for line in lines]
        for place in range(len(lines) - 2, -1, -1):
            others[place] |= others[place + 1] and lines[place].rstrip().endswith(":")
            if all(copied[place : place + 3]) and len(copied) > place + 2:
                others[place:] = [True] * (len(lines) - place)
        writer, first = writer_of(item), max(0, len(lines) - LAST)
        return [
            line
            for place, (line, other) in enumerate(zip(lines, others, strict=True))
            if not other and not (place >= first and (writer, plain(line)) in self._signed)
        ]

    def _is_others(self, item: Item, lines: Sequence[str], place: int) -> bool:
        words, depth = plain(lines[place]), depth_of(lines[place])
        at, writer = self._first.get(words, (item.at or 0, writer_of(item)))
        stood = writer != writer_of(item) and at < (item.at or 0)
        near = [depth_of(lines[each]) for each in (place - 1, place + 1) if 0 <= each < len(lines)]
        return depth > 1 or (depth == 1 and (stood or any(near))) or (stood and len(words.split()) >= LONG)


def depth_of(line: str) -> int:
    """Number of quote marks before a line: ``>`` or a bar."""
    marks = MARKS.match(line)
    return sum(marks.group().count(sign) for sign in ">|") if marks else 0


def counted(lines: Sequence[str]) -> list[str]:
    """The words of these lines that count: not those of short lines among the last ones."""
    first = len(lines) - LAST
    return [word for place, line in enumerate(lines) if place < first or len(line.split()) > 4 for word in line.split()]


def plain(line: str) -> str:
    """The words of a line without quote marks."""
    return " ".join(MARKS.sub("", line, count=1).lower().split())


def writer_of(item: Item) -> str:
    """The account of who wrote it."""
    return item.acts[0].account if item.acts else ""


def messages_of(packed: Path, name: str) -> Iterator[tuple[Item, str]]:
    """The messages of a corpus, each with its text as its media type is read."""
    corpus = unpack(packed, name).resolve()
    for table in tomllib.loads((CONFIGURED / f"{name}.toml").read_text(encoding="utf-8"))["source"]:
        if table["kind"] in KINDS:
            options = {key: value for key, value in table.items() if key not in ("name", "kind", "access", "label")}
            settings = SourceSettings(table["name"], table["kind"], table["access"], options=options, base=corpus)
            for said in open_source(settings).pull(None):
                if isinstance(said, Item) and said.kind in MESSAGES and not said.nobody:
                    yield said, without_code(formats.parse(said.body, said.media_type))


def without_code(parsed: ParsedBody) -> str:
    """The text without the code that its format marks."""
    pieces, place = [], 0
    for start, end, voice in parsed.passages:
        if voice is PassageKind.CODE:
            pieces.append(parsed.text[place:start])
            place = end
    return "\n".join([*pieces, parsed.text[place:]])


def judged(packed: Path, name: str, size: int) -> Iterator[JudgedReply]:
    """The sample of this corpus, judged."""
    messages = sorted(messages_of(packed, name), key=lambda pair: (pair[0].at or 0, pair[0].id))
    judge = PlaceJudge(messages)
    replies = [pair for pair in messages if pair[0].kind is DocumentKind.REPLY]
    for item, text in random.Random(SEED).sample(replies, size):
        told = words_of_item(item, formats.parse(item.body, item.media_type)).own
        kept = counted([line for line in told.split("\n") if line.strip()])
        own = counted(judge.own(item, text))
        yield JudgedReply(f"{name}:{item.id}", len(kept), len(own), shared(kept, own))


def shared(one: Iterable[str], other: Iterable[str]) -> int:
    """Number of words that both have, each as often as in the one that has it less."""
    counts: dict[str, int] = defaultdict(int)
    for word in other:
        counts[word] += 1
    found = 0
    for word in one:
        if counts[word] > 0:
            counts[word] -= 1
            found += 1
    return found


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpora", type=Path, required=True, help="the folder with NAME.tar.xz or NAME/")
    parser.add_argument("--show", type=int, default=0, help="ids of so many messages that differ most")
    asked = parser.parse_args(arguments)
    found = [each for name, size in SAMPLE.items() for each in judged(asked.corpora, name, size)]
    kept, own, both = (sum(getattr(each, name) for each in found) for name in ("kept", "own", "both"))
    print(f"{len(found)} replies: {both / kept:.1%} of the words kept are the writer's, {both / own:.1%} of these kept")
    for each in sorted(found, key=lambda each: 2 * each.both - each.kept - each.own)[: asked.show]:
        print(f"  {each.id}: kept {each.kept}, the writer's {each.own}, both {each.both}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
