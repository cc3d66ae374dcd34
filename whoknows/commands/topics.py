"""Topics: `topics list`, `show` and `history`, and the commands with which people decide about them."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from graph.curated_acts import acts_of
from models.topic_history import describe_curated
from models.topic_list import list_topics
from whoknows.commands import curate, suggest
from whoknows.commands.answer_text import topic_names
from whoknows.commands.options import AsOption, JsonOption, LimitOption, SettingsOption
from whoknows.commands.questions import open_asking
from whoknows.commands.topic_text import TopicText, names_of
from whoknows.commands.vocabulary import import_vocabulary
from whoknows.console import Exit, number, out, print_json, tell
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, open_installation

LIST = "list"
WITH_VALUE = ("-s", "--settings", "--as", "-n", "--limit")
"""Options that people write before the name of a command, with a value behind them."""


class TopicsGroup(TyperGroup):
    """The commands about topics; without the name of one it is `list`, as `whoknows topics opslag` always was."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """The arguments, with the name of a command in front."""
        at = _behind_options(args)
        if at < len(args) and args[at] in self.commands:
            args = [args[at], *args[:at], *args[at + 1 :]]
        elif not args or args[0] not in ctx.help_option_names:
            args = [LIST, *args]
        return super().parse_args(ctx, args)


def _behind_options(args: list[str]) -> int:
    """The place of the first argument that is no option nor its value."""
    at = 0
    while at < len(args) and args[at].startswith("-"):
        at += 2 if args[at] in WITH_VALUE else 1
    return at


topics = typer.Typer(
    name="topics",
    cls=TopicsGroup,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    add_completion=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""List the topics of this organisation, and confirm, reject, rename or merge them.

    What you decide holds for every later sync and can be undone. A topic is meant by a label or by its id; `show` gives
    both. Without the name of a command this is `list`.

    Examples: whoknows topics opslag · whoknows topics show waterstofopslag · whoknows topics reject notulen
    """,
)


@topics.command(LIST)
def list_(
    question: Annotated[
        list[str] | None, typer.Argument(help="Part of a topic's name. Default: the largest topics.")
    ] = None,
    settings: SettingsOption = None,
    asker: AsOption = None,
    limit: LimitOption = 20,
    as_json: JsonOption = False,
) -> None:
    """List the topics that this organisation writes about.

    Examples: whoknows topics · whoknows topics list opslag --json
    """
    wanted = " ".join(question or ())
    with open_asking(settings, asker) as context:
        found = list_topics(wanted, context.view, context.index, limit=limit).topics
    if as_json:
        print_json(found)
    for topic in () if as_json else found:
        out.print(f"{' · '.join(topic_names(topic))}  ({number(topic.documents)})", markup=False)
    if not found:
        tell("nothing-found" if wanted else "no-topics", question=wanted)
        raise typer.Exit(Exit.NOTHING)


@topics.command()
def show(topic: curate.TopicArgument, settings: SettingsOption = None, as_json: JsonOption = False) -> None:
    """Show one topic: its id, all of its labels, what is broader and narrower, and what was decided about it.

    Example: whoknows topics show waterstofopslag
    """
    loaded = load_settings(settings)
    with open_installation(loaded, create=False) as installation, installation.store.view(SYSTEM) as view:
        described = describe_curated(view, curate.named_topic(view, topic))
        text = TopicText(names_of(view, described.history), loaded.zone)
    if as_json:
        print_json(described)
        return
    for line in text.card(described):
        out.print(line, markup=False)


@topics.command()
def history(
    topic: Annotated[str | None, typer.Argument(help="A label or an id. Default: of all topics.")] = None,
    settings: SettingsOption = None,
    limit: LimitOption = 50,
    as_json: JsonOption = False,
) -> None:
    """List what was decided about topics, newest first: by whom, when, and whether it was undone.

    Example: whoknows topics history waterstofopslag
    """
    loaded = load_settings(settings)
    with open_installation(loaded, create=False) as installation, installation.store.view(SYSTEM) as view:
        key = topic and curate.named_key(view, topic)
        acts = tuple(acts_of(view.judgements(), key))[:limit]
        text = TopicText(names_of(view, acts), loaded.zone)
    if as_json:
        print_json(acts)
    for act in () if as_json else acts:
        out.print(text.line(act), markup=False)
    if not acts:
        tell("topic-no-history")
        raise typer.Exit(Exit.NOTHING)


for command in (*curate.COMMANDS, *suggest.COMMANDS):
    topics.command()(command)
topics.command("import")(import_vocabulary)
