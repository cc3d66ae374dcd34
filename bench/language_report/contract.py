"""What a part of the report gets and gives.

A part is a module of this package with one function::

    def report(inputs: Inputs) -> Iterator[Said]:
        found, missing = inputs.sites()
        yield from missing
        for folder in found:
            ...
        yield "a line of a table, printed as it is"
        yield ReportFigure("topics that are subjects, fronteers", 93.1, 90, "%")
        yield ReportFigure("topics that are noise, fronteers", 1.0, 2, "%", at_most=True)

Its name goes into `PARTS` of `__main__.py`. It reads the sites and writes nothing to them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeAlias

from bench.corpora import NAMES
from bench.figures import least, most

SITES = (*NAMES, "sample")
"""Synced organisations: the corpora, and the sample that `whoknows sample` makes."""


@dataclass(frozen=True, slots=True)
class ReportFigure:
    """One figure: what was measured and what is asked of it. `asked` is None where it only informs."""

    name: str
    measured: float
    asked: float | None
    unit: str = "%"
    at_most: bool = False

    @property
    def held(self) -> bool:
        """True when it is as good as asked."""
        if self.asked is None:
            return True
        return self.measured <= self.asked if self.at_most else self.measured >= self.asked

    def __str__(self) -> str:
        if self.asked is None:
            return f"         {self.name}: {self.measured:,.1f} {self.unit}"
        return (most if self.at_most else least)(self.name, self.measured, self.asked, self.unit)


@dataclass(frozen=True, slots=True)
class MissingInput:
    """Something that a part needs and that is not there: a site, a corpus, an extra."""

    name: str

    def __str__(self) -> str:
        return f"  MISSING {self.name}"


Said: TypeAlias = "ReportFigure | MissingInput | str"
"""What a part gives: figures, what it lacks, and lines of text."""


@dataclass(frozen=True, slots=True)
class Inputs:
    """Where the parts find what they measure. `again`: train or compute anew what is otherwise read from a record.

    `work` holds synced sites, a folder with ``whoknows.toml`` for each; `corpora` their original files and questions.
    """

    work: Path
    corpora: Path
    treebanks: Path
    again: bool = False

    def sites(self, names: Sequence[str] = SITES) -> tuple[list[Path], list[MissingInput]]:
        """Folders of these synced sites, and those that are not there."""
        found = [self.work / name for name in names if (self.work / name / "whoknows.toml").is_file()]
        there = {folder.name for folder in found}
        return found, [MissingInput(f"the site {name} in {self.work}") for name in names if name not in there]
