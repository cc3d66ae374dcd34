"""Asking: `experts`, `people`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated

import typer

from graph.store import View
from models.answers import Question
from models.asking.ask import ask
from models.asking.private_matters import read_private_matters
from models.index.contract import Index
from models.index.opening import open_index
from models.offering import LoadLimit
from models.people_search import describe_people
from whoknows.asker import find_person
from whoknows.commands.answer_text import AnswerText, ids_of, person_line
from whoknows.commands.options import AsOption, JsonOption, LimitOption, SettingsOption
from whoknows.console import Exit, out, print_json, tell
from whoknows.errors import CommandError, SettingsError
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, Installation, now, open_installation, viewer_of


@dataclass(frozen=True, slots=True)
class AskContext:
    """What a question needs: what may be read, and the index."""

    installation: Installation
    view: View
    index: Index


@contextmanager
def open_asking(settings: SettingsOption, asker: str | None) -> Iterator[AskContext]:
    """Open store, view and index for one question, as this person (None: the one in the settings, else nobody)."""
    loaded = load_settings(settings)
    with open_installation(loaded, create=False) as installation:
        who = asker or loaded.ask_as
        viewer = viewer_of(installation.store, None if who is None else named_person(installation, who))
        index = open_index(loaded.index)
        try:
            with installation.store.view(viewer) as view:
                yield AskContext(installation, view, index)
        finally:
            index.close()


def named_person(installation: Installation, who: str) -> str:
    """The key of the person with this id, address or name. Raises SettingsError when none or several have it."""
    with installation.store.view(SYSTEM) as view:
        found = find_person(view, who)
    if not found:
        raise SettingsError("person-unknown", person=who)
    if len(found) > 1:
        raise SettingsError(
            "person-ambiguous",
            person=who,
            people=", ".join(sorted(f"{each.name} ({each.native_id})" for each in found.values())),
        )
    return next(iter(found))


def experts(
    question: Annotated[list[str], typer.Argument(help="The subject, in your own words.")],
    settings: SettingsOption = None,
    asker: AsOption = None,
    limit: LimitOption = 5,
    evidence: Annotated[int, typer.Option(help="Reasons to show for each person.")] = 3,
    plain: Annotated[bool, typer.Option(help="Take all words for a subject.")] = False,
    as_json: JsonOption = False,
) -> None:
    """List who knows about a subject, each with the reasons. Exit code 4 when nobody does.

    Examples: whoknows experts wie weet iets van waterstofopslag · whoknows experts "hydrogen storage" --as maaike
    """
    text = asked_text(question)
    with open_asking(settings, asker) as context:
        asked = Question(text=text, limit=limit, evidence=evidence)
        began = time.perf_counter()
        said = context.installation.settings
        private = read_private_matters(said.private, said.not_private, said.turn_to)
        load = LoadLimit(said.most_asked)
        answer = ask(asked, context.view, context.index, now(), plain=plain, private=private, load=load)
        took = (time.perf_counter() - began) * 1000
        ids = ids_of(context.view, [*(hit.person for hit in answer.named), *(each.person for each in answer.experts)])
        zone = context.installation.settings.zone
    if as_json:
        print_json(answer)
    else:
        print_answer(AnswerText(answer, ids, evidence, zone, took))
    if not answer.people and not answer.named:
        raise typer.Exit(Exit.NOTHING)


def asked_text(words: list[str]) -> str:
    """What these words ask. Raises CommandError where they ask nothing."""
    text = " ".join(words).strip()
    if not text:
        raise CommandError("question-empty")
    return text


def print_answer(text: AnswerText) -> None:
    """Print who was found, each with the reasons, then what else fits the question."""
    for line in text.found():
        out.print(line, markup=False)
    if text.answer.asks == "private":
        tell("private-matters")
        tell("private-turn-to" if text.answer.turn_to else "private-turn-to-hr", where=text.answer.turn_to)
        return
    if text.answer.asks == "people":
        if not text.answer.named:
            tell("nobody-has", question=text.answer.subject)
        return
    if not text.answer.people:
        tell("nobody-found", question=text.answer.question.text)
        tell("nobody-found-next")
    for line in text.hints():
        out.print(line, markup=False)
    if text.nearest():
        out.print(text.nearest(), markup=False)
    for heading, reasons, points in [*text.people(), *text.people(near=True)]:
        out.print(f"\n{heading}", style="bold", markup=False)
        for reason in reasons:
            out.print(f"   {reason}", markup=False)
        out.print(f"   {points}", style="dim", markup=False)
    for line in text.rest():
        out.print(line, markup=False)


def people(
    question: Annotated[list[str], typer.Argument(help="A name, phone number, room or function.")],
    settings: SettingsOption = None,
    asker: AsOption = None,
    limit: LimitOption = 10,
    as_json: JsonOption = False,
) -> None:
    """Find people by name, phone, room or function; typos are fine.

    Examples: whoknows people maike de smit · whoknows people A2.14
    """
    text = asked_text(question)
    with open_asking(settings, asker) as context:
        named = describe_people(text, context.view, context.index, limit, now())
        ids = ids_of(context.view, [hit.person for hit in named])
    if as_json:
        print_json(named)
    for hit in () if as_json else named:
        out.print(person_line(hit, ids), markup=False)
    if not named:
        tell("nothing-found", question=text)
        raise typer.Exit(Exit.NOTHING)
