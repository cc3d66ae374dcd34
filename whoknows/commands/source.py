"""What a source would give, before anything is stored: `source test`."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import asdict
from datetime import tzinfo
from typing import Annotated

import typer

from ingest import sources
from ingest.trial import try_source
from whoknows.commands.options import JsonOption, SettingsOption
from whoknows.console import Exit, day, number, out, print_json, say, ticker
from whoknows.errors import SettingsError
from whoknows.jobs.trial import MOST_READERS, ShownAct, ShownItem, TrialView, erased_people
from whoknows.settings import load_settings, source_settings
from whoknows.stopping import Stop
from whoknows.wiring import now

TEST = "test"
SHOWN = 10
MOST_SECONDS = 300
"""After this time no further record is pulled."""
SHOWN_PROBLEMS = 20
SHOWN_ACTS = 8


def source(
    action: Annotated[str, typer.Argument(metavar="test", help="Show its first items as a sync would store them.")],
    name: Annotated[str, typer.Argument(help="Name of the source in the settings file.")],
    count: Annotated[
        int, typer.Option("--number", "-n", min=1, max=1000, help="Number of items; reading stops when it has them.")
    ] = SHOWN,
    settings: SettingsOption = None,
    as_json: JsonOption = False,
) -> None:
    """Show the first items of a source as they would be stored, and what is left out and why.

    Nothing is stored. Of a directory it shows people. Problems up to there are listed.

    Exit code 3 when the source cannot be read.

    Examples: whoknows source test handbook · whoknows source test wiki --number 3 --json
    """
    if action != TEST:
        raise SettingsError("usage-no-such-command-near", name=action, near=TEST, command="whoknows source")
    loaded = load_settings(settings)
    entry = loaded.source(name)
    erased = erased_people(loaded)
    until = time.monotonic() + MOST_SECONDS
    with Stop() as stop, ticker(entry.label, quiet=as_json) as show:
        opened = sources.open_source(source_settings(loaded, entry))
        show.show(0, count)
        trial = try_source(opened, count, now=now(), stop=lambda: stop.asked.is_set() or time.monotonic() > until)
    shown = TrialView(trial, entry, erased)
    if as_json:
        print_json(_as_json(shown))
    else:
        for line in _lines(shown, loaded.zone):
            out.print(line, markup=False)
    if stop.asked.is_set():
        raise typer.Exit(Exit.INTERRUPTED)
    if trial.failure is not None:
        raise typer.Exit(Exit.FAILED)


def _as_json(shown: TrialView) -> dict[str, object]:
    trial = shown.trial
    failure = trial.failure
    return {
        "source": shown.entry.name,
        "kind": shown.entry.kind,
        "all": trial.is_all,
        "failed": None if failure is None else say(failure.message, **failure.params),
        "items": [asdict(item) for item in shown.items()],
        "people": [{"name": name, "id": native_id, "function": does} for name, native_id, does in shown.people()],
        "problems": [
            {"id": each.id, "message": each.message, "says": say(each.message, **each.params)}
            for each in shown.problems()
        ],
    }


def _lines(shown: TrialView, zone: tzinfo) -> Iterator[str]:
    """The trial as lines of text."""
    trial = shown.trial
    for place, item in enumerate(shown.items(), start=1):
        yield from _item(place, item, zone)
        yield ""
    for place, (name, native_id, does) in enumerate(shown.people(), start=1):
        yield f"{place}. {name} ({native_id})" + (f"  {does}" if does else "")
    problems = shown.problems()
    if problems:
        yield say("trial-problems")
    for each in problems[:SHOWN_PROBLEMS]:
        says = say(each.message, **each.params)
        yield f"  ! {says}" if each.id is None or each.id in says else f"  ! {each.id}: {says}"
    if len(problems) > SHOWN_PROBLEMS:
        yield "  " + say("trial-more-problems", count=len(problems) - SHOWN_PROBLEMS)
    if trial.failure is not None:
        yield say("sync-failed", source=shown.entry.name, reason=say(trial.failure.message, **trial.failure.params))
    elif not trial.items and not trial.people:
        yield say("trial-empty", source=shown.entry.name)
    yield say("trial-all" if trial.is_all else "trial-stopped", source=shown.entry.name)


def _item(place: int, item: ShownItem, zone: tzinfo) -> Iterator[str]:
    about = (say(f"kind-{item.kind}"), day(item.at, zone), item.language or say("trial-no-language"))
    yield f"{place}. {item.title or item.id}  ({' · '.join(about)})"
    yield "   " + " · ".join(dict.fromkeys(part for part in (item.id, item.url) if part))
    if item.container:
        yield "   " + say("trial-container", path=" / ".join(item.container))
    yield "   " + say("trial-readers", readers=_readers(item.readers))
    yield from (f"   {line}" for line in _people(item.people, zone))
    yield "   " + say("trial-own-words", count=item.own_words, left=item.left_out_words)
    for each in item.left_out:
        yield f"     {say(f'left-out-{each.why.value}')} ({number(each.words)}): {each.begins}"


def _readers(readers: tuple[str, ...]) -> str:
    if not readers:
        return say("trial-nobody")
    names = [say("trial-everyone") if each == "everyone" else each for each in readers[:MOST_READERS]]
    more = len(readers) - len(names)
    return ", ".join(names) + (" " + say("trial-more", count=more) if more else "")


def _people(people: tuple[ShownAct, ...], zone: tzinfo) -> Iterator[str]:
    if not people:
        yield say("trial-no-author")
    for each in people[:SHOWN_ACTS]:
        who = each.account if each.name in each.account else f"{each.name} <{each.account}>"
        times = f" {number(each.count)}×" if each.count > 1 else ""
        size = " · " + say("trial-size", count=each.size) if each.size else ""
        yield f"{who}: {say(f'did-{each.act}')}{times} · {day(each.at, zone)}{size}"
    if len(people) > SHOWN_ACTS:
        yield say("trial-more", count=len(people) - SHOWN_ACTS)
