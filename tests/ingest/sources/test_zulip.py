"""Zulip: the suite of every source for both formats, and rights, mentions, reactions."""

from __future__ import annotations

import json
import tarfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest

from graph.facts import AccessRecord, ActKind, DocumentKind, GroupKind, GroupRecord, Item, Problem, Said, Same
from ingest import sources
from ingest.contract import SourceError, SourceSettings
from ingest.sources.zulip_archive import channel_name, unescaped
from tests.contracts.source_suite import SourceSuite, SourceWorld, WrittenEntry

USERS = {11: "Ada Vos", 12: "Bram Kok", 13: "Cato Mul", 90: "Notification Bot"}
OPEN, PRIVATE, PROTECTED, HUDDLE = 1, 2, 3, 4


def realm(**tables: object) -> dict[str, object]:
    """The tables of a small organisation with an open, a private and a protected channel, and one conversation."""
    streams = [
        {"id": 21, "name": "building", "invite_only": False},
        {"id": 22, "name": "board", "invite_only": True, "history_public_to_subscribers": True},
        {"id": 23, "name": "secret", "invite_only": True, "history_public_to_subscribers": False},
    ]
    recipients = [(OPEN, 2, 21), (PRIVATE, 2, 22), (PROTECTED, 2, 23), (HUDDLE, 3, 31), (5, 1, 11)]
    told = [(11, OPEN), (12, OPEN), (11, PRIVATE), (12, HUDDLE), (11, HUDDLE)]
    return {
        "zerver_userprofile": [
            {"id": number, "full_name": name, "delivery_email": f"{name.split()[0].lower()}@example.org"}
            for number, name in USERS.items()
        ],
        "zerver_stream": streams,
        "zerver_recipient": [{"id": one, "type": kind, "type_id": target} for one, kind, target in recipients],
        "zerver_subscription": [{"user_profile": user, "recipient": room, "active": True} for user, room in told],
        "zerver_reaction": [],
        **tables,
    }


def message(number: int, text: str = "<p>Hello all.</p>", **fields: object) -> dict[str, object]:
    return {
        "id": number,
        "sender": 11,
        "recipient": OPEN,
        "subject": "boiler",
        "content": text,
        "rendered_content": text,
        "date_sent": 1_700_000_000.5 + number,
        **fields,
    }


def export(folder: Path, *messages: Mapping[str, object], **tables: object) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "realm.json").write_text(json.dumps(realm(**tables)), encoding="utf-8")
    for number, start in enumerate(range(0, len(messages), 3), 1):
        said = {"zerver_message": messages[start : start + 3], "zerver_usermessage": []}
        (folder / f"messages-{number:06}.json").write_text(json.dumps(said), encoding="utf-8")
    return folder


def pull(folder: Path, access: str = "everyone", **options: object) -> list[Said]:
    settings = SourceSettings("chat", "zulip", access, options={"path": "export", **options}, base=folder)
    return list(sources.open_source(settings).pull(None))


def items(said: Sequence[Said]) -> dict[str, Item]:
    return {each.id: each for each in said if isinstance(each, Item)}


class ExportWorld(SourceWorld):
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def settings(self) -> SourceSettings:
        return SourceSettings("chat", "zulip", options={"path": "export"}, base=self.folder)

    def write(self, entries: Sequence[WrittenEntry]) -> None:
        names = {name: number for number, name in USERS.items()}
        for file in (self.folder / "export").glob("messages-*"):
            file.unlink()
        told = [
            message(_number(entry), entry.text, sender=names[entry.authors[0]], subject=entry.title, date_sent=entry.at)
            for entry in entries
        ]
        channels = [{"id": 21, "name": "building", "invite_only": False}]
        export(self.folder / "export", *told, zerver_stream=channels)


