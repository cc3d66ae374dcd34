"""Patterns of paths and the walk over a folder."""

from __future__ import annotations

import fnmatch
import os
from pathlib import Path

import pytest

from ingest.sources.tree import DEEPEST, TreeEntry, Unlisted, crossing, patterns, walk


@pytest.mark.parametrize(
    ("name", "pattern", "fits"),
    [
        ("a.pdf", "**", True),
        ("a.pdf", "*.pdf", True),
        ("a.pdf", "**/*.pdf", True),
        ("x/y/a.pdf", "**/*.pdf", True),
        ("x/y/a.pdf", "x/**", True),
        ("x/y/a.pdf", "*.txt", False),
        ("draft/a.pdf", "draft/*", True),
    ],
)
def test_patterns_of_files(name: str, pattern: str, fits: bool) -> None:
    assert patterns(crossing([pattern])).match_file(name) is fits


PATHS = [
    "a.md",
    "a.pdf",
    "x/a.md",
    "x/y/a.md",
    "x/y/z/a.md",
    "draft/a.md",
    "x/draft/a.md",
    "x/draft.md",
    "draft/y/b.md",
]
STARS = ["**", "*.md", "**/*.md", "x/**", "draft/*", "x/*.md", "x/y/*", "**/draft/*", "x/*/a.md"]


@pytest.mark.parametrize("pattern", STARS)
def test_a_star_of_files_crosses_folders_as_it_did_with_fnmatch(pattern: str) -> None:
    globs = (pattern, pattern.removeprefix("**/"))
    before = [path for path in PATHS if any(fnmatch.fnmatchcase(path, glob) for glob in globs)]
    spec = patterns(crossing([pattern]))
    assert [path for path in PATHS if spec.match_file(path)] == before


@pytest.mark.parametrize(
    ("pattern", "fits"),
    [
        ("*.md", [path for path in PATHS if path.endswith(".md")]),
        ("x/*.md", ["x/a.md", "x/draft.md"]),
        ("./x/*.md", ["x/a.md", "x/draft.md"]),
        ("draft/", ["draft/a.md", "x/draft/a.md", "draft/y/b.md"]),
        ("/draft/", ["draft/a.md", "draft/y/b.md"]),
        ("x/**/a.md", ["x/a.md", "x/y/a.md", "x/y/z/a.md", "x/draft/a.md"]),
        ("?.{pdf,txt}", ["a.pdf"]),
        ("{a,b}.{md,pdf}", [path for path in PATHS if path != "x/draft.md"]),
    ],
)
def test_patterns_of_text_files(pattern: str, fits: list[str]) -> None:
    spec = patterns([pattern])
    assert [path for path in PATHS if spec.match_file(path)] == fits


def test_the_walk_tells_links_and_never_follows_them(tmp_path: Path) -> None:
    (tmp_path / "in" / "skipped").mkdir(parents=True)
    (tmp_path / "in" / "a.txt").write_text("a")
    (tmp_path / "in" / "skipped" / "b.txt").write_text("b")
    (tmp_path / "in" / "up").symlink_to(tmp_path)
    found = [entry for entry in walk(tmp_path, lambda path: path != "in/skipped") if isinstance(entry, TreeEntry)]
    assert [(entry.path, entry.is_link) for entry in found] == [("in/a.txt", False), ("in/up", True)]


def test_the_walk_tells_what_it_cannot_list(tmp_path: Path) -> None:
    os.makedirs(tmp_path.joinpath(*["d"] * (DEEPEST + 1)))
    assert list(walk(tmp_path, lambda _: True)) == [Unlisted("/".join(["d"] * DEEPEST), None)]
    assert list(walk(tmp_path / "none", lambda _: True)) == [Unlisted("", "No such file or directory")]
