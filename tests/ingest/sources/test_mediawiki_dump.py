"""MediaWiki dumps: the suite of every source, history, and what must not be read."""

from __future__ import annotations

import bz2
import gzip
import lzma
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from xml.sax.saxutils import escape

import pytest

from graph.facts import ActKind, GroupRecord, Item, Problem, Said, Same
from ingest import sources
from ingest.contract import SourceError, SourceSettings
from tests.contracts.source_suite import SourceSuite, SourceWorld, WrittenEntry

HEAD = (
    '<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11"><siteinfo>'
    "<sitename>House wiki</sitename>"
    "<base>https://wiki.example.org/wiki/Main_Page</base><namespaces>"
    '<namespace key="0" /><namespace key="1">Talk</namespace><namespace key="2">User</namespace>'
    "</namespaces></siteinfo>"
)
TAIL = "</mediawiki>"


def revision(number: int, who: str, text: str, at: int = 1_700_000_000) -> str:
    """One revision; `who` is the inside of its contributor, or "deleted"."""
    stamp = datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    contributor = '<contributor deleted="deleted" />' if who == "deleted" else f"<contributor>{who}</contributor>"
    return (
        f"<revision><id>{number}</id><timestamp>{stamp}</timestamp>{contributor}<model>wikitext</model>"
        f'<text bytes="{len(text.encode())}">{escape(text)}</text></revision>'
    )


def user(name: str) -> str:
    return f"<username>{name}</username><id>7</id>"


def page(number: int, title: str, *revisions: str, ns: int = 0, redirect: str = "") -> str:
    inside = f"<title>{title}</title><ns>{ns}</ns><id>{number}</id>{redirect}{''.join(revisions)}"
    return f"<page>{inside}</page>"


def pull(folder: Path, *pages: str, head: str = HEAD, tail: str = TAIL, **options: object) -> list[Said]:
    (folder / "dump.xml").write_text(head + "".join(pages) + tail, encoding="utf-8")
    settings = SourceSettings("wiki", "mediawiki-dump", options={"path": "dump.xml", **options}, base=folder)
    return list(sources.open_source(settings).pull(None))


def items(said: Sequence[Said]) -> dict[str, Item]:
    return {each.title or "": each for each in said if isinstance(each, Item)}


class DumpWorld(SourceWorld):
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def settings(self) -> SourceSettings:
        return SourceSettings("wiki", "mediawiki-dump", options={"path": "dump.xml"}, base=self.folder)

    def write(self, entries: Sequence[WrittenEntry]) -> None:
        pages = []
        for entry in entries:
            number = sum(ord(letter) * 31**place for place, letter in enumerate(entry.text[:40])) % 10**9
            edits = [
                revision(number * 10 + step, user(author), f"{entry.text} Read {step} times.", entry.at + step)
                for step, author in enumerate(entry.authors)
            ]
            pages.append(page(number, f"{entry.title} {entry.slug}", *edits))
        (self.folder / "dump.xml").write_text(HEAD + "".join(pages) + TAIL, encoding="utf-8")


class TestDump(SourceSuite):
    @pytest.fixture
    def world(self, tmp_path: Path) -> SourceWorld:
        return DumpWorld(tmp_path)


def test_every_editor_has_an_act_with_what_is_left_of_what_was_added(tmp_path: Path) -> None:
    history = (
        revision(1, user("Ada Vos"), "a" * 160, 1000),
        revision(2, user("Bram Kok"), "a" * 400, 2000),
        revision(3, user("Cato Mul"), "a" * 80, 3000),
        revision(4, user("Ada Vos"), "The newest text. " * 20, 4000),
    )
    item = items(pull(tmp_path, page(1, "Boiler", *reversed(history))))["Boiler"]
    assert [(act.name, act.kind, act.at, act.count, act.size) for act in item.acts] == [
        ("Ada Vos", ActKind.WROTE, 4000, 2, 4),
        ("Bram Kok", ActKind.EDITED, 2000, 1, 1),
        ("Cato Mul", ActKind.EDITED, 3000, 1, 0),
    ]
    assert item.body.startswith(b"The newest text.")
    assert (item.at, item.url) == (4000, "https://wiki.example.org/wiki/Boiler")


def test_addresses_and_hidden_contributors_are_nobody(tmp_path: Path) -> None:
    history = (
        revision(1, "<ip>192.0.2.7</ip>", "Text.", 1000),
        revision(2, "deleted", "Text more.", 2000),
        revision(3, user("192.0.2.9"), "Text more still.", 3000),
        revision(4, user("Bram Kok"), "Text more still and on.", 4000),
    )
    item = items(pull(tmp_path, page(1, "Boiler", *history)))["Boiler"]
    assert [(act.name, act.kind) for act in item.acts] == [("Bram Kok", ActKind.EDITED)]


