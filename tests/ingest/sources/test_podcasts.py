"""Podcasts: who speaks in an episode, and what is said there."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from graph.facts import ActKind, Checkpoint, DocumentKind, Item, Problem, Said, Same
from ingest import sources
from ingest.contract import SourceSettings
from ingest.sources.podcasts import episodes_of
from tests.ingest.web import CannedResponse, WebSite, web_site

__all__ = ["web_site"]
HEAD = (
    '<rss version="2.0" xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" '
    'xmlns:podcast="https://podcastindex.org/namespace/1.0"><channel><title>Onder water</title>'
    "<link>https://pod.example/</link><itunes:author>Waterschap</itunes:author>"
)
SOUND = '<enclosure url="https://pod.example/1.mp3" type="audio/mpeg" length="1"/>'
SAID = """WEBVTT

00:01.000 --> 00:02.000
<v Ada Vos>De klep lekt.

00:02.000 --> 00:03.000
<v Dirk Bos>Bel de wacht.
"""


def episode(inside: str, number: int = 1) -> str:
    told = f"<guid>ep-{number}</guid><title>Kleppen</title><description>Over kleppen.</description>"
    return f"<item>{told}{SOUND}{inside}</item>"


def feed(*episodes: str, always: str = "") -> str:
    return f"{HEAD}{always}{''.join(episodes)}</channel></rss>"


def pull(folder: Path, text: str) -> list[Said]:
    (folder / "feed.xml").write_text(text, encoding="utf-8")
    settings = SourceSettings("pod", "feed", options={"path": "feed.xml"}, base=folder)
    return list(sources.open_source(settings).pull(None))


def items(said: Sequence[Said]) -> list[Item]:
    return [each for each in said if isinstance(each, Item)]


def acts(item: Item) -> list[tuple[str | None, ActKind]]:
    return [(act.name, act.kind) for act in item.acts]


def test_hosts_and_guests_speak_and_others_are_named(tmp_path: Path) -> None:
    people = (
        "<podcast:person>Ada Vos</podcast:person>"
        '<podcast:person role="guest" href="https://pod.example/bram">Bram  Kok</podcast:person>'
        '<podcast:person role="Audio Editor" group="audio post-production">Cato Smit</podcast:person>'
    )
    (item,) = items(pull(tmp_path, feed(episode(people))))
    assert item.kind is DocumentKind.EPISODE
    assert acts(item) == [
        ("Ada Vos", ActKind.WROTE),
        ("Bram Kok", ActKind.WROTE),
        ("Cato Smit", ActKind.NAMED),
    ]


def test_who_is_always_there_counts_for_episodes_that_name_nobody(tmp_path: Path) -> None:
    own = '<podcast:person role="guest">Bram Kok</podcast:person>'
    always = '<podcast:person role="host">Ada Vos</podcast:person>'
    found = items(pull(tmp_path, feed(episode(""), episode(own, 2), always=always)))
    assert [acts(item) for item in found] == [[("Ada Vos", ActKind.WROTE)], [("Bram Kok", ActKind.WROTE)]]


def test_the_author_of_an_episode_is_told_once(tmp_path: Path) -> None:
    told = "<itunes:author>Ada Vos</itunes:author><podcast:person>Ada Vos</podcast:person>"
    (item,) = items(pull(tmp_path, feed(episode(told))))
    assert acts(item) == [("Ada Vos", ActKind.WROTE)]


@pytest.mark.parametrize(
    "text",
    [
        feed(episode("<podcast:person>Ada Vos</podcast:person>")).replace(
            "https://podcastindex.org/namespace/1.0",
            "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md",
        ),
        feed(episode("<podcast:person>Ada Vos</podcast:person>")).replace(
            'xmlns:podcast="https://podcastindex.org/namespace/1.0"', ""
        ),
    ],
)
def test_older_and_missing_addresses_of_the_namespace(text: str) -> None:
    assert [each.name for each in episodes_of(text.encode())["ep-1"].people] == ["Ada Vos"]


@pytest.mark.parametrize("body", [b"", b"<podcast:person>", b"\xff\xfe:person", b"<x><y:person/></x>"])
def test_bodies_without_episodes(body: bytes) -> None:
    assert episodes_of(body) == {}


def test_no_external_entity_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("treasure", encoding="utf-8")
    text = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]>' + feed(
        episode("<podcast:person>&x;</podcast:person>")
    )
    assert "treasure" not in str(episodes_of(text.encode()))


LINK = '<podcast:transcript url="{}" type="{}"/>'


def test_a_transcript_next_to_the_feed(tmp_path: Path) -> None:
    (tmp_path / "ep 1.vtt").write_text(SAID, encoding="utf-8")
    links = LINK.format("https://pod.example/t/ep%201.vtt", "text/vtt")
    people = "<podcast:person>Ada Vos</podcast:person>"
    (item,) = items(pull(tmp_path, feed(episode(people + links))))
    assert item.body.decode() == "Over kleppen.\n\n<p>De klep lekt.</p>\n<p>Bel de wacht.</p>\n"
    assert acts(item) == [("Ada Vos", ActKind.WROTE), ("Dirk Bos", ActKind.NAMED)]


def test_a_transcript_in_a_folder_below_the_feed(tmp_path: Path) -> None:
    (tmp_path / "transcripts").mkdir()
    (tmp_path / "transcripts" / "1.vtt").write_text(SAID, encoding="utf-8")
    links = LINK.format("https://pod.example/files/transcripts/1.vtt?x=1", "text/vtt")
    (item,) = items(pull(tmp_path, feed(episode(links))))
    assert b"De klep lekt." in item.body


@pytest.mark.parametrize("url", ["../secret.vtt", "https://pod.example/..%2Fsecret.vtt", "/etc/passwd", "", "a\\b.vtt"])
def test_no_path_leads_out_of_the_folder(tmp_path: Path, url: str) -> None:
    (tmp_path / "feeds").mkdir()
    (tmp_path / "secret.vtt").write_text(SAID, encoding="utf-8")
    (item,) = items(pull(tmp_path / "feeds", feed(episode(LINK.format(url, "text/vtt")))))
    assert item.body == b"Over kleppen."
    assert item.problems == ()


def test_a_transcript_from_the_web_is_asked_for_once(web_site: WebSite, tmp_path: Path) -> None:
    srt = LINK.format("/1.srt", "application/srt")
    web_site.pages["/1.vtt"] = CannedResponse(SAID.encode())
    body = feed(episode(srt + LINK.format("/1.vtt", "text/vtt")))
    web_site.pages["/feed"] = CannedResponse(body.encode())
    versions: dict[str, str] = {}
    settings = SourceSettings(
        "pod", "feed", options={"url": f"{web_site.url}/feed"}, base=tmp_path, versions=lambda _ids: versions
    )
    (item,) = items(list(sources.open_source(settings).pull(None)))
    assert b"De klep lekt." in item.body
    versions["ep-1"] = item.version or ""
    assert [each for each in sources.open_source(settings).pull(None) if isinstance(each, Same)] == [Same("ep-1")]
    assert [asked.path for asked in web_site.asked] == ["/feed", "/1.vtt", "/feed"]


def test_a_transcript_that_fails_costs_the_transcript(web_site: WebSite, tmp_path: Path) -> None:
    web_site.pages["/feed"] = CannedResponse(feed(episode(LINK.format("/1.vtt", "text/vtt"))).encode())
    settings = SourceSettings("pod", "feed", options={"url": f"{web_site.url}/feed"}, base=tmp_path)
    said = list(sources.open_source(settings).pull(None))
    (item,) = items(said)
    assert (item.body, item.version) == (b"Over kleppen.", None)
    assert item.problems == (Problem("ep-1", "feed-transcript-unreadable", {"id": "ep-1", "reason": "404"}),)
    assert isinstance(said[-1], Checkpoint)
