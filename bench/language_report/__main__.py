"""Figures on language, each with what is asked of it: `make language-report`.

Reads synced sites (those of `make corpora`, and the sample) and changes nothing in them. A part whose corpus, site or
extra is missing says which; with CI=true that is a failure.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from bench.language_report.contract import Inputs, MissingInput, ReportFigure

PARTS = ("pipelines", "words", "topics", "without_topics", "tags", "languages", "mentions", "profiles")


def run_part(name: str, inputs: Inputs) -> tuple[list[ReportFigure], list[MissingInput]]:
    """Print what this part says, as it comes; its figures, and what it lacks."""
    print(f"\n{name}", flush=True)
    figures, missing = list[ReportFigure](), list[MissingInput]()
    for said in import_module(f"bench.language_report.{name}").report(inputs):
        print(said, flush=True)
        if isinstance(said, ReportFigure):
            figures.append(said)
        elif isinstance(said, MissingInput):
            missing.append(said)
    return figures, missing


def main(arguments: Sequence[str] | None = None) -> int:
    known = [name for name in PARTS if find_spec(f"bench.language_report.{name}")]
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"some of: {', '.join(known)} (default: all)")
    parser.add_argument("--work", type=Path, default=Path(".cache") / "corpora-graphs", help="the synced sites")
    parser.add_argument("--corpora", type=Path, default=Path(os.environ.get("WHOKNOWS_CORPORA", "../shared/corpora")))
    parser.add_argument(
        "--treebanks", type=Path, default=Path(os.environ.get("WHOKNOWS_LANGUAGE", "../shared/language"))
    )
    parser.add_argument("--again", action="store_true", help="train the pipelines again to score them (an hour)")
    asked = parser.parse_args(arguments)
    if unknown := sorted(set(asked.parts) - set(known)):
        parser.error(f"no part is called {', '.join(unknown)}; there are {', '.join(known)}")
    inputs = Inputs(asked.work, asked.corpora, asked.treebanks, asked.again)
    ran = [run_part(name, inputs) for name in asked.parts or known]
    figures, missing = [each for found, _ in ran for each in found], [each for _, lacks in ran for each in lacks]
    missed = [each for each in figures if not each.held]
    print(f"\n{len(figures) - len(missed)} figures held, {len(missed)} missed, {len(missing)} inputs missing")
    for each in (*missed, *missing):
        print(each)
    return 1 if missing and os.environ.get("CI") == "true" else 0


if __name__ == "__main__":
    sys.exit(main())
