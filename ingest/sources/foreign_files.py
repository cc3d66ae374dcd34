"""Files of a repository that nobody there wrote: vendored, generated, locked versions. Paths only; nothing is opened.

A ``.gitattributes`` at the top says more (``linguist-vendored``, ``linguist-generated``, ``gitlab-generated``), also
that a file is its own after all (``-linguist-vendored``).
"""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from pathspec import GitIgnoreSpec

from ingest.sources.mailmap import small_text

ATTRIBUTES = ".gitattributes"
LARGEST = 1_000_000
MOST_LINES = 5_000
INSTALLED = frozenset({"node_modules", "bower_components", "jspm_packages", "site-packages"})
"""Folders into which package managers install what others wrote."""
_FOLDER = re.compile(
    r"(?:^|/)(?:node_modules|bower_components|jspm_packages|site-packages|vendors?|third[-_]?party|Godeps|Pods|"
    r"Carthage/Build|\.yarn/(?:releases|plugins|cache)|__snapshots__|__generated__|\.terraform)/"
)
_FILE = re.compile(
    r"(?:^|/)(?:package-lock\.json|npm-shrinkwrap\.json|yarn\.lock|pnpm-lock\.ya?ml|bun\.lockb?|deno\.lock|"
    r"composer\.lock|Gemfile\.lock|Cargo\.lock|poetry\.lock|uv\.lock|pdm\.lock|pixi\.lock|Pipfile\.lock|go\.sum|go\.work\.sum|"
    r"flake\.lock|mix\.lock|rebar\.lock|pubspec\.lock|Podfile\.lock|Cartfile\.resolved|Package\.resolved|"
    r"packages\.lock\.json|project\.assets\.json|gradle\.lockfile|conan\.lock|\.terraform\.lock\.hcl|Chart\.lock|"
    r"renv\.lock|packrat\.lock|conda-lock\.yml|MODULE\.bazel\.lock|Manifest\.toml|stack\.yaml\.lock|cabal\.project\.freeze)$|"
    r"(?:\.min\.(?:js|css)|[-.]bundle\.js|\.js\.map|\.css\.map|\.pb\.go|\.pb\.(?:cc|h)|_pb2(?:_grpc)?\.pyi?|\.g\.dart|\.snap|"
    r"\.designer\.cs|_generated\.go|zz_generated\.[^/]{1,80}\.go)$"
)
_SET = {
    "linguist-vendored": True, "linguist-vendored=true": True, "linguist-generated": True,
    "linguist-generated=true": True, "gitlab-generated": True, "gitlab-generated=true": True,
    "-linguist-vendored": False, "linguist-vendored=false": False, "!linguist-vendored": False,
    "-linguist-generated": False, "linguist-generated=false": False, "!linguist-generated": False,
    "-gitlab-generated": False, "gitlab-generated=false": False,
}  # fmt: skip


class ForeignFiles:
    """Which paths of a repository are not its own work."""

    def __init__(self, attributes: str = "") -> None:
        self._stated = [
            (GitIgnoreSpec.from_lines([pattern]), foreign)
            for line in attributes.splitlines()[:MOST_LINES]
            for pattern, foreign in _said(line)
        ]
        self.has = lru_cache(maxsize=100_000)(self._has)

    def _has(self, path: str) -> bool:
        stated = self.stated(path)
        return bool(_FOLDER.search(path) or _FILE.search(path)) if stated is None else stated

    def stated(self, path: str) -> bool | None:
        """What the attributes say of this path; None for nothing."""
        return next((foreign for spec, foreign in reversed(self._stated) if spec.match_file(path)), None)


def _said(line: str) -> list[tuple[str, bool]]:
    """The pattern of a line of ``.gitattributes`` that says whose work its files are."""
    pattern, *attributes = line.split()[:20] or [""]
    if not pattern or pattern.startswith(("#", "[", "!")):
        return []
    return [(pattern, _SET[each]) for each in attributes if each in _SET][-1:]


def is_installed(folder: Path) -> bool:
    """Whether a package manager keeps this folder: by its name, or ``vendor`` by what lies in it."""
    if folder.name != "vendor":
        return folder.name in INSTALLED
    return any((folder / mark).exists() for mark in ("modules.txt", "autoload.php", "bundle"))


def foreign_files_in(folder: Path) -> ForeignFiles:
    """The files of this repository that are not its own work."""
    return ForeignFiles(small_text(folder / ATTRIBUTES, LARGEST))
