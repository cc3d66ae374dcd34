"""Feeds: the suite of every source, and what RSS, Atom and podcasts say."""

from __future__ import annotations

from collections.abc import Sequence
from email.utils import formatdate
from html import escape
from pathlib import Path

import pytest

from graph.facts import ActKind, Checkpoint, DocumentKind, GroupRecord, Item, Problem, Said
from ingest import sources
from ingest.contract import SourceError, SourceSettings
from ingest.formats.author_lines import authors_of, names_in
from ingest.sources.feed_entries import inherited_of
from tests.contracts.source_suite import SourceSuite, SourceWorld, WrittenEntry
from tests.ingest.web import CannedResponse, WebSite, web_site

__all__ = ["web_site"]

HEAD = (
    '<rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:thr="http://purl.org/syndication/thread/1.0"'
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Our house</title>'
    "<link>https://house.example/</link>"
)
TAIL = "</channel></rss>"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>House</title><id>urn:house</id>'


def pull(folder: Path, text: str, **options: object) -> list[Said]:
    (folder / "feed.xml").write_text(text, encoding="utf-8")
    settings = SourceSettings("blog", "feed", options={"path": "feed.xml", **options}, base=folder)
    return list(sources.open_source(settings).pull(None))


def items(said: Sequence[Said]) -> list[Item]:
    return [each for each in said if isinstance(each, Item)]


class FeedWorld(SourceWorld):
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def settings(self) -> SourceSettings:
        return SourceSettings("blog", "feed", options={"path": "feed.xml"}, base=self.folder)

    def write(self, entries: Sequence[WrittenEntry]) -> None:
        told = "".join(
            f"<item><guid>{entry.slug}</guid><title>{entry.title}</title><pubDate>{formatdate(entry.at)}</pubDate>"
            f"<description>{escape(entry.text)}</description>"
            + "".join(f"<dc:creator>{author}</dc:creator>" for author in entry.authors)
            + "</item>"
            for entry in entries
        )
        (self.folder / "feed.xml").write_text(HEAD + told + TAIL, encoding="utf-8")


class TestFeed(SourceSuite):
    windowed = True
    renames = False

    @pytest.fixture
    def world(self, tmp_path: Path) -> SourceWorld:
        return FeedWorld(tmp_path)


def test_the_full_content_is_taken_before_the_summary(tmp_path: Path) -> None:
    entry = (
        "<item><guid>1</guid><title>A &amp; B</title><link>/a</link><description>Short.</description>"
        "<content:encoded><![CDATA[<p>The whole story of our roof.</p>]]></content:encoded>"
        "<category>Roofs</category><category>Water</category><author>ada@example.org (Ada Vos)</author>"
        "<pubDate>Mon, 03 Nov 2025 11:23:12 +0100</pubDate></item>"
    )
    (item,) = items(pull(tmp_path, HEAD + entry + TAIL))
    assert (item.body, item.media_type) == (b"<p>The whole story of our roof.</p>", "text/html")
    assert (item.title, item.tags, item.at) == ("A & B", ("Roofs", "Water"), 1762165392)
    assert [(act.account, act.name, act.email, act.kind) for act in item.acts] == [
        ("ada@example.org", "Ada Vos", "ada@example.org", ActKind.WROTE)
    ]


def test_a_podcast_has_episodes(tmp_path: Path) -> None:
    entry = '<item><guid>1</guid><title>One</title><enclosure url="https://h.example/1.mp3" type="audio/mpeg"/></item>'
    (item,) = items(pull(tmp_path, HEAD + entry + TAIL))
    assert item.kind is DocumentKind.EPISODE


def test_a_comment_is_a_reply_to_its_post(tmp_path: Path) -> None:
    entry = '<item><guid>2</guid><title>Re</title><thr:in-reply-to ref="1"/><description>Yes.</description></item>'
    (item,) = items(pull(tmp_path, HEAD + entry + TAIL))
    assert (item.kind, item.parent) == (DocumentKind.REPLY, "1")