class ArchiveWorld(SourceWorld):
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def settings(self) -> SourceSettings:
        return SourceSettings("chat", "zulip-archive", options={"path": "json"}, base=self.folder)

    def write(self, entries: Sequence[WrittenEntry]) -> None:
        channel = self.folder / "json" / "21-building"
        channel.mkdir(parents=True, exist_ok=True)
        for file in channel.glob("*.json"):
            file.unlink()
        for entry in entries:
            record = {
                "id": _number(entry),
                "sender_full_name": entry.authors[0],
                "timestamp": entry.at,
                "content": f"<p>{entry.text}</p>",
            }
            topic = channel / f"{entry.slug}.json"
            topic.write_text(json.dumps([record]), encoding="utf-8")


def _number(entry: WrittenEntry) -> int:
    return sum(ord(letter) * 31**place for place, letter in enumerate(entry.slug)) % 10**9


class TestExport(SourceSuite):
    co_authors = False

    @pytest.fixture
    def world(self, tmp_path: Path) -> SourceWorld:
        return ExportWorld(tmp_path)


class TestArchive(SourceSuite):
    co_authors = False

    @pytest.fixture
    def world(self, tmp_path: Path) -> SourceWorld:
        return ArchiveWorld(tmp_path)


def test_a_topic_is_a_thread_and_its_first_message_a_post(tmp_path: Path) -> None:
    export(tmp_path / "export", message(1), message(2, sender=12), message(3, subject="roof"), message(4, sender=13))
    said = pull(tmp_path, url="https://chat.example.org/")
    found = items(said)
    assert [item.kind for item in found.values()] == [
        DocumentKind.POST,
        DocumentKind.REPLY,
        DocumentKind.POST,
        DocumentKind.REPLY,
    ]
    assert (found["4"].parent, found["4"].container) == ("1", "channel/21/boiler")
    assert found["4"].title == "boiler"
    assert found["4"].url == "https://chat.example.org/#narrow/channel/21-building/topic/boiler/near/4"
    groups = {each.id: each for each in said if isinstance(each, GroupRecord)}
    assert (groups["channel/21/boiler"].kind, groups["channel/21/boiler"].parent) == (GroupKind.THREAD, "channel/21")
    assert ("11", "member") in groups["channel/21"].members


def test_private_channels_are_left_out_unless_rights_come_from_the_source(tmp_path: Path) -> None:
    export(tmp_path / "export", message(1), message(2, recipient=PRIVATE), message(3, recipient=PROTECTED))
    said = pull(tmp_path)
    assert list(items(said)) == ["1"]
    assert {each.message for each in said if isinstance(each, Problem)} == {"zulip-private-left-out"}
    assert [each for each in said if isinstance(each, AccessRecord)] == []


def test_rights_from_the_source(tmp_path: Path) -> None:
    export(tmp_path / "export", message(1), message(2, recipient=PRIVATE), message(3, recipient=PROTECTED))
    said = pull(tmp_path, "from-source")
    rules = {each.rule: each.principals for each in said if isinstance(each, AccessRecord)}
    assert {number: rules[item.access or ""] for number, item in items(said).items()} == {
        "1": ("everyone",),
        "2": ("account:11",),
    }
    assert [each.message for each in said if isinstance(each, Problem)] == ["zulip-protected-history"]


def test_direct_messages_are_read_only_when_asked_and_with_rights(tmp_path: Path) -> None:
    export(tmp_path / "export", message(1, recipient=HUDDLE, subject=""), message(2, recipient=5, subject=""))
    assert items(pull(tmp_path)) == {} == items(pull(tmp_path, "from-source"))
    said = pull(tmp_path, "from-source", direct_messages=True)
    rules = {each.rule: set(each.principals) for each in said if isinstance(each, AccessRecord)}
    assert {number: rules[item.access or ""] for number, item in items(said).items()} == {
        "1": {"account:11", "account:12"}
    }
    with pytest.raises(SourceError):
        pull(tmp_path, "everyone", direct_messages=True)


