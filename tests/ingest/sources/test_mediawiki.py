"""A real MediaWiki through its API: history, changes, deletions, moves, hidden revisions, sign-in; and its own dump."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from graph.facts import AccessRecord, ActKind, Checkpoint, Cursor, Gone, Item, Json, Said, Same
from graph.store import Store
from ingest import sources
from ingest.contract import SourceError, SourceSettings
from tests.conftest import missing
from tests.contracts.source_suite import SourceSuite, SourceWorld, WrittenEntry
from tests.mediawiki_server import ADMIN, MediaWikiServer, is_there

pytestmark = [pytest.mark.server, pytest.mark.slow]
SENTENCE = "The boiler of our building needs water twice a year. "


@pytest.fixture(scope="module")
def wiki(tmp_path_factory: pytest.TempPathFactory) -> Iterator[MediaWikiServer]:
    if not is_there():
        missing("MediaWiki (make ci-parts)")
    server = MediaWikiServer(tmp_path_factory.mktemp("mediawiki"))
    server.start()
    try:
        for name in ("Ada Vos", "Bram Kok", "Cato Mul"):
            server.add_user(name)
        yield server
    finally:
        server.stop()


class Stored:
    """What a store would hold: the versions of all that was told."""

    def __init__(self) -> None:
        self.versions: dict[str, str] = {}
        self.items: dict[str, Item] = {}
        self.cursor: Cursor | None = None

    def take(self, said: Sequence[Said]) -> list[Said]:
        for each in said:
            if isinstance(each, Item):
                self.items[each.id], self.versions[each.id] = each, each.version or ""
            elif isinstance(each, Gone):
                self.items.pop(each.id, None)
                self.versions.pop(each.id, None)
            elif isinstance(each, Checkpoint):
                self.cursor = each.cursor
        return list(said)

    def titled(self, title: str) -> Item:
        return next(item for item in self.items.values() if item.title == title)


def settings(wiki: MediaWikiServer, stored: Stored, access: str = "everyone", **options: object) -> SourceSettings:
    return SourceSettings(
        "wiki",
        "mediawiki",
        access,
        options={"url": wiki.url, **options},
        versions=lambda ids: {one: stored.versions[one] for one in ids if one in stored.versions},
    )


@pytest.fixture
def stored() -> Stored:
    return Stored()


@pytest.fixture
def pull(wiki: MediaWikiServer, stored: Stored) -> Callable[..., list[Said]]:
    def pulled(access: str = "everyone", **options: object) -> list[Said]:
        source = sources.open_source(settings(wiki, stored, access, **options))
        return stored.take(list(source.pull(stored.cursor)))

    return pulled


def people(item: Item) -> list[tuple[str, ActKind, int]]:
    return [(act.account, act.kind, act.count) for act in item.acts]


def test_every_page_with_all_who_wrote(wiki: MediaWikiServer, stored: Stored, pull: Callable[..., list[Said]]) -> None:
    wiki.edit("Ada Vos", "Boiler", SENTENCE)
    wiki.edit("Bram Kok", "Boiler", SENTENCE * 3 + "[[Category:Heating]]")
    wiki.edit("Ada Vos", "Boiler", SENTENCE * 4 + "[[Category:Heating]]")
    wiki.edit("Cato Mul", "Talk:Boiler", "Is that so?")
    wiki.edit("Cato Mul", "Kettle", "#REDIRECT [[Boiler]]")
    wiki.edit("Ada Vos", "User:Bram Kok", "Bram knows about pumps.")
    said = pull()
    boiler = stored.titled("Boiler")
    assert people(boiler) == [("Ada Vos", ActKind.WROTE, 2), ("Bram Kok", ActKind.EDITED, 1)]
    assert [act.size for act in boiler.acts] == [2, 2]
    assert boiler.tags == ("Heating",)
    assert boiler.url == f"http://127.0.0.1:{wiki.port}/index.php/Boiler"
    assert stored.titled("Talk:Boiler").parent == boiler.id
    assert ("Bram Kok", ActKind.NAMED, 1) in people(stored.titled("User:Bram Kok"))
    assert "Kettle" not in {item.title for item in stored.items.values()}
    assert isinstance(said[-1], Checkpoint)
    assert said[-1].complete


def test_a_second_pull_reads_nothing_again(pull: Callable[..., list[Said]], stored: Stored) -> None:
    pull()
    said = pull()
    assert [each for each in said if isinstance(each, Item | Gone)] == []
    stored.cursor = None
    listed = pull()
    assert [each for each in listed if isinstance(each, Item)] == []
    assert {each.id for each in listed if isinstance(each, Same)} == set(stored.items)


def test_changes_are_followed(wiki: MediaWikiServer, stored: Stored, pull: Callable[..., list[Said]]) -> None:
    for title in ("Edited", "Moved", "Deleted", "Redirected", "Untouched"):
        wiki.edit("Ada Vos", title, f"{SENTENCE} This one is called {title}.")
    pull()
    ids = {item.title: item.id for item in stored.items.values()}
    wiki.edit("Cato Mul", "Edited", SENTENCE * 5)
    wiki.act(ADMIN, action="move", to="Moved away", **{"from": "Moved"}, noredirect="1")
    wiki.act(ADMIN, action="delete", title="Deleted")
    wiki.edit("Ada Vos", "Redirected", "#REDIRECT [[Edited]]")
    wiki.edit("Bram Kok", "Brand new", SENTENCE)
    said = pull()
    assert isinstance(said[-1], Checkpoint)
    assert not said[-1].complete
    assert {each.id for each in said if isinstance(each, Gone)} >= {ids["Deleted"], ids["Redirected"]}
    assert [account for account, _, _ in people(stored.titled("Edited"))] == ["Ada Vos", "Cato Mul"]
    assert stored.titled("Moved away").id == ids["Moved"]
    assert stored.titled("Brand new")
    wiki.act(ADMIN, action="undelete", title="Deleted")
    pull()
    assert stored.titled("Deleted").id == ids["Deleted"]


def test_a_hidden_contributor_is_taken_back(
    wiki: MediaWikiServer, stored: Stored, pull: Callable[..., list[Said]]
) -> None:
    wiki.edit("Ada Vos", "Retracted", SENTENCE)
    number = wiki.edit("Bram Kok", "Retracted", SENTENCE * 2)
    wiki.edit("Ada Vos", "Retracted", SENTENCE * 3)
    pull()
    assert [account for account, _, _ in people(stored.titled("Retracted"))] == ["Ada Vos", "Bram Kok"]
    wiki.act(ADMIN, action="revisiondelete", type="revision", ids=str(number), hide="user")
    pull()
    assert [account for account, _, _ in people(stored.titled("Retracted"))] == ["Ada Vos"]


def test_what_is_undone_moved_protected_or_minor_is_nobody_s(
    wiki: MediaWikiServer, stored: Stored, pull: Callable[..., list[Said]]
) -> None:
    wiki.edit("Ada Vos", "Kept", SENTENCE * 4)
    emptied = wiki.edit("Bram Kok", "Kept", "x")
    wiki.act("Cato Mul", action="edit", title="Kept", undo=str(emptied))
    wiki.act(ADMIN, action="protect", title="Kept", protections="move=sysop", reason="Kept")
    wiki.act(ADMIN, action="move", to="Kept well", **{"from": "Kept"}, noredirect="1")
    wiki.act("Bram Kok", action="edit", title="Kept well", text=SENTENCE * 4 + "Oil!", minor="1")
    wiki.edit(
        "Cato Mul",
        "Talk:Kept well",
        "Is it so? --[[User:Bram Kok|Bram]] ([[User talk:Bram Kok|talk]]) 10:00, 1 March 2026 (UTC)",
    )
    pull()
    assert people(stored.titled("Kept well")) == [("Ada Vos", ActKind.WROTE, 1)]
    assert [account for account, _, _ in people(stored.titled("Talk:Kept well"))] == ["Bram Kok", "Cato Mul"]


def test_long_histories_and_small_batches_are_read_to_the_end(
    wiki: MediaWikiServer, stored: Stored, pull: Callable[..., list[Said]]
) -> None:
    for number in range(4):
        wiki.edit("Ada Vos", f"Many {number}", SENTENCE + str(number))
    said = pull(batch=1)
    assert {f"Many {number}" for number in range(4)} <= {item.title for item in stored.items.values()}
    marks = [each for each in said if isinstance(each, Checkpoint)]
    assert len(marks) > 4
    everything = set(stored.items)
    for place, mark in enumerate(said):
        if isinstance(mark, Checkpoint) and not mark.complete:
            before = {each.id for each in said[:place] if isinstance(each, Item)}
            fresh = Stored()
            source = sources.open_source(settings(wiki, fresh, batch=1))
            after = {each.id for each in source.pull(mark.cursor) if isinstance(each, Item)}
            assert before | after == everything


def test_rights_of_an_open_wiki(pull: Callable[..., list[Said]], stored: Stored) -> None:
    said = pull("from-source", namespaces=[0])
    assert [each.principals for each in said if isinstance(each, AccessRecord)] == [("everyone",)]
    assert {item.access for item in stored.items.values()} == {"wiki"}


def test_its_own_dump_says_the_same(
    wiki: MediaWikiServer, stored: Stored, pull: Callable[..., list[Said]], tmp_path: Path
) -> None:
    pull()
    (tmp_path / "dump.xml").write_text(wiki.dump(), encoding="utf-8")
    source = sources.open_source(SourceSettings("d", "mediawiki-dump", options={"path": "dump.xml"}, base=tmp_path))
    dumped = {each.id: each for each in source.pull(None) if isinstance(each, Item)}
    assert dumped.keys() == stored.items.keys()
    for number, item in dumped.items():
        assert (item.title, item.body, item.acts, item.at, item.tags) == (
            stored.items[number].title,
            stored.items[number].body,
            stored.items[number].acts,
            stored.items[number].at,
            stored.items[number].tags,
        )


class WikiWorld(SourceWorld):
    """The articles of the wiki: written, moved and deleted there, and a contributor hidden who is taken back."""

    now = 4_000_000_000  # its pages are as old as the real clock says

    def __init__(self, wiki: MediaWikiServer) -> None:
        self._wiki = wiki
        self._edits: dict[str, list[tuple[str, int]]] = {}
        self._now: dict[str, WrittenEntry] = {}
        for title in wiki.titles():
            self._delete(title)

    def settings(self) -> SourceSettings:
        options = {"url": self._wiki.url, "namespaces": [0], "talk": False, "batch": 4}
        return SourceSettings("wiki", "mediawiki", options=options)

    def write(self, entries: Sequence[WrittenEntry]) -> None:
        later = {entry.slug: entry for entry in entries}
        lost = [slug for slug in self._now if slug not in later]
        for entry in entries:
            old = next((slug for slug in lost if self._now[slug].text == entry.text), None)
            if old:
                self._move(old, entry)
                lost.remove(old)
            self._change(self._now.get(entry.slug), entry)
        for slug in lost:
            self._delete(slug)
        self._now = later

    def _change(self, old: WrittenEntry | None, entry: WrittenEntry) -> None:
        if old is None or old.text != entry.text:
            self._edits.setdefault(entry.slug, [])
            for author in entry.authors:
                text = f"{entry.text} Looked at {len(self._edits[entry.slug])} times."
                self._edits[entry.slug].append((author, self._wiki.edit(author, entry.slug, text)))
        for author in set(old.authors if old else ()) - set(entry.authors):
            self._hide(entry, author)

    def _hide(self, entry: WrittenEntry, author: str) -> None:
        """The newest revision cannot be hidden: somebody who stays writes once more before."""
        edits = self._edits[entry.slug]
        if edits[-1][0] == author:
            edits.append((entry.authors[0], self._wiki.edit(entry.authors[0], entry.slug, entry.text)))
        hidden = "|".join(str(number) for who, number in edits if who == author)
        self._wiki.act(ADMIN, action="revisiondelete", type="revision", target=entry.slug, ids=hidden, hide="user")

    def _move(self, old: str, entry: WrittenEntry) -> None:
        """A move leaves a redirect behind, and counts as an edit of who moved it."""
        self._wiki.act(entry.authors[0], action="move", to=entry.slug, **{"from": old})
        self._edits[entry.slug], self._now[entry.slug] = self._edits.pop(old), self._now.pop(old)

    def _delete(self, title: str) -> None:
        self._wiki.act(ADMIN, action="delete", title=title)
        self._edits.pop(title, None)
        self._now.pop(title, None)


class TestSuite(SourceSuite):
    @pytest.fixture
    def world(self, wiki: MediaWikiServer) -> SourceWorld:
        return WikiWorld(wiki)

    def dump(self, store: Store) -> list[dict[str, Json]]:
        """All but the cursor, which is the time of the wiki."""
        return [line for line in store.dump() if line["record"] != "cursor"]


def test_what_is_no_wiki_is_an_error(wiki: MediaWikiServer, stored: Stored) -> None:
    other = wiki.url.replace("api.php", "load.php")
    for address, message in ((other, "mediawiki-no-api"), (wiki.url + "x", "http-status")):
        source = sources.open_source(SourceSettings("wiki", "mediawiki", options={"url": address}))
        with pytest.raises(SourceError, match=message):
            list(source.pull(None))


def test_a_private_wiki_asks_for_a_bot_password(wiki: MediaWikiServer, stored: Stored) -> None:
    """The last test: from here on the wiki is private."""
    user, password = wiki.bot_password("Ada Vos")
    wiki.make_private()
    with pytest.raises(SourceError, match="mediawiki-needs-login"):
        list(sources.open_source(settings(wiki, stored)).pull(None))
    with pytest.raises(SourceError, match="mediawiki-secret-missing"):
        list(sources.open_source(settings(wiki, stored, user=user)).pull(None))
    for secret, works in (("wrong", False), (password, True)):
        told = SourceSettings(
            "wiki", "mediawiki", "everyone", options={"url": wiki.url, "user": user}, secret=lambda _, said=secret: said
        )
        if works:
            assert any(isinstance(each, Item) for each in sources.open_source(told).pull(None))
        else:
            with pytest.raises(SourceError, match="mediawiki-login-refused"):
                list(sources.open_source(told).pull(None))
