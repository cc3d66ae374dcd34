"""Archives: nothing comes out of them but files below their folder, and no more than is safe."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from ingest.contract import SourceError
from ingest.sources import archives
from ingest.sources.archives import unpacked

ESCAPES = ("../out.txt", "/abs.txt", "a/../../out.txt", "..\\out.txt", "C:\\out.txt")


def names(path: Path) -> set[str]:
    with unpacked(path) as folder:
        return {str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file()}


def test_no_path_leads_out_of_a_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for name in (*ESCAPES, "in/good.txt"):
            packed.writestr(name, "text")
    assert names(tmp_path / "a.zip") == {"in/good.txt"}


def test_no_path_leads_out_of_a_tar(tmp_path: Path) -> None:
    with tarfile.open(tmp_path / "a.tar.gz", "w:gz") as tar:
        for name in (*ESCAPES, "in/good.txt"):
            info = tarfile.TarInfo(name)
            info.size = 4
            tar.addfile(info, io.BytesIO(b"text"))
        for kind in (tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
            info = tarfile.TarInfo(f"link{kind!r}")
            info.type, info.linkname = kind, "/etc/hostname"
            tar.addfile(info)
    assert names(tmp_path / "a.tar.gz") == {"in/good.txt"}


def test_a_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "RATIO_FROM", 1 << 20)
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("zeros", b"\0" * (20 << 20))
    with pytest.raises(SourceError, match="archive-too-large"):
        names(tmp_path / "a.zip")


@pytest.mark.parametrize("name", ["a.zip", "a.tar.gz", "a.tar.xz"])
def test_a_broken_archive_is_an_error(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"PK\x03\x04 this is no archive at all")
    with pytest.raises(SourceError, match="archive-broken"):
        names(tmp_path / name)


def test_a_missing_archive_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="file-missing"):
        names(tmp_path / "nowhere.zip")
