"""Who is erased is gone from the lines that programs pushed too: their texts, and their name in those of others."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from graph.erasures import order_erasure
from graph.facts import Account, Document, key_of, person_key
from ingest.sources.pushed_folder import append_lines, overwrite_lines
from tests.whoknows.file_search import find_words
from whoknows.jobs.cleanup import DAY, remove_old
from whoknows.jobs.erase import erase_person
from whoknows.jobs.forget_pushes import forget_pushes
from whoknows.jobs.sync import sync_source
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, Installation, now, open_installation, sole_holder

SETTINGS = """
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
"""
MINA = {"type": "person", "id": "p9", "name": "Mina van der Sallow", "emails": ["mina@kantoor.example"]}
PIET = {"type": "person", "id": "p1", "name": "Piet Vos", "emails": ["piet@kantoor.example"]}
HERS = {"name": "Mina van der Sallow", "email": "mina@kantoor.example"}
FIRST = [
    {"id": "a1", "author": HERS, "text": "The valve whistles at night.", "at": "2026-01-05"},
    {"id": "a2", "author": "Piet Vos", "title": "Pump", "text": "Says Sallow: the pump leaks.", "at": "2026-01-05"},
    {"id": "a3", "author": "Piet Vos", "title": "Grease", "text": "Grease the bearing.", "at": "2026-01-05"},
]  # fmt: skip
LATER = [
    {"id": "a2", "author": "Piet Vos", "title": "Pump, again", "text": "Mina says that it is dry.", "at": "2026-01-06"},
    {"type": "person", "id": "mina", "name": "Mina van der Sallow"},
    {"type": "group", "id": "g", "kind": "channel", "name": "Team Sallow", "members": [{"account": "piet"}]},
]  # fmt: skip
PERSON = person_key(key_of("account", "people", "p9"))


def lines(records: list[dict[str, object]]) -> bytes:
    return "".join(json.dumps(each) + "\n" for each in records).encode()


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    (tmp_path / "whoknows.toml").write_text(SETTINGS, encoding="utf-8")
    (tmp_path / "people.jsonl").write_bytes(lines([MINA, PIET]))
    folder = tmp_path / "pushed" / "forum"
    append_lines(folder, lines(FIRST), now() - 2 * DAY)
    append_lines(folder, lines(LATER) + b"a broken line of Sallow\n", now() - DAY)
    with open_installation(load_settings(tmp_path)) as opened:
        sync(opened)
        yield opened


def sync(installation: Installation) -> None:
    for entry in installation.settings.sources:
        sync_source(installation, entry, tell=lambda _: None, stop=lambda: False)


def erase(installation: Installation) -> None:
    with installation.store.view(SYSTEM) as view:
        accounts = [each for each in view.nodes("account") if isinstance(each, Account) and "Sallow" in each.name]
    order_erasure(installation.store, PERSON, accounts, None, now())
    done = erase_person(installation, PERSON, tell=lambda _: None, stop=lambda: False)
    assert done is not None
    assert done.finished


def counted(installation: Installation) -> int:
    receipt = installation.store.receipt(PERSON)
    return receipt.lines if receipt else 0


def pushed(installation: Installation) -> list[Path]:
    return sorted((installation.settings.base / "pushed" / "forum").iterdir())


def titles(installation: Installation) -> dict[str, str]:
    with installation.store.view(SYSTEM) as view:
        found = view.nodes("document", source="forum")
    return {each.native_id: each.title for each in found if isinstance(each, Document)}


def test_kept_lines_say_nothing_of_who_was_erased_and_all_else(installation: Installation) -> None:
    sizes = [file.stat().st_size for file in pushed(installation)]
    cursor = installation.store.ledger.cursor("forum")
    assert find_words([installation.settings.base / "pushed"], {"sallow"})
    erase(installation)
    assert find_words([installation.settings.base / "pushed"], {"sallow"}) == []
    assert counted(installation) == 5, "a1, a2, herself, her team, and the broken line"
    whole = b"".join(file.read_bytes() for file in pushed(installation))
    assert b"whistles" not in whole, "what they alone wrote"
    assert [word in whole for word in (b"the pump leaks", b"Grease the bearing", b"Pump, again")] == [True] * 3
    assert [file.stat().st_size for file in pushed(installation)] == sizes
    before = titles(installation)
    assert before == {"a2": "Pump, again", "a3": "Grease"}
    after = installation.store.ledger.cursor("forum")
    assert after is not None
    assert cursor is not None
    assert after != cursor, "its first line is another one"
    sync(installation)
    assert titles(installation) == before, "an older line comes not back over a newer one"
    run = installation.store.ledger.runs("forum", 1)[0]
    assert sum(run.counts.get(what, 0) for what in ("new", "changed", "gone")) == 0
    assert lines(FIRST[2:]) in whole, "what is of others only is kept to the byte"


def test_what_is_pushed_afterwards_is_forgotten_with_the_next_cleanup(installation: Installation) -> None:
    erase(installation)
    append_lines(installation.settings.base / "pushed" / "forum", lines(FIRST), now())
    sync(installation)
    remove_old(installation, now())
    assert find_words([installation.settings.base / "pushed"], {"sallow"}) == []
    assert "a1" not in titles(installation)


def test_a_sync_that_reads_them_is_waited_for(installation: Installation) -> None:
    erase(installation)
    with sole_holder(installation.settings, "sync-forum") as alone:
        assert alone
        assert not forget_pushes(installation)
    assert forget_pushes(installation)


LINE = some.binary(max_size=40).map(lambda each: each.replace(b"\n", b""))


@given(
    some.lists(
        some.tuples(LINE, LINE),
        max_size=6,
    )
)
def test_lines_keep_their_places_whatever_is_written_over_them(
    tmp_path_factory: pytest.TempPathFactory, pairs: list[tuple[bytes, bytes]]
) -> None:
    folder = tmp_path_factory.mktemp("pushed")
    written = [b"%d " % number + said for number, (said, _) in enumerate(pairs)]
    file = append_lines(folder, b"".join(each + b"\n" for each in written) or b"\n", 0)
    made = dict(zip(written, (anew for _, anew in pairs), strict=True))
    overwrite_lines(folder, lambda line: made.get(line, line))
    found = file.read_bytes().split(b"\n")[: len(written)]
    assert [len(each) for each in found] == [len(each) for each in written]
    assert found == [made[each][: len(each)].ljust(len(each)) for each in written]
