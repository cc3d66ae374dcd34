"""The people in code, tests and documents are invented: nobody of the organisations that it is tested with is named."""

from __future__ import annotations

import csv
import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from bench.corpora import NAMES

pytestmark = [pytest.mark.corpora, pytest.mark.slow]
ROOT = Path(__file__).parent.parent
WORD = re.compile(r"[^\W\d_][\w'’-]*")
SHORTEST = 8
"""Letters of a name that is looked for: what is shorter may be anything."""
PARTICLES = ("de", "van", "von", "den", "der", "the")
LONGEST = 5
"""Words of a name that is looked for."""


def names_in(corpus: Path) -> Iterator[tuple[str, ...]]:
    """The words of each full name of a directory, in lower case."""
    with (corpus / "directory.csv").open(encoding="utf-8", newline="") as opened:
        for row in csv.DictReader(opened):
            words = tuple(WORD.findall(row["name"].lower()))
            if (
                len({*words}) >= 2
                and len(words) <= LONGEST
                and len("".join(words)) >= SHORTEST
                and words[0] not in PARTICLES
            ):
                yield words


def named(text: str, names: set[tuple[str, ...]]) -> set[str]:
    """Those of these names that stand in this text."""
    words = WORD.findall(text.lower())
    begin = {name[0] for name in names}
    places = [at for at, word in enumerate(words) if word in begin]
    runs = (tuple(words[at : at + size]) for at in places for size in range(2, LONGEST + 1))
    return {" ".join(run) for run in runs if run in names}


def test_a_name_is_found_in_a_text() -> None:
    assert named("Ask Kees  Vos, he knows.", {("kees", "vos"), ("anna", "vos")}) == {"kees vos"}


def test_nobody_real_is_named(corpora: Callable[[str], Path]) -> None:
    names = {words for name in NAMES for words in names_in(corpora(name))}
    assert len(names) > 3_000
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    found = {}
    for path in listed.split("\0"):
        if path and not path.startswith("models/language/"):  # tables of a trained pipeline
            text = (ROOT / path).read_bytes().decode("utf-8", "ignore")
            if hits := named(text, names):
                found[path] = hits
    assert found == {}
