"""Speed of extraction compared with the bare spaCy pipeline, on the same texts: `python -m bench.extraction FILE`."""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from ingest.extract.language import detect_language
from ingest.extract.nlp import CHUNK, Extractor, Text, clean, windows
from ingest.extract.pipelines import load_pipeline

PIPELINES = Path("models/language")


@dataclass(frozen=True, slots=True)
class Speed:
    """Tokens a second of processor time: of the pipeline alone, of extraction, and the second divided by the first."""

    tokens: int
    bare: float
    extraction: float
    ratio: float


def measure_extraction(texts: Sequence[Text], folder: Path = PIPELINES) -> Speed:
    """Measure what extraction costs on top of spaCy: processor time of this process, on the same cleaned windows."""
    pipelines = {language: str(folder / language) for language in ("nl", "en")}
    known = [text for text in texts if text[3] in pipelines]
    for language in pipelines:
        _bare(pipelines, language, known)  # the tokenizer remembers words: without this the second run would win
    started = time.process_time()
    tokens = sum(_bare(pipelines, language, known) for language in pipelines)
    bare = time.process_time() - started
    started = time.process_time()
    for _found in Extractor(pipelines).extract(known):
        pass
    ours = time.process_time() - started
    return Speed(tokens, tokens / bare, tokens / ours, bare / ours)


def _bare(pipelines: Mapping[str, str], language: str, texts: Sequence[Text]) -> int:
    pieces = [clean(piece) for text in texts if text[3] == language for piece in (text[1], *windows(text[2]))]
    pipeline = load_pipeline(pipelines[language])
    return sum(len(doc) for doc in pipeline.pipe(pieces, batch_size=CHUNK)) if pieces else 0


def read_texts(file: Path, limit: int) -> list[Text]:
    """The texts in a JSON Lines file with title and text."""
    texts: list[Text] = []
    for at, line in enumerate(file.open(encoding="utf-8")):
        if at >= limit:
            break
        row = json.loads(line)
        title, text = row.get("title") or row.get("topic") or "", row.get("text") or ""
        texts.append((f"document:bench:{at}", title, text, detect_language(f"{title}\n{text}"), str(at)))
    return texts


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("files", type=Path, nargs="+", metavar="FILE", help="JSON Lines with title (or topic) and text")
    parser.add_argument("--texts", type=int, default=2000, help="at most this many of each file (default: 2,000)")
    parser.add_argument("--pipelines", type=Path, default=PIPELINES, help=f"trained pipelines (default: {PIPELINES})")
    asked = parser.parse_args(arguments)
    for file in asked.files:
        speed = measure_extraction(read_texts(file, asked.texts), asked.pipelines)
        print(
            f"{file}: {speed.tokens:,} tokens; {speed.extraction:,.0f}/s extracted, {speed.bare:,.0f}/s by spaCy alone"
        )
        print(f"  extraction reaches {speed.ratio:.0%} of the speed of spaCy alone")
    return 0


if __name__ == "__main__":
    sys.exit(main())