def test_namespaces_talk_and_user_pages(tmp_path: Path) -> None:
    pages = (
        page(1, "Boiler", revision(1, user("Ada"), "Text.")),
        page(
            2, "Talk:Boiler", revision(2, user("Ada"), "One."), revision(3, user("Bram"), "Two.", 1_800_000_000), ns=1
        ),
        page(3, "User:Cato/Notes", revision(4, user("Ada"), "About Cato."), ns=2),
        page(4, "Template:Box", revision(5, user("Ada"), "Box."), ns=10),
        page(5, "Old", revision(6, user("Ada"), "#REDIRECT [[Boiler]]"), redirect='<redirect title="Boiler" />'),
    )
    found = items(pull(tmp_path, *pages))
    assert set(found) == {"Boiler", "Talk:Boiler", "User:Cato/Notes"}
    assert [act.kind for act in found["Talk:Boiler"].acts] == [ActKind.WROTE, ActKind.COMMENTED]
    assert [(act.account, act.kind) for act in found["User:Cato/Notes"].acts][1:] == [("Cato", ActKind.NAMED)]
    assert set(items(pull(tmp_path, *pages, talk=False, namespaces=[0, 10]))) == {"Boiler", "Template:Box"}
    groups = {each.id: each.name for each in pull(tmp_path, *pages) if isinstance(each, GroupRecord)}
    assert groups == {"wiki": "House wiki", "ns:0": "House wiki", "ns:1": "Talk", "ns:2": "User"}


DUTCH_HEAD = (
    HEAD.replace(">Talk<", ">Overleg<")
    .replace(">User<", ">Gebruiker<")
    .replace("</namespaces>", '<namespace key="100">Handboek</namespace></namespaces>')
)


def test_an_old_dump_in_dutch_does_not_state_namespaces_and_redirects(tmp_path: Path) -> None:
    pages = (
        page(1, "Ketel", revision(1, user("Ada"), "Tekst.")),
        page(2, "Overleg:Ketel", revision(2, user("Ada"), "Klopt dit?")),
        page(3, "Gebruiker:Cato", revision(3, user("Ada"), "Over Cato.")),
        page(4, "Sjabloon:Vak", revision(4, user("Ada"), "Vak.")),
        page(5, "Categorie:Ketels", revision(5, user("Ada"), "Alle ketels.")),
        page(6, "Bestand:Ketel.jpg", revision(6, user("Ada"), "Foto van de ketel.")),
        page(7, "Boiler", revision(7, user("Ada"), "#DOORVERWIJZING [[Ketel]]")),
        page(8, "Handboek:Ketel", revision(8, user("Ada"), "Hoofdstuk een.")),
        page(9, "Ketel: een begin", revision(9, user("Ada"), "Tekst.")),
    )
    found = items(pull(tmp_path, *(each.replace("<ns>0</ns>", "") for each in pages), head=DUTCH_HEAD))
    assert {item.title: item.container for item in found.values()} == {
        "Ketel": "ns:0",
        "Overleg:Ketel": "ns:1",
        "Gebruiker:Cato": "ns:2",
        "Bestand:Ketel.jpg": "ns:6",
        "Handboek:Ketel": "ns:100",
        "Ketel: een begin": "ns:0",
    }


def test_reverts_scripts_imports_and_temporary_accounts(tmp_path: Path) -> None:
    text = "De ketel heeft elk jaar een nieuwe pakking nodig. " * 20
    minor = revision(13, user("Bram Kok"), text + "x", 1300).replace("<model>", "<minor /><model>")
    pages = (
        page(
            1,
            "Ketel",
            revision(11, user("imported>Ada Vos"), text, 1100),
            revision(12, user("~2024-123"), "", 1200),
            minor.replace(text + "x", text + "  "),
        ),
        page(2, "Script", revision(21, user("Maintenance script"), text, 2100)),
        page(3, "Pakking", revision(31, user("Ada Vos~nlwiki"), text, 3100), revision(32, user("PompBot"), "Y", 3200)),
        page(
            4,
            "Naad",
            revision(41, user("Ada Vos"), text, 1000),
            minor.replace("13<", "43<").replace(text + "x", text + "!"),
        ),
    )
    found = items(pull(tmp_path, *pages))
    assert {title: [act.account for act in item.acts] for title, item in found.items()} == {
        "Ketel": ["Ada Vos"],
        "Script": [],
        "Pakking": ["Ada Vos"],
        "Naad": ["Ada Vos"],
    }


