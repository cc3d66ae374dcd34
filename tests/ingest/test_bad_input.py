"""Every bad input is one counted Problem with a sentence, and nothing else is lost."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest

from graph.facts import Account, Document
from graph.open_store import open_store
from graph.store import Run, RunState, Store, Viewer
from ingest import pipeline, sources
from ingest.contract import SourceError, SourceSettings
from ingest.formats import Limits
from ingest.sources.people_csv import LONGEST
from ui.messages import catalogue
from whoknows.sentences import sentence

NOW = 1_750_000_000
GOOD = "<html><body><p>The boiler is in the cellar, behind the green door on the left.</p></body></html>"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:{tmp_path / 'bad.db'}")
    yield opened
    opened.close()


def sync(store: Store, kind: str, folder: Path, **options: object) -> Run:
    known: Mapping[str, object] = {option.name: option.default for option in sources.options(kind)}
    settings = SourceSettings("bad", kind, options={**known, **options}, base=folder)
    source = sources.open_source(settings)
    return pipeline.sync(source, settings, store, now=lambda: NOW, tell=lambda progress: None, stop=lambda: False)


def documents(store: Store) -> set[str]:
    with store.view(Viewer(system=True)) as view:
        return {node.native_id for node in view.nodes("document") if isinstance(node, Document)}


def told(store: Store, run: Run) -> list[str]:
    """The messages of a run; each has a sentence in both languages, with every place filled in."""
    problems = store.ledger.problems(run.source, run.id)
    assert run.counts["problems"] == len(problems)
    for problem in problems:
        assert problem.message in catalogue() or sources.wording(problem.message), problem.message
        for language in ("en", "nl"):
            assert "{" not in sentence(problem.message, problem.params, language)
    return sorted(problem.message for problem in problems)


def half_a_pdf(path: Path) -> None:
    from fpdf import FPDF

    document = FPDF()
    document.add_page()
    document.set_font("helvetica", size=12)
    document.cell(text="The boiler")
    body = bytes(document.output())
    path.with_suffix(".pdf").write_bytes(body[: len(body) // 2])


def huge_file(path: Path) -> None:
    with path.with_suffix(".html").open("wb") as file:
        file.truncate(1 << 30)  # sparse: takes no room


def circle_of_files(path: Path) -> None:
    path.with_suffix(".html").symlink_to(path.with_suffix(".htm"))
    path.with_suffix(".htm").symlink_to(path.with_suffix(".html"))


def circle_of_folders(path: Path) -> None:
    path.symlink_to(path.parent)


def link_out(path: Path) -> None:
    path.with_suffix(".txt").symlink_to("/etc/hostname")


def zip_bomb(path: Path) -> None:
    with zipfile.ZipFile(path.with_suffix(".docx"), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/document.xml", b"<a>" + b" " * 30_000_000 + b"</a>")


def external_entity(path: Path) -> None:
    with zipfile.ZipFile(path.with_suffix(".docx"), "w") as archive:
        archive.writestr("word/document.xml", '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>')


def depth_bomb(path: Path) -> None:
    path.with_suffix(".html").write_text("<div>" * 50_000 + "x")


def no_text(path: Path) -> None:
    path.with_suffix(".html").write_text("<html><body><img src='scan.png'></body></html>")


def binary(path: Path) -> None:
    path.with_suffix(".txt").write_bytes(bytes(range(256)) * 10)


def unknown(path: Path) -> None:
    path.with_suffix(".exe").write_bytes(b"MZ")


def tomorrow(path: Path) -> None:
    head = '<html><head><meta name="date" content="2099-01-01"></head>'
    path.with_suffix(".html").write_text(f"{head}<body>The generator stands on the roof.</body></html>")


def wrong_encoding(path: Path) -> None:
    path.with_suffix(".txt").write_bytes("De ketel staat in de crèche, naast de café-ingang.".encode("windows-1252"))


def odd_name(path: Path) -> None:
    with open(os.fsencode(path.parent) + b"/caf\xe9.html", "w", encoding="utf-8") as file:
        file.write(GOOD)


def pipe(path: Path) -> None:
    os.mkfifo(path.with_suffix(".txt"))


@pytest.mark.parametrize(
    ("spoil", "messages", "kept"),
    [
        (half_a_pdf, ["pdf-truncated"], 0),
        (huge_file, ["files-too-large"], 0),
        (circle_of_files, ["files-link-circle", "files-link-circle"], 0),
        (circle_of_folders, ["files-link-not-followed"], 0),
        (link_out, ["files-link-leads-out"], 0),
        (zip_bomb, ["archive-bomb"], 0),
        (external_entity, ["xml-declares-entities"], 0),
        (depth_bomb, ["html-too-deep"], 0),
        (no_text, ["no-text"], 0),
        (binary, ["text-is-binary"], 0),
        (unknown, ["files-format-unknown"], 0),
        (tomorrow, ["date-in-future"], 1),
        (wrong_encoding, ["text-not-utf8"], 1),
        (odd_name, ["files-name-not-utf8"], 1),
        (pipe, ["files-not-regular"], 0),
    ],
)
def test_bad_file(store: Store, tmp_path: Path, spoil: Callable[[Path], None], messages: list[str], kept: int) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    for name in ("a.html", "z.html"):
        (folder / name).write_text(GOOD)
    spoil(folder / "bad")
    run = sync(store, "files", folder, path=".")
    assert run.state is RunState.ENDED
    assert told(store, run) == messages
    assert documents(store) >= {"a.html", "z.html"}
    assert len(documents(store)) == 2 + kept


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_unreadable_folder_deletes_nothing(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "share"
    (folder / "closed").mkdir(parents=True)
    (folder / "closed" / "a.html").write_text(GOOD)
    sync(store, "files", folder, path=".")
    (folder / "closed").chmod(0)
    run = sync(store, "files", folder, path=".")
    (folder / "closed").chmod(0o755)
    assert told(store, run) == ["files-folder-unreadable"]
    assert documents(store) == {"closed/a.html"}


def test_a_file_that_breaks_keeps_what_it_said(store: Store, tmp_path: Path) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    (folder / "a.html").write_text(GOOD)
    sync(store, "files", folder, path=".")
    (folder / "a.html").write_text("<div>" * 50_000)
    assert told(store, sync(store, "files", folder, path=".")) == ["html-too-deep"]
    assert documents(store) == {"a.html"}
    (folder / "a.html").write_text("")
    assert told(store, sync(store, "files", folder, path=".")) == ["no-text"]
    assert documents(store) == set()


def test_a_file_without_properties_is_by_who_is_named_above_it(store: Store, tmp_path: Path) -> None:
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "plan.txt").write_text("The plan\n\nAuthor: Ada Vos\nReviewer: Bram Kok\n\nThe boiler.\n")
    run = sync(store, "files", tmp_path, path="share")
    assert run.counts.get("authorless", 0) == 0
    with store.view(Viewer(system=True)) as view:
        people = {node.name for node in view.nodes("account") if isinstance(node, Account)}
    assert people == {"Ada Vos", "Bram Kok"}


def test_people_twice_and_without_id(store: Store, tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,name\n1,Ada Vos\n1,Bram Kok\n,Cato Mul\n4,Daan Post\n")
    run = sync(store, "directory", tmp_path, path="people.csv")
    assert told(store, run) == ["directory-id-missing", "directory-id-twice"]
    with store.view(Viewer(system=True)) as view:
        people = {node.name for node in view.nodes("account") if isinstance(node, Account)}
    assert people == {"Ada Vos", "Daan Post"}


@pytest.mark.parametrize(
    ("later", "messages"),
    [
        ("", None),
        ("id,name\n", None),
        ('id,name\n1,"Ada Vos\n2,Bram Kok\n3,Cato Mul\n', ["directory-quote-open"]),
        ("id,name\n1,Ada Vos\n2," + "x" * 200_000 + "\n3,Cato Mul\n", ["bound-text-cut"]),
        ("id,name\n1,Ada Vos\n2," + "x" * (LONGEST + 1) + "\n3,Cato Mul\n", ["directory-no-csv"]),
    ],
)
def test_a_people_file_that_was_exported_badly_makes_nobody_a_leaver(
    store: Store, tmp_path: Path, later: str, messages: list[str] | None
) -> None:
    file = tmp_path / "people.csv"
    file.write_text("id,name\n1,Ada Vos\n2,Bram Kok\n3,Cato Mul\n")
    sync(store, "directory", tmp_path, path="people.csv")
    file.write_text(later)
    if messages is None:
        with pytest.raises(SourceError) as caught:
            sync(store, "directory", tmp_path, path="people.csv")
        assert "{" not in sentence(caught.value.message, caught.value.params, "nl")
    elif messages == ["directory-quote-open"]:
        with pytest.raises(SourceError, match="directory-nobody"):
            sync(store, "directory", tmp_path, path="people.csv")
    else:
        assert told(store, sync(store, "directory", tmp_path, path="people.csv")) == messages
    with store.view(Viewer(system=True)) as view:
        assert [each.left for each in view.nodes("account") if isinstance(each, Account)] == [None, None, None]


def test_long_hostile_markup_is_parsed_where_it_can_be_stopped(store: Store, tmp_path: Path) -> None:
    pages = {"bad.md": "[" * 60_000, "good.md": "# Good\n\nThe boiler is in the cellar."}
    (tmp_path / "wiki").mkdir()
    for name, text in pages.items():
        (tmp_path / "wiki" / name).write_text(text)
    known: Mapping[str, object] = {option.name: option.default for option in sources.options("markup")}
    settings = SourceSettings("bad", "markup", options={**known, "path": "wiki"}, base=tmp_path)
    short = Limits(seconds=0.0)
    run = pipeline.sync(
        sources.open_source(settings), settings, store,
        now=lambda: NOW, tell=lambda progress: None, stop=lambda: False, limits=short,
    )  # fmt: skip
    assert told(store, run) == ["parse-took-too-long"]
    assert documents(store) == {"good.md"}


@pytest.mark.parametrize(("kind", "often"), [("files", "checkpoint"), ("markup", "checkpoint_every")])
def test_a_sync_goes_on_after_a_name_that_is_no_utf8(store: Store, tmp_path: Path, kind: str, often: str) -> None:
    (tmp_path / "share").mkdir()
    for name in (b"a.md", b"caf\xe9.md", b"z\xe9.md"):
        with open(os.fsencode(tmp_path / "share") + b"/" + name, "w", encoding="utf-8") as file:
            file.write("The boiler is in the cellar.")
    for _ in range(2):
        run = sync(store, kind, tmp_path, path="share", **{often: 1})
        assert run.state is RunState.ENDED
    assert len(documents(store)) == 3


def test_front_matter_that_is_no_yaml(store: Store, tmp_path: Path) -> None:
    (tmp_path / "wiki").mkdir()
    (tmp_path / "wiki" / "bad.md").write_text("---\ntitle: [a\n: b: c\n---\nThe boiler is in the cellar.\n")
    (tmp_path / "wiki" / "good.md").write_text("---\ntitle: Good\n---\nThe elevator is in the hall.\n")
    run = sync(store, "markup", tmp_path, path="wiki")
    assert len(told(store, run)) == 1
    assert documents(store) == {"bad.md", "good.md"}


def test_feed_that_is_html(store: Store, tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_text(GOOD)
    with pytest.raises(SourceError, match="feed-is-html") as caught:
        sync(store, "feed", tmp_path, path="feed.xml")
    assert "{" not in sentence(caught.value.message, caught.value.params, "nl")
    failed = store.ledger.runs("bad")[0]
    assert failed.state is RunState.FAILED
    assert "feed-is-html" in (failed.error or "")


def test_lines_that_are_broken(store: Store, tmp_path: Path) -> None:
    lines = ['{"id": "1", "text": "one"}', "{", '{"id": "1", "text": "other"}', '{"id": "2", "text": "two", "at": 9e9}']
    (tmp_path / "x.jsonl").write_text("\n".join(lines) + "\n")
    run = sync(store, "jsonl", tmp_path, path="x.jsonl", complete=True)
    assert told(store, run) == ["date-in-future", "id-twice", "jsonl-no-json"]
    assert documents(store) == {"1", "2"}
    assert (run.counts["authorless"], run.counts["undated"]) == (2, 2)


@pytest.mark.parametrize("access", ["", "group:"])
def test_access_must_be_stated(store: Store, tmp_path: Path, access: str) -> None:
    (tmp_path / "x.jsonl").write_text("")
    settings = SourceSettings("bad", "jsonl", access, options={"path": "x.jsonl"}, base=tmp_path)
    source = sources.open_source(settings)
    with pytest.raises(SourceError, match="access-not-stated"):
        pipeline.sync(source, settings, store, now=lambda: NOW, tell=lambda progress: None, stop=lambda: False)
    assert store.ledger.runs("bad") == []


def test_zip_of_another_kind_is_no_document(store: Store, tmp_path: Path) -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("photo.jpg", b"x")
    (tmp_path / "share").mkdir()
    (tmp_path / "share" / "photos.zip").write_bytes(file.getvalue())
    assert told(store, sync(store, "files", tmp_path, path="share")) == ["files-format-unknown"]
