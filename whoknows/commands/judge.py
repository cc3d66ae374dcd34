"""A blind round of judgements among colleagues: `judge`."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from graph.facts import Account, anchor_key
from graph.store import View, Viewer
from models.index.contract import Index
from models.index.opening import open_index
from whoknows.commands.evaluation_text import comparison_lines, percent
from whoknows.commands.options import JsonOption, SettingsOption
from whoknows.commands.questions import named_person
from whoknows.console import Exit, day, number, out, print_json, say, tell
from whoknows.data_folder import make_folder
from whoknows.environment import terminal_language
from whoknows.jobs.judged_report import RoundReport, report_round
from whoknows.jobs.judging import (
    QUESTIONS,
    GivenJudgement,
    JudgedRound,
    drawn_questions,
    new_round,
    read_round,
    write_round,
)
from whoknows.jobs.trec_files import EvaluationError, read_topics
from whoknows.settings import Settings, load_settings
from whoknows.wiring import SYSTEM, Installation, now, open_installation

ANSWERS: Mapping[str, bool | None] = {"y": True, "j": True, "n": False, "?": None}
BACK, STOP = "b", "q"
EVERYONE = Viewer()
"""A round is about what is for everyone."""


def judge(
    questions: Annotated[
        Path | None, typer.Argument(help="Questions: number TAB question a line. Default: drawn from the topics.")
    ] = None,
    settings: SettingsOption = None,
    judged_by: Annotated[str | None, typer.Option("--as", help="Who judges: an id, an address or a name.")] = None,
    file: Annotated[Path | None, typer.Option(help="The file of the round. Default: in the data folder.")] = None,
    count: Annotated[int, typer.Option("--questions", min=1, max=500, help="Number of questions.")] = QUESTIONS,
    anew: Annotated[bool, typer.Option("--new", help="Begin another round; the one before is kept.")] = False,
    report: Annotated[bool, typer.Option("--report", help="Tell what the judgements say so far.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Judge who knows about twenty questions, without seeing how they were found.

    Every answer is kept at once: stop whenever you like, and go on later. Colleagues judge the same round, each with
    --as. `--report` tells MAP, MRR and nDCG of the answers now, and the change since the last report.

    Examples: whoknows judge --as maaike · whoknows judge questions.tsv --as kees --new · whoknows judge --report
    """
    loaded = load_settings(settings)
    with open_installation(loaded, create=False) as installation, closing(open_index(loaded.index)) as index:
        place = file or _place(loaded)
        with installation.store.view(EVERYONE) as view:
            judged = read_round(place)
            if report:
                _report(view, index, place, judged, as_json, loaded)
                return
            by = _judge(installation, judged_by or loaded.ask_as)
            if judged is None or anew:
                if judged is not None:
                    write_round(place.with_name(f"{place.stem}-{judged.made}{place.suffix}"), judged)
                judged = _begin(view, index, questions, count)
                write_round(place, judged)
            _ask(place, judged, by)


def _place(settings: Settings) -> Path:
    make_folder(settings)
    return settings.data / "judgements.json"


def _judge(installation: Installation, who: str | None) -> str:
    """The id in the directory of who judges."""
    if who is None:
        raise EvaluationError("judge-unnamed")
    key = anchor_key(named_person(installation, who))
    with installation.store.view(SYSTEM) as view:
        node = view.get({key}).get(key)
    return node.native_id if isinstance(node, Account) else key


def _begin(view: View, index: Index, questions: Path | None, count: int) -> JudgedRound:
    """A new round with questions of the file, else of the topics."""
    at = now()
    asked = (
        read_topics(questions)[:count] if questions else drawn_questions(view, index, count, terminal_language(), at)
    )
    judged = new_round(view, index, asked, at)
    if not judged.questions:
        raise EvaluationError("judge-no-questions")
    return judged


def _ask(place: Path, judged: JudgedRound, by: str) -> None:
    """Ask until nothing is left or somebody stops; every answer is written at once."""
    tell("judge-how")
    shown = ""
    while left := judged.left(by):
        question, person = left[0]
        if question.id != shown:
            number_of = 1 + [each.id for each in judged.questions].index(question.id)
            out.print("")
            out.print(
                say("judge-question", text=question.text, place=number_of, count=len(judged.questions)), markup=False
            )
            shown = question.id
        more = ", ".join(part for part in (person.function, person.department) if part)
        answer = _read(f"  {person.name}{f' ({more})' if more else ''}: ")
        if answer is None or answer == STOP:
            tell("judge-kept", path=str(place), left=len(left))
            return
        if answer == BACK:
            judged, shown = judged.without_last(by), ""
        else:
            judged = judged.with_judgement(GivenJudgement(question.id, person.id, by, ANSWERS[answer], now()))
        write_round(place, judged)
    tell("judge-done", path=str(place))


def _read(prompt: str) -> str | None:
    """One of the answers, asked for until it is one; None at the end of the input."""
    while True:
        out.print(prompt, end="", markup=False)
        sys.stdout.flush()
        line = sys.stdin.readline()
        if not line:
            return None
        said = line.strip().casefold()[:1]
        if said in ANSWERS or said in (BACK, STOP):
            return said
        tell("judge-how")


def _report(
    view: View, index: Index, place: Path, judged: JudgedRound | None, as_json: bool, settings: Settings
) -> None:
    """Tell what the judgements say, and remember it for the next report. Exit code 4 while there are too few."""
    found = None if judged is None else report_round(view, index, judged, now())
    if found is None:
        tell("judge-nothing")
        raise typer.Exit(Exit.NOTHING)
    told, remembered = found
    write_round(place, remembered)
    if as_json:
        print_json({**asdict(told), "gain": told.comparison.gain})
        return
    for line in _lines(told, settings):
        out.print(line, markup=False)


def _lines(told: RoundReport, settings: Settings) -> Iterator[str]:
    yield say("judge-report", judges=told.judges, judgements=told.judgements)
    yield from comparison_lines(told.comparison)
    if told.pairs:
        yield say("judge-agreement", share=percent(told.same / told.pairs), pairs=told.pairs)
    if told.unjudged:
        yield say("judge-unjudged", count=told.unjudged)
    drift = told.drift
    if drift:
        yield say(
            "judge-drift",
            day=day(drift.since, settings.zone),
            before=number(drift.before, 3),
            after=number(drift.after, 3),
            p=number(drift.p, 3),
        )