def test_a_dump_of_histories_without_texts_tells_reverts_by_the_sums_that_it_states(tmp_path: Path) -> None:
    def stub(number: int, name: str, size: int, content: str) -> str:
        text = f'<text bytes="{size}" id="{number}" />'
        head = f"<id>{number}</id><timestamp>2026-01-0{number}T10:00:00Z</timestamp>"
        return f"<revision>{head}<contributor>{user(name)}</contributor>{text}<sha1>{content}</sha1></revision>"

    history = (stub(1, "Ada", 800, "a1"), stub(2, "Bram", 0, "b2"), stub(3, "Cato", 800, "a1"))
    item = items(pull(tmp_path, page(1, "Ketel", *history)))["Ketel"]
    assert [(act.account, act.size) for act in item.acts] == [("Ada", 10)]


def test_a_hidden_text_is_a_problem(tmp_path: Path) -> None:
    hidden = revision(1, user("Ada"), "").replace('<text bytes="0"></text>', '<text bytes="9" deleted="deleted" />')
    said = pull(tmp_path, page(1, "Boiler", hidden))
    assert [(each.id, each.message) for each in said if isinstance(each, Problem)] == [("1", "wiki-text-hidden")]


@pytest.mark.parametrize(("suffix", "pack"), [(".gz", gzip.compress), (".bz2", bz2.compress), (".xz", lzma.compress)])
def test_packed_dumps_in_a_folder(tmp_path: Path, suffix: str, pack: object) -> None:
    assert callable(pack)
    for number in (1, 2):
        text = HEAD + page(number, f"WikiPage {number}", revision(number, user("Ada"), "Text.")) + TAIL
        (tmp_path / f"part{number}.xml{suffix}").write_bytes(pack(text.encode()))
    settings = SourceSettings("wiki", "mediawiki-dump", options={"path": "."}, base=tmp_path)
    said = list(sources.open_source(settings).pull(None))
    assert set(items(said)) == {"WikiPage 1", "WikiPage 2"}
    again = list(sources.open_source(settings).pull(said[-1].cursor))  # type: ignore[union-attr]
    assert again[0] == Same(container="wiki")


def test_a_dump_that_breaks_off_keeps_what_came_before_and_forbids_the_sweep(tmp_path: Path) -> None:
    said = pull(tmp_path, page(1, "Boiler", revision(1, user("Ada"), "Text.")), "<page><title>Ro", tail="")
    assert set(items(said)) == {"Boiler"}
    assert [(each.id, each.message) for each in said if isinstance(each, Problem)] == [(None, "dump-broken-off")]


@pytest.mark.parametrize(
    ("head", "message"),
    [
        ("<html><body>", "dump-broken"),
        ("<feed></feed>", "dump-not-a-dump"),
        (
            '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><mediawiki><page>&b;</page></mediawiki>',
            "dump-declares-entities",
        ),
        ("", "dump-broken"),
    ],
)
def test_what_is_no_dump_is_an_error(tmp_path: Path, head: str, message: str) -> None:
    with pytest.raises(SourceError, match=message):
        pull(tmp_path, head=head, tail="")


def test_memory_stays_flat_over_a_long_history(tmp_path: Path) -> None:
    """Only the newest text is kept of 2,000 revisions of 20 kB."""
    import tracemalloc

    history = (
        revision(number, user(f"User {number % 5}"), f"{number:06}" + "a" * 20_000, 1000 + number)
        for number in range(2000)
    )
    (tmp_path / "dump.xml").write_text(HEAD + page(1, "Long", *history) + TAIL, encoding="utf-8")
    settings = SourceSettings("wiki", "mediawiki-dump", options={"path": "dump.xml"}, base=tmp_path)
    tracemalloc.start()
    said = list(sources.open_source(settings).pull(None))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(items(said)["Long"].acts) == 5
    assert peak < 8_000_000


@pytest.mark.parametrize(
    "body",
    [
        HEAD.replace("<siteinfo>", "<!DOCTYPE a [<!ENTITY x 'y'>]><siteinfo>", 1) + TAIL,
        "<!DOCTYPE a [<!ENTITY x 'y'>]>" + HEAD + TAIL,
        '<?xml version="1.0" encoding="no-such"?>' + HEAD + TAIL,
        HEAD + "<page><x>" + revision(1, user("Ada Vos"), "a") + "</x></page>" + TAIL,
    ],
)
def test_a_part_that_is_odd_costs_no_other_part(tmp_path: Path, body: str) -> None:
    (tmp_path / "parts").mkdir()
    (tmp_path / "parts" / "a.xml").write_text(body, encoding="utf-8")
    good = HEAD + page(2, "Boiler", revision(3, user("Ada Vos"), "The boiler is in the cellar.")) + TAIL
    (tmp_path / "parts" / "b.xml").write_text(good, encoding="utf-8")
    settings = SourceSettings("wiki", "mediawiki-dump", options={"path": "parts"}, base=tmp_path)
    assert "Boiler" in items(list(sources.open_source(settings).pull(None)))
