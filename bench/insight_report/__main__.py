"""Figures of what is worked out over a whole organisation: `python -m bench.insight_report --work DIR`.

DIR is what `python -m bench.corpora --work DIR` synced; what is not there is left out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from bench.insight_report import colleagues, floor, gaps, sample, scale, spread
from models.index.generation import pointed
from whoknows.settings import load_settings

ALONE: Mapping[str, Callable[[], Iterable[str]]] = {
    "floor": floor.report,
    "spread": spread.report,
    "sample": sample.report,
    "map": scale.map_report,
    "scale": scale.report,
}
SYNCED: Mapping[str, Callable[[Path, Sequence[str]], Iterable[str]]] = {
    "gaps": gaps.report,
    "colleagues": lambda work, names: colleagues.report(work, [name for name in names if name in colleagues.READ_ON]),
}
ASKED: Mapping[str, Callable[[], Iterable[str]]] = {"neo4j": scale.neo4j_report}
"""Parts that are run only when they are named: they need a server."""
PARTS = (*ALONE, *SYNCED, *ASKED)


def _is_synced(folder: Path) -> bool:
    """Whether there is an index of this organisation."""
    return (folder / "whoknows.toml").is_file() and pointed(load_settings(folder).index)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path(".cache") / "corpora-graphs")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this part")
    parser.add_argument("names", nargs="*", default=(*colleagues.CHOSEN_ON, *colleagues.READ_ON))
    asked = parser.parse_args(arguments)
    synced = [name for name in asked.names if _is_synced(asked.work / name)]
    if missing := [name for name in asked.names if name not in synced]:
        print(f"Left out, not synced in {asked.work} (make corpora): {', '.join(missing)}", file=sys.stderr)
    for name in PARTS:
        if name in asked.part if asked.part else name not in ASKED:
            own = {**ALONE, **ASKED}.get(name)
            _print(own() if own is not None else SYNCED[name](asked.work, synced))
    return 0


if __name__ == "__main__":
    sys.exit(main())
