"""Folders of Markdown and reStructuredText, with and without git."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.facts import ActKind, DocumentKind, GroupRecord, Item, Problem, Said, Same
from ingest.contract import SourceError, SourceSettings
from ingest.sources import open_source
from tests.conftest import missing
from tests.contracts.source_suite import START, SourceSuite, SourceWorld, WrittenEntry


class FrontMatterWorld(SourceWorld):
    """Pages whose front matter names their authors."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "wiki"

    def settings(self) -> SourceSettings:
        return SourceSettings("wiki", "markup", options={"path": str(self.folder), "checkpoint_every": 2})

    def write(self, entries: Sequence[WrittenEntry]) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        for entry in entries:
            file = self.folder / "pages" / f"{entry.slug}.md"
            file.parent.mkdir(parents=True, exist_ok=True)
            names = "".join(f"  - {name}\n" for name in entry.authors)
            file.write_text(f"---\ntitle: {entry.title}\nauthors:\n{names}---\n{entry.text}\n", encoding="utf-8")
            os.utime(file, (entry.at, entry.at))


class TestFrontMatter(SourceSuite):
    @pytest.fixture
    def world(self, tmp_path: Path) -> SourceWorld:
        return FrontMatterWorld(tmp_path)


class HistoryWorld(FrontMatterWorld):
    """Pages without front matter: a git-log.txt next to them tells who wrote."""

    def write(self, entries: Sequence[WrittenEntry]) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        commits = []
        for entry in entries:
            file = self.folder / f"{entry.slug}.rst"
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(f"{entry.title}\n{'=' * 40}\n\n{entry.text}\n", encoding="utf-8")
            os.utime(file, (entry.at, entry.at))
            at = datetime.fromtimestamp(entry.at, UTC).isoformat()
            for name in reversed(entry.authors):
                mail = name.lower().replace(" ", ".") + "@example.org"
                key = f"{abs(hash((entry, name))):040x}"[:40]
                commits.append(
                    f"commit {key}\nAuthor: {name} <{mail}>\nDate:   {at}\n\n    Say it\n\n5\t0\t{file.name}\n"
                )
        (self.folder / "git-log.txt").write_text("\n".join(commits), encoding="utf-8")


class TestHistory(SourceSuite):
    @pytest.fixture
    def world(self, tmp_path: Path) -> SourceWorld:
        return HistoryWorld(tmp_path)


class MarkupCheckoutWorld(FrontMatterWorld):
    """Pages in a git checkout, committed as they change: the history tells who wrote."""

    def __init__(self, folder: Path) -> None:
        if not shutil.which("git"):
            missing("git")
        super().__init__(folder)
        self._now: dict[str, WrittenEntry] = {}
        self._commits = 0

    def settings(self) -> SourceSettings:
        return SourceSettings("wiki", "markup", options={"path": str(self.folder), "checkpoint_every": 2})

    def write(self, entries: Sequence[WrittenEntry]) -> None:
        later = {entry.slug: entry for entry in entries}
        both = self._now.keys() & later.keys()
        if not self._now or any(set(self._now[slug].authors) - set(later[slug].authors) for slug in both):
            shutil.rmtree(self.folder, ignore_errors=True)  # an author is taken back: history is written anew
            self.folder.mkdir()
            self._git(START[0], "init", "-q")
            self._now = {}
        moved = {old.text: old for slug, old in self._now.items() if slug not in later}
        for entry in entries:
            old = self._now.get(entry.slug) or moved.pop(entry.text, None)
            if old and old.slug != entry.slug:
                self._git(entry, "mv", f"{old.slug}.md", f"{entry.slug}.md")
                self._commit(replace(entry, authors=entry.authors[:1]))
            elif old != entry:
                (self.folder / f"{entry.slug}.md").write_text(f"# {entry.title}\n\n{entry.text}\n", encoding="utf-8")
                self._commit(entry)
        for gone in moved.values():
            self._git(gone, "rm", "-q", f"{gone.slug}.md")
            self._commit(gone)
        self._now = later

    def _commit(self, entry: WrittenEntry) -> None:
        self._commits += 1
        trailers = "\n".join(f"Co-authored-by: {other} <{other[0]}@x.org>" for other in entry.authors[1:])
        self._git(entry, "add", "-A")
        self._git(entry, "commit", "-q", "-m", f"{entry.title}, {self._commits}\n\n{trailers}")

    def _git(self, entry: WrittenEntry, *arguments: str) -> None:
        name = entry.authors[0]
        who = ("-c", f"user.name={name}", "-c", f"user.email={name[0]}@x.org")
        when = {"GIT_AUTHOR_DATE": f"{entry.at} +0100", "GIT_COMMITTER_DATE": f"{entry.at} +0100"}
        subprocess.run(["git", *who, "-C", str(self.folder), *arguments], check=True, env={**os.environ, **when})


