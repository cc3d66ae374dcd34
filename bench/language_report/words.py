"""Dutch words in the index: which forms meet and which words stay apart, and answers on each corpus."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path

import tantivy

from bench.corpora import NAMES, unpack
from bench.language_report.contract import Inputs, MissingInput, ReportFigure, Said
from models.index.opening import open_index
from models.index.text.analysis import folded
from models.index.text.dutch.stemming import stem
from whoknows.jobs.evaluate import RunComparison, compare
from whoknows.settings import load_settings
from whoknows.wiring import open_installation

TABLE = Path("tests") / "data" / "dutch_words.toml"
FLOOR = 97.0
Stemmer = Callable[[str], str]


def report(inputs: Inputs) -> Iterator[Said]:
    """Shares of the table with the stemmers tried, then MAP of each corpus with the mean of the reference beside it."""
    for name, stemmer in (("the index", stem), ("Snowball", _snowball()), ("words as written", str)):
        for part, meets in (("meet", True), ("apart", False)):
            what = "forms of one word that meet" if meets else "different words that stay apart"
            asked = FLOOR if stemmer is stem else None
            yield ReportFigure(f"{what}, {name}", 100 * share_right(stemmer, part, meets), asked)
    found, missing = inputs.sites(NAMES)
    yield from missing
    yield f"  {'corpus':22}{'MAP':>7}{'ref.':>7}{'gain':>8}{'p':>7}{'nDCG@10':>9}"
    for site in found:
        try:
            yield _line(site.name, _compared(site, unpack(inputs.corpora, site.name)))
        except FileNotFoundError:
            yield MissingInput(f"the corpus {site.name} in {inputs.corpora}")


def share_right(stemmer: Stemmer, part: str, meets: bool) -> float:
    """Share of the pairs of this part of the table of which both have one stem, or not."""
    table = tomllib.loads(TABLE.read_text("utf-8"))[part]
    pairs = [line.split() for lines in table.values() for line in lines.splitlines() if line.strip()]
    right = [(_stem_of(first, stemmer) == _stem_of(second, stemmer)) is meets for first, second in pairs]
    return sum(right) / len(right)


def _stem_of(word: str, stemmer: Stemmer) -> str:
    return stemmer(folded(word)[0])


def _snowball() -> Stemmer:
    """The Dutch stemmer of Tantivy: that of Kraaij and Pohlmann."""
    analyser = tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple()).filter(tantivy.Filter.stemmer("dutch")).build()
    return lambda word: " ".join(analyser.analyze(word))


def _compared(site: Path, corpus: Path) -> RunComparison:
    settings = load_settings(site)
    with open_installation(settings, create=False) as installation, open_index(settings.index) as index:
        return compare(installation.store, index, corpus)


def _line(name: str, compared: RunComparison) -> str:
    ours, reference = compared.ours, compared.reference
    return (
        f"  {name:22}{ours.mean('MAP'):7.3f}{reference.mean('MAP'):7.3f}{compared.gain:+8.1%}{compared.p:7.3f}"
        f"{ours.mean('nDCG@10'):9.3f}"
    )
