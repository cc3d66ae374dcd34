"""Training of the pipelines that ship. `make language`: treebanks in, `models/language` out, no download."""

from __future__ import annotations

import argparse
import json
import re
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import spacy
from spacy.cli.init_config import init_config
from spacy.language import Language
from spacy.tokens import DocBin
from spacy.training import Corpus
from spacy.training.initialize import init_nlp
from spacy.training.loop import train
from spacy.util import load_config_from_str

from ingest.extract.treebank import Sentence, as_docs, read_sentences

SEED = 20
STEPS = 5000


@dataclass(frozen=True, slots=True)
class Treebank:
    """Files that teach one language. Figures are measured on `held`; `names` maps a file to its IOB2."""

    language: str
    files: tuple[str, ...]
    held: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    pipeline: tuple[str, ...]
    credits: tuple[str, ...]


DUTCH = Treebank(
    "nl",
    ("nl_alpino_a", "nl_lassysmall_a", "nl_lassysmall_b", "nl_alpino_b"),
    ("nl_alpino_b",),
    (),
    ("morphologizer", "trainable_lemmatizer"),
    ("UD_Dutch-Alpino (dev and test parts)", "UD_Dutch-LassySmall (dev and test parts)"),
)
ENGLISH = Treebank(
    "en",
    ("en_train", "en_dev", "en_test"),
    ("en_dev",),
    (("en_dev", "en_ner_dev"), ("en_test", "en_ner_test")),
    ("morphologizer", "trainable_lemmatizer", "ner"),
    ("UD_English-EWT (train, dev and test parts)", "UNER_English-EWT (dev and test parts: PER, ORG, LOC)"),
)


def train_language(treebank: Treebank, data: Path, target: Path, steps: int = STEPS) -> dict[str, float]:
    """Scores of the recipe on sentences that it has not seen. Trains once more on everything, for `target`."""
    figures = measure(treebank, data, treebank.held, steps)
    ship(treebank, data, target, steps)
    write_readme(treebank, target, figures, steps)
    return figures


def measure(
    treebank: Treebank, data: Path, held: Sequence[str], steps: int, keep: Path | None = None
) -> dict[str, float]:
    """Scores on the held-out files after training on the others."""
    rest = [name for name in treebank.files if name not in held]
    with tempfile.TemporaryDirectory() as folder:
        nlp = fit(treebank, _sentences(treebank, data, rest), Path(folder), steps)
        if keep is not None:
            save(nlp, keep, treebank)
        return score(nlp, _sentences(treebank, data, held))


def ship(treebank: Treebank, data: Path, target: Path, steps: int) -> None:
    """Train on all there is and write the pipeline."""
    with tempfile.TemporaryDirectory() as folder:
        save(fit(treebank, _sentences(treebank, data, treebank.files), Path(folder), steps), target, treebank)


def fit(treebank: Treebank, sentences: list[Sentence], folder: Path, steps: int) -> Language:
    """The pipeline that these sentences train: on CPU, with a fixed seed; the last step counts."""
    blank = spacy.blank(treebank.language)
    docs = list(as_docs(sentences, blank.vocab))
    DocBin(docs=docs, store_user_data=False).to_disk(folder / "train.spacy")
    DocBin(docs=docs[:3], store_user_data=False).to_disk(folder / "dev.spacy")
    nlp = init_nlp(_config(treebank, folder, steps))
    (folder / "out").mkdir()
    train(nlp, folder / "out", stdout=sys.stdout, stderr=sys.stderr)
    return spacy.load(folder / "out" / "model-last")


