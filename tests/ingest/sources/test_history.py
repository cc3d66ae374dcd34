"""Who wrote what is still there of the files of a real repository."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest

from graph.facts import ActKind, Item
from ingest.contract import SourceSettings
from ingest.sources import open_source
from ingest.sources.foreign_files import ForeignFiles
from ingest.sources.mailmap import Mailmap, Signature
from tests.conftest import missing

TEXT = "".join(f"Line {number} of the guide to the pump.\n" for number in range(40))
Said = list[tuple[str, ActKind, int, int]]
Commit = Callable[..., None]


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with a repository in it."""
    if not shutil.which("git"):
        missing("git")
    subprocess.run(["git", "init", "-q", "-b", "main", str(tmp_path)], check=True)
    return tmp_path


@pytest.fixture
def commit(site: Path) -> Commit:
    """Commit all that lies in the folder, as somebody."""
    clock = iter(range(1_700_000_000, 1_800_000_000, 3600))

    def committed(who: str, message: str = "Work", **files: str | None) -> None:
        for name, text in files.items():
            file = site / name.replace("__", "/").replace("_md", ".md")
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8") if text is not None else file.unlink()
        at = f"{next(clock)} +0000"
        person = ("-c", f"user.name={who}", "-c", f"user.email={who.split(maxsplit=1)[0].lower()}@x.org")
        run(site, "add", "-A")
        run(site, *person, "commit", "-q", "--date", at, "-m", message)

    return committed


def run(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True, text=True)
    return done.stdout


def acts(site: Path, path: str, folder: str = ".") -> Said:
    settings = SourceSettings("guide", "markup", options={"path": str(site / folder)})
    items = {each.id: each for each in open_source(settings).pull(None) if isinstance(each, Item)}
    return [(act.account, act.kind, act.count, act.size) for act in items[path].acts]


ADA = ("ada@x.org", ActKind.WROTE, 1, 40)


def test_renames_in_a_chain_by_capitals_and_into_folders_are_nobody_s(site: Path, commit: Commit) -> None:
    commit("Ada Vos", Pump_md=TEXT)
    for old, new in (("Pump.md", "pump.md"), ("pump.md", "guide/pump.md"), ("guide", "guides"), ("guides", "docs")):
        (site / new).parent.mkdir(exist_ok=True)
        run(site, "mv", old, new)
        commit("Bram Kok", "Move")
    assert acts(site, "docs/pump.md") == [ADA]


def test_a_move_in_two_commits_and_a_copy_are_the_first_author_s(site: Path, commit: Commit) -> None:
    commit("Ada Vos", old_md=TEXT, other_md="Other.\n")
    commit("Bram Kok", old_md=None)
    commit("Bram Kok", new__place_md=TEXT)
    assert acts(site, "new/place.md") == [ADA]


def test_a_folder_of_a_repository_keeps_the_authors_of_what_was_moved_into_it(site: Path, commit: Commit) -> None:
    commit("Ada Vos", drafts__pump_md=TEXT, other_md="Other.\n")
    for place in ("old", "book"):
        (site / place).mkdir()
    run(site, "mv", "drafts/pump.md", "old/pump.md")
    commit("Bram Kok", "Move")
    run(site, "mv", "old/pump.md", "book/één pump.md")
    commit("Cato Mul", "Move", book__mine_md="Of Cato.\n")
    assert acts(site, "één pump.md", "book") == [ADA]
    assert acts(site, "mine.md", "book") == [("cato@x.org", ActKind.WROTE, 1, 1)]
    assert acts(site, "book/één pump.md") == [ADA]


def test_another_file_that_had_this_name_before_is_another_file(site: Path, commit: Commit) -> None:
    commit("Bram Kok", pump_md="".join(f"Another text, {number}.\n" for number in range(30)), old_md=TEXT[:400])
    commit("Bram Kok", pump_md=None)
    commit("Ada Vos", draft_md=TEXT)
    run(site, "mv", "draft.md", "pump.md")
    commit("Bram Kok", "Move")
    assert acts(site, "pump.md") == [ADA]


