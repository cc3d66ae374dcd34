"""What the command line prints: sentences in the user's language, progress with rate and time left, JSON."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass
from datetime import datetime, tzinfo
from enum import IntEnum

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

from whoknows.environment import terminal_language
from whoknows.sentences import sentence


class Terminal(Console):
    """A console that leaves it to the command line what happens when its reader went away (`| head`)."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


DUTCH = str.maketrans(",.", ".,")
out = Terminal(highlight=False, soft_wrap=True)
err = Terminal(stderr=True, highlight=False, soft_wrap=True)


class Exit(IntEnum):
    """Exit codes of the command line."""

    DONE = 0
    BUG = 1
    USAGE = 2
    FAILED = 3
    NOTHING = 4
    INTERRUPTED = 130


def say(message: str, **params: object) -> str:
    """The sentence of a message id in the language of the terminal; whole numbers are written as its readers do."""
    told = {name: number(value) if type(value) is int else str(value) for name, value in params.items()}
    return sentence(message, told, terminal_language())


def tell(message: str, **params: object) -> None:
    """Print a sentence for the reader, on standard error."""
    err.print(say(message, **params), markup=False)


def print_json(value: object) -> None:
    """Print one JSON document on standard output."""
    sys.stdout.write(json.dumps(plain(value), ensure_ascii=False, indent=2, sort_keys=False) + "\n")


def plain(value: object) -> object:
    """A record as JSON. Dataclasses become objects, tuples lists."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: plain(part) for name, part in asdict(value).items()}
    if isinstance(value, Mapping):
        return {str(name): plain(part) for name, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(part) for part in value]
    return value


def day(seconds: int | None, zone: tzinfo) -> str:
    """A day in this time zone, such as 2026-05-31, or that there is none."""
    if seconds is None:
        return say("undated")
    return datetime.fromtimestamp(seconds, zone).date().isoformat()


def moment(seconds: int, zone: tzinfo) -> str:
    """A moment in this time zone, such as 2026-05-31 14:05."""
    return datetime.fromtimestamp(seconds, zone).isoformat(" ", "minutes")[:16]


def number(value: float, digits: int = 0) -> str:
    """A number as the reader of the terminal writes it: 1,234.5 in English, 1.234,5 in Dutch."""
    written = f"{value:,.{digits}f}"
    return written.translate(DUTCH) if terminal_language() == "nl" else written


class Ticker:
    """Shows one line of progress: how many, how fast, how long yet. Quiet when nobody watches."""

    def __init__(self, progress: Progress, label: str) -> None:
        self._progress = progress
        self._task = progress.add_task(label, total=None, rate="")
        self._began = time.monotonic()

    def show(self, done: int, total: int | None = None, note: str = "") -> None:
        """`done` of `total` (None: nobody knows how many there are)."""
        spent = max(time.monotonic() - self._began, 1e-6)
        rate = done / spent
        left = "" if not total or not rate else f" · {say('time-left', time=_clock((total - done) / rate))}"
        speed = say("rate", rate=number(rate)) + left + (f" · {note}" if note else "")
        self._progress.update(self._task, completed=done, total=total, rate=speed)


def _clock(seconds: float) -> str:
    minutes, rest = divmod(max(0, round(seconds)), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


@contextmanager
def ticker(label: str, *, quiet: bool = False) -> Iterator[Ticker]:
    """Show progress on standard error while the block runs."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}", markup=False),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=err, transient=True, disable=quiet or not err.is_terminal) as progress:
        yield Ticker(progress, label)
