"""The push format, read as its page says."""

from __future__ import annotations

import gzip
import json
import lzma
from collections.abc import Sequence
from pathlib import Path

import pytest

from graph.facts import (
    AccessRecord,
    Act,
    ActKind,
    Checkpoint,
    Gone,
    GroupKind,
    GroupRecord,
    Item,
    Opening,
    PersonRecord,
    Problem,
)
from ingest import sources
from ingest.contract import SourceError, SourceSettings
from tests.contracts.source_suite import SourceSuite, SourceWorld, WrittenEntry


def line_of(entry: WrittenEntry) -> dict[str, object]:
    return {"id": entry.slug, "title": entry.title, "text": entry.text, "authors": list(entry.authors), "at": entry.at}


class ListedWorld(SourceWorld):
    """One file that lists all that exists."""

    suffix = ".jsonl"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def settings(self) -> SourceSettings:
        options = {"path": f"all{self.suffix}", "complete": True, "checkpoint": 2}
        return SourceSettings("push", "jsonl", options=options, base=self.folder)

    def write(self, entries: Sequence[WrittenEntry]) -> None:
        body = "".join(json.dumps(line_of(entry)) + "\n" for entry in entries).encode()
        path = self.folder / f"all{self.suffix}"
        packed = gzip.compress(body, mtime=0) if self.suffix.endswith("gz") else body
        packed = lzma.compress(body) if self.suffix.endswith("xz") else packed
        if not path.exists() or path.read_bytes() != packed:
            path.write_bytes(packed)


class GzipWorld(ListedWorld):
    suffix = ".jsonl.gz"


