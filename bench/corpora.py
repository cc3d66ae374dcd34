"""Quality of answers on real organisations, and what the sources lost: `make corpora`.

Every corpus is unpacked, synced from its original files through the sources that its settings name
(``tests/data/corpora/NAME.toml``), indexed, and asked its questions through the function that answers users, beside the
reference of the same run: votes by reciprocal rank over BM25 on the corpus's shortcut of documents and authors.
Published methods answer too, with the parameters of their papers, on the documents and authors of the product
(`bench.published`).
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tarfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

from bench.losses import Losses, losses_of
from bench.published import METHODS, published
from models.index.opening import open_index
from whoknows.commands.sync import after_sync
from whoknows.console import err
from whoknows.jobs.evaluate import Report, RunComparison, compare, paired_p
from whoknows.jobs.sync import sync_source
from whoknows.settings import load_settings
from whoknows.wiring import Installation, open_installation

NAMES = ("pycore", "nl-standaarden", "sourcegraph-handbook", "r-lists", "lean-zulip", "fronteers", "kubernetes")
CONFIGURED = Path(__file__).parent.parent / "tests" / "data" / "corpora"
CACHE = Path(".cache") / "corpora"
OTHERS = ("first", "MRR", "nDCG@10", "P@5")
"""Measures next to MAP."""


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured on one corpus."""

    name: str
    seconds: float
    problems: int
    losses: Losses
    comparison: RunComparison
    published: Mapping[str, Report]


def unpack(packed: Path, name: str) -> Path:
    """The folder of this corpus, unpacked; a folder next to the archives serves too."""
    if (packed / name).is_dir():
        return packed / name
    folder = CACHE / name
    if not folder.is_dir():
        CACHE.mkdir(parents=True, exist_ok=True)
        with tarfile.open(packed / f"{name}.tar.xz") as archive:
            archive.extractall(CACHE, filter="data")
    return folder


@contextmanager
def synced(packed: Path, name: str, work: Path, *, again: bool = False) -> Iterator[tuple[Installation, int]]:
    """One corpus synced from scratch and indexed, or as it is there, and the number of problems."""
    folder = work / name
    if not again:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copy(CONFIGURED / f"{name}.toml", folder / "whoknows.toml")
    file = unpack(packed, name).resolve() / "whoknows.toml"  # its paths count from the corpus
    with open_installation(replace(load_settings(folder), file=file), create=not again) as installation:
        yield installation, 0 if again else _synced(installation, name)


def measure(packed: Path, name: str, work: Path, *, again: bool = False) -> Measured:
    """Sync one corpus from scratch and index it, or take what is there; and ask its questions."""
    corpus = unpack(packed, name).resolve()
    began = time.monotonic()
    with synced(packed, name, work, again=again) as (installation, problems):
        store = installation.store
        with open_index(installation.settings.index) as index:
            losses, comparison = losses_of(store, corpus), compare(store, index, corpus)
            others = published(store, index, corpus)
    return Measured(name, time.monotonic() - began, problems, losses, comparison, others)


def _synced(installation: Installation, name: str) -> int:
    """Read all sources and index them; the number of problems."""
    problems = 0
    for entry in installation.settings.sources:
        run = sync_source(installation, entry, tell=lambda _: None, stop=lambda: False)
        problems += run.counts.get("problems", 0)
        err.print(f"  {name}/{entry.name}: {dict(run.counts)}", style="dim")
    after_sync(installation, lambda: False, quiet=True)
    return problems


def table(measured: Sequence[Measured]) -> str:
    """Lines with quality and losses, one for each corpus, and their mean."""
    lines = ["", f"{'corpus':22}{'documents':>12}{'authors':>10}{'present':>10}{'problems':>10}{'seconds':>9}"]
    for each in measured:
        parts = (each.losses.documents, each.losses.authors, each.losses.participants)
        shares = [f"{part.share:.1%}" if part.known else "-" for part in parts]
        row = f"{each.name:22}{shares[0]:>12}{shares[1]:>10}{shares[2]:>10}"
        lines.append(f"{row}{each.problems:>10}{each.seconds:>9.0f}")
    for each in measured:
        for what, part in (("documents", each.losses.documents), ("authors", each.losses.authors)):
            if part.found < part.known:
                lines.append(f"  {each.name}: {what} lost {part.known - part.found} ({dict(part.why)})")
    return "\n".join([*lines, "", *quality(measured), "", *compared(measured)])