class TestMarkupCheckout(SourceSuite):
    @pytest.fixture
    def world(self, tmp_path: Path) -> SourceWorld:
        return MarkupCheckoutWorld(tmp_path)


def pull(folder: Path, cursor: dict[str, object] | None = None, **options: object) -> list[Said]:
    settings = SourceSettings("wiki", "markup", options={"path": str(folder), **options})
    return list(open_source(settings).pull(cursor))  # type: ignore[arg-type]


def only_item(said: Sequence[Said]) -> Item:
    (item,) = [each for each in said if isinstance(each, Item)]
    return item


def problems(said: Sequence[Said]) -> list[tuple[str | None, str]]:
    own = [each for item in said if isinstance(item, Item) for each in item.problems]
    return [(each.id, each.message) for each in [*said, *own] if isinstance(each, Problem)]


@pytest.mark.parametrize(
    ("name", "text", "authors", "at"),
    [
        ("a.md", "---\nauthor: Ada Vos\ndate: 2024-05-06\n---\nText", ["Ada Vos"], "2024-05-06"),
        ("a.md", "---\nauthors: [Ada Vos, Bram Kok]\n---\nText", ["Ada Vos", "Bram Kok"], None),
        ("a.md", "---\nauteur: Ada Vos en Bram Kok\ndatum: 6 mei 2024\n---\nT", ["Ada Vos", "Bram Kok"], "2024-05-06"),
        ("a.md", "+++\nauthors = ['Ada Vos']\ndate = 2024-05-06\n+++\nText", ["Ada Vos"], "2024-05-06"),
        ("a.md", "<!--\n.. title: T\n.. author: Ada Vos\n.. date: 2024-05-06\n-->\nText", ["Ada Vos"], None),
        ("a.rst", ".. title: T\n.. author: Ada Vos\n\nText", ["Ada Vos"], None),
        ("a.rst", "Number: 7\nTitle: T\nAuthor: Ada Vos <a@x.org>,\n  Bram Kok\nCreated: 06-May-2024\n\nText",
         ["Ada Vos", "Bram Kok"], "2024-05-06"),
        ("a.rst", "T\n=\n\nTitle\n=====\n\n:Author: Ada Vos\n:Date: 2024-05-06\n\nText", [], None),
        ("a.rst", "Title\n=====\n\n:Author: Ada Vos\n:Date: 2024-05-06\n\nText", ["Ada Vos"], "2024-05-06"),
        ("2024-05-06-a.md", "---\nauthor: Ada Vos\n---\nText", ["Ada Vos"], "2024-05-06"),
        ("2024/05/06-a.md", "---\nauthor:\n  name: Ada Vos\n  email: a@x.org\n---\nText", ["Ada Vos"], "2024-05-06"),
        ("a.md", "# Just text\n\nNo author.", [], None),
    ],
)  # fmt: skip
def test_who_and_when(tmp_path: Path, name: str, text: str, authors: list[str], at: str | None) -> None:
    file = tmp_path / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")
    item = only_item(pull(tmp_path, **{"as": "blog"}))
    assert [act.name for act in item.acts] == authors
    assert all(act.kind is ActKind.WROTE for act in item.acts)
    if at:
        assert item.at is not None
        assert datetime.fromtimestamp(item.at, UTC).date().isoformat() == at


