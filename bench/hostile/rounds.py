"""One round: damaged records in every source, through sync, extraction, passes and index, and what is wrong then."""

from __future__ import annotations

import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from random import Random

from bench.hostile.worlds import FuzzedSource, settings, sources, write
from graph.facts import Problem, key_of
from graph.store import RunState
from ingest.contract import SourceError
from models.index.opening import open_index
from whoknows.jobs.index import update_index
from whoknows.jobs.passes import run_passes
from whoknows.jobs.sync import sync_source
from whoknows.jobs.texts import take_in_texts
from whoknows.sentences import sentence
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, Installation, open_installation

SLOW = 10.0
"""Processor seconds for one record."""
WHOLE = 60.0
"""Processor seconds for what follows a round: extraction, passes, index."""


@dataclass(slots=True)
class PlayedPart:
    """What one step of a round did: records, problems told, seconds of the slowest, and what was wrong."""

    name: str
    records: int = 0
    problems: int = 0
    refused: int = 0
    seconds: float = 0.0
    wrong: list[str] = field(default_factory=list)


def play(seed: int, each: int, rng: Random | None = None, *, index: bool = True) -> list[PlayedPart]:
    """One round with this many damaged records in each source, drawn from the seed or from `rng`."""
    with tempfile.TemporaryDirectory(prefix="whoknows-fuzz-") as place:
        lay_out(Path(place), rng or Random(seed), each)
        return play_in(Path(place), each, index=index)


def lay_out(folder: Path, drawn: Random, each: int) -> None:
    """Write the settings, and the good and damaged files of every source."""
    (folder / "whoknows.toml").write_text(settings(), encoding="utf-8")
    for source in sources():
        write(folder, source.good)
        for number in range(1, _count(source, each) + 1):
            write(folder, source.damaged(drawn, number if source.found else int(source.name[-1])))


def play_in(folder: Path, each: int, *, index: bool = True) -> list[PlayedPart]:
    """What a round does with the files that were laid out in this folder."""
    with open_installation(load_settings(folder)) as installation:
        found = [_synced(installation, source, _count(source, each)) for source in sources()]
        return [*found, _followed(installation, index=index)]


def _count(source: FuzzedSource, each: int) -> int:
    """Number of damaged records of a source in a round."""
    return each if source.found else 1


def _synced(installation: Installation, source: FuzzedSource, records: int) -> PlayedPart:
    """Sync one source, and see what is told and what is still there."""
    found = PlayedPart(source.name, records)
    entry = installation.settings.source(source.name)
    with _seen(found):
        try:
            run = sync_source(installation, entry, tell=_quiet, stop=_never)
            found.wrong += [] if run.state is RunState.ENDED else [f"state {run.state}"]
        except SourceError as error:
            found.refused += 1
            found.wrong += _unsaid(error.message, error.params)
    problems = installation.store.ledger.problems(source.name, limit=10_000)
    found.problems = len(problems)
    found.wrong += [each for problem in problems for each in _odd(problem)]
    if source.found and not _has_good(installation, source):
        found.wrong.append("the good record was lost")
    if found.seconds > SLOW:
        found.wrong.append(f"slow: {found.seconds:.1f} s for {records} records")
    return found


def _followed(installation: Installation, *, index: bool) -> PlayedPart:
    """What follows a sync, over all that was stored."""
    found = PlayedPart("extraction, passes, index")
    with _seen(found):
        take_in_texts(installation, tell=_quiet, stop=_never)
        run_passes(installation, tell=_quiet, stop=_never)
        if index:
            update_index(installation.store, installation.settings.index)
            open_index(installation.settings.index).snapshot()
    late = Counter(
        problem.message
        for source in sources()
        for problem in installation.store.ledger.problems(source.name, limit=10_000)
        if problem.message == "extraction-broken"
    )
    found.problems = late.total()
    if found.seconds > WHOLE:
        found.wrong.append(f"slow: {found.seconds:.1f} s")
    return found


@contextmanager
def _seen(found: PlayedPart) -> Iterator[None]:
    """Takes the time of this block, and notes what it breaks on."""
    began = time.process_time()
    try:
        yield
    except Exception:  # noqa: BLE001 - whatever breaks is what is looked for
        found.wrong.append(f"crash: {traceback.format_exc(limit=-6)}")
    found.seconds = time.process_time() - began


def _has_good(installation: Installation, source: FuzzedSource) -> bool:
    good = {
        "good",
        "999999999",
        "f" * 40,
        "lists/good",
        "good/good@w.example",
        "good.md",
        "good.txt",
        "tag:w.example,2024:good",
    }
    good |= {"https://m.example/0"}
    keys = [key_of("document", source.name, each) for each in good]
    with installation.store.view(SYSTEM) as view:
        return bool(view.get(keys))


def _odd(problem: Problem) -> list[str]:
    """What is wrong with how a Problem is told."""
    broken = [f"{problem.params.get('reason')} of {problem.id}"] if problem.message == "record-broken" else []
    return [*_unsaid(problem.message, problem.params), *(f"unexpected: {each}" for each in broken)]


def _unsaid(message: str, params: Mapping[str, str]) -> list[str]:
    try:
        said = [sentence(message, dict(params), language) for language in ("en", "nl")]
    except (KeyError, ValueError, IndexError) as error:
        return [f"no sentence for {message}: {error!r}"]
    return [f"no sentence for {message}" for each in said if not each]


def _quiet(_: object) -> None:
    return None


def _never() -> bool:
    return False