def test_an_atom_entry_without_author_has_that_of_the_feed(tmp_path: Path) -> None:
    entry = (
        "<entry><id>urn:1</id><title>One</title><updated>2025-11-03T10:00:00Z</updated><content>Text.</content></entry>"
    )
    (item,) = items(pull(tmp_path, f"{ATOM}<author><name>Ada Vos</name></author>{entry}</feed>"))
    assert [act.name for act in item.acts] == ["Ada Vos"]


def test_a_contributor_edited_it(tmp_path: Path) -> None:
    people = "".join(
        f"<{role}><name>{name}</name></{role}>"
        for role, name in (("author", "Ada Vos"), ("contributor", "Bram Kok"), ("contributor", "Ada Vos"))
    )
    (item,) = items(
        pull(tmp_path, f"{ATOM}<entry><id>urn:1</id><title>One</title>{people}<content>T.</content></entry></feed>")
    )
    assert [(act.kind.value, act.name) for act in item.acts] == [("wrote", "Ada Vos"), ("edited", "Bram Kok")]


@pytest.mark.parametrize(
    ("written", "title"),
    [
        ("Bouw &amp; sloop", "Bouw & sloop"),
        ("Bouw &#038; sloop", "Bouw & sloop"),
        ("Bouw &amp;amp; sloop", "Bouw & sloop"),
        ("Bouw &amp;amp;amp; sloop", "Bouw & sloop"),
        ("<![CDATA[Bouw & sloop]]>", "Bouw & sloop"),
        ("<![CDATA[Bouw &amp; sloop: het &#8216;plan&#8217;]]>", "Bouw & sloop: het ‘plan’"),
        ("<![CDATA[<b>Bouw</b> en <i>sloop</i>]]>", "Bouw en sloop"),
        ("&lt;b&gt;Bouw&lt;/b&gt; en sloop", "Bouw en sloop"),
        ("caf&amp;eacute;", "café"),
        ("list&lt;str&gt; in Python", "list<str> in Python"),
        ("5 &lt; 6", "5 < 6"),
        ("  two\n lines ", "two lines"),
    ],
)
def test_titles_of_rss(tmp_path: Path, written: str, title: str) -> None:
    (item,) = items(pull(tmp_path, f"{HEAD}<item><guid>1</guid><title>{written}</title></item>{TAIL}"))
    assert item.title == title


@pytest.mark.parametrize(
    ("kind", "written", "title"),
    [
        ("text", "Q&amp;A", "Q&A"),
        ("text", "How to write &amp;amp; in HTML", "How to write &amp; in HTML"),
        ("text", "vector&lt;int&gt;", "vector<int>"),
        ("html", "Q&amp;amp;A", "Q&A"),
        ("html", "<![CDATA[Q&#038;A &lt;new&gt;]]>", "Q&A <new>"),
        ("html", "&lt;em&gt;Less&lt;/em&gt; is more", "Less is more"),
        ("xhtml", '<div xmlns="http://www.w3.org/1999/xhtml">Q&amp;A: <b>bold</b> &lt;b&gt;</div>', "Q&A: bold <b>"),
    ],
)
def test_titles_of_atom(tmp_path: Path, kind: str, written: str, title: str) -> None:
    entry = f'<entry><id>urn:1</id><title type="{kind}">{written}</title></entry>'
    (item,) = items(pull(tmp_path, f"{ATOM}{entry}</feed>"))
    assert item.title == title


@pytest.mark.parametrize(
    ("written", "at"),
    [
        ("Mon, 02 Mar 2026 10:00:00 +0100", 1_772_442_000),
        ("ma, 2 mrt 2026 10:00:00 +0100", 1_772_442_000),
        ("Montag, 2. März 2026 10:00", 1_772_445_600),
        ("1772442000", 1_772_442_000),
        ("binnenkort", None),
    ],
)
def test_dates_in_other_forms(tmp_path: Path, written: str, at: int | None) -> None:
    (item,) = items(pull(tmp_path, f"{HEAD}<item><guid>1</guid><pubDate>{written}</pubDate></item>{TAIL}"))
    assert item.at == at


