"""Own words, measured on 400 messages judged by eye: `python -m bench.own_words --corpora DIR`.

The rules of judging are in `docs/own-words.md`, the judgements in `own_words_judged.jsonl`: no text of others, only
which lines of which message are its author's. Mending is chosen on one half of the messages and read on the other.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.own_words_sample import SampledMessage, messages_of, short_hash
from ingest import formats
from ingest.own import marking
from ingest.own.lines import lines_of

JUDGED = Path(__file__).parent / "own_words_judged.jsonl"
LETTER = re.compile(r"[^\W\d_]")
NUMBER = re.compile(r"[-+]?\d[\d.,]{0,40}[eE][-+]?\d{1,4}")
WORST = 20


@dataclass(frozen=True, slots=True)
class JudgedLines:
    """Ranges of lines of a message: the author's, and code and closings, which are not counted."""

    corpus: str
    source: str
    message: str
    text: str
    language: str
    half: str
    own: list[list[int]]
    code: list[list[int]]
    closing: list[list[int]]


@dataclass(frozen=True, slots=True)
class JudgedMessage:
    """Words of one message: the author's kept and lost, those of others kept, and code that was kept."""

    judgement: JudgedLines
    id: str
    right: int
    lost: int
    foreign: int
    code: int


@dataclass(frozen=True, slots=True)
class OwnWordsFigures:
    """Shares of words over several messages."""

    messages: int
    kept: float
    found: float
    strict: float

    def __str__(self) -> str:
        shares = f"{self.kept:9.2%}{self.found:9.2%}{self.strict:9.2%}"
        return f"{self.messages:6}{shares}"


def judgements() -> list[JudgedLines]:
    """What was judged by eye."""
    return [JudgedLines(**json.loads(line)) for line in JUDGED.read_text(encoding="utf-8").splitlines()]


def judged(packed: Path) -> Iterator[JudgedMessage]:
    """The judged messages as the product divides them; a message whose text became another is told and left out."""
    wanted, seen = {each.message: each for each in judgements()}, set[str]()
    for corpus, source in sorted({(each.corpus, each.source) for each in wanted.values()}):
        for _, item in messages_of(packed, corpus, [source]):
            key = SampledMessage.key_of(corpus, source, item.id)
            if key in wanted and key not in seen:
                seen.add(key)
                message = SampledMessage(corpus, source, item, formats.parse(item.body, item.media_type))
                if short_hash(message.parsed.text) == wanted[key].text:
                    yield compared(message, wanted[key])
                else:
                    print(f"not counted, its text is another one now: {corpus} {item.id}", file=sys.stderr)


def compared(message: SampledMessage, judgement: JudgedLines) -> JudgedMessage:
    """The words of this message, line by line."""
    lines = lines_of(message.parsed)
    for _ in marking(message.item, lines):
        pass
    own, code, closing = (_places(each) for each in (judgement.own, judgement.code, judgement.closing))
    words: dict[str, int] = defaultdict(int)
    for at, text in enumerate(lines.texts):
        kind = "own" if at in own else "code" if at in code else "closing" if at in closing else "foreign"
        words[f"{kind} {lines.mine[at]}"] += words_in(text)
    counts = (words[kind] for kind in ("own True", "own False", "foreign True", "code True"))
    return JudgedMessage(judgement, message.item.id, *counts)


def words_in(text: str) -> int:
    """Number of words: pieces between blanks that hold a letter, but no numbers like 1e-07."""
    return sum(bool(LETTER.search(each)) and not NUMBER.fullmatch(each) for each in text.split())


def _places(ranges: Sequence[Sequence[int]]) -> frozenset[int]:
    return frozenset(at for first, last in ranges for at in range(first, last + 1))


def figures(messages: Sequence[JudgedMessage]) -> OwnWordsFigures:
    """Words kept that are the author's, the author's words kept, and the former with code counted as not theirs."""
    right, lost, foreign, code = (sum(getattr(each, name) for each in messages) for name in COUNTS)
    kept = (right + foreign) or 1
    return OwnWordsFigures(
        len(messages), right / kept, right / ((right + lost) or 1), right / ((right + foreign + code) or 1)
    )


COUNTS = ("right", "lost", "foreign", "code")
GROUPS: tuple[Callable[[JudgedMessage], str], ...] = (
    lambda each: f"half: {each.judgement.half}",
    lambda each: f"{each.judgement.half}: {each.judgement.corpus} {each.judgement.source}",
    lambda each: f"{each.judgement.half}: {each.judgement.language}",
)


def table(messages: Sequence[JudgedMessage]) -> Iterator[str]:
    """Lines with the figures of all messages, of each half, and of its corpora and languages."""
    yield f"{'':34}{'n':>6}{'kept':>9}{'found':>9}{'strict':>9}"
    yield f"{'all':34}{figures(messages)}"
    for group in GROUPS:
        for name in sorted({group(each) for each in messages}):
            yield f"{name:34}{figures([each for each in messages if group(each) == name])}"


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--corpora", type=Path, required=True, help="the folder with NAME.tar.xz or NAME/")
    parser.add_argument("--half", choices=("choose", "read"), default="choose", help="the worst messages of this half")
    asked = parser.parse_args(arguments)
    found = list(judged(asked.corpora))
    print("kept: words kept that are the author's; found: the author's words kept; strict: kept, code being nobody's")
    print("\n".join(table(found)))
    half = [each for each in found if each.judgement.half == asked.half and each.lost + each.foreign]
    for each in sorted(half, key=lambda each: -each.lost - each.foreign)[:WORST]:
        print(f"  {each.judgement.corpus} {each.id}: {each.lost} of theirs lost, {each.foreign} of others kept")
    return 0


if __name__ == "__main__":
    sys.exit(main())
