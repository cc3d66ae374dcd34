"""Plays seeds of which each gives the differences between two installations, and prints what differs."""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from tests.graph.neo4j.stores import emptied
from tests.neo4j_server import serving
from tests.organisations.comparing import MakeStore
from whoknows.console import ticker

SHOWN = 3
"""Differences of one seed that are printed."""
LONGEST = 2_000


@dataclass(frozen=True, slots=True)
class SeedComparison:
    """What is compared for each seed, and what the seeds are called."""

    noun: str
    differences: Callable[[int, MakeStore | None], Sequence[object]]

    def holds(self, number: int, seed: int, neo4j: bool = False) -> bool:
        """Whether no answer differs for this many seeds."""
        with ExitStack() as stack:
            make_store: MakeStore | None = None
            if neo4j:
                home = Path(stack.enter_context(tempfile.TemporaryDirectory()))
                server = stack.enter_context(serving(home))
                make_store = lambda: emptied(server)  # noqa: E731
            differing, played = list[int](), 0
            try:
                with ticker(self.noun) as ticks:
                    for each in range(seed, seed + number):
                        differing += [] if self._is_same(each, make_store) else [each]
                        ticks.show(played := played + 1, number)
            finally:  # also of who breaks it off: the next seed is where it goes on
                print(f"{played} {self.noun} from seed {seed}: {len(differing)} with other answers {differing or ''}")
        return not differing

    def _is_same(self, seed: int, make_store: MakeStore | None) -> bool:
        found = self.differences(seed, make_store)
        for each in found[:SHOWN]:
            print(f"seed {seed}, {len(found)} differences: {str(each)[:LONGEST]}", flush=True)
        return not found

    def command(self, about: str | None, number: int, arguments: Sequence[str] | None) -> int:
        """The command line of a comparison; `number` is the default. 1 when something differs."""
        parser = argparse.ArgumentParser(description=about)
        parser.add_argument("number", type=int, nargs="?", default=number, help=f"how many {self.noun} ({number})")
        parser.add_argument("seed", type=int, nargs="?", default=0, help="the seed of the first one (0)")
        parser.add_argument("--neo4j", action="store_true", help="in a Neo4j that is started for it, instead of SQLite")
        asked = parser.parse_args(arguments)
        return 0 if self.holds(asked.number, asked.seed, asked.neo4j) else 1
