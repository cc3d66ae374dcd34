"""Zip files in a folder: their files are documents, in bounds, with the rights of the zip."""

from __future__ import annotations

import io
import struct
import time
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from graph.facts import Document, GroupRecord, Item, Problem, Said, Same
from graph.store import Store
from ingest import sources
from ingest.contract import SourceSettings
from ingest.sources import zipped_files
from tests.ingest.formats.test_letters import letter, other
from tests.ingest.formats.test_office import docx
from tests.ingest.test_inner import documents, store, sync

__all__ = ["store"]


def zipped(members: Mapping[str, bytes | str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, body in members.items():
            archive.writestr(name, body)
    return out.getvalue()


def pulled(folder: Path, **options: object) -> list[Said]:
    known = {option.name: option.default for option in sources.options("files")}
    given = SourceSettings("share", "files", options={**known, "path": str(folder), **options}, base=folder)
    return list(sources.open_source(given).pull(None))


def items(said: list[Said]) -> dict[str, Item]:
    return {each.id: each for each in said if isinstance(each, Item)}


def problems(said: list[Said]) -> list[tuple[str | None, str]]:
    return [(each.id, each.message) for each in said if isinstance(each, Problem)]


TEXT = "De membraanpomp moet elk jaar gekeurd worden."


def test_the_files_in_a_zip_are_documents_in_folders(tmp_path: Path) -> None:
    inner = zipped({"diep.txt": TEXT})
    body = zipped({"map/a.txt": TEXT, "b.docx": docx(), "in.zip": inner, "__MACOSX/a.txt": "x", "map/.x.txt": "x"})
    (tmp_path / "archief.zip").write_bytes(body)
    said = pulled(tmp_path, url="https://share.example/")
    found = items(said)
    assert {each: item.container for each, item in found.items()} == {
        "archief.zip!/map/a.txt": "archief.zip!/map",
        "archief.zip!/b.docx": "archief.zip!",
        "archief.zip!/in.zip!/diep.txt": "archief.zip!/in.zip!",
    }
    assert {item.url for item in found.values()} == {"https://share.example/archief.zip"}
    assert problems(said) == []
    groups = {each.id: (each.name, each.parent) for each in said if isinstance(each, GroupRecord)}
    assert groups["archief.zip!"] == ("archief.zip", ".")
    assert groups["archief.zip!/map"] == ("map", "archief.zip!")
    assert groups["archief.zip!/in.zip!"] == ("in.zip", "archief.zip!")


def test_a_document_that_is_called_a_zip_stays_one(tmp_path: Path) -> None:
    (tmp_path / "nota.zip").write_bytes(docx())
    assert [*items(pulled(tmp_path))] == ["nota.zip"]


def test_patterns_hold_within_a_zip(tmp_path: Path) -> None:
    (tmp_path / "a.zip").write_bytes(zipped({"x.txt": TEXT, "y.html": TEXT, "weg/z.txt": TEXT}))
    assert [*items(pulled(tmp_path, include=("**/*.txt",), exclude=("weg/",)))] == ["a.zip!/x.txt"]
    assert [*items(pulled(tmp_path, exclude=("*.zip",)))] == []


def test_unchanged_members_are_not_read_again_and_those_that_left_are_gone(tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    message = letter()
    message.add_attachment(other())
    file = folder / "a.zip"
    file.write_bytes(zipped({"x.txt": TEXT, "y.txt": TEXT + " Ook de klep.", "m.eml": message.as_bytes()}))
    assert sync(folder, store)["new"] == 4
    assert sync(folder, store)["same"] == 4
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    assert sync(folder, store).get("gone", 0) == 0
    assert len(documents(store)) == 4
    file.write_bytes(zipped({"x.txt": TEXT, "m.eml": message.as_bytes()}))
    assert sync(folder, store)["gone"] == 1
    assert set(documents(store)) == {"a.zip!/x.txt", "a.zip!/m.eml", "a.zip!/m.eml!/1"}


def test_a_bomb_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "b.zip").write_bytes(zipped({"b.txt": bytes(200_000_000)}))
    (tmp_path / "n.zip").write_bytes(zipped({"in.zip": zipped({"b.txt": bytes(100_000_000)}), "a.txt": TEXT}))
    began = time.process_time()
    said = pulled(tmp_path, largest=1_000_000_000)
    assert time.process_time() - began < 0.5
    assert problems(said) == [("b.zip", "files-zip-bomb"), ("n.zip!/in.zip", "files-zip-bomb")]
    assert Same(container="b.zip!") in said
    assert [*items(said)] == ["n.zip!/a.txt"]


def test_a_member_that_says_less_than_it_holds_is_cut_off(tmp_path: Path) -> None:
    body = zipped({"b.txt": b"x" * 5_000_000})
    (tmp_path / "b.zip").write_bytes(body.replace(struct.pack("<I", 5_000_000), struct.pack("<I", 5_000)))
    assert problems(pulled(tmp_path)) == [("b.zip!/b.txt", "files-unreadable")]


def test_too_many_and_too_deep(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipped_files, "MOST_DIRECTORY", 2_000)
    (tmp_path / "many.zip").write_bytes(zipped({f"{each}.txt": "" for each in range(100)}))
    deep = zipped({"a.txt": TEXT})
    for _ in range(3):
        deep = zipped({"in.zip": deep})
    (tmp_path / "deep.zip").write_bytes(deep)
    said = pulled(tmp_path)
    assert problems(said) == [
        ("deep.zip!/in.zip!/in.zip!/in.zip", "files-zip-too-deep"),
        ("many.zip", "files-zip-too-large"),
    ]


def test_members_behind_a_password_are_told_once(tmp_path: Path) -> None:
    body = bytearray(zipped({"a.txt": TEXT, "b.txt": TEXT, "c.txt": TEXT}))
    for at in (body.index(b"PK\1\2"), body.index(b"PK\1\2", body.index(b"PK\1\2") + 1)):
        body[at + 8] |= 1
    (tmp_path / "a.zip").write_bytes(bytes(body))
    said = pulled(tmp_path)
    assert problems(said) == [("a.zip", "files-zip-locked")]
    assert [*items(said)] == ["a.zip!/c.txt"]


def test_names_that_lead_out_lead_nowhere_and_old_names_are_read(tmp_path: Path) -> None:
    body = zipped({"../../weg.txt": TEXT, "/etc/a.txt": TEXT, "cafXX.txt": TEXT})
    (tmp_path / "a.zip").write_bytes(body.replace(b"cafXX", "café".encode()))
    assert [*items(pulled(tmp_path))] == ["a.zip!/weg.txt", "a.zip!/etc/a.txt", "a.zip!/café.txt"]


def test_a_zip_lends_its_rights(tmp_path: Path, store: Store) -> None:
    folder = tmp_path / "share"
    folder.mkdir()
    (folder / "a.zip").write_bytes(zipped({"x.txt": TEXT}))
    (folder / "y.txt").write_text(TEXT + " Samen.", encoding="utf-8")
    sync(folder, store, access="group:bestuur")
    found: dict[str, Document] = documents(store)
    assert found["a.zip!/x.txt"].rule == found["y.txt"].rule != "rule:everyone"