class AppendedWorld(ListedWorld):
    """A file that only grows: edits are told again, deletions as gone."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.told: dict[str, WrittenEntry] = {}

    def settings(self) -> SourceSettings:
        return SourceSettings("push", "jsonl", options={"path": "all.jsonl", "checkpoint": 2}, base=self.folder)

    def write(self, entries: Sequence[WrittenEntry]) -> None:
        now = {entry.slug: entry for entry in entries}
        with (self.folder / "all.jsonl").open("a") as file:
            for slug in self.told.keys() - now.keys():
                file.write(json.dumps({"type": "gone", "id": slug}) + "\n")
            for entry in entries:
                if self.told.get(entry.slug) != entry:
                    file.write(json.dumps(line_of(entry)) + "\n")
        self.told = now


class TestListed(SourceSuite):
    @pytest.fixture
    def world(self, tmp_path: Path) -> SourceWorld:
        return ListedWorld(tmp_path)


class TestGzip(SourceSuite):
    @pytest.fixture
    def world(self, tmp_path: Path) -> SourceWorld:
        return GzipWorld(tmp_path)


def said_of(
    folder: Path, *lines: object, cursor: dict | None = None, replaced: bool = False, **options: object
) -> list:
    (folder / "x.jsonl").write_text(
        "".join(f"{each if isinstance(each, str) else json.dumps(each)}\n" for each in lines)
    )
    settings = SourceSettings("push", "jsonl", options={"path": "x.jsonl", **options}, base=folder)
    opening, *said = sources.open_source(settings).pull(cursor)
    assert opening == Opening(log=True, anew=replaced)
    return said


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (
            {"id": 7, "text": "Hi", "author": "ada", "at": "2024-01-02T03:04:05Z"},
            Item("7", b"Hi", kind="post", at=1704164645, acts=(Act("ada", ActKind.WROTE, "ada", 1704164645),)),
        ),
        (
            {
                "id": "a",
                "text": "<p>Hi",
                "media_type": "text/html",
                "kind": "page",
                "acts": [{"account": "x", "kind": "liked"}],
            },
            Item("a", b"<p>Hi", "text/html", kind="page", acts=(Act("x", ActKind.LIKED),)),
        ),
        (
            {"type": "person", "id": "p1", "name": "Ada Vos", "emails": ["a@example.org"], "manager": "p2"},
            PersonRecord("p1", "Ada Vos", emails=("a@example.org",), manager="p2"),
        ),
        (
            {
                "type": "group",
                "id": "g",
                "kind": "team",
                "name": "G",
                "members": ["a", {"account": "b", "role": "lead"}],
            },
            GroupRecord("g", GroupKind.TEAM, "G", members=(("a", ""), ("b", "lead"))),
        ),
        ({"type": "access", "rule": "r", "principals": ["account:a"]}, AccessRecord("r", ("account:a",))),
        ({"type": "gone", "id": "a"}, Gone("a")),
    ],
)
def test_records(tmp_path: Path, line: object, said: object) -> None:
    assert said_of(tmp_path, line)[0] == said


@pytest.mark.parametrize(
    ("line", "native_id", "message"),
    [
        ("{not json", None, "jsonl-no-json"),
        ("[1]", None, "jsonl-no-object"),
        ({"text": "no id"}, None, "jsonl-id-missing"),
        ({"id": "a", "text": 5}, "a", "jsonl-field-wrong"),
        ({"id": "a", "text": "x", "kind": "novel"}, "a", "jsonl-field-wrong"),
        ({"id": "a", "type": "novel"}, "a", "jsonl-type-unknown"),
        ({"id": "a", "text": "x", "acts": [{"kind": "wrote"}]}, "a", "jsonl-field-wrong"),
    ],
)
def test_bad_lines(tmp_path: Path, line: object, native_id: str | None, message: str) -> None:
    first, second, *_ = said_of(tmp_path, line, {"id": "good", "text": "fine"})
    assert isinstance(first, Problem)
    assert (first.id, first.message) == (native_id, message)
    assert isinstance(second, Item)


def test_fields_of_somebody_else(tmp_path: Path) -> None:
    line = {"mid": 5, "stream": "general", "topic": "hello", "ts": 1_594_905_457, "author": "Ada", "text": "Hi"}
    fields = {"id": "mid", "at": "ts", "container": ["stream", "topic"], "title": "topic"}
    said = said_of(tmp_path, line, fields=fields, kind_of_item="reply")
    assert said[0] == GroupRecord("general", GroupKind.CHANNEL, "general")
    assert said[1] == GroupRecord("general/hello", GroupKind.THREAD, "hello", "general")
    assert (said[2].id, said[2].container, said[2].at, said[2].title) == ("5", "general/hello", 1_594_905_457, "hello")


def test_fields_inside_fields(tmp_path: Path) -> None:
    line = {
        "key": "P-1",
        "fields": {
            "summary": "Stille pomp",
            "created": "2026-03-02T10:00:00.000+0100",
            "labels": [{"name": "pomp"}, {"name": "stil"}],
            "project": {"name": "Warmte"},
        },
        "log.at": "not asked for",
    }
    fields = {
        "id": "key",
        "title": "fields.summary",
        "at": "fields.created",
        "tags": "fields.labels.name",
        "text": "fields.labels.1.name",
        "author": "fields.nothing.at.all",
        "container": ["fields.project.name"],
    }
    group, item, _ = said_of(tmp_path, line, fields=fields)
    assert group == GroupRecord("Warmte", GroupKind.THREAD, "Warmte")
    assert (item.id, item.title, item.at, item.tags) == ("P-1", "Stille pomp", 1772442000, ("pomp", "stil"))
    assert (item.body, item.acts, item.container) == (b"stil", (), "Warmte")


def test_an_unreadable_date_costs_the_date_alone(tmp_path: Path) -> None:
    author = {"account": "ada", "at": "toen"}
    person = {"type": "person", "id": "p", "name": "Ada Vos", "left": "ooit"}
    item, odd, kept, _ = said_of(
        tmp_path, {"id": "a", "text": "x", "at": "1700000000.000100", "author": author}, person
    )
    assert (item.at, item.acts) == (1_700_000_000, (Act("ada", ActKind.WROTE),))
    told = {"field": "at", "id": "a", "value": "toen", "place": "x.jsonl:1"}
    assert item.problems == (Problem("a", "jsonl-date-unreadable", told),)
    assert odd == Problem(
        "p", "jsonl-date-unreadable", {"field": "left", "id": "p", "value": "ooit", "place": "x.jsonl:2"}
    )
    assert kept == PersonRecord("p", "Ada Vos")


def test_a_file_of_windows_begins_with_a_mark(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"id": "1", "text": "één"}\r\n', encoding="utf-8-sig")
    settings = SourceSettings("push", "jsonl", options={"path": "x.jsonl"}, base=tmp_path)
    assert [each.id for each in sources.open_source(settings).pull(None) if isinstance(each, Item)] == ["1"]


def test_growing_file_is_read_on(tmp_path: Path) -> None:
    first = said_of(tmp_path, {"id": "1", "text": "one"})
    lines = [{"id": "1", "text": "one"}, {"id": "2", "text": "two"}]
    second = said_of(tmp_path, *lines, cursor=first[-1].cursor)
    assert [each.id for each in second if isinstance(each, Item)] == ["2"]
    third = said_of(tmp_path, {"id": "9", "text": "replaced"}, cursor=second[-1].cursor, replaced=True)
    assert [each.id for each in third if isinstance(each, Item)] == ["9"]


def test_a_bad_line_is_told_with_its_number_in_the_file(tmp_path: Path) -> None:
    lines = [{"id": "1", "text": "one"}, "not JSON", {"text": "no id"}]
    said = said_of(tmp_path, *lines)
    assert [each.params["place"] for each in said if isinstance(each, Problem)] == ["x.jsonl:2", "x.jsonl:3"]
    more = said_of(tmp_path, *lines, {"id": "2", "text": "two"}, "not JSON either", cursor=said[-1].cursor)
    assert [each.params["place"] for each in more if isinstance(each, Problem)] == ["x.jsonl:5"]


def test_half_a_line_waits(tmp_path: Path) -> None:
    (tmp_path / "x.jsonl").write_text('{"id": "1", "text": "one"}\n{"id": "2", "te')
    settings = SourceSettings("push", "jsonl", options={"path": "x.jsonl"}, base=tmp_path)
    said = list(sources.open_source(settings).pull(None))
    assert [type(each) for each in said] == [Opening, Item, Checkpoint]
    with (tmp_path / "x.jsonl").open("a") as file:
        file.write('xt": "two"}\n')
    assert [each.id for each in sources.open_source(settings).pull(said[-1].cursor) if isinstance(each, Item)] == ["2"]


def test_no_file(tmp_path: Path) -> None:
    settings = SourceSettings("push", "jsonl", options={"path": "none.jsonl"}, base=tmp_path)
    with pytest.raises(SourceError, match="jsonl-not-found"):
        list(sources.open_source(settings).pull(None))