@pytest.mark.parametrize(
    ("text", "acts"),
    [
        ("# T\n\nBy Ada Vos, 6 May 2024\n\nText", [("Ada Vos", "wrote")]),
        ("# T\n\nBy Ada, who knows\n\nText", []),
        ("---\nauthor: Cato Mul\n---\n# T\n\nAuthor: Ada Vos\n", [("Cato Mul", "wrote")]),
        ("---\nreviewers: [Ada Vos, bram, someone]\n---\nText", [("Ada Vos", "commented"), ("Bram Kok", "commented")]),
        ("# T\n\n* Deciders: Ada Vos, Bram Kok\n* Date: 2024-05-06\n\n## Context\n\nText",
         [("Ada Vos", "commented"), ("Bram Kok", "commented")]),
    ],
)  # fmt: skip
def test_who_is_visible_above_the_text(tmp_path: Path, text: str, acts: list[tuple[str, str]]) -> None:
    (tmp_path / "authors.yml").write_text("bram:\n  name: Bram Kok\n", encoding="utf-8")
    (tmp_path / "a.md").write_text(text, encoding="utf-8")
    item = only_item(pull(tmp_path))
    assert [(act.name, act.kind.value) for act in item.acts] == acts


def test_the_history_knows_the_account_of_who_is_visible(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("# T\n\nAuthor: Ada Vos\nReviewer: Bram Kok\n", encoding="utf-8")
    log = (
        f"commit {'a' * 40}\nAuthor: Ada Vos <ada@x.org>\nDate:   2024-01-01T10:00:00+01:00\n\n    Say\n\n9\t0\ta.md\n"
    )
    (tmp_path / "git-log.txt").write_text(log, encoding="utf-8")
    acts = {(act.account, act.kind) for act in only_item(pull(tmp_path)).acts}
    assert acts == {("ada@x.org", ActKind.WROTE), ("ada@x.org", ActKind.EDITED), ("Bram Kok", ActKind.COMMENTED)}


def test_authors_file_tells_who_a_key_is(tmp_path: Path) -> None:
    (tmp_path / "blog").mkdir()
    (tmp_path / "blog" / "authors.yml").write_text("ada:\n  name: Ada Vos\n  socials:\n    github: adavos\n", "utf-8")
    (tmp_path / "blog" / "post.md").write_text("---\nauthors: [ada]\n---\nText", encoding="utf-8")
    (act,) = only_item(pull(tmp_path)).acts
    assert (act.account, act.name) == ("adavos", "Ada Vos")


def test_history_tells_all_editors_over_renames(tmp_path: Path) -> None:
    (tmp_path / "new.md").write_text("# Now\n\nText", encoding="utf-8")
    log = [
        ("c" * 40, "Bram Kok", "2024-03-01", "9\t1\tnew.md"),
        ("b" * 40, "Cato Mul", "2024-02-01", "0\t0\told.md => new.md"),
        ("a" * 40, "Ada Vos", "2024-01-01", "900\t0\told.md"),
    ]
    text = "".join(
        f"commit {key}\nAuthor: {name} <{name[0]}@x.org>\nDate:   {day}T10:00:00+01:00\n\n    Say\n\n{line}\n\n"
        for key, name, day, line in log
    )
    (tmp_path / "git-log.txt").write_text(text, encoding="utf-8")
    item = only_item(pull(tmp_path))
    found = {(act.account, act.kind, act.size) for act in item.acts}
    assert found == {("a@x.org", ActKind.WROTE, 300), ("b@x.org", ActKind.EDITED, 8)}
    assert item.at == int(datetime(2024, 3, 1, 9, tzinfo=UTC).timestamp())


def test_a_checkout_is_read_with_git(tmp_path: Path) -> None:
    if not shutil.which("git"):
        missing("git")
    (tmp_path / "docs").mkdir()
    page = tmp_path / "docs" / "één page.md"
    page.write_text("# Page\n\nText\n", encoding="utf-8")
    run = ["git", "-c", "user.name=Ada Vos", "-c", "user.email=ada@x.org", "-C", str(tmp_path)]
    subprocess.run([*run, "init", "-q"], check=True)
    subprocess.run([*run, "add", "."], check=True)
    subprocess.run([*run, "commit", "-q", "-m", "Say\n\nCo-authored-by: Bram Kok <b@x.org>"], check=True)
    for folder in (tmp_path, tmp_path / "docs"):
        item = only_item(pull(folder))
        assert {(act.account, act.kind) for act in item.acts} == {
            ("ada@x.org", ActKind.WROTE),
            ("b@x.org", ActKind.WROTE),
        }


def test_without_git_the_text_is_still_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / ".git").mkdir()
    (tmp_path / "a.md").write_text("# Page\n\nText", encoding="utf-8")
    monkeypatch.setenv("PATH", str(tmp_path))
    said = pull(tmp_path)
    assert problems(said) == [("/", "git-missing")]
    assert only_item(said).acts == ()


