"""A folder of files becomes documents."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape
from pathlib import Path

import pytest

from ingest.contract import SourceSettings
from tests.contracts.source_suite import SourceSuite, SourceWorld, WrittenEntry


class FolderWorld(SourceWorld):
    """HTML files, two to a folder, with their authors in the head."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "shared"
        self.folder.mkdir()

    def settings(self) -> SourceSettings:
        options = {"path": str(self.folder), "checkpoint": 2}
        return SourceSettings("share", "files", options=options, base=self.folder)

    def write(self, entries: Sequence[WrittenEntry]) -> None:
        wanted = {self.folder / f"part-{len(each.slug) % 2}" / f"{each.slug}.html": page(each) for each in entries}
        for old in set(self.folder.rglob("*.html")) - wanted.keys():
            old.unlink()
        for path, text in wanted.items():
            if not path.exists() or path.read_text(encoding="utf-8") != text:
                path.parent.mkdir(exist_ok=True)
                path.write_text(text, encoding="utf-8")


def page(entry: WrittenEntry) -> str:
    authors = "".join(f'<meta name="author" content="{escape(name)}">' for name in entry.authors)
    return f"<html><head><title>{entry.title}</title>{authors}</head><body><p>{entry.text}</p></body></html>"


class TestFiles(SourceSuite):
    @pytest.fixture
    def world(self, tmp_path: Path) -> SourceWorld:
        return FolderWorld(tmp_path)
