"""Entries keep their ids when their feed moves, and two feeds may call different entries alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

import pytest

from graph.facts import Checkpoint, Cursor, Gone, Item, Said
from ingest import sources
from ingest.contract import SourceSettings
from ingest.sources.feed_ids import spellings, unmoved

OLD = "http://www.molen.example/2026/wieken/"
MOVED = [
    "https://www.molen.example/2026/wieken/",
    "https://molen.example/2026/wieken",
    "http://molen.example/2026/wieken/?utm_source=rss&utm_medium=feed",
    "https://WWW.molen.example/2026/wieken/?fbclid=x1",
    "HTTPS://molen.example/2026/wieken/",
]
OTHERS = [
    "https://molen.example/2026/kap/",
    "https://molen.example/2026/wieken/?page=2",
    "https://molen.example/2026/wieken/#comment-4",
    "https://blog.molen.example/2026/wieken/",
    "2026/wieken",
]


@pytest.mark.parametrize("address", MOVED)
def test_an_address_that_moved_is_the_same(address: str) -> None:
    assert unmoved(address) == unmoved(OLD)
    assert OLD in spellings(address)


@pytest.mark.parametrize("address", OTHERS)
def test_another_address_is_another_one(address: str) -> None:
    assert unmoved(address) != unmoved(OLD)


@pytest.mark.parametrize("native_id", ["1", "tag:molen.example,2026:1", "urn:uuid:1", "http://[molen", "", "https://"])
def test_what_is_no_address_stays_as_it_is(native_id: str) -> None:
    assert spellings(native_id)[0] == native_id


def feed(address: str, *entries: str, title: str = "Molen") -> str:
    return f'<rss version="2.0"><channel><title>{title}</title><link>{address}</link>{"".join(entries)}</channel></rss>'


def entry(guid: str, words: str, more: str = "") -> str:
    return f"<item><guid>{guid}</guid><title>{words}</title><description>{words} draait.</description>{more}</item>"


def pull(
    folder: Path, versions: Callable[[Sequence[str]], Mapping[str, str]] | None = None, cursor: Cursor | None = None,
    path: str = ".",
) -> list[Said]:  # fmt: skip
    more = {"versions": versions} if versions else {}
    settings = SourceSettings("blog", "feed", options={"path": path}, base=folder, **more)  # type: ignore[arg-type]
    return list(sources.open_source(settings).pull(cursor))


def items(said: Sequence[Said]) -> list[Item]:
    return [each for each in said if isinstance(each, Item)]


@pytest.mark.parametrize("moved", MOVED)
def test_an_entry_of_a_feed_that_moved_keeps_its_id_and_its_channel(tmp_path: Path, moved: str) -> None:
    file = tmp_path / "feed.xml"
    file.write_text(feed("http://www.molen.example/", entry(OLD, "De wiek")), encoding="utf-8")
    (before,) = items(said := pull(tmp_path, path="feed.xml"))
    last = said[-1]
    assert isinstance(last, Checkpoint)
    guid = moved.replace("&", "&amp;")
    file.write_text(feed("https://molen.example", entry(guid, "De nieuwe wiek")), encoding="utf-8")
    stored = {before.id: str(before.version)}
    again = pull(tmp_path, lambda ids: {each: stored[each] for each in ids if each in stored}, last.cursor, "feed.xml")
    (after,) = items(again)
    assert (after.id, after.container) == (before.id, before.container)
    assert after.title == "De nieuwe wiek"


def test_two_feeds_may_call_different_entries_alike(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(feed("https://a.example/", entry("1", "De kap")), encoding="utf-8")
    (tmp_path / "b.xml").write_text(feed("https://b.example/", entry("1", "De wiek")), encoding="utf-8")
    (tmp_path / "c.xml").write_text(feed("https://b.example/", entry("1", "De as"), title="Agenda"), encoding="utf-8")
    found = items(pull(tmp_path))
    assert sorted(str(each.title) for each in found) == ["De as", "De kap", "De wiek"]
    assert len({each.id for each in found}) == 3


def test_an_id_from_before_feeds_were_told_apart_is_gone(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(feed("https://a.example/", entry("1", "De kap")), encoding="utf-8")
    said = pull(tmp_path, lambda ids: {each: "old" for each in ids if each == "1"})
    assert [each.id for each in said if isinstance(each, Gone)] == ["1"]
    assert len(items(said)) == 1


def test_an_answer_in_another_feed_finds_its_entry(tmp_path: Path) -> None:
    ref = '<thr:in-reply-to xmlns:thr="http://purl.org/syndication/thread/1.0" ref="tag:molen.example,2026:1"/>'
    posts = feed("https://molen.example/", entry("tag:molen.example,2026:1", "De kap"), entry("7", "De as"))
    (tmp_path / "a.xml").write_text(posts, encoding="utf-8")
    answers = feed("https://molen.example/", entry("8", "Ja", ref), title="Reacties")
    (tmp_path / "b.xml").write_text(answers, encoding="utf-8")
    found = items(pull(tmp_path))
    assert [each.parent for each in found if each.parent] == ["tag:molen.example,2026:1"]
