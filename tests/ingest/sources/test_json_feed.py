"""JSON Feed 1.0 and 1.1, in one page and in several."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from graph.facts import ActKind, Checkpoint, DocumentKind, GroupRecord, Item, Problem, Said
from ingest import sources
from ingest.contract import SourceError, SourceSettings
from tests.ingest.web import CannedResponse, WebSite, web_site

__all__ = ["web_site"]
VERSION = "https://jsonfeed.org/version/1.1"


def feed(*entries: dict[str, Any], **fields: object) -> str:
    told = {"version": VERSION, "title": "Gemaal & sluis", "home_page_url": "https://water.example/", **fields}
    return json.dumps({**told, "items": list(entries)})


def pull(folder: Path, text: str, name: str = "feed.json") -> list[Said]:
    (folder / name).write_text(text, encoding="utf-8")
    settings = SourceSettings("blog", "feed", options={"path": name}, base=folder)
    return list(sources.open_source(settings).pull(None))


def items(said: Sequence[Said]) -> list[Item]:
    return [each for each in said if isinstance(each, Item)]


def test_version_1_1(tmp_path: Path) -> None:
    entry = {
        "id": "https://water.example/1",
        "url": "https://water.example/1",
        "title": "Wat list<str> doet & laat",
        "content_html": "<p>De pomp draait.</p>",
        "summary": "Kort.",
        "date_published": "2026-03-02T10:00:00+01:00",
        "date_modified": "2026-03-02T12:00:00+01:00",
        "authors": [{"name": "Ada Vos", "url": "https://water.example/ada"}, {"name": "Bram Kok"}],
        "tags": ["pomp", "water"],
    }
    said = pull(tmp_path, feed(entry))
    group = next(each for each in said if isinstance(each, GroupRecord))
    assert (group.id, group.name, group.url) == ("https://water.example/", "Gemaal & sluis", "https://water.example/")
    (item,) = items(said)
    assert (item.title, item.body, item.media_type) == (
        "Wat list<str> doet & laat",
        b"<p>De pomp draait.</p>",
        "text/html",
    )
    assert (item.at, item.tags, item.kind) == (1_772_442_000, ("pomp", "water"), DocumentKind.POST)
    assert [(act.name, act.kind) for act in item.acts] == [("Ada Vos", ActKind.WROTE), ("Bram Kok", ActKind.WROTE)]


def test_version_1_0_and_what_is_missing(tmp_path: Path) -> None:
    text = feed(
        {"id": 7, "content_text": "Plain & simple.", "author": {"name": "Ada Vos"}},
        {"id": "8", "content_text": "Of the feed."},
        {"id": "9", "content_text": "An episode.", "attachments": [{"url": "x.mp3", "mime_type": "audio/mpeg"}]},
        {"content_text": "Without an id."},
        version="https://jsonfeed.org/version/1",
        author={"name": "Cato Smit"},
    )
    said = pull(tmp_path, text)
    found = {item.id: item for item in items(said)}
    assert {name: item.acts[0].name for name, item in found.items()} == {
        "7": "Ada Vos",
        "8": "Cato Smit",
        "9": "Cato Smit",
    }
    assert (found["7"].media_type, found["7"].body, found["7"].at) == ("text/plain", b"Plain & simple.", None)
    assert found["9"].kind is DocumentKind.EPISODE
    assert [each.message for each in said if isinstance(each, Problem)] == ["feed-entry-without-id"]


@pytest.mark.parametrize("text", ['{"version": "x"}', "{broken", '{"items": 5}'])
def test_json_that_is_no_feed(tmp_path: Path, text: str) -> None:
    with pytest.raises(SourceError, match="feed-broken"):
        pull(tmp_path, text)


def test_in_a_folder_only_json_that_is_a_feed_is_read(tmp_path: Path) -> None:
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "package.json").write_text('{"name": "x"}', encoding="utf-8")
    entry = {"id": "1", "content_text": "Text."}
    (tmp_path / "feeds" / "a.json").write_text(feed(entry).replace("/", "\\/"), encoding="utf-8-sig")
    settings = SourceSettings("blog", "feed", options={"path": "feeds"}, base=tmp_path)
    said = list(sources.open_source(settings).pull(None))
    assert [item.id.rpartition("#")[2] for item in items(said)] == ["1"]
    assert not [each for each in said if isinstance(each, Problem)]


def paged(site: WebSite, pages: int) -> None:
    for page in range(1, pages + 1):
        following = {"next_url": f"/feed/{page + 1}"} if page < pages else {"next_url": "/feed/1"}
        body = feed({"id": str(page), "content_text": "Text."}, **following).encode()
        headers = {"Content-Type": "application/feed+json", "ETag": f'"{page}"'}
        site.pages[f"/feed/{page}"] = CannedResponse(body, headers)


def settings_of(site: WebSite, folder: Path, **options: object) -> SourceSettings:
    return SourceSettings("blog", "feed", options={"url": f"{site.url}/feed/1", **options}, base=folder)


def test_pages_are_followed_once_each_and_no_further_than_allowed(web_site: WebSite, tmp_path: Path) -> None:
    paged(web_site, 5)
    assert [item.id for item in items(list(sources.open_source(settings_of(web_site, tmp_path)).pull(None)))] == [
        *"12345"
    ]
    few = sources.open_source(settings_of(web_site, tmp_path, pages=2))
    assert [item.id for item in items(list(few.pull(None)))] == [*"12"]


def test_a_page_that_fails_is_told_and_asked_for_again(web_site: WebSite, tmp_path: Path) -> None:
    paged(web_site, 2)
    second = web_site.pages.pop("/feed/2")
    source = sources.open_source(settings_of(web_site, tmp_path))
    said = list(source.pull(None))
    assert [each.message for each in said if isinstance(each, Problem)] == ["feed-page-unreadable"]
    last = said[-1]
    assert isinstance(last, Checkpoint)
    assert last.cursor["feeds"] == {}
    web_site.pages["/feed/2"] = second
    again = list(source.pull(last.cursor))
    assert [item.id for item in items(again)] == [*"12"]
    last = again[-1]
    assert isinstance(last, Checkpoint)
    assert [type(each) for each in source.pull(last.cursor)] == [Checkpoint]


def test_pages_of_atom(web_site: WebSite, tmp_path: Path) -> None:
    for page, link in ((1, '<link rel="next" href="2"/>'), (2, "")):
        entry = f"<entry><id>urn:{page}</id><title>One</title><content>Text.</content></entry>"
        body = f'<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><id>urn:f</id>{link}{entry}</feed>'
        web_site.pages[f"/feed/{page}"] = CannedResponse(body.encode(), {"Content-Type": "application/atom+xml"})
    said = list(sources.open_source(settings_of(web_site, tmp_path)).pull(None))
    assert [item.id for item in items(said)] == ["urn:1", "urn:2"]
