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


@pytest.mark.parametrize(
    ("author", "acts"),
    [
        ("ada", [("ada", "ada", None)]),
        ("U12345", [("U12345", "U12345", None)]),
        ("Vos, Ada", [("Ada Vos", "Ada Vos", None)]),
        ("Ada Vos en Bram Kok", [("Ada Vos", "Ada Vos", None), ("Bram Kok", "Bram Kok", None)]),
        ("Ada Vos <ada@x.example>", [("ada@x.example", "Ada Vos", "ada@x.example")]),
        ({"name": "Door Ada Vos", "email": "Jira@x.example"}, [("jira@x.example", "Ada Vos", "jira@x.example")]),
        ({"email": "ada@x.example"}, [("ada@x.example", None, "ada@x.example")]),
        ({"account": "Vos, Ada", "name": "Ada, voorzitter"}, [("Vos, Ada", "Ada, voorzitter", None)]),
        (["Ada Vos", {"name": "Kok, Bram"}], [("Ada Vos", "Ada Vos", None), ("Bram Kok", "Bram Kok", None)]),
    ],
)
def test_authors_as_people_write_them(tmp_path: Path, author: object, acts: list[tuple[str, str, str | None]]) -> None:
    (item,) = [each for each in said_of(tmp_path, {"id": "1", "text": "x", "author": author}) if isinstance(each, Item)]
    assert [(act.account, act.name, act.email) for act in item.acts] == acts


def test_fields_of_somebody_else(tmp_path: Path) -> None:
    line = {"mid": 5, "stream": "general", "topic": "hello", "ts": 1_594_905_457, "author": "Ada", "text": "Hi"}
    fields = {"id": "mid", "at": "ts", "container": ["stream", "topic"], "title": "topic"}
    said = said_of(tmp_path, line, fields=fields, kind_of_item="reply")
    assert said[0] == GroupRecord("general", GroupKind.CHANNEL, "general")
    assert said[1] == GroupRecord("general/hello", GroupKind.THREAD, "hello", "general")
    assert (said[2].id, said[2].container, said[2].at, said[2].title) == ("5", "general/hello", 1_594_905_457, "hello")


def test_what_their_type_and_kind_say_is_theirs(tmp_path: Path) -> None:
    line = {"type": "message", "kind": "thread_broadcast", "ts": "1700000000.000100", "user": "U1", "text": "Hallo"}
    item, _ = said_of(tmp_path, line, fields={"id": "ts", "at": "ts", "author": "user"}, kind_of_item="micropost")
    assert (item.id, item.kind, item.at) == ("1700000000.000100", "micropost", 1_700_000_000)
    assert item.acts == (Act("U1", ActKind.WROTE, "U1", 1_700_000_000),)


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


@pytest.mark.parametrize(
    ("fields", "acts"),
    [
        ({"edits": [{"account": "b", "at": 5}, {"by": "Bram Kok", "at": "2026-03-02"}, "c"]},
         [("b", "edited", 5), ("Bram Kok", "edited", 1_772_409_600), ("c", "edited", None)]),
        ({"edits": {"author": {"id": "b", "displayName": "Bram Kok"}, "when": 5}}, [("b", "edited", 5)]),
        ({"reactions": ["b", {"account": "c", "at": 7}]}, [("b", "liked", None), ("c", "liked", 7)]),
        ({"reactions": [{"name": "+1", "users": ["b", "c"]}, {"name": "-1", "users": ["d"]}]},
         [("b", "liked", None), ("c", "liked", None)]),
        ({"reactions": {"heart": ["b"], "thumbsdown": ["c"]}}, [("b", "liked", None)]),
        ({"accepted": True}, [("a", "accepted", None)]),
        ({"accepted": "b"}, [("a", "accepted", None), ("b", "liked", None)]),
        ({"accepted": {"account": "b", "at": 9}}, [("a", "accepted", 9), ("b", "liked", 9)]),
        ({"accepted": "a"}, [("a", "accepted", None)]),
        ({"accepted": False, "edits": None, "reactions": []}, []),
    ],
)  # fmt: skip
def test_edits_reactions_and_who_accepted(tmp_path: Path, fields: dict, acts: list) -> None:
    item, *_ = said_of(tmp_path, {"id": "m", "text": "x", "author": "a", **fields})
    assert [(act.account, act.kind, act.at) for act in item.acts][1:] == acts
    assert item.problems == ()