def test_white_space_and_formatting_are_nobody_s(site: Path, commit: Commit) -> None:
    commit("Ada Vos", pump_md=TEXT)
    commit("Bram Kok", "Indent all", pump_md=TEXT.replace("Line", "  Line"))
    commit("Bram Kok", "More room", pump_md=TEXT.replace("Line", "  Line") + "\n\n\n")
    commit("Bram Kok", "Run prettier", pump_md=TEXT.replace(" of the", "\nof the"))
    assert acts(site, "pump.md") == [ADA]


def test_who_makes_a_file_wrote_it_whatever_the_commit_says(site: Path, commit: Commit) -> None:
    commit("Bram Kok", other_md=TEXT.replace("pump", "valve"))
    commit("Ada Vos", "opmaak", pump_md=TEXT, other_md=TEXT.replace("pump", "valve").replace(" of", "\nof"))
    assert acts(site, "pump.md") == [ADA]
    assert acts(site, "other.md") == [("bram@x.org", ActKind.WROTE, 1, 40)]


def test_what_is_put_back_is_the_first_author_s(site: Path, commit: Commit) -> None:
    commit("Ada Vos", pump_md=TEXT)
    commit("Bram Kok", "Spam", pump_md="Buy pills.\n")
    commit("Cato Mul", "Good again", pump_md=TEXT)
    assert acts(site, "pump.md") == [ADA]


def test_a_revert_takes_back_an_edit_that_others_came_after(site: Path, commit: Commit) -> None:
    commit("Ada Vos", pump_md=TEXT)
    commit("Bram Kok", "More", pump_md="A beginning.\n" * 8 + TEXT)
    commit("Ada Vos", pump_md="A beginning.\n" * 8 + TEXT + "An end.\n" * 5)
    person = ("-c", "user.name=Cato Mul", "-c", "user.email=cato@x.org")
    run(site, *person, "revert", "--no-edit", "HEAD~1")
    assert acts(site, "pump.md") == [("ada@x.org", ActKind.WROTE, 2, 45)]


