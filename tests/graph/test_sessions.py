"""Sessions, tokens and the audit, as the ledger of a store keeps them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from graph import sessions, tokens
from graph.audit import AuditedAct, AuditEntry, note, read_audit
from graph.erasures import order_erasure
from graph.open_store import open_store
from graph.sessions import SiteSession, hash_of
from graph.sqlite import backup
from graph.store import Store
from graph.tokens import AccessToken

ANNA, BRAM = "person:people:anna", "person:people:bram"
MONDAY = 1_780_000_000


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with_people = open_store(f"sqlite:{tmp_path / 'store.db'}")
    yield with_people
    with_people.close()


def signed_in(store: Store, secret: str, person: str = ANNA, subject: str = "a", at_provider: str = "") -> SiteSession:
    session = SiteSession(hash_of(secret), person, subject, MONDAY, MONDAY, at_provider, ("staff",))
    sessions.begin(store.ledger, session)
    return session


def test_a_session_is_found_by_its_hash_until_it_ends(store: Store) -> None:
    session = signed_in(store, "secret")
    assert sessions.find(store.ledger, session.id) == session
    assert sessions.find(store.ledger, hash_of("another")) is None
    assert [sessions.end(store.ledger, session.id) for _ in range(2)] == [session, None]
    assert not list(store.ledger.kept("passing:"))


def test_what_is_kept_of_a_session_holds_no_secret(store: Store) -> None:
    signed_in(store, "secret")
    assert "secret" not in str(store.ledger.kept("passing:"))


def test_a_session_that_was_ended_is_not_brought_back_by_its_last_request(store: Store) -> None:
    session = signed_in(store, "secret")
    assert sessions.mark_seen(store.ledger, replace(session, seen=MONDAY + 60))
    sessions.end(store.ledger, session.id)
    assert not sessions.mark_seen(store.ledger, session)
    assert sessions.find(store.ledger, session.id) is None


@pytest.mark.parametrize(
    ("seen", "now", "over"),
    [(0, 99, False), (0, 100, True), (50, 149, False), (50, 150, True), (990, 999, False), (999, 1000, True)],
)
def test_a_session_ends_when_nobody_uses_it_and_at_the_latest_after_its_longest_time(
    seen: int, now: int, over: bool
) -> None:
    session = SiteSession("id", ANNA, "a", MONDAY, MONDAY + seen)
    assert session.ended(MONDAY + now, idle=100, longest=1000) is over


def test_sessions_end_together_by_person_by_the_session_of_the_provider_and_by_subject(store: Store) -> None:
    for secret, person, subject, at_provider in (
        ("1", ANNA, "a", "s1"), ("2", ANNA, "a", "s2"), ("3", BRAM, "b", "s3"), ("4", BRAM, "b", "s3"),
    ):  # fmt: skip
        signed_in(store, secret, person, subject, at_provider)
    assert sessions.end_at_provider(store.ledger, "s3", "a") == []
    assert {each.id for each in sessions.end_at_provider(store.ledger, "s3", "b")} == {hash_of("3"), hash_of("4")}
    assert [each.id for each in sessions.end_at_provider(store.ledger, "s1", "")] == [hash_of("1")]
    assert [each.id for each in sessions.end_at_provider(store.ledger, "", "a")] == [hash_of("2")]
    signed_in(store, "5")
    assert sessions.end_of_person(store.ledger, ANNA) == 1
    assert not list(store.ledger.kept("passing:"))


def test_what_may_be_used_once_is_used_once_until_it_is_over_anyhow(store: Store) -> None:
    assert [sessions.use_once(store.ledger, "state", MONDAY) for _ in range(2)] == [True, False]
    assert sessions.remove_ended(store.ledger, MONDAY + 1, 100, 1000) == 0
    assert sessions.use_once(store.ledger, "state", MONDAY)


def test_sessions_that_are_over_are_removed(store: Store) -> None:
    old, new = signed_in(store, "old"), signed_in(store, "new")
    sessions.mark_seen(store.ledger, replace(new, seen=MONDAY + 500))
    assert sessions.remove_ended(store.ledger, MONDAY + 500, 100, 1000) == 1
    assert [sessions.find(store.ledger, each.id) is None for each in (old, new)] == [True, False]


def token(secret: str, owner: str = ANNA, until: int = MONDAY + 100) -> AccessToken:
    return AccessToken(hash_of(secret), owner, "Reports of Anna", ("read",), MONDAY, until)


def test_a_token_is_good_until_it_ends_or_is_revoked(store: Store) -> None:
    tokens.keep_token(store.ledger, token("secret"))
    kept = tokens.token_of(store.ledger, "secret")
    assert kept == token("secret")
    assert [kept.good(MONDAY + each) for each in (-1, 0, 99, 100)] == [False, True, True, False]
    assert [tokens.revoke(store.ledger, kept, MONDAY + 5) for _ in range(2)] == [True, False]
    revoked = tokens.token_of(store.ledger, "secret")
    assert revoked is not None
    assert not revoked.good(MONDAY + 6)
    assert tokens.tokens(store.ledger) == []
    assert tokens.token_of(store.ledger, "another") is None


def test_tokens_move_with_an_export_which_brings_back_none_that_was_revoked(store: Store, tmp_path: Path) -> None:
    tokens.keep_token(store.ledger, token("moved"))
    signed_in(store, "session")
    note(store.ledger, AuditEntry(MONDAY, AuditedAct.TOKEN_MADE, ANNA))
    lines = list(store.dump())
    tokens.revoke(store.ledger, token("moved"), MONDAY + 1)
    store.load(lines)
    other = open_store(f"sqlite:{tmp_path / 'other.db'}")
    other.load(lines)
    assert [tokens.tokens(each.ledger) for each in (store, other)] == [[], [token("moved")]]
    assert [len(read_audit(each.ledger)) for each in (store, other)] == [1, 1]
    assert [len(list(sessions.all_sessions(each.ledger))) for each in (store, other)] == [1, 0]
    other.close()


def test_a_backup_holds_no_session(store: Store, tmp_path: Path) -> None:
    signed_in(store, "session")
    tokens.keep_token(store.ledger, token("kept"))
    backup.snapshot(tmp_path / "store.db", tmp_path / "copy.db")
    copy = open_store(f"sqlite:{tmp_path / 'copy.db'}")
    assert (list(sessions.all_sessions(copy.ledger)), tokens.tokens(copy.ledger)) == ([], [token("kept")])
    copy.close()


def test_tokens_that_ended_are_removed(store: Store) -> None:
    for secret, until in (("a", 100), ("b", 200)):
        tokens.keep_token(store.ledger, token(secret, until=MONDAY + until))
    assert tokens.remove_ended(store.ledger, MONDAY + 100) == 1
    assert tokens.tokens(store.ledger, ANNA) == [token("b", until=MONDAY + 200)]


def test_who_is_erased_has_no_session_and_no_token_from_that_moment_and_it_is_audited(store: Store) -> None:
    session = signed_in(store, "session")
    tokens.keep_token(store.ledger, token("hers"))
    tokens.keep_token(store.ledger, token("his", BRAM))
    order_erasure(store, ANNA, (), BRAM, MONDAY + 1)
    assert sessions.find(store.ledger, session.id) is None
    assert tokens.tokens(store.ledger) == [token("his", BRAM)]
    entry = read_audit(store.ledger)[0]
    assert (entry.act, entry.by, entry.about) == (AuditedAct.ERASURE_ORDERED, BRAM, ANNA)
    again = signed_in(store, "another session")
    order_erasure(store, ANNA, (), BRAM, MONDAY + 2)
    assert sessions.find(store.ledger, again.id) is None


def test_the_audit_is_read_page_by_page_the_newest_first(store: Store) -> None:
    for at in range(5):
        note(store.ledger, AuditEntry(MONDAY + at, AuditedAct.ROLES_CHANGED, ANNA, BRAM, {"to": "curator"}))
    first = read_audit(store.ledger, limit=2)
    then = read_audit(store.ledger, before=first[-1].id, limit=10)
    made = AuditEntry(MONDAY + 1, AuditedAct.TOKEN_MADE, ANNA)
    note(store.ledger, made)
    assert [each.at for each in read_audit(store.ledger, act=AuditedAct.TOKEN_MADE)] == [MONDAY + 1]
    assert {each.at for each in read_audit(store.ledger, since=MONDAY + 1, until=MONDAY + 2)} == {MONDAY + 1}
    assert read_audit(store.ledger, until=MONDAY) == []
    assert [each.at - MONDAY for each in (*first, *then)] == [4, 3, 2, 1, 0]
    assert first[0].details == {"to": "curator"}