@pytest.mark.parametrize("fields", [{"edits": 5}, {"edits": [5]}, {"reactions": "x"}, {"reactions": [{"users": [5]}]},
                                    {"accepted": 5}, {"attachments": 5}, {"attachments": [5]},
                                    {"attachments": [{"content": "%%%"}]}])  # fmt: skip
def test_what_cannot_be_understood_costs_that_part(tmp_path: Path, fields: dict) -> None:
    item, *_ = said_of(tmp_path, {"id": "m", "text": "x", "author": "a", **fields})
    assert [act.account for act in item.acts] == ["a"] * len(item.acts)
    (name,) = fields
    told = {"field": name, "id": "m", "place": "x.jsonl:1"}
    assert item.problems == (Problem("m", "jsonl-part-unreadable", told),)


@pytest.mark.parametrize(
    ("person", "act"),
    [
        (
            {"accountId": "1", "displayName": "Ada Vos", "emailAddress": "a@example.org"},
            ("1", "Ada Vos", "a@example.org"),
        ),
        ({"name": "avos", "displayName": "Ada Vos"}, ("avos", "Ada Vos", None)),
        ({"name": "avos", "displayName": "Vos, Ada"}, ("avos", "Ada Vos", None)),
        ({"id": 7, "username": "avos", "name": "Ada Vos"}, ("7", "Ada Vos", None)),
        ({"name": "Ada Vos", "email": "a@example.org"}, ("a@example.org", "Ada Vos", "a@example.org")),
    ],
)
def test_people_as_other_programs_write_them(tmp_path: Path, person: dict, act: tuple) -> None:
    item, *_ = said_of(tmp_path, {"id": "m", "text": "x", "author": person})
    assert [(each.account, each.name, each.email) for each in item.acts] == [act]


def test_attachments_are_items_to_which_theirs_links(tmp_path: Path) -> None:
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "plan.html").write_text("<p>Plan</p>", encoding="utf-8")
    attached = [
        {"name": "plan.html", "path": "files/plan.html"},
        {"id": "a2", "title": "Notes", "text": "Notities", "author": "Bram Kok"},
        {"filename": "x.txt", "content": "SGFsbG8=", "mimetype": "text/plain"},
        {"name": "only-a-name.pdf"},
    ]
    line = {"id": "m", "text": "x", "author": "a", "at": 5, "container": "c", "access": "r", "attachments": attached}
    item, *found, _ = said_of(tmp_path, line)
    assert item.links == ("m#plan.html", "m#a2", "m#x.txt")
    assert [(each.id, each.body, each.media_type, each.title) for each in found] == [
        ("m#plan.html", b"<p>Plan</p>", "text/html", "plan.html"),
        ("m#a2", b"Notities", "text/plain", "Notes"),
        ("m#x.txt", b"Hallo", "text/plain", "x.txt"),
    ]
    assert {(each.kind, each.at, each.container, each.access) for each in found} == {("file", 5, "c", "r")}
    assert [[act.account for act in each.acts] for each in found] == [[], ["Bram Kok"], []]


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/hostname", "link.txt", "none.txt", "files", "a\0b"])
def test_no_attachment_comes_from_outside_the_folder(tmp_path: Path, path: str) -> None:
    (tmp_path / "secret.txt").write_text("secret", encoding="utf-8")
    (tmp_path / "push" / "files").mkdir(parents=True)
    (tmp_path / "push" / "link.txt").symlink_to(tmp_path / "secret.txt")
    item, *rest = said_of(tmp_path / "push", {"id": "m", "text": "x", "attachments": [{"path": path}]})
    assert [each.message for each in item.problems] == ["jsonl-attachment-unreadable"]
    assert not [each for each in rest if isinstance(each, Item)]


def test_a_last_day_is_worked(tmp_path: Path) -> None:
    lines = [{"type": "person", "id": str(n), "name": "Ada Vos", "left": left, "former": ["Ada Bos"]}
             for n, left in enumerate(("2026-03-02", 20260302, "2026-03-02T00:00:00Z", 1_772_409_600))]  # fmt: skip
    found = said_of(tmp_path, *lines)[:-1]
    last = 1_772_409_600 + 86_399
    assert [each.left for each in found] == [last, last, 1_772_409_600, 1_772_409_600]
    assert {each.former for each in found} == {("Ada Bos",)}


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
