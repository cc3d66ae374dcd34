"""Messages attached to a mail in a file: documents of their own, as long as the mail holds them."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from graph.facts import Document, EdgeKind, Same
from graph.store import Store, Viewer
from ingest import pipeline, sources
from ingest.contract import SourceSettings
from ingest.reading import stored_versions
from ingest.trial import try_source
from tests.ingest.formats.test_letters import OWN, letter, other
from whoknows.wiring import open_store

NOW = 1_800_000_000
SYSTEM = Viewer(system=True)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = open_store(f"sqlite:{tmp_path / 'inner.db'}")
    yield opened
    opened.close()


def settings(folder: Path, store: Store, access: str = "everyone") -> SourceSettings:
    known = {option.name: option.default for option in sources.options("files")}
    return SourceSettings(
        "share",
        "files",
        access,
        options={**known, "path": str(folder)},
        base=folder,
        versions=stored_versions(store.ledger, "share"),
    )


def sync(folder: Path, store: Store, access: str = "everyone") -> dict[str, int]:
    given = settings(folder, store, access)
    source = sources.open_source(given)
    return dict(pipeline.sync(source, given, store, now=lambda: NOW, tell=lambda _: None, stop=lambda: False).counts)


def documents(store: Store) -> dict[str, Document]:
    with store.view(SYSTEM) as view:
        return {node.native_id: node for node in view.nodes("document") if isinstance(node, Document)}


def holding(*inner: EmailMessage) -> bytes:
    message = letter(OWN, "Keuring")
    for each in inner:
        message.add_attachment(each)
    return message.as_bytes()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "share"
    made.mkdir()
    return made


def test_they_stay_and_go_with_the_mail_around_them(folder: Path, store: Store) -> None:
    file = folder / "keuring.eml"
    file.write_bytes(holding(other(), letter("De klep lekt.", "Klep")))
    assert sync(folder, store)["new"] == 3
    found = documents(store)
    assert {each: node.title for each, node in found.items()} == {
        "keuring.eml": "Keuring",
        "keuring.eml!/1": "Storing",
        "keuring.eml!/2": "Klep",
    }
    with store.view(SYSTEM) as view:
        (wrote,) = view.edges([EdgeKind.WROTE], [found["keuring.eml!/1"].key], "in")
        assert "cato" in str(view.get([wrote.start])[wrote.start])
    assert sync(folder, store)["same"] == 3
    file.write_bytes(b"not a mail at all")
    sync(folder, store)
    assert len(documents(store)) == 3
    file.write_bytes(holding(other()))
    sync(folder, store)
    assert set(documents(store)) == {"keuring.eml", "keuring.eml!/1"}


def digest(*inner: EmailMessage) -> bytes:
    """A mail of a list that holds the messages of others and nothing of its own."""
    message = letter("Inhoud: klep.", "Pompen Digest, Vol 3, Issue 1")
    message.make_mixed()
    for each in inner:
        message.attach(each_part(each))
    return message.as_bytes()


def each_part(inner: EmailMessage) -> EmailMessage:
    part, wrapped = EmailMessage(), EmailMessage()
    part["Content-Type"], wrapped["Content-Type"] = "multipart/digest", "message/rfc822"
    wrapped.set_payload([inner])
    part.set_payload([wrapped])
    return part


def test_a_digest_that_did_not_change_is_not_read_again(folder: Path, store: Store) -> None:
    file = folder / "dag.eml"
    file.write_bytes(digest(other(), letter("De klep lekt.", "Klep")))
    with zipfile.ZipFile(folder / "oud.zip", "w") as packed:
        packed.writestr("dag.eml", file.read_bytes())
    assert sync(folder, store)["new"] == 4
    again = sources.open_source(settings(folder, store)).pull(None)
    assert [each.id for each in again if isinstance(each, Same)] == [
        "dag.eml!/1",
        "dag.eml!/2",
        "oud.zip!/dag.eml!/1",
        "oud.zip!/dag.eml!/2",
    ]
    file.write_bytes(b"not a mail at all")
    sync(folder, store)
    assert len(documents(store)) == 4
    file.write_bytes(digest(other()))
    sync(folder, store)
    assert set(documents(store)) == {"dag.eml!/1", "oud.zip!/dag.eml!/1", "oud.zip!/dag.eml!/2"}


def test_a_trial_shows_them(folder: Path, store: Store) -> None:
    (folder / "keuring.eml").write_bytes(holding(other()))
    trial = try_source(sources.open_source(settings(folder, store)), 10, now=NOW, stop=lambda: False)
    assert [each.item.id for each in trial.items] == ["keuring.eml", "keuring.eml!/1"]
    assert [each.document.own for each in trial.items] == [None, None]