def test_bad_files_cost_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "latin.md").write_bytes("# Café\n\nRéunion".encode("windows-1252"))
    (tmp_path / "matter.md").write_text("---\ntitle: a: b: [\nauthor: Ada Vos\n---\nStill text", encoding="utf-8")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "out").symlink_to(tmp_path.parent)
    (tmp_path / "gone.md").symlink_to(tmp_path / "nothing.md")
    said = pull(tmp_path)
    assert sorted(problems(said)) == [
        ("gone.md", "markup-link-broken"),
        ("latin.md", "text-not-utf8"),
        ("loop", "markup-link-circle"),
        ("matter.md", "front-matter-broken"),
        ("out", "markup-link-outside"),
    ]
    items = {each.id: each for each in said if isinstance(each, Item)}
    assert items["matter.md"].body == b"Still text"
    assert [act.name for act in items["matter.md"].acts] == ["Ada Vos"]
    assert "Café" in items["latin.md"].body.decode()


def test_folders_are_groups_and_patterns_count(tmp_path: Path) -> None:
    for name in ("a/b/one.md", "a/two.rst", "c/skip.md", "a/post/index.md", "a/three.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("Text", encoding="utf-8")
    said = pull(tmp_path, exclude=["c/"], url="https://wiki.example.org/{page}")
    assert [(group.id, group.parent) for group in said if isinstance(group, GroupRecord)] == [
        ("/", None), ("a", "/"), ("a/b", "a"),
    ]  # fmt: skip
    places = {item.id: (item.container, item.url) for item in said if isinstance(item, Item)}
    assert places == {
        "a/b/one.md": ("a/b", "https://wiki.example.org/a/b/one"),
        "a/two.rst": ("a", "https://wiki.example.org/a/two"),
        "a/post/index.md": ("a", "https://wiki.example.org/a/post"),
    }


def test_nothing_changed_is_told_by_folder(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("Text", encoding="utf-8")
    first = pull(tmp_path)
    again = pull(tmp_path, dict(first[-1].cursor))  # type: ignore[union-attr]
    assert [each for each in again if isinstance(each, Item | Same)] == [Same(container="/")]


def test_minutes_have_attendees(tmp_path: Path) -> None:
    (tmp_path / "v.md").write_text("# Verslag 6 mei\n\nAanwezig: Ada Vos (Team A), Bram Kok\n\nTekst", encoding="utf-8")
    item = only_item(pull(tmp_path))
    assert item.kind is DocumentKind.MINUTES
    assert [(act.account, act.kind) for act in item.acts] == [
        ("Ada Vos", ActKind.ATTENDED), ("Bram Kok", ActKind.ATTENDED),
    ]  # fmt: skip


def test_the_day_of_a_meeting_stands_at_the_head_of_its_minutes(tmp_path: Path) -> None:
    (tmp_path / "overleg.md").write_text("# Notulen 3 mei 2024\n\nAanwezig: Ada Vos\n", encoding="utf-8")
    assert only_item(pull(tmp_path)).at == int(datetime(2024, 5, 3, tzinfo=UTC).timestamp())


def test_a_group_above_a_text_leaves_its_writer(tmp_path: Path) -> None:
    text = "---\nauthor: Team Communicatie\n---\nTekst: Ada Vos\n\nDe klep lekt.\n"
    (tmp_path / "klep.md").write_text(text, encoding="utf-8")
    assert [act.name for act in only_item(pull(tmp_path)).acts] == ["Team Communicatie", "Ada Vos"]


def test_an_absent_folder_is_a_bad_source(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        pull(tmp_path / "nowhere")
