"""Quality of answers on real organisations, and what the sources lost: `make corpora`.

Every corpus is unpacked, synced from its original files through the sources that its settings name
(``tests/data/corpora/NAME.toml``), indexed, and asked its questions through the function that answers users, beside the
reference of the same run: votes by reciprocal rank over BM25 on the corpus's shortcut of documents and authors.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tarfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from bench.losses import Losses, losses_of
from models.index.opening import open_index
from whoknows.commands.sync import after_sync
from whoknows.console import err
from whoknows.jobs.evaluate import RunComparison, compare
from whoknows.jobs.sync import sync_source
from whoknows.settings import load_settings
from whoknows.wiring import open_installation

NAMES = ("pycore", "nl-standaarden", "sourcegraph-handbook", "r-lists", "lean-zulip", "fronteers", "kubernetes")
CONFIGURED = Path(__file__).parent.parent / "tests" / "data" / "corpora"
CACHE = Path(".cache") / "corpora"


@dataclass(frozen=True, slots=True)
class Measured:
    """What was measured on one corpus."""

    name: str
    seconds: float
    problems: int
    losses: Losses
    comparison: RunComparison


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


def measure(packed: Path, name: str, work: Path) -> Measured:
    """Sync one corpus from scratch, index it, and ask its questions."""
    corpus = unpack(packed, name).resolve()
    folder = work / name
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(CONFIGURED / f"{name}.toml", folder / "whoknows.toml")
    began = time.monotonic()
    settings = replace(load_settings(folder), file=corpus / "whoknows.toml")  # its paths count from the corpus
    with open_installation(settings) as installation:
        problems = 0
        for entry in settings.sources:
            run = sync_source(installation, entry, tell=lambda _: None, stop=lambda: False)
            problems += run.counts.get("problems", 0)
            err.print(f"  {name}/{entry.name}: {dict(run.counts)}", style="dim")
        after_sync(installation, lambda: False, quiet=True)
        losses = losses_of(installation.store, corpus)
        comparison = compare(installation.store, open_index(settings.index), corpus)
    return Measured(name, time.monotonic() - began, problems, losses, comparison)


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
    return "\n".join([*lines, "", *quality(measured)])


def quality(measured: Sequence[Measured]) -> list[str]:
    """Lines of the product and its reference: MAP with its 95 % interval, gain, significance, MRR, nDCG@10, P@5."""
    lines = [f"{'corpus':22}{'MAP':>7}{'95 %':>15}{'ref.':>7}{'gain':>8}{'p':>7}{'MRR':>7}{'nDCG@10':>9}{'P@5':>7}"]
    for each in measured:
        ours, reference = each.comparison.ours, each.comparison.reference
        figure = next(each for each in ours.figures if each.measure == "MAP")
        below = " below" if each.comparison.significantly_below else ""
        lines.append(
            f"{each.name:22}{figure.mean:7.3f}{f'{figure.low:.3f}-{figure.high:.3f}':>15}{reference.mean('MAP'):7.3f}"
            f"{each.comparison.gain:+8.1%}{each.comparison.p:7.3f}{ours.mean('MRR'):7.3f}"
            f"{ours.mean('nDCG@10'):9.3f}{ours.mean('P@5'):7.3f}{below}"
        )
    mean = sum(each.comparison.ours.mean("MAP") for each in measured) / len(measured)
    base = sum(each.comparison.reference.mean("MAP") for each in measured) / len(measured)
    return [*lines, f"{'mean':22}{mean:7.3f}{'':15}{base:7.3f}{mean / base - 1:+8.1%}"]


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--corpora", type=Path, required=True, help="the folder with NAME.tar.xz or NAME/")
    parser.add_argument("--work", type=Path, default=Path(".cache") / "corpora-graphs")
    parser.add_argument("names", nargs="*", default=NAMES)
    asked = parser.parse_args(arguments)
    if not asked.corpora.is_dir():
        print(f"There are no corpora at {asked.corpora}: set WHOKNOWS_CORPORA=DIR.", file=sys.stderr)
        return 3
    measured = []
    for name in asked.names or NAMES:
        err.print(f"{name} ...")
        measured.append(measure(asked.corpora, name, asked.work))
    print(table(measured))
    return 0


if __name__ == "__main__":
    sys.exit(main())
