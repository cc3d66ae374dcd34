"""A demonstration: makes the sample organisation, syncs it, asks three questions, serves the site."""

from __future__ import annotations

import argparse
import time
from contextlib import suppress
from pathlib import Path

from whoknows.startup import INTERRUPTED, quiet

QUESTIONS = (
    ("Nederlands", "wie weet iets van waterstofopslag?"),
    ("English", "who knows about corrosion of pressure vessels?"),
    ("synonym, English for a Dutch topic", "sick leave"),
)


def main() -> int:
    """Run the demonstration and give its exit code."""
    with quiet():
        from whoknows.cli import run
        from whoknows.console import out
        from whoknows.sample import keep_new
        from whoknows.sample.dice import day_of
        from whoknows.wiring import now
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--folder", type=Path, default=Path("demo"))
    parser.add_argument("--serve", default="1")
    parser.add_argument("--port", default="8000")
    asked = parser.parse_args()
    settings = ["--settings", str(asked.folder)]
    began = time.monotonic()
    if not (asked.folder / "whoknows.toml").exists():
        ending = run(["sample", str(asked.folder), "--force"])
        if ending:
            return ending
    with suppress(OSError):  # which the sync tells
        keep_new(asked.folder, day_of(now()))
    ending = run(["sync", *settings])
    if ending:
        return ending
    for language, question in QUESTIONS:
        out.rule(language)
        ending = run(["experts", question, "--limit", "3", "--evidence", "2", *settings])
        if ending:
            return ending
    out.print(f"\n{time.monotonic() - began:.0f} s", style="dim")
    if asked.serve == "0":
        return 0
    return run(["serve", "--port", asked.port, *settings])


if __name__ == "__main__":
    try:
        raise SystemExit(main())
    except KeyboardInterrupt:  # between two commands
        raise SystemExit(INTERRUPTED) from None
