"""How well questions are answered: `evaluate`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from models.index.opening import open_index
from whoknows.commands.options import JsonOption, SettingsOption
from whoknows.console import out, print_json
from whoknows.jobs.evaluate import evaluate as evaluate_run
from whoknows.settings import load_settings
from whoknows.wiring import now, open_installation


def evaluate(
    topics: Annotated[Path, typer.Argument(help="TREC topics: qid TAB question a line, or TREC's own form.")],
    qrels: Annotated[Path, typer.Argument(help="TREC qrels: qid 0 person-id relevance.")],
    settings: SettingsOption = None,
    pool: Annotated[Path | None, typer.Option(help="Only these person ids are judged: a second figure.")] = None,
    as_json: JsonOption = False,
) -> None:
    """Measure how well questions are answered, by judgements in TREC files.

    Prints MAP, MRR, nDCG@10 and P@5 with 95 % confidence intervals.

    The questions go through the function that answers people. Example: whoknows evaluate topics.tsv qrels.txt
    """
    loaded = load_settings(settings)
    with open_installation(loaded, create=False) as installation:
        report = evaluate_run(installation.store, open_index(loaded.index), topics, qrels, pool=pool, now=now())
    if as_json:
        print_json(report)
    else:
        out.print(report.table(), markup=False)
