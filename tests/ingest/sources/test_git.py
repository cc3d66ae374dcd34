"""Commits. Checkouts and git log texts; the text of a log round trip."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.facts import ActKind, Checkpoint, DocumentKind, GroupRecord, Item, Said
from ingest.contract import SourceError, SourceSettings
from ingest.sources import open_source
from ingest.sources.git_log import Changed, GitCommit, commits, renamed
from ingest.sources.history import file_histories
from tests.conftest import missing
from tests.contracts.source_suite import SourceSuite, SourceWorld, WrittenEntry


def written(commit: GitCommit) -> str:
    """The commit as git log writes it."""
    merge = "Merge: aaaaaaa bbbbbbb\n" if commit.merge else ""
    at = datetime.fromtimestamp(commit.at or 0, UTC).isoformat()
    message = "\n".join(f"    {line}" for line in commit.message.split("\n"))
    changes = "\n".join(
        f"{c.added}\t{c.removed}\t{f'{c.old} => {c.path}' if c.old else c.path}" for c in commit.changes
    )
    end = f"\n{changes}\n" if changes else ""
    return f"commit {commit.id}\n{merge}Author: {commit.name} <{commit.email}>\nDate:   {at}\n\n{message}\n{end}\n"


class LogWorld(SourceWorld):
    """Commits in the text of git log."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder / "log"
        self.folder.mkdir()

    def settings(self) -> SourceSettings:
        options = {"path": str(self.folder), "repository": "tools", "checkpoint_every": 2}
        return SourceSettings("commits", "git", options=options)

    def write(self, entries: Sequence[WrittenEntry]) -> None:
        text = ""
        for entry in entries:
            name, *others = entry.authors
            trailers = "".join(f"\nCo-authored-by: {other} <{other[0]}@x.org>" for other in others)
            message = f"{entry.title}\n\n{entry.text}\n{trailers}".strip()
            key = entry.slug.encode().hex().ljust(40, "0")[-40:]
            text += written(GitCommit(key, name, f"{name[0]}@x.org", entry.at, message, (Changed("src/a.c", None, 3),)))
        (self.folder / "git-log.txt").write_text(text, encoding="utf-8")


class TestLogText(SourceSuite):
    edits = False  # a commit never changes: another text is another commit

    @pytest.fixture
    def world(self, tmp_path: Path) -> SourceWorld:
        return LogWorld(tmp_path)


class GitCheckoutWorld(SourceWorld):
    """A repository whose history is these commits, as if it had been rewritten where they differ."""

    def __init__(self, folder: Path) -> None:
        if not shutil.which("git"):
            missing("git")
        self.folder = folder / "tools"
        self.folder.mkdir()
        git(self.folder, "init", "-q", "-b", "main")

    def settings(self) -> SourceSettings:
        return SourceSettings("commits", "git", options={"path": str(self.folder), "checkpoint_every": 2})

    def write(self, entries: Sequence[WrittenEntry]) -> None:
        stream = b"reset refs/heads/main\n"
        for entry in entries:
            name, *others = entry.authors
            trailers = "".join(f"\nCo-authored-by: {other} <{other[0]}@x.org>" for other in others)
            message = f"{entry.title}\n\n{entry.text}\n{trailers}".strip().encode()
            stream += (
                f"commit refs/heads/main\ncommitter {name} <{name[0]}@x.org> {entry.at} +0100\n"
                f"data {len(message)}\n".encode()
                + message
                + f"\nM 100644 inline src/{entry.slug}.c\ndata 2\nx\n\n".encode()
            )
        git(self.folder, "fast-import", "--quiet", "--force", stdin=stream)


class TestGitCheckout(SourceSuite):
    @pytest.fixture
    def world(self, tmp_path: Path) -> SourceWorld:
        return GitCheckoutWorld(tmp_path)