def test_mentions_and_reactions_are_acts(tmp_path: Path) -> None:
    text = '<p><span class="user-mention" data-user-id="12">@Bram Kok</span> do you know?</p>'
    raw: Any = message(2, "@**Cato Mul** and @**Bram Kok|12**?", rendered_content=None)
    reactions = [
        {"message": 1, "user_profile": 13, "emoji_name": "heart"},
        {"message": 1, "user_profile": 12, "emoji_name": "thumbs_down"},
    ]
    export(tmp_path / "export", message(1, text), raw, zerver_reaction=reactions)
    found = items(pull(tmp_path))
    assert [(act.name, act.kind) for act in found["1"].acts] == [
        ("Ada Vos", ActKind.WROTE),
        ("Bram Kok", ActKind.NAMED),
        ("Cato Mul", ActKind.LIKED),
    ]
    assert [act.name for act in found["2"].acts] == ["Ada Vos", "Cato Mul", "Bram Kok"]
    assert found["2"].media_type == "text/markdown"


def test_what_zulip_itself_says_is_left_out(tmp_path: Path) -> None:
    export(tmp_path / "export", message(1, sender=90), message(2))
    assert list(items(pull(tmp_path))) == ["2"]


def test_an_export_may_be_a_tar(tmp_path: Path) -> None:
    export(tmp_path / "made" / "zulip-export", message(1))
    with tarfile.open(tmp_path / "export", "w:gz") as tar:
        tar.add(tmp_path / "made" / "zulip-export", "zulip-export")
    assert list(items(pull(tmp_path))) == ["1"]


def test_a_file_whose_name_leads_out_of_the_tar_costs_itself(tmp_path: Path) -> None:
    export(tmp_path / "made" / "zulip-export", message(1))
    with tarfile.open(tmp_path / "export", "w:gz") as tar:
        tar.add(tmp_path / "made" / "zulip-export", "zulip-export")
        tar.add(tmp_path / "made" / "zulip-export" / "realm.json", "../messages-000009.json")
    said = pull(tmp_path)
    assert list(items(said)) == ["1"]
    (told,) = (each for each in said if isinstance(each, Problem) and each.message == "archive-member-outside")
    assert (told.id, told.params) == (None, {"file": "export", "member": "../messages-000009.json"})


@pytest.mark.parametrize("broken", ["{", "[]", '"x"'])
def test_a_broken_realm_is_an_error(tmp_path: Path, broken: str) -> None:
    export(tmp_path / "export", message(1))
    (tmp_path / "export" / "realm.json").write_text(broken, encoding="utf-8")
    with pytest.raises(SourceError):
        pull(tmp_path)


def test_one_broken_file_or_message_costs_itself(tmp_path: Path) -> None:
    export(tmp_path / "export", message(1), {"id": "x"}, message(3), message(4))
    (tmp_path / "export" / "messages-000003.json").write_text("{", encoding="utf-8")
    said = pull(tmp_path)
    assert list(items(said)) == ["1", "3", "4"]
    told = {each.message for each in said if isinstance(each, Problem)}
    assert told == {"zulip-file-broken", "zulip-record-broken", "zulip-private-left-out"}


@pytest.mark.parametrize(
    ("folder", "name"),
    [
        ("21-new-members", "new members"),
        ("22-Is-there-code%3F", "Is there code?"),
        ("roof", "roof"),
        ("23-a.2Eb", "a.b"),
    ],
)
def test_names_of_channels(folder: str, name: str) -> None:
    assert channel_name(folder) == name


def test_names_of_topics() -> None:
    assert unescaped("C.20is.20for.20caf.C3.A9.2E") == "C is for café."


def test_a_channel_index_gives_the_true_names(tmp_path: Path) -> None:
    world = ArchiveWorld(tmp_path)
    world.write([WrittenEntry("entry-1", "About", "The boiler.")])
    index = {"streams": {"building-and-roof": {"id": 21}}}
    (tmp_path / "json" / "stream_index.json").write_text(json.dumps(index), encoding="utf-8")
    said = list(sources.open_source(world.settings()).pull(None))
    assert [each.name for each in said if isinstance(each, GroupRecord)] == ["building-and-roof", "entry-1"]
    again = sources.open_source(world.settings()).pull(said[-1].cursor)  # type: ignore[union-attr]
    assert next(again) == Same(container="21-building")
