"""The command line: `whoknows --help`.

Exit codes: 0 done · 1 a fault of WhoKnows · 2 wrong usage or settings · 3 a source or the store could not be read or
written · 4 nothing found · 130 interrupted (what was done is kept).
"""

from __future__ import annotations

import os
import sys

import typer

from graph.store import StoreError
from ingest.contract import SourceError
from models.index.errors import IndexProblem
from whoknows.commands import backup, copy, health, questions, serve, setup, state, sync
from whoknows.console import Exit, tell
from whoknows.jobs.evaluate import EvaluationError
from whoknows.settings import SettingsError

app = typer.Typer(
    name="whoknows",
    help=__doc__,
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
for group in (setup, sync, questions, state, copy, backup, serve, health):
    group.add_commands(app)


def main() -> None:
    """Run one command and turn what went wrong into one sentence and an exit code."""
    sys.exit(run())


def run(arguments: list[str] | None = None) -> int:
    """Which exit code does this command line give?"""
    try:
        ending = app(arguments, standalone_mode=False)
        return ending if isinstance(ending, int) else Exit.DONE
    except typer.TyperException as error:
        show = getattr(error, "show", None)
        if show is not None:
            show()
        return Exit.USAGE
    except SettingsError as error:
        tell(error.message, **error.params)
        return Exit.USAGE
    except (SourceError, StoreError, IndexProblem, EvaluationError) as error:
        tell(error.message, **error.params)
        return Exit.FAILED
    except (KeyboardInterrupt, typer.Abort):
        tell("interrupted")
        return Exit.INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return Exit.DONE
