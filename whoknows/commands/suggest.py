"""Suggestions that wait for a person: `topics suggestions`, `accept` and `refuse`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import typer

from graph.facts import Key
from models.topic_suggestions import list_suggestions, named_suggestions
from whoknows.commands.curate import CuratingWork, TopicArgument, curating, named_key
from whoknows.commands.deciding import ByOption
from whoknows.commands.options import JsonOption, LimitOption, SettingsOption
from whoknows.commands.topic_text import called
from whoknows.console import Exit, number, out, print_json, say, tell
from whoknows.errors import SettingsError
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, open_installation

SuggestedArgument = Annotated[str, typer.Argument(help="The suggested label, or the id of its term.")]


def suggestions(
    topic: Annotated[str | None, typer.Argument(help="A label or an id. Default: for all topics.")] = None,
    settings: SettingsOption = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """List labels that may mean a topic in the other language, the surest first, each with the reason.

    They help to answer questions already. What you accept is a label of the topic; what you refuse does not come back.

    Examples: whoknows topics suggestions · whoknows topics accept "hydrogen storage" waterstofopslag
    """
    loaded = load_settings(settings)
    with open_installation(loaded, create=False) as installation, installation.store.view(SYSTEM) as view:
        found = list_suggestions(view, topic and named_key(view, topic))
    if as_json:
        print_json(found[:limit])
    for each in () if as_json else found[:limit]:
        why, score = say(f"topic-why-{each.reason}"), number(each.score, 2)
        out.print(
            say("topic-suggestion", label=each.label, topic=called(each.labels), like=each.like, why=why, score=score),
            markup=False,
        )
        out.print(f'   whoknows topics accept "{each.label}" {each.topic}', style="dim", markup=False)
    if not found:
        tell("topic-no-suggestions")
        raise typer.Exit(Exit.NOTHING)


def accept(
    label: SuggestedArgument,
    topic: TopicArgument,
    settings: SettingsOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say that a suggested label means this topic.

    Example: whoknows topics accept "hydrogen storage" waterstofopslag
    """
    with curating(settings, by, as_json) as work:
        key = work.topic(topic)
        work.tell(work.curator.accept(_suggested(work, label, key), key))


def refuse(
    label: SuggestedArgument,
    topic: TopicArgument,
    settings: SettingsOption = None,
    by: ByOption = None,
    as_json: JsonOption = False,
) -> None:
    """Say that a suggested label means something else; it is not suggested again.

    Example: whoknows topics refuse "workload" werkdruk
    """
    with curating(settings, by, as_json) as work:
        key = work.topic(topic)
        work.tell(work.curator.refuse(_suggested(work, label, key), key))


def _suggested(work: CuratingWork, label: str, topic: Key) -> Key:
    """The term of this suggestion. SettingsError when it is not suggested for the topic."""
    with work.view() as view:
        found = next(named_suggestions(list_suggestions(view, topic), label), None)
    if found is None:
        raise SettingsError("topic-not-suggested", label=label, topic=topic)
    return found.term


COMMANDS: tuple[Callable[..., None], ...] = (suggestions, accept, refuse)
