"""The programs of docs/jsonl.md, run as they stand there on small exports in the shapes of the real ones."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from graph.facts import AccessRecord, Act, ActKind, GroupKind, GroupRecord, Item, PersonRecord, Problem, Said
from ingest import sources
from ingest.contract import SourceSettings

PAGE = Path(__file__).resolve().parents[3] / "docs" / "jsonl.md"
EXAMPLE = re.compile(r"^### (\w+)\n.*?^```python\n(.*?)^```$", re.MULTILINE | re.DOTALL)
LINES = re.compile(r"^```json\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PROGRAMS = dict(EXAMPLE.findall(PAGE.read_text(encoding="utf-8")))


def converted(name: str, files: dict[str, Any], folder: Path) -> list[Said]:
    """What the source says of the lines that the program of this name makes of these files."""
    for path, content in files.items():
        file = folder / "export" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(json.dumps(content), encoding="utf-8")
    command = [sys.executable, "-c", PROGRAMS[name], str(folder / "export")]
    done = subprocess.run(command, capture_output=True, check=True)
    (folder / "x.jsonl").write_bytes(done.stdout)
    settings = SourceSettings("push", "jsonl", options={"path": "x.jsonl"}, base=folder)
    said = list(sources.open_source(settings).pull(None))
    assert [each for each in said if isinstance(each, Problem)] == []
    return said


def items(said: list[Said]) -> dict[str, Item]:
    return {each.id: each for each in said if isinstance(each, Item)}


@pytest.mark.parametrize("name", ["Slack", "Discourse", "Confluence", "Jira"])
def test_there_is_a_short_program(name: str) -> None:
    lines = [line for line in PROGRAMS[name].split("\n") if line.strip() and not line.startswith("#")]
    assert len(lines) <= 20


def test_the_lines_on_the_page_can_be_read(tmp_path: Path) -> None:
    lines = [line for block in LINES.findall(PAGE.read_text(encoding="utf-8")) for line in block.splitlines()]
    assert len(lines) >= 8
    (tmp_path / "x.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    said = list(
        sources.open_source(SourceSettings("p", "jsonl", options={"path": "x.jsonl"}, base=tmp_path)).pull(None)
    )
    found = items(said)
    assert set(found) == {"m1", "m2", "m2#plan.txt", "m7"}
    assert found["m2"].problems == ()
    assert [(act.account, act.kind, act.at) for act in found["m2"].acts] == [
        ("Bram Kok", ActKind.WROTE, 1_772_358_060),
        ("Bram Kok", ActKind.EDITED, 1_772_359_200),
        ("Cato Smit", ActKind.LIKED, None),
        ("Bram Kok", ActKind.ACCEPTED, None),
        ("Ada Vos", ActKind.LIKED, None),
    ]
    assert not [each for each in said if isinstance(each, Problem)]


def test_slack(tmp_path: Path) -> None:
    files = {
        "users.json": [
            {"id": "U1", "name": "avos", "profile": {"real_name": "Ada Vos", "email": "ada@example.org"}},
            {"id": "U2", "name": "bkok", "profile": {"real_name": "Bram Kok"}},
            {"id": "U3", "name": "robot", "is_bot": True, "profile": {"real_name": "Robot"}},
        ],
        "channels.json": [{"id": "C1", "name": "pompen", "members": ["U1", "U2"]}],
        "groups.json": [{"id": "G1", "name": "contract", "members": ["U1"]}],
        "pompen/2026-03-02.json": [
            {"type": "message", "user": "U1", "ts": "1772445600.000100", "thread_ts": "1772445600.000100",
             "text": "Welke pomp is stil &amp; zuinig, <@U2>? Zie <https://pomp.example|de folder>."},
            {"type": "message", "user": "U2", "ts": "1772445700.000200", "thread_ts": "1772445600.000100",
             "text": "Die met keramische lagers.", "edited": {"user": "U2", "ts": "1772445800.000000"},
             "reactions": [{"name": "+1", "users": ["U1"], "count": 1}, {"name": "thumbsdown", "users": ["U3"]}]},
            {"type": "message", "subtype": "channel_join", "user": "U2", "ts": "1772445900.000000", "text": "joined"},
        ],
        "contract/2026-03-02.json": [{"type": "message", "user": "U1", "ts": "1772445601.0", "text": "Geheim."}],
    }  # fmt: skip
    said = converted("Slack", files, tmp_path)
    found = items(said)
    assert {each.id: (each.name, each.service) for each in said if isinstance(each, PersonRecord)} == {
        "U1": ("Ada Vos", False),
        "U2": ("Bram Kok", False),
        "U3": ("Robot", True),
    }
    question, answer = found["C1/1772445600.000100"], found["C1/1772445700.000200"]
    assert question.body == b"Welke pomp is stil & zuinig, Bram Kok? Zie de folder."
    assert (question.at, question.parent, answer.parent) == (1_772_445_600, None, question.id)
    assert [(act.account, act.kind, act.at) for act in answer.acts] == [
        ("U2", ActKind.WROTE, 1_772_445_700),
        ("U2", ActKind.EDITED, 1_772_445_800),
        ("U1", ActKind.LIKED, None),
    ]
    assert set(found) == {question.id, answer.id, "G1/1772445601.0"}
    assert AccessRecord("G1", ("group:G1",)) in said
    closed = GroupRecord("G1", GroupKind.CHANNEL, "contract", access="G1", members=(("U1", ""),))
    assert closed in said


def test_discourse(tmp_path: Path) -> None:
    posts = [
        {"id": 9, "username": "avos", "name": "Ada Vos", "post_number": 1, "created_at": "2026-03-02T10:00:00.000Z",
         "cooked": "<p>Welke pomp is stil?</p>", "reply_to_post_number": None, "post_type": 1},
        {"id": 10, "username": "bkok", "name": "", "post_number": 2, "created_at": "2026-03-02T11:00:00.000Z",
         "cooked": "<p>Die met keramische lagers.</p>", "reply_to_post_number": None, "post_type": 1},
        {"id": 11, "username": "avos", "post_number": 3, "created_at": "2026-03-02T12:00:00.000Z",
         "cooked": "<p>Dank</p>", "reply_to_post_number": 2, "post_type": 1},
        {"id": 12, "username": "system", "post_number": 4, "created_at": "2026-03-02T12:00:00.000Z", "cooked": "",
         "post_type": 3},
    ]  # fmt: skip
    topic = {"id": 7, "title": "Stille pomp", "category_id": 5, "tags": ["pomp"], "post_stream": {"posts": posts}}
    accepted = {"post_number": 2, "username": "bkok", "accepter_username": "avos"}
    files = {
        "site.json": {"categories": [{"id": 5, "name": "Warmte"}, {"id": 6, "name": "Staf", "read_restricted": True}]},
        "7.json": {**topic, "accepted_answer": accepted},
        "8.json": {**topic, "id": 8, "category_id": 6},
    }
    said = converted("Discourse", files, tmp_path)
    found = items(said)
    assert set(found) == {"t7/1", "t7/2", "t7/3"}
    assert found["t7/2"].acts == (
        Act("bkok", ActKind.WROTE, None, found["t7/2"].at),
        Act("bkok", ActKind.ACCEPTED),
        Act("avos", ActKind.LIKED, "avos"),
    )
    assert (found["t7/2"].parent, found["t7/3"].parent, found["t7/1"].parent) == ("t7/1", "t7/2", None)
    assert found["t7/1"].media_type == "text/html"
    groups = [each for each in said if isinstance(each, GroupRecord)]
    assert [(each.id, each.kind, each.parent) for each in groups] == [
        ("c5", GroupKind.COMMUNITY, None),
        ("t7", GroupKind.THREAD, "c5"),
    ]


def test_confluence(tmp_path: Path) -> None:
    ada = {"accountId": "a-1", "displayName": "Ada Vos", "email": "ada@example.org"}
    page = {
        "id": "12",
        "type": "page",
        "title": "Lagers",
        "space": {"key": "OND", "name": "Onderhoud"},
        "history": {"createdBy": ada, "createdDate": "2025-03-02T10:00:00.000Z"},
        "version": {
            "number": 3,
            "when": "2026-03-02T10:00:00.000+0100",
            "by": {"username": "bkok", "displayName": "Bram Kok"},
        },
        "ancestors": [{"id": "1"}, {"id": "5"}],
        "body": {"storage": {"value": "<p>Lagers <ac:link><ri:page ri:content-title='Klep'/></ac:link></p>"}},
        "metadata": {"labels": {"results": [{"name": "pomp"}]}},
        "_links": {"webui": "/x/12"},
    }
    said = converted("Confluence", {"0.json": {"results": [page], "_links": {"base": "https://c.example"}}}, tmp_path)
    item = items(said)["12"]
    assert (item.title, item.container, item.url, item.version) == ("Lagers", "OND", "https://c.example/x/12", "3")
    assert [(act.account, act.name, act.email, act.kind) for act in item.acts] == [
        ("a-1", "Ada Vos", "ada@example.org", ActKind.WROTE),
        ("bkok", "Bram Kok", None, ActKind.EDITED),
    ]
    assert (item.acts[0].at, item.acts[1].at, item.at) == (1_740_909_600, 1_772_442_000, 1_772_442_000)
    assert (item.tags, item.links) == (("pomp",), ("5",))
    assert GroupRecord("OND", GroupKind.SPACE, "Onderhoud") in said


@pytest.mark.parametrize(
    "description",
    [
        "Het lager slijt.",
        {
            "type": "doc",
            "version": 1,
            "content": [{"type": "paragraph", "content": [{"type": "text", "text": "Het lager "},
                                                          {"type": "text", "text": "slijt."}]}],
        },
    ],
)  # fmt: skip
def test_jira(tmp_path: Path, description: object) -> None:
    comment = {
        "id": "10",
        "author": {"name": "bkok", "key": "JIRAUSER1", "displayName": "Bram Kok"},
        "body": "Neem keramiek.",
        "created": "2026-03-02T11:00:00.000+0100",
    }
    fields = {
        "summary": "Pomp maakt lawaai",
        "description": description,
        "created": "2026-03-02T10:00:00.000+0100",
        "creator": {"accountId": "a-1", "displayName": "Ada Vos", "emailAddress": "ada@example.org"},
        "labels": ["pomp"],
        "project": {"key": "P", "name": "Pompen"},
        "comment": {"comments": [comment]},
    }
    said = converted("Jira", {"0.json": {"issues": [{"key": "P-1", "fields": fields}]}}, tmp_path)
    found = items(said)
    assert found["P-1"].body.decode().split() == ["Pomp", "maakt", "lawaai", "Het", "lager", "slijt."]
    assert (found["P-1"].at, found["P-1"].container, found["P-1"].tags) == (1_772_442_000, "P", ("pomp",))
    assert found["P-1"].acts[0] == Act("a-1", ActKind.WROTE, "Ada Vos", 1_772_442_000, email="ada@example.org")
    assert (found["P-1/10"].parent, found["P-1/10"].acts[0].account) == ("P-1", "JIRAUSER1")
    assert found["P-1/10"].acts[0].name == "Bram Kok"
