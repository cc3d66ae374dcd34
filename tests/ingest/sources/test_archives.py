"""Archives: nothing comes out of them but files below their folder, and no more than is safe."""

from __future__ import annotations

import io
import tarfile
import zipfile
from pathlib import Path

import pytest

from graph.facts import Problem
from ingest.contract import SourceError
from ingest.sources import archives
from ingest.sources.archives import unpacked

ESCAPES = ("../out.txt", "/abs.txt", "a/../../out.txt", "..\\out.txt", "C:\\out.txt")


def names(path: Path) -> set[str]:
    with unpacked(path) as archive:
        return {str(file.relative_to(archive.folder)) for file in archive.folder.rglob("*") if file.is_file()}


def told(path: Path) -> list[Problem]:
    with unpacked(path) as archive:
        return list(archive.problems)


def outside(file: str) -> list[Problem]:
    """Each of the names that lead out, and no id: it may have held anything."""
    return [Problem(None, "archive-member-outside", {"file": file, "member": name}) for name in ESCAPES]


def test_no_path_leads_out_of_a_zip(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for name in (*ESCAPES, "in/good.txt"):
            packed.writestr(name, "text")
        packed.writestr("../folder/", "")
    assert names(tmp_path / "a.zip") == {"in/good.txt"}
    assert told(tmp_path / "a.zip") == outside("a.zip")


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
    assert told(tmp_path / "a.tar.gz") == outside("a.tar.gz")


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


def test_a_zip_with_a_name_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("café.txt", "text")
    body = (tmp_path / "a.zip").read_bytes()
    (tmp_path / "a.zip").write_bytes(body.replace("é".encode(), b"\xff\xff"))
    with pytest.raises(SourceError, match="archive-broken"):
        names(tmp_path / "a.zip")


def test_a_zip_with_a_password_is_an_error(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        packed.writestr("secret.txt", "text")
    body = bytearray((tmp_path / "a.zip").read_bytes())
    for header, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        body[body.index(header) + flags] |= 1
    (tmp_path / "a.zip").write_bytes(body)
    with pytest.raises(SourceError, match="archive-broken"):
        names(tmp_path / "a.zip")


def test_a_missing_archive_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="file-missing"):
        names(tmp_path / "nowhere.zip")


def test_too_many_names_that_lead_out_are_too_many(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "MAX_FILES", 3)
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as packed:
        for number in range(4):
            packed.writestr(f"../{number}", "")
    with pytest.raises(SourceError, match="archive-too-large"):
        told(tmp_path / "a.zip")
