"""Whether the gap and the topic on one pair of shoulders that the sample holds by design are found first."""

from __future__ import annotations

import contextlib
import io
import json
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench import figures
from whoknows.cli import run


def report() -> Iterator[str]:
    """The lines of the report."""
    with TemporaryDirectory() as folder:
        _run(["sample", folder, "--force"])
        _run(["sync", "-s", folder])
        truth = json.loads((Path(folder) / "truth" / "facts.json").read_text(encoding="utf-8"))
        gap = _told(["insight", "gaps", "--json", "-s", folder])["gaps"][0]
        alone = _told(["insight", "knowledge", "--json", "-s", folder])["shoulders"][0]
    yield "The sample organisation: what it holds by design comes first"
    departments = {gap["one"]["name"], gap["other"]["name"]}
    yield figures.least("planted gap", departments == set(truth["untied_departments"][0]["departments"]), 1, "first")
    labels = set(truth["single_person_topics"][0]["labels"].values())
    yield figures.least("topic on one pair of shoulders", bool(labels & set(alone["labels"].values())), 1, "first")


def _run(command: list[str]) -> str:
    """What a command prints; AssertionError when it fails."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(io.StringIO()):
        ended = run(command)
    assert ended == 0, command
    return out.getvalue()


def _told(command: list[str]) -> Any:
    return json.loads(_run(command))