def pull(path: Path, cursor: object = None, **options: object) -> list[Said]:
    settings = SourceSettings("commits", "git", options={"path": str(path), **options})
    return list(open_source(settings).pull(cursor))  # type: ignore[arg-type]


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    if not shutil.which("git"):
        missing("git")
    git(tmp_path, "init", "-q")
    for number in range(5):
        (tmp_path / "src").mkdir(exist_ok=True)
        (tmp_path / "src" / "a.c").write_text("x\n" * (number + 1), encoding="utf-8")
        git(tmp_path, "add", ".")
        git(tmp_path, "commit", "-q", "-m", f"Change {number}\n\nReviewed-by: Bram Kok <b@x.org>")
    return tmp_path


def git(folder: Path, *arguments: str, stdin: bytes = b"") -> None:
    who = ("-c", "user.name=Ada Vos", "-c", "user.email=ADA@x.org")
    subprocess.run(["git", *who, "-C", str(folder), *arguments], check=True, input=stdin)


def items(said: Sequence[Said]) -> list[Item]:
    return [each for each in said if isinstance(each, Item)]


def test_a_checkout_is_told_once_and_then_what_is_new(checkout: Path) -> None:
    first = pull(checkout, checkpoint_every=2, repository="tools")
    assert [item.title for item in items(first)] == [f"Change {number}" for number in (4, 3, 2, 1, 0)]
    newest = items(first)[0]
    assert (newest.kind, newest.container) == (DocumentKind.COMMIT, "src")
    acts = [(act.account, act.kind, act.size) for act in newest.acts]
    assert acts == [("ada@x.org", ActKind.WROTE, 1), ("b@x.org", ActKind.COMMENTED, 0)]
    assert {group.id for group in first if isinstance(group, GroupRecord)} == {"/", "src"}
    end = first[-1]
    assert isinstance(end, Checkpoint)
    assert end.complete
    git(checkout, "commit", "-q", "--allow-empty", "-m", "Six")
    second = pull(checkout, end.cursor, repository="tools")
    assert [item.title for item in items(second)] == ["Six"]
    assert second[-1] == Checkpoint({**end.cursor, "head": items(second)[0].id}, complete=False)
    git(checkout, "reset", "-q", "--hard", "HEAD~3")
    third = pull(checkout, second[-1].cursor, repository="tools")
    assert len(items(third)) == 3
    assert isinstance(third[-1], Checkpoint)
    assert third[-1].complete


def test_a_killed_pull_goes_on(checkout: Path) -> None:
    said = pull(checkout, checkpoint_every=2)
    for place, each in enumerate(said):
        if isinstance(each, Checkpoint) and not each.complete:
            rest = pull(checkout, each.cursor, checkpoint_every=2)
            told = [item.id for item in items(said[:place])] + [item.id for item in items(rest)]
            assert told == [item.id for item in items(said)]
            assert rest[-1] == said[-1]


def test_no_repository_is_a_bad_source(tmp_path: Path) -> None:
    with pytest.raises(SourceError):
        pull(tmp_path)


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("a.md", None, "a.md"),
        ("a.md => b.md", "a.md", "b.md"),
        ("x/{a => b}/c.md", "x/a/c.md", "x/b/c.md"),
        ("x/{ => b}/c.md", "x/c.md", "x/b/c.md"),
        ("x/{a => }/c.md", "x/a/c.md", "x/c.md"),
        ("{ => b}/c.md", "c.md", "b/c.md"),
        ('"caf\\303\\251.md"', None, "café.md"),
    ],
)
def test_where_a_file_went(text: str, old: str | None, new: str) -> None:
    assert renamed(text) == (old, new)


