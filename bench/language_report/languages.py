"""One topic, two languages: suggested translations against judged pairs, and questions in the other language.

`pairs.tsv` has pairs of terms that mean the same, judged by these rules: take English terms of the organisation in the
order of their hash; write down, without looking at any suggestion, the Dutch words that a colleague would use for each;
a pair counts when the organisation uses both. Of the sample they are the labels of one topic that translate each other.
`asked.tsv` has judged suggestions that score high enough to be asked along, in the order of their hash: ``1`` when
somebody who asks for either would want what is written about the other. Terms of the corpora are hashes.
`questions/` has the questions of two corpora in the other language, by the number of the original.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bench.corpora import unpack
from bench.language_report.contract import Inputs, MissingInput, ReportFigure, Said
from graph.facts import Edge, EdgeKind, Key, Term
from graph.open_store import open_store
from graph.store import Viewer
from models.encoder import is_installed
from models.index.opening import open_index
from models.index.translations import ASKED
from whoknows.environment import read_secret
from whoknows.jobs.evaluate import measured, product_run
from whoknows.jobs.trec_files import read_qrels, read_topics
from whoknows.settings import load_settings

HERE = Path(__file__).parent
SAMPLE = "sample"
TOP = 3
"""Suggestions of a term among which its translation must be."""


def report(inputs: Inputs) -> Iterator[Said]:
    """Figures of the suggestions of all sites, and of questions in the other language."""
    if not is_installed():
        yield MissingInput("the extra encoder")
        return
    folders, missing = inputs.sites(sorted(_rows("pairs.tsv")))
    yield from missing
    found, judged, right, used = 0, 0, 0, 0
    for folder in folders:
        best = _suggestions(folder)
        hits, pairs = _hits(folder.name, best)
        good, verdicts = _verdicts(folder.name, best)
        yield f"  {folder.name:22} {hits:3} of {pairs:3} pairs in the top {TOP}, {good:3} of {verdicts:3} asked right"
        found, judged, right, used = found + hits, judged + pairs, right + good, used + verdicts
    yield ReportFigure(f"pairs in the top {TOP} of the suggestions", 100 * found / max(1, judged), 80)
    yield ReportFigure("suggestions for questions that are right", 100 * right / max(1, used), 90)
    for file in sorted((HERE / "questions").glob("*.tsv")):
        yield from _asked_in_the_other_language(file, inputs)


def term_hash(language: str, norm: str) -> str:
    """The name of a term in the files of this part."""
    return hashlib.blake2b(f"{language}\x00{norm}".encode(), digest_size=6).hexdigest()


def _rows(name: str) -> dict[str, list[list[str]]]:
    """The rows of a file by the site in their first column."""
    rows: dict[str, list[list[str]]] = defaultdict(list)
    for line in (HERE / name).read_text("utf-8").splitlines():
        site, *rest = line.split("\t")
        rows[site].append(rest)
    return rows


def _suggestions(folder: Path) -> list[tuple[Term, Term, Edge]]:
    """The suggestions of a site, the best first."""
    store = open_store(load_settings(folder).store, create=False, secret=read_secret)
    try:
        with store.view(Viewer(system=True)) as view:
            edges = sorted(view.all_edges(EdgeKind.TRANSLATES), key=lambda edge: (-edge.weight, edge.start, edge.end))
            terms = view.get({key for edge in edges for key in (edge.start, edge.end)})
    finally:
        store.close()
    return [
        (one, other, edge)
        for edge in edges
        for one, other in ((terms.get(edge.start), terms.get(edge.end)),)
        if isinstance(one, Term) and isinstance(other, Term)
    ]


def names_of_term(term: Term, site: str) -> set[str]:
    """What a term is called in the files: of the sample its forms, of a corpus their hashes."""
    forms = {term.norm, term.surface.lower()}
    return forms if site == SAMPLE else {term_hash(language, form) for form in forms for language in ("nl", "en")}


def _hits(site: str, best: Sequence[tuple[Term, Term, Edge]]) -> tuple[int, int]:
    """The judged pairs that are in the top of either of their terms, and their number."""
    tops: dict[Key, list[tuple[set[str], set[str]]]] = defaultdict(list)
    for one, other, _edge in best:
        names = (names_of_term(one, site), names_of_term(other, site))
        tops[one.key].append(names)
        tops[other.key].append(names)
    near = [names for each in tops.values() for names in each[:TOP]]
    pairs = _rows("pairs.tsv")[site]
    hits = sum(any(dutch in one and english in other for one, other in near) for dutch, english in pairs)
    return hits, len(pairs)


def _verdicts(site: str, best: Sequence[tuple[Term, Term, Edge]]) -> tuple[int, int]:
    """The suggestions that are asked along and were judged right, and the judged ones."""
    known = {(dutch, english): verdict == "1" for dutch, english, verdict in _rows("asked.tsv")[site]}
    asked = [
        known[pair] for one, other, edge in best if edge.weight >= ASKED and (pair := _pair(one, other, site)) in known
    ]
    return sum(asked), len(asked)


def _pair(one: Term, other: Term, site: str) -> tuple[str, str]:
    if site == SAMPLE:
        return one.norm, other.norm
    return term_hash(one.language, one.norm), term_hash(other.language, other.norm)


def _asked_in_the_other_language(file: Path, inputs: Inputs) -> Iterator[Said]:
    """nDCG@10 of the questions in this file as a share of that of the originals."""
    name = file.stem
    folders, missing = inputs.sites([name])
    yield from missing
    truth = unpack(inputs.corpora, name) / "truth"
    for folder in folders:
        settings = load_settings(folder)
        store, index = open_store(settings.store, create=False, secret=read_secret), open_index(settings.index)
        with store.view(Viewer(system=True)) as view:
            translated = dict(line.split("\t") for line in file.read_text("utf-8").splitlines())
            originals = [topic for topic in read_topics(truth / "topics.tsv") if topic.id in translated]
            qrels = [each for each in read_qrels(truth / "qrels.txt") if each.query_id in translated]
            own, other = (
                _mean(measured(product_run(view, index, topics), qrels))
                for topics in (originals, [replace(each, text=translated[each.id]) for each in originals])
            )
        store.close()
        yield f"  {name:22} nDCG@10 {own:.3f} as asked, {other:.3f} in the other language ({len(originals)} questions)"
        yield ReportFigure(f"nDCG@10 in the other language, {name}", 100 * other / own, 85)


def _mean(values: Mapping[str, Mapping[str, float]]) -> float:
    each = values["nDCG@10"].values()
    return sum(each) / len(each)
