"""Figures of what is worked out over a whole organisation: `python -m bench.insight_report --work DIR`.

DIR is what `python -m bench.corpora --work DIR` synced.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from bench.insight_report import colleagues, floor, gaps, spread


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--work", type=Path, default=Path(".cache") / "corpora-graphs")
    parser.add_argument("names", nargs="*", default=colleagues.READ_ON)
    asked = parser.parse_args(arguments)
    missing = [name for name in asked.names if not (asked.work / name).is_dir()]
    if missing:
        print(f"Not synced in {asked.work}: {', '.join(missing)}. Run make corpora first.", file=sys.stderr)
        return 3
    print("\n".join(floor.report()), *spread.report(), sep="\n")
    print("\n".join(gaps.report(asked.work, asked.names)))
    print("\n".join(colleagues.report(asked.work, asked.names)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