WORDS = st.text("abcdefgé ßЖ-'", min_size=1, max_size=12).map(str.strip).filter(bool)
PATHS = st.lists(st.text("abcé_.-", min_size=1, max_size=6), min_size=1, max_size=3).map("/".join)
CHANGES = st.builds(Changed, PATHS, st.none() | PATHS, st.integers(0, 999), st.integers(0, 999))
COMMITS = st.builds(
    GitCommit, st.text("0123456789abcdef", min_size=40, max_size=40), WORDS,
    WORDS.map(lambda word: word.replace(" ", "") + "@x.nl"),
    st.integers(0, 2_000_000_000), st.lists(WORDS, min_size=1, max_size=4).map("\n".join),
    st.lists(CHANGES, max_size=4, unique_by=lambda change: change.path).map(tuple), st.booleans(),
)  # fmt: skip


@given(st.lists(COMMITS, max_size=5))
def test_a_log_text_says_what_was_committed(log: list[GitCommit]) -> None:
    assert list(commits("".join(map(written, log)).splitlines(keepends=True))) == log


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    assert list(file_histories(commits(text.splitlines(keepends=True)), frozenset()).values()) == []


def test_a_commit_of_very_many_documents_tells_nothing() -> None:
    many = tuple(Changed(f"{number}.md", None, 5) for number in range(40))
    small = GitCommit("b" * 40, "Bram Kok", "b@x.org", 2, "Say", (Changed("1.md", None, 4),))
    log = [small, GitCommit("a" * 40, "Ada Vos", "a@x.org", 1, "Import", many)]
    found = file_histories(log, {change.path for change in many})
    assert {act.account: act.kind for act in found["1.md"].acts()} == {"b@x.org": ActKind.EDITED}
    assert found["2.md"].acts() == ()


def commit(number: int, who: str, message: str, *changes: Changed, merge: bool = False) -> GitCommit:
    email = f"{who.split(maxsplit=1)[0].lower()}@x.org"
    return GitCommit(f"{number:02d}" + "a" * 38, who, email, 1000 + number, message, changes, merge)


def written_to(folder: Path, *log: GitCommit) -> dict[str, list[tuple[str, ActKind, int]]]:
    """The acts on the commits of this log (newest first), by their subjects."""
    (folder / "git-log.txt").write_text("".join(map(written, log)), encoding="utf-8")
    found = items(pull(folder / "git-log.txt"))
    return {item.title or "": [(act.account, act.kind, act.size) for act in item.acts] for item in found}


PUMP = Changed("src/pump.c", None, 120, 20)


def test_merges_reverts_moves_and_formatting_are_nobody_s(tmp_path: Path) -> None:
    log = (
        commit(1, "Ada Vos", "Pump", PUMP),
        commit(2, "Bram Kok", "Merge branch 'pump'", merge=True),
        commit(3, "Bram Kok", "Merge pull request #2 from ada/pump\n\nPump"),
        commit(4, "Bram Kok", 'Revert "Pump"\n\nThis reverts commit 01aaaaaaaa.', Changed("src/pump.c", None, 20, 120)),
        commit(5, "Bram Kok", "Sources have their own folder", Changed("src/pump.c", "pump.c", 0, 0)),
        commit(6, "Bram Kok", "Run clang-format", Changed("src/pump.c", None, 80, 75)),
        commit(7, "Bram Kok", "New locks", Changed("package-lock.json", None, 9000, 10)),
        commit(8, "Bram Kok", "A new name", *(Changed(f"src/{number}.c", None, 1, 1) for number in range(101))),
        commit(9, "Bram Kok", "style: order of words", Changed("src/pump.c", None, 40, 40)),
    )
    found = written_to(tmp_path, *reversed(log))
    assert found.pop("Pump") == [("ada@x.org", ActKind.WROTE, 100)]
    assert len(found) == 8
    assert set(map(tuple, found.values())) == {()}


