"""A backup holds everything, also while a sync runs, and nothing that is damaged comes back."""

from __future__ import annotations

import json
import shutil
import sqlite3
import stat
import tarfile
from pathlib import Path

import pytest

from tests.whoknows.office import export, make_office, program, start, wait_for, write_page
from whoknows.cli import run
from whoknows.settings import load_settings
from whoknows.wiring import open_installation

BLOB = Path("blobs/ab/abcdef")


@pytest.fixture
def kept(synced: Path, tmp_path: Path) -> tuple[Path, Path]:
    """An office that was synced, with an uploaded file, and its backup."""
    folder, file = tmp_path / "office", tmp_path / "backup.tar"
    shutil.copytree(synced, folder)
    blob = folder / ".whoknows" / BLOB
    blob.parent.mkdir(parents=True)
    blob.write_bytes(b"uploaded")
    assert run(["backup", str(file), "-s", str(folder)]) == 0
    return folder, file


def answer(folder: Path, capsys: pytest.CaptureFixture[str]) -> object:
    """Who knows about pumps here."""
    capsys.readouterr()
    assert run(["experts", "pomp", "--json", "-s", str(folder)]) == 0
    people: object = json.loads(capsys.readouterr().out)["people"]
    return people


def test_what_was_lost_comes_back(kept: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    folder, file = kept
    before, graph = answer(folder, capsys), export(folder, "--derived")
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    (folder / "whoknows.db").unlink()
    shutil.rmtree(folder / ".whoknows")
    assert run(["restore", str(file), "-s", str(folder)]) == 0
    assert export(folder, "--derived") == graph
    assert answer(folder, capsys) == before
    assert (folder / ".whoknows" / BLOB).read_bytes() == b"uploaded"


def test_what_was_changed_since_is_undone(kept: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    folder, file = kept
    graph, before = export(folder), answer(folder, capsys)
    write_page(folder, "later", "David Amrani", "Later", "Nog een pomp, en nog een pomp.")
    assert run(["sync", "-s", str(folder)]) == 0
    assert export(folder) != graph
    assert run(["restore", str(file), "-s", str(folder)]) == 2
    assert "--overwrite" in capsys.readouterr().err
    assert run(["restore", str(file), "-s", str(folder), "--overwrite"]) == 0
    assert export(folder) == graph
    assert answer(folder, capsys) == before


def test_a_damaged_store_is_replaced(kept: tuple[Path, Path]) -> None:
    folder, file = kept
    graph = export(folder)
    (folder / "whoknows.db").write_bytes(b"nothing of a database " * 999)
    assert run(["restore", str(file), "-s", str(folder), "--overwrite"]) == 0
    assert export(folder) == graph


def test_a_store_that_somebody_has_open_stays(kept: tuple[Path, Path]) -> None:
    folder, file = kept
    with open_installation(load_settings(folder)) as installation:
        assert installation.store.seq()
        code, _, says = program("restore", str(file), "-s", str(folder), "--overwrite")
    assert code == 3
    assert "open in another process" in says


def rewritten(file: Path, target: Path, **changed: bytes) -> Path:
    """The same tar with other content in some of its files."""
    with tarfile.open(file) as tar, tarfile.open(target, "w") as out:
        for entry in tar.getmembers():
            data = tar.extractfile(entry)
            assert data is not None
            content = changed.get(entry.name.partition(".")[2] if entry.name != "backup.json" else "list", data.read())
            entry.size = len(content)
            (target.parent / "part").write_bytes(content)
            with (target.parent / "part").open("rb") as part:
                out.addfile(entry, part)
    return target


@pytest.mark.parametrize(
    ("name", "says"),
    [("cut", "damaged"), ("other", "damaged"), ("text", "not a backup"), ("format", "format 9"), ("escape", "not a")],
)
def test_what_is_not_whole_changes_nothing(
    kept: tuple[Path, Path], tmp_path: Path, name: str, says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, file = kept
    graph, bad = export(folder), tmp_path / "bad.tar"
    with tarfile.open(file) as tar:
        listed = tar.extractfile("backup.json")
        assert listed is not None
        told = json.loads(listed.read())
    if name == "cut":
        bad.write_bytes(file.read_bytes()[: file.stat().st_size // 2])
    elif name == "other":
        rewritten(file, bad, db=b"other")
    elif name == "text":
        bad.write_text("hello")
    elif name == "format":
        rewritten(file, bad, list=json.dumps({**told, "format": 9}).encode())
    else:
        files = {**told["files"], "blobs/../../../escaped": told["files"]["whoknows.db"]}
        rewritten(file, bad, list=json.dumps({**told, "files": files}).encode())
    assert run(["restore", str(bad), "-s", str(folder), "--overwrite"]) == 2
    assert says in capsys.readouterr().err
    assert export(folder) == graph


def test_a_backup_of_a_newer_version_is_refused(synced: Path, tmp_path: Path) -> None:
    folder = tmp_path / "office"
    shutil.copytree(synced, folder)
    with sqlite3.connect(folder / "whoknows.db") as newer:
        newer.execute("PRAGMA user_version = 999")
    newer.close()
    code, _, says = program("backup", str(tmp_path / "backup.tar"), "-s", str(folder))
    assert code == 3
    assert "newer version" in says
    assert not (tmp_path / "backup.tar").exists()


def test_a_file_that_is_there_is_not_replaced_untold(kept: tuple[Path, Path]) -> None:
    folder, file = kept
    assert run(["backup", str(file), "-s", str(folder)]) == 2
    assert run(["backup", str(file), "-s", str(folder), "--overwrite"]) == 0


@pytest.mark.slow
def test_a_backup_made_in_the_middle_of_a_sync_is_whole(tmp_path: Path) -> None:
    """The sync is not held up; the restored graph is that of a moment, and the next sync completes it."""
    folder, file = make_office(tmp_path / "office", pages=250), tmp_path / "backup.tar"
    with start("sync", "-s", str(folder)) as child:
        wait_for(lambda: (folder / "whoknows.db").exists() and _stored(folder) > 20)
        code, _, says = program("backup", str(file), "-s", str(folder))
        running = child.poll() is None
        child.communicate(timeout=120)
    assert (code, child.returncode) == (0, 0), says
    assert running
    whole = export(folder, "--derived")
    assert run(["restore", str(file), "-s", str(folder), "--overwrite"]) == 0
    assert export(folder, "--derived") != whole
    assert run(["sync", "-s", str(folder)]) == 0
    assert export(folder, "--derived") == whole


def _stored(folder: Path) -> int:
    """Number of changes that another process sees."""
    reader = sqlite3.connect(f"file:{folder / 'whoknows.db'}?mode=ro", uri=True, timeout=10)
    try:
        return int(reader.execute("SELECT ifnull(max(seq), 0) FROM node").fetchone()[0])
    except sqlite3.OperationalError:
        return 0
    finally:
        reader.close()


def test_neo4j_is_backed_up_by_its_own_tools(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "whoknows.toml").write_text('[store]\nurl = "bolt://neo4j:geheim@graph:7687"\n', encoding="utf-8")
    for command in ("backup", "restore"):
        assert run([command, str(tmp_path / "file"), "-s", str(tmp_path)]) == 2
        says = capsys.readouterr().err
        assert "neo4j-admin database dump" in says
        assert "geheim" not in says
