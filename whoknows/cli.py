"""The command line: `whoknows --help`."""

from __future__ import annotations

import os
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Annotated

import typer

from graph.store import StoreError
from ingest.errors import SourceError
from whoknows.commands import CommandGroup
from whoknows.console import Exit, out, tell
from whoknows.errors import CommandError, SettingsError
from whoknows.usage import tell_usage

if TYPE_CHECKING:
    from models.index.contract import IndexProblem

HELP = """\
Find out who knows about what in your organisation, from what people already write.

Start with: whoknows init FOLDER · whoknows sync -s FOLDER · whoknows experts -s FOLDER "a subject"

Exit codes: 0 done · 1 a fault of WhoKnows · 2 wrong usage or settings · \
3 a source or the store could not be read or written · 4 nothing found · 130 interrupted (what was done is kept).
"""
app = typer.Typer(
    name="whoknows",
    cls=CommandGroup,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(asked: bool) -> None:
    if asked:
        out.print(f"whoknows {version('whoknows')}")
        raise typer.Exit(Exit.DONE)


@app.callback(help=HELP)
def program(
    shown: Annotated[
        bool, typer.Option("--version", help="Show the version and exit.", callback=_show_version, is_eager=True)
    ] = False,
) -> None:
    """Options of the program itself."""


def main() -> None:
    """Run one command and turn what went wrong into one sentence and an exit code."""
    sys.exit(run())


def run(arguments: list[str] | None = None) -> int:
    """Run a command line and return its exit code."""
    try:
        ending = app(arguments, standalone_mode=False)
        return ending if isinstance(ending, int) else Exit.DONE
    except typer.TyperException as error:
        tell_usage(error)
        return Exit.USAGE
    except SettingsError as error:
        tell(error.message, **error.params)
        return Exit.USAGE
    except _failures() as error:
        tell(error.message, **error.params)
        return Exit.FAILED
    except (KeyboardInterrupt, typer.Abort):
        tell("interrupted")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE


def _failures() -> tuple[type[StoreError], type[SourceError], type[CommandError], type[IndexProblem]]:
    """Errors that end a command with one sentence; the index is imported only once something was raised."""
    from models.index.contract import IndexProblem

    return StoreError, SourceError, CommandError, IndexProblem
