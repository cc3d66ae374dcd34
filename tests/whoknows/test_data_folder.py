"""What WhoKnows writes is for its own user only, whatever the umask and whatever was there before."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.whoknows.office import ROOT, make_office
from whoknows.cli import run
from whoknows.data_folder import exposure, keep_private, make_folder
from whoknows.settings import Settings, load_settings
from whoknows.wiring import open_installation


@pytest.fixture(autouse=True)
def open_hearted() -> Iterator[None]:
    """A umask that takes nothing away."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return make_office(tmp_path / "office")


@pytest.fixture
def settings(office: Path) -> Settings:
    return load_settings(office)


def modes(*roots: Path) -> dict[str, int]:
    """The rights of these and of everything inside, by name."""
    found = [path for root in roots for path in (root, *root.rglob("*"))]
    return {path.as_posix(): stat.S_IMODE(path.lstat().st_mode) for path in found}


def open_to_others(*roots: Path) -> list[str]:
    return [path for path, mode in modes(*roots).items() if mode not in (0o700 if Path(path).is_dir() else 0o600,)]


def program(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "whoknows", *arguments],
        cwd=ROOT,
        env={**os.environ, "WHOKNOWS_LANG": "en"},
        umask=0,
        text=True,
        capture_output=True,
        timeout=120,
        check=False,
    )


@pytest.mark.slow
def test_everything_that_commands_write_is_for_us_only(office: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "replaced.jsonl").write_text("for all")
    at = ("-s", str(office))
    for arguments in (
        ("sync",),
        ("reindex",),
        ("experts", "pompen"),
        ("export", str(outside / "new.jsonl")),
        ("export", str(outside / "replaced.jsonl")),
        ("export", str(outside / "packed.jsonl.gz")),
        ("backup", str(outside / "whole.tar")),
        ("restore", str(outside / "whole.tar"), "--overwrite"),
        ("copy", f"sqlite:{outside}/copy/graph.db"),
    ):
        done = program(*arguments, *at)
        assert done.returncode in (0, 4), (arguments, done.stderr)
    written = [office / ".whoknows", *office.glob("whoknows.db*"), *outside.iterdir()]
    assert len(modes(*written)) > 30
    assert open_to_others(*written) == []
    assert (office / "handbook" / "pompen.md").stat().st_mode & 0o077, "what is not ours is left as it is"


def test_a_store_is_for_us_only_with_its_logs(settings: Settings) -> None:
    with open_installation(settings) as installation:
        installation.store.ledger.set("x", 1)
        files = [path for path in settings.base.iterdir() if path.name.startswith("whoknows.db")]
        assert {path.name for path in files} == {"whoknows.db", "whoknows.db-shm", "whoknows.db-wal"}
        assert open_to_others(settings.data, *files) == []


@pytest.mark.parametrize("mend", [make_folder, keep_private])
def test_a_folder_that_others_could_read_is_mended(settings: Settings, mend: object) -> None:
    deep = settings.index / "generation-1" / "text"
    deep.mkdir(parents=True)
    kept = [
        deep / "segment",
        settings.index / "writer.lock",
        settings.data / "worker.lock",
        settings.base / "whoknows.db",
    ]
    for file in (*kept, settings.blobs / "ab" / "cd"):
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("")
    target = settings.base / "elsewhere"
    target.write_text("")
    (settings.index / "link").symlink_to(target)
    assert len(exposure(settings).open) > 8
    mend(settings)  # type: ignore[operator]
    assert exposure(settings).open == ()
    assert open_to_others(settings.data, settings.base / "whoknows.db") == [(settings.index / "link").as_posix()]
    assert stat.S_IMODE(target.stat().st_mode) == 0o666


def test_what_else_is_in_the_folder_is_left(office: Path) -> None:
    """Somebody may have chosen the folder of their sources."""
    with (office / "whoknows.toml").open("a") as file:
        file.write('[data]\nfolder = "."\n')
    make_folder(load_settings(office))
    assert stat.S_IMODE(office.stat().st_mode) == 0o700
    assert stat.S_IMODE((office / "people.csv").stat().st_mode) == 0o666


def test_a_folder_for_everybody_is_never_closed(office: Path, tmp_path: Path) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    shared.chmod(0o1777)
    with (office / "whoknows.toml").open("a") as file:
        file.write(f'[data]\nfolder = "{shared}"\n')
    settings = load_settings(office)
    make_folder(settings)
    assert stat.S_IMODE(shared.stat().st_mode) == 0o1777
    assert exposure(settings).open == (shared,)


def test_doctor_tells_what_others_could_read(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    deep = office / ".whoknows" / "index" / "old"
    make_folder(load_settings(office))
    deep.mkdir(parents=True, mode=0o755)
    deep.chmod(0o755)
    run(["doctor", "-s", str(office)])
    told = capsys.readouterr().out
    assert "! files:" in told
    assert str(deep) in told.replace("\n", "")
    deep.chmod(0o700)
    run(["doctor", "-s", str(office)])
    assert "✓ files:" in capsys.readouterr().out


@pytest.mark.skipif(os.geteuid() != 0, reason="only root gives files to others")
def test_doctor_tells_what_is_somebody_elses(office: Path, capsys: pytest.CaptureFixture[str]) -> None:
    settings = load_settings(office)
    make_folder(settings)
    os.chown(settings.data, 12345, 12345)
    assert exposure(settings).foreign == (settings.data,)
    run(["doctor", "-s", str(office)])
    assert "another user" in capsys.readouterr().out.replace("\n", " ")


def test_the_settings_and_sources_that_are_written_for_people_keep_their_rights(tmp_path: Path) -> None:
    """A container reads them as another user."""
    assert run(["init", str(tmp_path / "new")]) == 0
    assert (tmp_path / "new" / "whoknows.toml").stat().st_mode & 0o044