def test_co_authors_wrote_it_and_who_signs_off_did_not(tmp_path: Path) -> None:
    message = (
        "Pump\n\nCo-Authored-By: Bram Kok <bram@x.org>\nco-authored-by: Cato Mul <CATO@x.org>\n"
        "Signed-off-by: Daan Bos <daan@x.org>\nReviewed-by: Els Bakker <els@x.org>\n"
        "Co-authored-by: Claude <noreply@anthropic.com>"
    )
    found = written_to(tmp_path, commit(2, "PompBot", message, PUMP), commit(1, "Renovate", "Bump", PUMP))
    assert found == {
        "Pump": [
            ("bram@x.org", ActKind.WROTE, 100),
            ("cato@x.org", ActKind.WROTE, 100),
            ("els@x.org", ActKind.COMMENTED, 0),
        ],
        "Bump": [],
    }


def test_a_mailmap_and_a_list_of_commits_to_ignore_lie_beside_a_log(tmp_path: Path) -> None:
    (tmp_path / ".mailmap").write_text("# names\nAda Vos <ada.vos@x.org> <ADA@x.org>\n<b.kok@x.org> <bram@x.org>\n")
    (tmp_path / ".git-blame-ignore-revs").write_text(f"# formatting\n03{'a' * 38}\n")
    (tmp_path / ".gitattributes").write_text("schema/*.c linguist-generated\nvendor/** -linguist-vendored\n")
    log = (
        commit(4, "Ada Vos", "Ours", Changed("vendor/ours.c", None, 5)),
        commit(3, "Ada Vos", "Other braces", PUMP),
        commit(2, "Ada Vos", "Schema", Changed("schema/a.c", None, 700)),
        commit(1, "Ada", "Pump\n\nCo-authored-by: Bram Kok <bram@x.org>", PUMP),
    )
    assert written_to(tmp_path, *log) == {
        "Ours": [("ada.vos@x.org", ActKind.WROTE, 5)],
        "Other braces": [],
        "Schema": [],
        "Pump": [("ada.vos@x.org", ActKind.WROTE, 100), ("b.kok@x.org", ActKind.WROTE, 100)],
    }


@pytest.mark.parametrize(
    "form", [("--raw",), ("--name-status",), ("--name-only",), ("--raw", "--numstat"), ("--stat",)]
)
def test_a_log_without_counts_still_tells_who(checkout: Path, tmp_path: Path, form: tuple[str, ...]) -> None:
    log = subprocess.run(["git", "-C", str(checkout), "log", *form], check=True, capture_output=True).stdout
    (tmp_path / "log.txt").write_bytes(log)
    found = items(pull(tmp_path / "log.txt"))
    assert [act.account for item in found for act in item.acts if act.kind is ActKind.WROTE] == ["ada@x.org"] * 5
    if form != ("--stat",):
        assert {item.container for item in found} == {"src"}


def test_a_log_of_counts_tells_reverts_by_what_they_say() -> None:
    """Nothing but the messages: a text of git log has no fingerprints of content."""
    page = "guide.md"
    log = [
        commit(1, "Ada Vos", "Guide", Changed(page, None, 40)),
        commit(2, "Bram Kok", "Shorter", Changed(page, None, 0, 35)),
        commit(3, "Cato Mul", 'Revert "Shorter"\n\nThis reverts commit 02aaaaaaaaaa.', Changed(page, None, 35)),
    ]
    again = commit(4, "Daan Bos", 'Reapply "Shorter"\n\nThis reverts commit 03aaaaaaaaaa.', Changed(page, None, 0, 35))
    named = commit(3, "Cato Mul", 'revert: "Shorter"', Changed(page, None, 35))
    for history, expected in (
        (log, [("ada@x.org", ActKind.WROTE, 40)]),
        ([*log[:2], named], [("ada@x.org", ActKind.WROTE, 40)]),
        ([*log, again], [("ada@x.org", ActKind.WROTE, 5), ("bram@x.org", ActKind.EDITED, 0)]),
    ):
        found = file_histories(reversed(history), frozenset({page}))[page]
        assert [(act.account, act.kind, act.size) for act in found.acts()] == expected
