"""What a repository says of its own history: right names of its people, and commits that only format."""

from __future__ import annotations

from pathlib import Path

from ingest.sources.git_people import Committers, ignored_in
from ingest.sources.mailmap import mailmap_in, small_text

IGNORED = ".git-blame-ignore-revs"
LARGEST = 2_000_000


def top_of(folder: Path) -> Path:
    """The folder in which the history of this one is kept; itself, when there is none."""
    return next((each for each in (folder, *folder.resolve().parents) if (each / ".git").exists()), folder)


def committers_in(folder: Path) -> Committers:
    """Who wrote the commits of the repository in this folder, or of the log that lies in it."""
    return Committers(mailmap_in(folder), ignored_in(small_text(folder / IGNORED, LARGEST)))
