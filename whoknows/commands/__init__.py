"""The commands, one module for each group of them, imported when one of its commands is run.

A process loads what it uses: the site no language pipeline, `--help` nothing at all. So the list below knows the
module of a command and the line that `whoknows --help` shows; a test holds that the line is the command's own.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import Any

import typer
from typer.core import TyperCommand, TyperGroup

from whoknows.errors import SettingsError
from whoknows.startup import quiet


@dataclass(frozen=True, slots=True)
class CommandEntry:
    """Where a command is (`module:function` in this package) and what it does, in one line."""

    place: str
    summary: str
    hidden: bool = False


COMMANDS: Mapping[str, CommandEntry] = {
    "init": CommandEntry("setup:init", "Write a settings file that explains itself."),
    "sample": CommandEntry(
        "sample:sample", "Make an invented organisation in the native files of every kind of source."
    ),
    "sync": CommandEntry(
        "sync:sync", "Read the sources, extract terms and names, choose topics, link people, and index it all."
    ),
    "source": CommandEntry(
        "source:source",
        "Show the first items of a source as they would be stored, and what is left out and why.",
    ),
    "experts": CommandEntry("questions:experts", "List who knows about a subject, each with the reasons."),
    "people": CommandEntry("questions:people", "Find people by name, phone, room or function; typos are fine."),
    "identity": CommandEntry("identity:identity", "Decide which accounts are one person's."),
    "topics": CommandEntry(
        "topics:topics", "List the topics of this organisation, and confirm, reject, rename or merge them."
    ),
    "doctor": CommandEntry("doctor:doctor", "Check settings, store, index, worker and every source."),
    "serve": CommandEntry("serve:serve", "Serve the site on this machine, with a worker next to it."),
    "worker": CommandEntry("worker:worker", "Run schedules and queued jobs, and keep the index up to date."),
    "follow": CommandEntry("index:follow", "Follow the store's changes in the index of this host.", hidden=True),
    "health": CommandEntry("health:health", "Check that the site, the worker or the index process is ready."),
    "encode": CommandEntry(
        "index:encode", "Make vectors of all passages and topics now, for questions in the other language."
    ),
    "reindex": CommandEntry("index:reindex", "Build a new generation of the index next to the old one and swap it in."),
    "evaluate": CommandEntry(
        "evaluate:evaluate", "Measure how well questions are answered, by judgements in TREC files."
    ),
    "insight": CommandEntry(
        "insight:insight", "Work out and read figures about groups of people, never about a person."
    ),
    "judge": CommandEntry("judge:judge", "Judge who knows about twenty questions, without seeing how they were found."),
    "pause": CommandEntry("pause:pause_person", "Ask not to be asked for a while: answers name you after the others."),
    "token": CommandEntry("token:token", "Make, list and revoke tokens of programs."),
    "export": CommandEntry("state:export_graph", "Write the graph as sorted JSON Lines."),
    "import": CommandEntry("state:import_graph", "Read a graph from JSON Lines into an empty store."),
    "copy": CommandEntry("copy:copy_graph", "Copy the graph to another store, SQLite or Neo4j."),
    "erase": CommandEntry(
        "erase:erase", "Erase a person: accounts, what they did and wrote, and their name wherever others wrote it."
    ),
    "backup": CommandEntry("backup:backup", "Write the graph and the uploaded files into one file."),
    "restore": CommandEntry("backup:restore", "Put a backup back and rebuild the index."),
}


class CommandGroup(TyperGroup):
    """All commands; the module of one is imported when it is run or asked for its own help."""

    def __init__(self, **attributes: Any) -> None:
        super().__init__(**attributes)
        for name, entry in COMMANDS.items():
            self.add_command(TyperCommand(name, help=entry.summary, hidden=entry.hidden))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The name, the command with its options, and the arguments left. SettingsError for an unknown name."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            near = get_close_matches(args[0], [name for name, entry in COMMANDS.items() if not entry.hidden], 1)
            message = f"usage-no-such-command{'-near' if near else ''}"
            raise SettingsError(message, name=args[0], near="".join(near), command=ctx.command_path)
        name, listed, rest = super().resolve_command(ctx, args)
        return name, listed and load_command(str(name)), rest


def load_command(name: str) -> Any:
    """Import a command with its options, or a group of commands."""
    module, _, function = COMMANDS[name].place.partition(":")
    with quiet():
        found = import_module(f"{__name__}.{module}")
    if isinstance(getattr(found, function), typer.Typer):
        return typer.main.get_command(getattr(found, function))
    single = typer.Typer(rich_markup_mode="rich", pretty_exceptions_enable=False, add_completion=False)
    single.command(name)(getattr(found, function))
    return typer.main.get_command(single)
