"""`whoknows source test NAME`: what a source would give, with what is left out and why, and nothing is stored."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from graph.facts import Cursor, Item, Said
from ingest.trial import try_source
from tests.whoknows.office import SETTINGS, make_office
from whoknows.cli import run

MORE = """
[[source]]
name = "list"
kind = "mbox"
path = "list.mbox"
access = "group:Techniek"

[[source]]
name = "pushed"
kind = "jsonl"
path = "pushed.jsonl"
access = "from-source"

[[source]]
name = "lost"
kind = "files"
path = "nowhere"
access = "everyone"
"""
MAIL = """From anna@kantoor.example Mon Jan  5 10:00:00 2026
From: Anna Verhage <anna@kantoor.example>
To: pompen@kantoor.example
Subject: Re: Lagers
Date: Mon, 5 Jan 2026 10:00:00 +0100
Message-ID: <1@kantoor.example>
In-Reply-To: <0@kantoor.example>

Smeer het lager elke maand met een druppel olie.

Op 4 januari 2026 schreef Bram Oostdijk:
> Hoe vaak moet het lager worden gesmeerd?

--
Anna Verhage, Techniek
"""
PUSHED = (
    {"id": "1", "title": "Besluit", "text": "Het bestuur koopt een turbine.", "author": "Bram Oostdijk"},
    {"id": "2", "title": "Leeg", "text": "", "author": "Bram Oostdijk"},
)
Told = Callable[..., tuple[int, str]]


@pytest.fixture
def kantoor(tmp_path: Path) -> Path:
    folder = make_office(tmp_path / "office", SETTINGS + MORE)
    (folder / "list.mbox").write_text(MAIL, encoding="utf-8")
    (folder / "pushed.jsonl").write_text("".join(json.dumps(each) + "\n" for each in PUSHED), encoding="utf-8")
    return folder


@pytest.fixture
def tried(kantoor: Path, capsys: pytest.CaptureFixture[str]) -> Told:
    def ran(name: str, *options: str) -> tuple[int, str]:
        capsys.readouterr()
        code = run(["source", "test", name, "-s", str(kantoor), *options])
        said = capsys.readouterr()
        return code, said.out + said.err

    return ran


def as_json(told: Told, name: str) -> Any:
    code, said = told(name, "--json")
    assert code == 0
    return json.loads(said)


def test_a_message_is_shown_with_what_is_left_out_and_why(tried: Told) -> None:
    code, said = tried("list")
    assert code == 0
    for part in (
        "Anna Verhage <anna@kantoor.example>: wrote it · 2026-01-05",
        "Readable by: Techniek",
        "Own words: 9; left out: 19",
        "quote (15): Op 4 januari 2026 schreef Bram Oostdijk:",
        "signature, footer or disclaimer",
        "This is all that source list has. Nothing was stored.",
    ):
        assert part in said


def test_the_same_in_dutch(tried: Told, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOKNOWS_LANG", "nl")
    code, said = tried("list")
    assert code == 0
    for part in ("schreef het", "Leesbaar voor: Techniek", "Eigen woorden: 9; weggelaten: 19", "citaat (15)"):
        assert part in said


def test_json_has_items_readers_and_problems(tried: Told) -> None:
    told = as_json(tried, "pushed")
    (item,) = told["items"]
    assert (item["title"], item["kind"], item["readers"], item["own_words"]) == ("Besluit", "post", [], 5)
    assert [(each["name"], each["act"]) for each in item["people"]] == [("Bram Oostdijk", "wrote")]
    assert [(each["id"], each["message"]) for each in told["problems"]] == [("2", "no-text")]
    assert told["all"]


def test_a_directory_shows_people_and_no_more_than_asked(tried: Told) -> None:
    code, said = tried("people", "--number", "2")
    assert code == 0
    assert "1. Anna Verhage (p1)  Pompenmonteur" in said
    assert "Carla" not in said
    assert "may have more" in said


def test_nothing_is_written(tried: Told, kantoor: Path) -> None:
    before = sorted(kantoor.rglob("*"))
    for name in ("people", "handbook", "list", "pushed"):
        assert tried(name)[0] == 0
    assert sorted(kantoor.rglob("*")) == before
    assert run(["sync", "-s", str(kantoor)]) == 3, "the source whose folder is lost"
    stored = {path: path.read_bytes() for path in kantoor.rglob("*") if path.is_file() and path.suffix != ".lock"}
    assert tried("handbook")[0] == 0
    assert {path: path.read_bytes() for path in stored if "-shm" not in path.name} == {
        path: data for path, data in stored.items() if "-shm" not in path.name
    }


def test_templates_and_copies_are_told(kantoor: Path, tried: Told) -> None:
    notice = "Deze pagina valt onder het kwaliteitsbeleid van het kantoor."
    for number, name in enumerate(("Lager", "As", "Waaier", "Huis", "Klep", "Motor")):
        text = f"# {name}\n\nTekst {'over pompen ' * number}in het kort.\n\n{notice}\n"
        (kantoor / "handbook" / f"x{number}.md").write_text(text, encoding="utf-8")
    (kantoor / "handbook" / "zz.md").write_text((kantoor / "handbook" / "pompen.md").read_text())
    items = {each["id"]: each for each in as_json(tried, "handbook")["items"]}
    assert [(each["why"], each["begins"]) for each in items["x3.md"]["left_out"]] == [("template", notice)]
    assert [each["why"] for each in items["zz.md"]["left_out"]] == ["copy"]
    assert items["zz.md"]["own_words"] == 0


def test_whoever_was_erased_does_not_show(kantoor: Path, tried: Told) -> None:
    run(["sync", "-s", str(kantoor)])
    assert run(["erase", "p1", "--yes", "-s", str(kantoor)]) == 0
    for name in ("list", "handbook", "people"):
        code, said = tried(name)
        assert code == 0
        assert "Verhage" not in said


@pytest.mark.parametrize(("name", "code", "part"), [("handbok", 2, "handbook"), ("lost", 3, "nowhere")])
def test_what_cannot_be_read_is_told(tried: Told, name: str, code: int, part: str) -> None:
    found, said = tried(name)
    assert found == code
    assert part in said


def test_another_action_is_told(kantoor: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["source", "tset", "people", "-s", str(kantoor)]) == 2
    assert "test" in capsys.readouterr().err


class WithoutEnd:
    """A source that has no end, and notes how far it was read and that it was closed."""

    name = "endless"

    def __init__(self) -> None:
        self.pulled, self.is_closed = 0, False

    def pull(self, _cursor: Cursor | None) -> Iterator[Said]:
        try:
            while True:
                self.pulled += 1
                yield Item(str(self.pulled), b"Some text.")
        finally:
            self.is_closed = True


def test_reading_stops_when_there_is_enough() -> None:
    source = WithoutEnd()
    trial = try_source(source, 10, now=1_800_000_000, stop=lambda: False)
    assert (len(trial.items), source.pulled, source.is_closed, trial.is_all) == (10, 10, True, False)
    assert try_source(WithoutEnd(), 10, now=1_800_000_000, stop=lambda: True).records == 1
