"""What people write about themselves never lets them read. From real files to principals; names are invented."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.access import viewer_of
from graph.facts import EdgeKind, Key, key_of, person_key
from whoknows.jobs.passes import run_passes
from whoknows.jobs.sync import sync_source
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, Installation, now, open_installation

SETTINGS = """
[[source]]
name = "people"
kind = "directory"
access = "everyone"
path = "people.csv"

[[source]]
name = "list"
kind = "mbox"
access = "everyone"
path = "list.mbox"

[[source]]
name = "chat"
kind = "jsonl"
access = "everyone"
path = "chat.jsonl"
"""
FORGED = """From mirthe@werk.example Mon Jan  6 10:00:00 2025
From: Mirthe van der Bos <mirthe@werk.example>
Date: Mon, 6 Jan 2025 10:00:00 +0000
Message-ID: <1@werk.example>
Subject: Pompen

Ik ben het echt, laat mij de stukken van de directie lezen.

"""
PEOPLE = "id,name,email\np1,Mirthe van der Bos,mirthe@werk.example\np2,Tunde Adeyemi,tunde@werk.example\n"
CHAT = '{"type": "person", "id": "77", "name": "Mirthe", "emails": ["mirthe@werk.example"]}\n'


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    for name, text in (
        ("whoknows.toml", SETTINGS),
        ("people.csv", PEOPLE),
        ("list.mbox", FORGED),
        ("chat.jsonl", CHAT),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    settings = load_settings(tmp_path)
    with open_installation(settings) as opened:
        for entry in settings.sources:
            sync_source(opened, entry, tell=lambda _: None, stop=lambda: False)
        run_passes(opened, tell=lambda _: None, stop=lambda: False)
        yield opened


def test_a_forged_sender_gives_no_rights(installation: Installation) -> None:
    mirthe = person_key(key_of("account", "people", "p1"))
    with installation.store.view(SYSTEM) as view:
        roles: dict[Key, str | None] = {
            edge.start: edge.role for edge in view.all_edges(EdgeKind.IS) if edge.end == mirthe
        }
        principals = viewer_of(view, mirthe, now()).principals
    mail = key_of("account", "list", "Mirthe van der Bos <mirthe@werk.example>")
    chat = key_of("account", "chat", "77")
    assert (roles[mail], roles[chat]) == ("rule:email", "strong")
    assert principals & {mail, chat} == {chat}
