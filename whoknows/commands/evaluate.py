"""How well questions are answered: `evaluate`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Annotated

import typer

from models.index.opening import open_index
from whoknows.commands.evaluation_text import comparison_lines, figure_line
from whoknows.commands.options import JsonOption, SettingsOption
from whoknows.console import number, out, print_json, say, tell
from whoknows.jobs.evaluate import Evaluation, evaluate_judged
from whoknows.jobs.evaluate import evaluate as evaluate_run
from whoknows.jobs.fit import FittedWeights, fit_weights
from whoknows.jobs.right_people import right_people
from whoknows.jobs.trec_files import EvaluationError
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, now, open_installation


def evaluate(
    topics: Annotated[
        Path | None, typer.Argument(help="Questions: number TAB question a line, or TREC's own form.")
    ] = None,
    qrels: Annotated[
        Path | None, typer.Argument(help="Judgements: number 0 person-id relevance a line (TREC qrels).")
    ] = None,
    settings: SettingsOption = None,
    pool: Annotated[Path | None, typer.Option(help="Only these person ids are judged: a second figure.")] = None,
    fit: Annotated[
        bool, typer.Option("--fit", help="Offer weights of the rankers, chosen on these judgements.")
    ] = False,
    said: Annotated[
        bool, typer.Option("--said", help='By what colleagues said here: "was this the right person?". No files.')
    ] = False,
    as_json: JsonOption = False,
) -> None:
    """Measure how well questions are answered, by judgements in TREC files or by what colleagues said here.

    Prints MAP, MRR, nDCG@10, the share of first persons that are right, and P@5 with 95 % confidence intervals, next to
    plain votes over the same documents: the gain, and the probability that it is chance. docs/judgements.md tells the
    form of both files.

    The questions go through the function that answers people.

    Examples: whoknows evaluate topics.tsv qrels.txt · whoknows evaluate --said
    """
    loaded = load_settings(settings)
    if said == (topics is not None) or (not said and qrels is None) or (said and (fit or pool is not None)):
        raise EvaluationError("evaluate-what")
    with open_installation(loaded, create=False) as installation, closing(open_index(loaded.index)) as index:
        weights = None
        if topics is None or qrels is None:
            with installation.store.view(SYSTEM) as view:
                asked, judged = right_people(view)
            found = evaluate_judged(installation.store, index, asked, judged, origin="--said", now=now())
        else:
            found = evaluate_run(installation.store, index, topics, qrels, pool=pool, now=now())
            weights = fit_weights(installation.store, index, topics, qrels, now()) if fit else None
    if as_json:
        print_json(_as_json(found, weights))
        return
    for line in (*_lines(found), *(_offer(weights) if weights else ())):
        out.print(line, markup=False)
    if said:
        tell("evaluation-said")
    if found.strange:
        tell("evaluation-strange", count=len(found.strange), people=", ".join(found.strange[:5]))


def _as_json(found: Evaluation, weights: FittedWeights | None) -> dict[str, object]:
    compared = found.comparison
    return {
        **{"questions": compared.ours.topics, "ours": compared.ours, "reference": compared.reference},
        **{"gain": compared.gain, "p": compared.p, "significantly_below": compared.significantly_below},
        **{"unwritten": found.unwritten, "strange": found.strange},
        **({"fit": weights, "fit_enough": weights.enough} if weights else {}),
    }


def _lines(found: Evaluation) -> Iterator[str]:
    yield from comparison_lines(found.comparison)
    for title, figures in (
        ("evaluation-pooled", found.comparison.ours.pooled),
        ("evaluation-unwritten", found.unwritten.figures if found.unwritten else ()),
    ):
        if figures:
            yield ""
            yield say(title, count=found.unwritten.topics if found.unwritten else 0)
            yield from map(figure_line, figures)


def _offer(weights: FittedWeights) -> Iterator[str]:
    yield ""
    yield say("fit-weights", weights=", ".join(f"{name} {number(each, 1)}" for name, each in weights.weights.items()))
    yield say("fit-gain", before=number(weights.shipped, 3), after=number(weights.fitted, 3), p=number(weights.p, 3))
    if not weights.enough:
        yield say("fit-too-little", count=weights.questions)
