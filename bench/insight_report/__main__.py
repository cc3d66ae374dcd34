"""Figures of what is worked out over a whole organisation: `python -m bench.insight_report --work DIR`.

DIR is what `python -m bench.corpora --work DIR` synced; what is not there is left out.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

from bench.insight_report import colleagues, floor, gaps, sample, scale, spread

ALONE: Mapping[str, Callable[[], Iterable[str]]] = {
    "floor": floor.report,
    "spread": spread.report,
    "sample": sample.report,
    "map": scale.map_report,
    "scale": scale.report,
}
SYNCED: Mapping[str, Callable[[Path, Sequence[str]], Iterable[str]]] = {
    "gaps": gaps.report,
    "colleagues": colleagues.report,
}
PARTS = (*ALONE, *SYNCED)


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        print(line, flush=True)


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path(".cache") / "corpora-graphs")
    parser.add_argument("--part", action="append", choices=PARTS, help="only this part")
    parser.add_argument("names", nargs="*", default=colleagues.READ_ON)
    asked = parser.parse_args(arguments)
    synced = [name for name in asked.names if (asked.work / name).is_dir()]
    if missing := [name for name in asked.names if name not in synced]:
        print(f"Left out, not synced in {asked.work} (make corpora): {', '.join(missing)}", file=sys.stderr)
    for name in PARTS:
        if not asked.part or name in asked.part:
            _print(ALONE[name]() if name in ALONE else SYNCED[name](asked.work, synced))
    return 0


if __name__ == "__main__":
    sys.exit(main())