def _config(treebank: Treebank, folder: Path, steps: int) -> Any:
    config = init_config(lang=treebank.language, pipeline=list(treebank.pipeline), optimize="efficiency", gpu=False)
    config["paths"] = {**config["paths"], "train": str(folder / "train.spacy"), "dev": str(folder / "dev.spacy")}
    config["system"]["seed"] = SEED
    config["training"].update({"max_steps": steps, "patience": 0, "eval_frequency": max(1, steps // 10)})
    config["training"]["optimizer"]["use_averages"] = True
    # Titles and microposts are often without capitals or all in capitals; a tenth in lower case helps.
    config["corpora"]["train"]["augmenter"] = {"@augmenters": "spacy.lower_case.v1", "level": 0.1}
    return load_config_from_str(config.to_str())


def _sentences(treebank: Treebank, data: Path, names: Sequence[str]) -> list[Sentence]:
    entities = dict(treebank.names)
    return [
        sentence
        for name in names
        for sentence in read_sentences(
            data / f"{name}.conllu", data / f"{entities[name]}.iob2" if name in entities else None
        )
    ]


def score(nlp: Language, sentences: list[Sentence]) -> dict[str, float]:
    """Scores of part of speech, lemma and names on these sentences, in per cent."""
    with tempfile.TemporaryDirectory() as folder:
        DocBin(docs=list(as_docs(sentences, nlp.vocab))).to_disk(Path(folder) / "held.spacy")
        scores = nlp.evaluate(list(Corpus(Path(folder) / "held.spacy")(nlp)))
    wanted = {"pos_acc": "POS", "lemma_acc": "lemma", "ents_p": "names, precision", "ents_r": "names, recall"}
    figures = {
        label: round(100 * float(scores[key]), 1) for key, label in wanted.items() if scores.get(key) is not None
    }
    people = (scores.get("ents_per_type") or {}).get("PER")
    if people:
        figures |= {"PER, precision": round(100 * people["p"], 1), "PER, recall": round(100 * people["r"], 1)}
    return figures


def save(nlp: Language, target: Path, treebank: Treebank) -> None:
    """Write the pipeline without what extraction does not need (optimizer state, measured scores, source paths)."""
    readme = target / "README.md"
    kept = readme.read_text("utf-8") if readme.exists() else None
    shutil.rmtree(target, ignore_errors=True)
    nlp.config["paths"] = dict.fromkeys(nlp.config["paths"])
    nlp.meta.update(
        name="whoknows",
        license="CC BY-SA 4.0",
        sources=[{"name": credit, "license": "CC BY-SA 4.0"} for credit in treebank.credits],
        performance={},
    )
    target.parent.mkdir(parents=True, exist_ok=True)
    nlp.to_disk(target, exclude=["lookups"])
    if kept is not None:
        readme.write_text(kept, "utf-8")


def write_readme(treebank: Treebank, target: Path, figures: dict[str, float], steps: int) -> None:
    """Say beside the pipeline what it is made of, how, under which licence, and how good it is."""
    lines = [
        f"# Pipeline for {'Dutch' if treebank.language == 'nl' else 'English'}",
        "",
        "Trained with spaCy by `make language` (`ingest/extract/training.py`); nothing was downloaded.",
        "",
        f"- Trained on: {'; '.join(treebank.credits)}.",
        "- Licence of this folder: CC BY-SA 4.0, as that of the treebanks (Universal Dependencies and Universal NER",
        "  contributors, https://universaldependencies.org, https://www.universalner.org). Not of the program.",
        f"- Recipe: `spacy init config -o efficiency`, {', '.join(treebank.pipeline)} on one shared tok2vec;",
        "  parts of speech without features; lemmas of compounds made whole; a tenth of the sentences in lower case; "
        f"{steps} steps, seed {SEED}, CPU.",
        "- No parser: terms come from sequences of parts of speech, and the pipeline is almost twice as fast.",
        "",
        f"Measured on {', '.join(treebank.held)} after training on the other files (the pipeline here saw all files):",
        "",
        "| what | % |",
        "|---|---|",
        *(f"| {label} | {value} |" for label, value in figures.items()),
        "",
    ]
    target.mkdir(parents=True, exist_ok=True)
    (target / "README.md").write_text("\n".join(lines), "utf-8")


def recorded(folder: Path) -> dict[str, float]:
    """Held-out scores that `write_readme` noted for the pipeline in this folder."""
    rows = re.findall(r"^\| ([^|]+) \| ([\d.]+) \|$", (folder / "README.md").read_text("utf-8"), re.MULTILINE)
    return {label: float(value) for label, value in rows}


def cross_validate(treebank: Treebank, data: Path, steps: int) -> dict[str, dict[str, float]]:
    """Scores for each choice of the file that is held out."""
    return {name: measure(treebank, data, (name,), steps) for name in treebank.files}


def main(arguments: Sequence[str] | None = None) -> None:
    """Train from the command line: `python -m ingest.extract.training --treebanks DIR [--only measure]`."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--treebanks", type=Path, required=True, dest="data")
    parser.add_argument("--target", type=Path, default=Path("models/language"))
    parser.add_argument("--language", choices=["nl", "en"], action="append")
    parser.add_argument("--only", choices=["measure", "ship", "folds"])
    parser.add_argument("--steps", type=int, default=STEPS)
    given = parser.parse_args(arguments)
    for treebank in (DUTCH, ENGLISH):
        if given.language and treebank.language not in given.language:
            continue
        target = given.target / treebank.language
        if given.only == "measure":
            figures: Any = measure(treebank, given.data, treebank.held, given.steps, keep=target)
            write_readme(treebank, target, figures, given.steps)
        elif given.only == "ship":
            figures = {}
            ship(treebank, given.data, target, given.steps)
        elif given.only == "folds":
            figures = cross_validate(treebank, given.data, given.steps)
        else:
            figures = train_language(treebank, given.data, target, given.steps)
        print(treebank.language, json.dumps(figures))


if __name__ == "__main__":
    main()
