"""Mastodon archives: the suite of every source, visibility, and what people boosted and liked."""

from __future__ import annotations

import json
import shutil
import tarfile
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

import pytest

from graph.facts import ActKind, Item, Problem, Said
from ingest import sources
from ingest.contract import SourceError, SourceSettings
from tests.contracts.source_suite import SourceSuite, SourceWorld, WrittenEntry

PUBLIC = "https://www.w3.org/ns/activitystreams#Public"
FOLLOWERS = "https://social.example/users/ada/followers"


def note(number: str, text: str, to: Sequence[str] = (PUBLIC,), cc: Sequence[str] = (), **fields: object) -> object:
    identity = f"https://social.example/users/ada/statuses/{number}"
    said = {"id": identity, "type": "Note", "content": f"<p>{text}</p>", "url": identity, **fields}
    return {"type": "Create", "to": to, "cc": cc, "object": {"published": "2025-11-03T10:00:00Z", **said}}


def archive(
    folder: Path, account: str, *activities: object, likes: Sequence[str] = (), bookmarks: Sequence[str] = ()
) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    first, last = account.split(maxsplit=1)[0].lower(), account
    actor = {"id": f"https://social.example/users/{first}", "preferredUsername": first, "name": last}
    written = {"actor": actor, "outbox": {"orderedItems": activities}}
    written |= {"likes": {"orderedItems": likes}, "bookmarks": {"orderedItems": bookmarks}}
    for name, said in written.items():
        (folder / f"{name}.json").write_text(json.dumps(said), encoding="utf-8")


def pull(folder: Path, **options: object) -> list[Said]:
    settings = SourceSettings("micro", "mastodon", options={"path": "archives", **options}, base=folder)
    return list(sources.open_source(settings).pull(None))


def items(said: Sequence[Said]) -> dict[str, Item]:
    return {each.id.rpartition("/")[2]: each for each in said if isinstance(each, Item)}


class MicroWorld(SourceWorld):
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def settings(self) -> SourceSettings:
        return SourceSettings("micro", "mastodon", options={"path": "archives"}, base=self.folder)

    def write(self, entries: Sequence[WrittenEntry]) -> None:
        shutil.rmtree(self.folder / "archives", ignore_errors=True)
        for author in {entry.authors[0] for entry in entries}:
            notes = [
                note(entry.slug, entry.text, published=datetime.fromtimestamp(entry.at, UTC).isoformat())
                for entry in entries
                if entry.authors[0] == author
            ]
            archive(self.folder / "archives" / author, author, *notes)


class TestMastodon(SourceSuite):
    co_authors = False

    @pytest.fixture
    def world(self, tmp_path: Path) -> SourceWorld:
        return MicroWorld(tmp_path)


def test_only_what_is_for_all_is_read(tmp_path: Path) -> None:
    notes = (
        note("public", "For all."),
        note("unlisted", "For all.", [FOLLOWERS], [PUBLIC]),
        note("private", "Not for all.", [FOLLOWERS]),
        note("direct", "Not for all.", ["https://social.example/users/bram"]),
    )
    archive(tmp_path / "archives", "Ada Vos", *notes)
    assert set(items(pull(tmp_path))) == {"public", "unlisted"}
    assert set(items(pull(tmp_path, visibilities=["private"]))) == {"private"}


def test_tags_mentions_warning_and_pictures(tmp_path: Path) -> None:
    tags = [
        {"type": "Hashtag", "name": "#boiler"},
        {"type": "Mention", "name": "@bram", "href": "https://social.example/users/bram"},
        {"type": "Mention", "name": "@cato@other.example", "href": "https://other.example/@cato"},
    ]
    said = note("1", "Look.", tag=tags, summary="Water", attachment=[{"name": "A valve & a pipe"}])
    archive(tmp_path / "archives", "Ada Vos", said)
    item = items(pull(tmp_path))["1"]
    assert item.tags == ("boiler",)
    assert [(act.account, act.kind) for act in item.acts] == [
        ("ada@social.example", ActKind.WROTE),
        ("bram@social.example", ActKind.NAMED),
        ("cato@other.example", ActKind.NAMED),
    ]
    assert item.body == b"<p>Water</p><p>Look.</p><p>A valve &amp; a pipe</p>"


def test_boosts_and_likes_count_for_posts_of_colleagues(tmp_path: Path) -> None:
    archive(tmp_path / "archives" / "ada", "Ada Vos", note("1", "Look."))
    target = "https://social.example/users/ada/statuses/1"
    boost = {"type": "Announce", "object": target, "published": "2025-11-04T10:00:00Z"}
    archive(tmp_path / "archives" / "bram", "Bram Kok", boost, likes=[target, "https://far.example/1"])
    said = pull(tmp_path)
    assert [(act.name, act.kind) for act in items(said)["1"].acts][1:] == [
        ("Bram Kok", ActKind.BOOKMARKED),
        ("Bram Kok", ActKind.LIKED),
    ]
    assert [each.params for each in said if isinstance(each, Problem)] == [{"count": "1"}]


@pytest.mark.parametrize("suffix", [".tar.gz", ".zip"])
def test_packed_archives(tmp_path: Path, suffix: str) -> None:
    archive(tmp_path / "made", "Ada Vos", note("1", "Look."))
    (tmp_path / "archives").mkdir()
    target = tmp_path / "archives" / f"ada{suffix}"
    if suffix == ".zip":
        with zipfile.ZipFile(target, "w") as packed:
            for file in (tmp_path / "made").iterdir():
                packed.write(file, file.name)
    else:
        with tarfile.open(target, "w:gz") as tar:
            tar.add(tmp_path / "made", ".")
    assert set(items(pull(tmp_path))) == {"1"}


def test_a_file_whose_name_leads_out_of_the_archive_costs_itself(tmp_path: Path) -> None:
    archive(tmp_path / "made", "Ada Vos", note("1", "Look."))
    (tmp_path / "archives").mkdir()
    with zipfile.ZipFile(tmp_path / "archives" / "ada.zip", "w") as packed:
        packed.writestr("/media/photo.png", b"x")
        for file in (tmp_path / "made").iterdir():
            packed.write(file, file.name)
    said = pull(tmp_path)
    assert set(items(said)) == {"1"}
    assert [each for each in said if isinstance(each, Problem)] == [
        Problem(None, "archive-member-outside", {"file": "ada.zip", "member": "/media/photo.png"})
    ]


def test_one_broken_archive_costs_itself(tmp_path: Path) -> None:
    archive(tmp_path / "archives" / "ada", "Ada Vos", note("1", "Look."))
    (tmp_path / "archives" / "bram.zip").write_bytes(b"PK\x03\x04 broken")
    said = pull(tmp_path)
    assert set(items(said)) == {"1"}
    assert [each.message for each in said if isinstance(each, Problem)] == ["mastodon-archive-broken"]


def test_no_archive_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "archives").mkdir()
    with pytest.raises(SourceError):
        pull(tmp_path)