def test_what_counts_is_what_is_left(site: Path, commit: Commit) -> None:
    commit("Ada Vos", pump_md=TEXT)
    commit("Bram Kok", pump_md=TEXT + "More.\n" * 40)
    commit("Cato Mul", pump_md=TEXT[: len(TEXT) // 2] + "More.\n" * 20)
    assert acts(site, "pump.md") == [
        ("ada@x.org", ActKind.WROTE, 1, 20),
        ("bram@x.org", ActKind.EDITED, 1, 20),
        ("cato@x.org", ActKind.EDITED, 1, 0),
    ]


def test_merges_are_nobody_s(site: Path, commit: Commit) -> None:
    commit("Daan Bos", other_md="Other.\n")
    run(site, "checkout", "-q", "-b", "pump")
    commit("Ada Vos", pump_md=TEXT)
    run(site, "checkout", "-q", "main")
    commit("Daan Bos", other_md="Other one.\n")
    person = ("-c", "user.name=Bram Kok", "-c", "user.email=bram@x.org")
    run(site, *person, "merge", "-q", "--no-ff", "pump", "-m", "Merge branch 'pump'")
    assert acts(site, "pump.md") == [ADA]


def test_programs_and_mailmap(site: Path, commit: Commit) -> None:
    commit("Ada Vos", pump_md=TEXT)
    commit("PompBot", pump_md=TEXT + "Made by a program.\n" * 9)
    message = "More\n\nCo-authored-by: Bram Kok <BRAM@home.org>"
    commit("Cursor Agent", message, pump_md=TEXT + "Made by a program.\n" * 9 + "By Bram.\n" * 5)
    commit("Ada Vos", _mailmap="", **{".mailmap": "<bram@x.org> <bram@home.org>\n"})
    assert acts(site, "pump.md") == [ADA, ("bram@x.org", ActKind.EDITED, 1, 5)]


def test_installed_and_generated_files_are_no_documents(site: Path, commit: Commit) -> None:
    attributes = "api/*.md linguist-generated\ndocs/kept/*.md linguist-generated\n"
    commit(
        "Ada Vos",
        pump_md=TEXT,
        node_modules__left__README_md="Others wrote this.\n",
        api__calls_md="A program wrote this.\n",
        docs__calls_md="A program wrote this.\n",
        docs__guide_md="Ada wrote this.\n",
        docs__kept__hand_md="Ada wrote this.\n",
        docs__vendor__suppliers_md="Ada wrote this.\n",
        lib__vendor__README_md="Others wrote this.\n",
        **{
            ".gitattributes": attributes,
            "docs/.gitattributes": "calls.md linguist-generated\nkept/*.md -linguist-generated\n",
            "lib/vendor/modules.txt": "# others\n",
        },
    )
    ours = {"docs/guide.md", "docs/kept/hand.md", "docs/vendor/suppliers.md"}
    assert listed(site) == {"pump.md", *ours}
    assert listed(site / "docs") == {path.removeprefix("docs/") for path in ours}


def listed(folder: Path) -> set[str]:
    """The documents of this folder."""
    settings = SourceSettings("guide", "markup", options={"path": str(folder)})
    return {each.id for each in open_source(settings).pull(None) if isinstance(each, Item)}


@pytest.mark.parametrize(
    ("path", "foreign"),
    [
        ("package-lock.json", True), ("web/yarn.lock", True), ("a/node_modules/b/README.md", True), ("go.sum", True),
        ("vendor/lib/a.go", True), ("third_party/a.c", True), ("a/b.min.js", True), ("api/a.pb.go", True),
        ("Cargo.lock", True), ("uv.lock", True), ("src/pump.c", False), ("lock.md", False), ("docs/vendor.md", False),
        ("package.json", False), ("docs/yarn.lock.md", False), ("generated/a.md", False),
    ],
)  # fmt: skip
def test_whose_files_they_are(path: str, foreign: bool) -> None:
    assert ForeignFiles().has(path) is foreign


def test_attributes_say_more() -> None:
    text = (
        "# who wrote what\ngenerated/** linguist-generated=true text\n*.gen.md gitlab-generated\n"
        "vendor/ours/** -linguist-vendored\ngenerated/hand.md linguist-generated=false\n[attr]x linguist-vendored\n"
    )
    files = ForeignFiles(text)
    told = {path: files.has(path) for path in ("generated/a.md", "generated/hand.md", "b/a.gen.md", "vendor/ours/a.c")}
    assert told == {"generated/a.md": True, "generated/hand.md": False, "b/a.gen.md": True, "vendor/ours/a.c": False}
    assert files.has("vendor/theirs/a.c")


@pytest.mark.parametrize(
    ("line", "name", "email"),
    [
        ("Ada Vos <a@x.org>", "Ada Vos", "A@x.org"),
        ("<ada@x.org> <a@x.org>", "ada", "ada@x.org"),
        ("Ada Vos <ada@x.org> <a@x.org>", "Ada Vos", "ada@x.org"),
        ("Ada Vos <ada@x.org> ADA <a@X.org>", "Ada Vos", "ada@x.org"),
        ("Ada Vos <ada@x.org> Bram <a@x.org>", "ada", "A@x.org"),
        ("# Ada Vos <ada@x.org> <a@x.org>", "ada", "A@x.org"),
        ("Ada Vos <ada@x.org> <a@x.org> # since 2020", "Ada Vos", "ada@x.org"),
    ],
)
def test_mailmaps(line: str, name: str, email: str) -> None:
    assert Mailmap(f"\n{line}\n").sign("ada", "A@x.org") == Signature(name, email)