def quality(measured: Sequence[Measured]) -> list[str]:
    """Lines of the product and its reference: MAP with its 95 % interval, gain, significance, and other measures."""
    titles = "".join(f"{each:>9}" for each in OTHERS)
    lines = [f"{'corpus':22}{'MAP':>7}{'95 %':>15}{'ref.':>7}{'gain':>8}{'p':>7}{titles}"]
    for each in measured:
        ours, reference = each.comparison.ours, each.comparison.reference
        figure = next(each for each in ours.figures if each.measure == "MAP")
        below = " below" if each.comparison.significantly_below else ""
        lines.append(
            f"{each.name:22}{figure.mean:7.3f}{f'{figure.low:.3f}-{figure.high:.3f}':>15}{reference.mean('MAP'):7.3f}"
            f"{each.comparison.gain:+8.1%}{each.comparison.p:7.3f}"
            f"{''.join(f'{ours.mean(other):9.3f}' for other in OTHERS)}{below}"
        )
    mean = sum(each.comparison.ours.mean("MAP") for each in measured) / len(measured)
    base = sum(each.comparison.reference.mean("MAP") for each in measured) / len(measured)
    means = [sum(each.comparison.ours.mean(other) for each in measured) / len(measured) for other in OTHERS]
    shown = "".join(f"{value:9.3f}" for value in means)
    return [*lines, f"{'mean':22}{mean:7.3f}{'':15}{base:7.3f}{mean / base - 1:+8.1%}{'':7}{shown}"]


def compared(measured: Sequence[Measured]) -> list[str]:
    """Lines of MAP by each published method, our gain over it in the mean, and p on each corpus against the best."""
    means = {name: _mean([each.published[name].mean("MAP") for each in measured]) for name in METHODS}
    best, ours = max(means, key=lambda name: means[name]), _mean([_map(each) for each in measured])
    lines = [f"{'MAP':18}" + "".join(f"{each.name[:10]:>11}" for each in measured) + f"{'mean':>8}{'gain':>8}"]
    lines.append(f"{'WhoKnows':18}" + "".join(f"{_map(each):11.3f}" for each in measured) + f"{ours:8.3f}")
    for name, mean in means.items():
        values = "".join(f"{each.published[name].mean('MAP'):11.3f}" for each in measured)
        lines.append(f"{name:18}{values}{mean:8.3f}{ours / max(mean, 1e-9) - 1:+8.1%}")
    ps = [paired_p(each.comparison.ours.questions, each.published[best].questions) for each in measured]
    return [*lines, f"{'p, ' + best:18}" + "".join(f"{p:11.3f}" for p in ps)]


def _map(measured: Measured) -> float:
    return measured.comparison.ours.mean("MAP")


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def corpora_parser(description: str | None) -> argparse.ArgumentParser:
    """A parser of commands over synced corpora: where these are packed, and where their graphs are."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--corpora", type=Path, required=True, help="the folder with NAME.tar.xz or NAME/")
    parser.add_argument("--work", type=Path, default=Path(".cache") / "corpora-graphs")
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    parser = corpora_parser(__doc__)
    parser.add_argument("--again", action="store_true", help="ask what an earlier run synced, and sync nothing")
    parser.add_argument("names", nargs="*", default=NAMES)
    asked = parser.parse_args(arguments)
    if not asked.corpora.is_dir():
        print(f"There are no corpora at {asked.corpora}: set WHOKNOWS_CORPORA=DIR.", file=sys.stderr)
        return 3
    measured = []
    for name in asked.names or NAMES:
        err.print(f"{name} ...")
        measured.append(measure(asked.corpora, name, asked.work, again=asked.again))
    print(table(measured))
    return 0


if __name__ == "__main__":
    sys.exit(main())
