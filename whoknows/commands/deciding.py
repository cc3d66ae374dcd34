"""Deciding on the command line: as whom, in which installation, and how a decision is told."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import tzinfo
from typing import Annotated, Protocol

import typer

from graph.decisions import DecisionError
from graph.facts import Key, Seconds
from graph.judgements import ERASED, OPERATOR
from whoknows.commands.options import SettingsOption
from whoknows.commands.questions import named_person
from whoknows.console import moment, say
from whoknows.errors import SettingsError
from whoknows.settings import load_settings
from whoknows.wiring import Installation, open_installation

ByOption = Annotated[
    str | None, typer.Option("--as", help="Decide as this person: an id of the directory, an address or a name.")
]


class ToldDecision(Protocol):
    """A decision as its line in a history tells it."""

    @property
    def id(self) -> str: ...
    @property
    def by(self) -> str: ...
    @property
    def at(self) -> Seconds: ...
    @property
    def undone(self) -> Seconds | None: ...
    @property
    def undone_by(self) -> str: ...


@contextmanager
def deciding(settings: SettingsOption, by: str | None) -> Iterator[tuple[Installation, str]]:
    """The installation, and who decides: this person, else the one in the settings, else the operator.

    What cannot be decided is a SettingsError.
    """
    loaded = load_settings(settings)
    with open_installation(loaded, create=False) as installation:
        who = by or loaded.ask_as
        named = OPERATOR if who is None else named_person(installation, who)
        try:
            yield installation, named
        except DecisionError as error:
            raise SettingsError(error.message, **error.params) from error


def decision_line(act: ToldDecision, what: str, names: Mapping[Key, str], zone: tzinfo) -> str:
    """When, by whom, what, and whether it was undone."""
    told = f"{moment(act.at, zone)}  {decider(act.by, names)}: {what}  [{act.id}]"
    if act.undone is None:
        return told
    back = say("decision-taken-back", moment=moment(act.undone, zone), who=decider(act.undone_by, names))
    return f"{told}  ({back})"


def decision_told(act: ToldDecision, what: str, command: str) -> Iterator[str]:
    """What was decided, and the command with which to take it back."""
    if act.undone is not None:
        yield say("decision-did-undo", what=what)
        return
    yield what
    yield say("decision-undo-with", command=command, act=act.id)


def decider(by: str, names: Mapping[Key, str]) -> str:
    """Somebody by name."""
    return say(f"decision-by-{by}") if by in (OPERATOR, ERASED) else names.get(by, by)
