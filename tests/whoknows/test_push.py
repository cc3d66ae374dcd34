"""Programs push lines over HTTP: kept before the answer, read by the worker, each mistake told by its line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from api.problems import PUSH_MOST
from graph.facts import Document, key_of
from graph.tokens import SERVICE, new_token
from ingest.sources.pushed_folder import append_lines
from tests.api.small_site import caller
from whoknows.jobs.cleanup import DAY, remove_old
from whoknows.jobs.sync import sync_source
from whoknows.pushing import pusher_of, remove_read_lines
from whoknows.settings import load_settings
from whoknows.site import make_site
from whoknows.wiring import SYSTEM, Installation, now, open_installation

SETTINGS = """
[[sign-in.development]]
person = "p1"
roles = ["operator"]

[[source]]
name = "people"
kind = "jsonl"
access = "everyone"
path = "people.jsonl"
directory = true

[[source]]
name = "forum"
kind = "jsonl"
access = "everyone"
path = "pushed/forum"
push = true

[[source]]
name = "crm"
kind = "jsonl"
access = "group:sales"
path = "pushed/crm"
push = true

[[source]]
name = "broken"
kind = "jsonl"
path = "pushed/broken"
push = true
"""
GOOD = b'{"id": "m1", "author": "Ada Vos", "text": "The quiet pump.", "at": "2026-03-01"}\n'


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    (tmp_path / "whoknows.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "people.jsonl").write_text('{"type": "person", "id": "p1", "name": "Ada Vos"}\n', encoding="utf-8")
    with open_installation(load_settings(tmp_path)) as opened:
        sync(opened, "people")
        yield opened


@pytest.fixture
def app(installation: Installation) -> FastAPI:
    return make_site(installation)


def program(app: FastAPI, installation: Installation, *scopes: str) -> TestClient:
    secret, _ = new_token(installation.store.ledger, SERVICE + "crm", "crm", scopes or ("push",), 9, now())
    return caller(app, authorization=f"Bearer {secret}", accept="application/json", **{"accept-language": "en"})


def push(who: TestClient, body: bytes, source: str = "forum") -> httpx.Response:
    return who.post(f"/api/sources/{source}/push", content=body)


def sync(installation: Installation, name: str) -> None:
    sync_source(installation, installation.settings.source(name), tell=lambda _: None, stop=lambda: False)


def title_of(installation: Installation, native_id: str, source: str = "forum") -> str | None:
    key = key_of("document", source, native_id)
    with installation.store.view(SYSTEM) as view:
        found = view.get([key]).get(key)
    return found.title if isinstance(found, Document) else None


def test_lines_are_kept_read_and_found(app: FastAPI, installation: Installation) -> None:
    who = program(app, installation)
    answer = push(who, GOOD + b'{"id": "m2", "title": "Loud pumps", "text": "..."}')
    assert answer.status_code == 202
    told = answer.json()
    assert (told["lines"], told["mistakes"]) == (2, [])
    assert who.get(told["status"]).json()["state"] == "waiting"
    job = installation.store.ledger.claim("worker", now())
    assert job is not None
    assert (job.id, job.kind, job.args) == (told["job"], "sync", {"source": "forum"})
    sync(installation, "forum")
    installation.store.ledger.finish(job.id, now())
    assert who.get(told["status"]).json()["state"] == "done"
    assert title_of(installation, "m2") == "Loud pumps"


def test_later_lines_replace_and_remove_what_came_before(app: FastAPI, installation: Installation) -> None:
    who = program(app, installation)
    push(who, b'{"id": "m1", "title": "One", "text": "x"}\n{"id": "m2", "title": "Two", "text": "x"}\n')
    sync(installation, "forum")
    push(who, b'{"id": "m1", "title": "One, again", "text": "x"}\n{"type": "gone", "id": "m2"}\n')
    sync(installation, "forum")
    assert (title_of(installation, "m1"), title_of(installation, "m2")) == ("One, again", None)


def test_each_mistake_is_told_by_its_line_and_the_rest_is_kept(app: FastAPI, installation: Installation) -> None:
    lines = [
        b"no json",
        b"[1]",
        b'{"text": "without id"}',
        GOOD.strip(),
        b'{"id": "m3", "text": "x", "at": "soon"}',
        b"",
    ]
    answer = push(program(app, installation), b"\n".join(lines))
    assert answer.status_code == 202
    told = [(each["line"], each["message"], each["kept"]) for each in answer.json()["mistakes"]]
    assert told == [
        (1, "jsonl-no-json", False),
        (2, "jsonl-no-object", False),
        (3, "jsonl-id-missing", False),
        (5, "jsonl-date-unreadable", True),
    ]
    assert answer.json()["mistakes"][0]["detail"].startswith("The line 1 is not JSON")
    sync(installation, "forum")
    assert title_of(installation, "m1") is not None
    assert title_of(installation, "m3") is not None


@pytest.mark.parametrize("body", [b"", b"\n\n", b"hello", b"\xff\xfe\n", b'{"a": 1}'])
def test_what_holds_no_record_is_refused_and_not_kept(app: FastAPI, installation: Installation, body: bytes) -> None:
    answer = push(program(app, installation), body)
    assert (answer.status_code, answer.json()["message"]) == (400, "push-without-records")
    assert not (installation.settings.base / "pushed").exists()
    assert installation.store.ledger.claim("worker", now()) is None


def test_a_body_has_its_limit(app: FastAPI, installation: Installation) -> None:
    answer = push(program(app, installation), b"x" * (PUSH_MOST + 1))
    assert answer.status_code == 413
    assert str(PUSH_MOST) in answer.text


@pytest.mark.parametrize(("source", "status"), [("people", 404), ("nowhere", 404), ("broken", 404), ("crm", 202)])
def test_lines_go_to_sources_that_take_them_and_say_who_reads_them(
    app: FastAPI, installation: Installation, source: str, status: int
) -> None:
    assert push(program(app, installation), GOOD, source).status_code == status


def test_a_token_can_be_for_one_source_alone(app: FastAPI, installation: Installation) -> None:
    who = program(app, installation, "push:forum")
    job = push(who, GOOD).json()["job"]
    other = push(program(app, installation), GOOD, "crm").json()["job"]
    assert who.get(f"/api/pushes/{job}").status_code == 200
    assert push(who, GOOD, "crm").status_code == 403
    refused = [who.get(f"/api/pushes/{each}").json() for each in (other, 99_999)]
    assert refused[0] == refused[1]


def test_nobody_without_such_a_token_pushes(app: FastAPI, installation: Installation) -> None:
    path = "/api/sources/forum/push"
    assert caller(app).post(path, content=GOOD, headers={"origin": "http://127.0.0.1:8000"}).status_code == 403
    assert caller(app).post(path, content=GOOD).status_code == 403
    assert caller(app, authorization="Bearer whoknows_made-up").post(path, content=GOOD).status_code == 401


def test_pushed_lines_attach_nothing_that_others_pushed(app: FastAPI, installation: Installation) -> None:
    push(program(app, installation), b'{"id": "secret", "text": "of the sales group"}\n', "crm")
    (file,) = (installation.settings.base / "pushed" / "crm").iterdir()
    for path in (f"../../crm/{file.name}", f"../{file.name}", str(file)):
        line = {"id": f"x{len(path)}", "text": "x", "attachments": [{"name": "a", "path": path}]}
        answer = push(program(app, installation), json.dumps(line).encode())
        assert [each["message"] for each in answer.json()["mistakes"]] == ["jsonl-attachment-unreadable"]


def test_a_line_that_a_crash_broke_off_costs_no_other(installation: Installation) -> None:
    folder = installation.settings.base / "pushed" / "forum"
    file = append_lines(folder, GOOD, now())
    with file.open("ab") as stream:
        stream.write(b'{"id": "broken o')
    sync(installation, "forum")
    append_lines(folder, b'{"id": "m9", "title": "After it", "text": "x"}', now())
    sync(installation, "forum")
    assert title_of(installation, "m9") == "After it"
    assert [each.message for each in installation.store.ledger.problems("forum")] == ["jsonl-no-json"]
    assert file.stat().st_mode & 0o077 == 0


def test_what_was_read_is_removed_after_its_time_and_nothing_else(installation: Installation) -> None:
    folder = installation.settings.base / "pushed" / "forum"
    first = append_lines(folder, GOOD, now() - 200 * DAY)
    sync(installation, "forum")
    unread = append_lines(folder, GOOD, now() - 100 * DAY)
    assert remove_read_lines(installation, now() - 300 * DAY) == 0
    remove_old(installation, now())
    assert [file.exists() for file in (first, unread)] == [False, True]
    sync(installation, "forum")
    assert title_of(installation, "m1") is not None


def test_a_disk_that_takes_nothing_is_told(app: FastAPI, installation: Installation) -> None:
    (installation.settings.base / "pushed").write_text("a file", encoding="utf-8")
    answer = push(program(app, installation), GOOD)
    assert (answer.status_code, answer.json()["message"]) == (503, "push-not-kept")
    assert pusher_of(installation).mistakes("forum", GOOD) == []
