"""Random and extreme input: `python -m bench.fuzz [NAME ...]` runs these commands; 1 when one of them found a fault."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Mapping, Sequence

from bench.followed import fuzz_followed
from bench.forgeries import fuzz_sign_in
from bench.fuzz_api import fuzz_sample
from bench.hidden import fuzz_organisations
from bench.hostile.records import play_records
from bench.photos import fuzz_images

COMMANDS: Mapping[str, Callable[[int, int], bool]] = {
    "api": fuzz_sample,
    "followed": fuzz_followed,
    "hidden": fuzz_organisations,
    "images": fuzz_images,
    "records": play_records,
    "sign-in": fuzz_sign_in,
}
"""What can be fuzzed: a function of a number of cases and a seed, true when all went well."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the commands that are named, or all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"What to fuzz: {', '.join(COMMANDS)}.")
    parser.add_argument("--number", type=int, default=6000, help="Number of cases of each.")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args(arguments)
    if unknown := set(asked.names) - set(COMMANDS):
        parser.error(f"unknown: {', '.join(sorted(unknown))}")
    fine = {name: COMMANDS[name](asked.number, asked.seed) for name in asked.names or COMMANDS}
    return 0 if all(fine.values()) else 1


if __name__ == "__main__":
    raise SystemExit(main())
