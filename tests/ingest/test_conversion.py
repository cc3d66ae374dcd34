"""Old formats go through the program of the operator: its arguments, its time, and what it leaves."""

from __future__ import annotations

import stat
import sys
import tempfile
import time
from pathlib import Path

import pytest

from bench.hostile.compound import old
from graph.facts import Item, Problem
from ingest.contract import SourceSettings
from ingest.conversion import ConversionError, Converter
from ingest.formats.registry import OLD_SLIDES, OLD_WORD, SLIDES, WORD
from ingest.sources.files import Files, FilesOptions
from tests.ingest.formats.test_office import docx

DOC = old("WordDocument", "\0" * 30)
PPT = old("PowerPoint Document", "\0" * 30)
COPIES = """
import os, pathlib, shutil, sys
given, out = pathlib.Path(sys.argv[-1]), pathlib.Path(sys.argv[sys.argv.index("--outdir") + 1])
target = sys.argv[sys.argv.index("--convert-to") + 1]
assert "--headless" in sys.argv and any(each.startswith("-env:UserInstallation=file:///") for each in sys.argv)
assert not [name for name in os.environ if name.startswith("WHOKNOWS")]
out.mkdir()
shutil.copy({made!r}, out / f"{{given.stem}}.{{target}}")
"""


def program(folder: Path, code: str) -> str:
    """A program that stands in for LibreOffice; its name has a space, as nothing goes through a shell."""
    file = folder / "my soffice"
    file.write_text(f"#!{sys.executable}\n{code}", encoding="utf-8")
    file.chmod(file.stat().st_mode | stat.S_IXUSR)
    return str(file)


@pytest.fixture
def copies(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    made = tmp_path / "made.docx"
    made.write_bytes(docx())
    monkeypatch.setenv("WHOKNOWS_SECRET", "x")
    return program(tmp_path, COPIES.format(made=str(made)))


@pytest.mark.parametrize(("body", "before", "behind"), [(DOC, OLD_WORD, WORD), (PPT, OLD_SLIDES, SLIDES)])
def test_converted(copies: str, body: bytes, before: str, behind: str) -> None:
    with Converter(copies, 20, 10**7) as converter:
        assert converter.takes(before, body)
        assert converter.converted(body, before) == (docx_of(copies), behind)
        home = converter._home
        assert home is not None
        assert [each.name for each in home.iterdir()] == ["profile"]
    assert not home.exists()


def docx_of(copies: str) -> bytes:
    return (Path(copies).parent / "made.docx").read_bytes()


@pytest.mark.parametrize(
    ("code", "message"),
    [
        ("raise SystemExit(1)", "files-conversion-failed"),
        ("import time; time.sleep(60)", "files-conversion-took-too-long"),
        ("import os, time; os.fork() or time.sleep(60); time.sleep(60)", "files-conversion-took-too-long"),
    ],
)
def test_a_conversion_that_fails(tmp_path: Path, code: str, message: str) -> None:
    began = time.monotonic()
    with Converter(program(tmp_path, code), 2, 10**7) as converter, pytest.raises(ConversionError, match=message):
        converter.converted(DOC, OLD_WORD)
    assert time.monotonic() - began < 30


def test_what_comes_out_too_large_is_not_read(copies: str) -> None:
    with Converter(copies, 20, 100) as converter, pytest.raises(ConversionError, match="files-conversion-failed"):
        converter.converted(DOC, OLD_WORD)


def told(folder: Path, converter: str | None) -> list[object]:
    """What a folder with an old file tells of it."""
    share = folder / "share"
    share.mkdir(exist_ok=True)
    (share / "advies; rm x.doc").write_bytes(DOC)
    (share / "nieuw.txt").write_text("De pomp staat er.")
    options = FilesOptions(path="share", converter=converter, converter_seconds=20)
    source = Files(SourceSettings("docs", "files", "everyone", base=folder), options)
    return [each for each in source.pull(None) if isinstance(each, Item | Problem)]


def test_a_folder_with_a_converter(tmp_path: Path, copies: str) -> None:
    before = set(Path(tempfile.gettempdir()).glob("whoknows-converter-*"))
    item = told(tmp_path, copies)[0]
    assert isinstance(item, Item)
    assert (item.id, item.media_type, item.title) == ("advies; rm x.doc", WORD, "advies; rm x")
    assert set(Path(tempfile.gettempdir()).glob("whoknows-converter-*")) <= before


def test_a_folder_without_one_leaves_it_to_the_reader(tmp_path: Path) -> None:
    item = told(tmp_path, None)[0]
    assert isinstance(item, Item)
    assert item.media_type == OLD_WORD


def test_a_converter_that_is_not_there(tmp_path: Path) -> None:
    problem, other = told(tmp_path, "no-such-office")
    assert isinstance(problem, Problem)
    assert (problem.id, problem.message) == ("advies; rm x.doc", "files-converter-missing")
    assert isinstance(other, Item)
