"""Parts of speech and lemmas of the trained pipelines, on sentences that they have not seen."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from bench.language_report.contract import Inputs, MissingInput, ReportFigure, Said
from ingest.extract import training

PIPELINES = Path("models") / "language"
ASKED = {"en": {"POS": 93.5, "lemma": 95.0}, "nl": {"POS": 92.5, "lemma": 91.0}}
MOST_MIB = 15.0


def report(inputs: Inputs) -> Iterator[Said]:
    """Held-out scores and size of each pipeline; with `inputs.again` by training on all other files."""
    for treebank in (training.ENGLISH, training.DUTCH):
        folder = PIPELINES / treebank.language
        if not (folder / "meta.json").is_file():
            yield MissingInput(f"the pipeline {folder} (make language)")
            continue
        held = ", ".join(treebank.held)
        if inputs.again and not (inputs.treebanks / f"{treebank.held[0]}.conllu").is_file():
            yield MissingInput(f"the treebanks in {inputs.treebanks}: set WHOKNOWS_LANGUAGE=DIR")
            continue
        scores = (
            training.measure(treebank, inputs.treebanks, treebank.held, training.STEPS)
            if inputs.again
            else training.recorded(folder)
        )
        how = "trained on the other files just now" if inputs.again else "as recorded when it was trained"
        for what, asked in ASKED[treebank.language].items():
            yield ReportFigure(f"{treebank.language} {what} on {held}, {how}", scores[what], asked)
        yield ReportFigure(f"{treebank.language}, size", _mebibytes(folder), MOST_MIB, "MiB", at_most=True)


def _mebibytes(folder: Path) -> float:
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file()) / 2**20