def test_the_channel_and_the_subjects_are_decoded_too(tmp_path: Path) -> None:
    entry = "<item><guid>1</guid><category><![CDATA[Wind &amp; zon]]></category></item>"
    head = HEAD.replace("Our house", "<![CDATA[Huis &amp; tuin]]>")
    said = pull(tmp_path, head + entry + TAIL)
    assert [each.name for each in said if isinstance(each, GroupRecord)] == ["Huis & tuin"]
    assert items(said)[0].tags == ("Wind & zon",)


@pytest.mark.parametrize(
    ("field", "people"),
    [
        ("Ada Vos & Bram Kok", ["Ada Vos", "Bram Kok"]),
        ("Ada Vos en Bram Kok", ["Ada Vos", "Bram Kok"]),
        ("Research & Development", ["Research & Development"]),
        ("ada", ["ada"]),
    ],
)
def test_authors_in_one_field(field: str, people: list[str]) -> None:
    assert [author.name for author in names_in(field)] == people


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("<!doctype html><html><head><title>Blog</title></head><body>Hi</body></html>", "feed-is-html"),
        ("this is nothing", "feed-broken"),
        ('<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]><x>&a;</x>', "feed-broken"),
    ],
)
def test_what_is_no_feed_is_an_error_that_says_so(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        pull(tmp_path, text)


def test_in_a_folder_a_bad_feed_is_a_problem(tmp_path: Path) -> None:
    (tmp_path / "bad.xml").write_text("<html>no</html>", encoding="utf-8")
    (tmp_path / "good.xml").write_text(HEAD + "<item><guid>1</guid><title>One</title></item>" + TAIL, encoding="utf-8")
    settings = SourceSettings("blog", "feed", options={"path": "."}, base=tmp_path)
    said = list(sources.open_source(settings).pull(None))
    assert [item.title for item in items(said)] == ["One"]
    assert [each.message for each in said if isinstance(each, Problem)] == ["feed-is-html"]
    last = said[-1]
    assert isinstance(last, Checkpoint)
    assert items(list(sources.open_source(settings).pull(last.cursor))) == []
    assert {"good.xml"} == {Path(name).name for name in last.cursor["feeds"]}  # type: ignore[union-attr]


def test_an_entry_without_id_is_a_problem(tmp_path: Path) -> None:
    said = pull(tmp_path, HEAD + "<item><title>One</title></item>" + TAIL)
    assert [each.message for each in said if isinstance(each, Problem)] == ["feed-entry-without-id"]


def test_no_external_entity_is_read(tmp_path: Path) -> None:
    (tmp_path / "secret.txt").write_text("treasure", encoding="utf-8")
    declared = f'<!DOCTYPE rss [<!ENTITY x SYSTEM "file://{tmp_path}/secret.txt">]>'
    said = pull(tmp_path, declared + HEAD + "<item><guid>1</guid><title>a &x; b</title></item>" + TAIL)
    assert all(b"treasure" not in item.body and "treasure" not in (item.title or "") for item in items(said))


@pytest.fixture
def site(web_site: WebSite) -> WebSite:
    body = (HEAD + "<item><guid>1</guid><title>One</title><description>Text.</description></item>" + TAIL).encode()
    web_site.pages["/feed"] = CannedResponse(body, {"Content-Type": "application/rss+xml", "ETag": '"7"'})
    return web_site


def test_a_feed_from_the_web_is_asked_for_only_when_it_changed(site: WebSite, tmp_path: Path) -> None:
    settings = SourceSettings("blog", "feed", options={"url": site.url + "/feed"}, base=tmp_path)
    said = list(sources.open_source(settings).pull(None))
    last = said[-1]
    assert isinstance(last, Checkpoint)
    assert not last.complete
    assert [item.id for item in items(said)] == ["1"]
    again = list(sources.open_source(settings).pull(last.cursor))
    assert [type(each) for each in again] == [Checkpoint]
    assert site.asked[-1].headers["if-none-match"] == '"7"'


def test_no_message_repeats_the_token_of_an_address(web_site: WebSite, tmp_path: Path) -> None:
    """Colleagues read messages on the page of sources."""
    web_site.pages["/feed?token=secret"] = CannedResponse(b"<html>no feed</html>", {"Content-Type": "text/html"})
    settings = SourceSettings("blog", "feed", options={"url": web_site.url + "/feed?token=secret"}, base=tmp_path)
    with pytest.raises(SourceError, match="feed-is-html") as refused:
        list(sources.open_source(settings).pull(None))
    assert refused.value.params["feed"] == web_site.url + "/feed"


def test_a_feed_that_breaks_its_reader_costs_no_other(tmp_path: Path) -> None:
    good = (
        "<rss version='2.0'><channel><item><guid>g</guid><description>The boiler.</description></item></channel></rss>"
    )
    (tmp_path / "feeds").mkdir()
    (tmp_path / "feeds" / "a.xml").write_bytes(b'<?xml version="1.0" encoding="utf-\xf0"?>' + good.encode())
    (tmp_path / "feeds" / "b.xml").write_text(good, encoding="utf-8")
    settings = SourceSettings("blog", "feed", options={"path": "feeds", "max_bytes": 1_000_000}, base=tmp_path)
    said = list(sources.open_source(settings).pull(None))
    assert [each.message for each in said if isinstance(each, Problem)] == ["feed-broken"]
    assert [each.id.rpartition("#")[2] for each in said if isinstance(each, Item)] == ["g"]


@pytest.mark.parametrize(
    ("authors", "people"),
    [
        ("<dc:creator>Door Ada Vos, adviseur</dc:creator>", [("Ada Vos", "Ada Vos", None)]),
        ("<dc:creator>@avos Ada Vos</dc:creator>", [("avos", "Ada Vos", None)]),
        ("<dc:creator>avos</dc:creator>", [("avos", "avos", None)]),
        ("<author>ada@post.energy (Ada Vos)</author>", [("ada@post.energy", "Ada Vos", "ada@post.energy")]),
        ("<dc:creator>Vos, Ada &lt;a@post.energy&gt;</dc:creator>", [("a@post.energy", "Ada Vos", "a@post.energy")]),
        (
            "<author>noreply@blog.museum (Ada Vos)</author><dc:creator>Ada Vos</dc:creator>"
            "<dc:creator>Bram Kok</dc:creator>",
            [("noreply@blog.museum", "Ada Vos", "noreply@blog.museum"), ("Bram Kok", "Bram Kok", None)],
        ),
    ],
)  # fmt: skip
def test_authors_in_the_forms_of_feeds(tmp_path: Path, authors: str, people: list[tuple[str, str, str | None]]) -> None:
    item = f"<item><title>t</title><guid>1</guid>{authors}<description>x</description></item>"
    (found,) = items(pull(tmp_path, HEAD + item + TAIL))
    assert [(act.account, act.name, act.email) for act in found.acts] == people


@pytest.mark.parametrize(
    ("generator", "link", "found"),
    [
        ("Mastodon v4.2.1", "https://social.example/@avos", [("avos@social.example", "Ada Vos")]),
        ("Mastodon v4.2.1", "https://social.example/tags/pumps", []),
        ("Hugo", "https://social.example/@avos", []),
    ],
)
def test_the_feed_of_somebody_on_mastodon_is_theirs(generator: str, link: str, found: list[tuple[str, str]]) -> None:
    feed = {"title": "Ada Vos", "link": link, "generator": generator}
    people = inherited_of(feed, "rss20")
    assert [(author.handle, author.name) for each in people for author in authors_of(each["name"])] == found
