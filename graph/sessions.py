"""Sessions of people who signed in, as the ledger keeps them: by the hash of their secret, never the secret itself.

A session is of one installation: no export, copy or backup holds it, so that none that was ended comes back.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from graph.facts import Key, Seconds
from graph.ledger import Ledger

SESSION = "passing:session:"
OF_PERSON = "passing:person:"
OF_PROVIDER = "passing:provider:"
USED = "passing:used:"
CLAIMED = "passing:claimed:"
"""Beginning of the names under which is kept what the role claim of a person said at their last sign-in."""
PASSING = ("passing:",)
"""Beginnings of the names that no backup holds."""


@dataclass(frozen=True, slots=True)
class SiteSession:
    """One sign-in. `id` is the hash of its secret; `subject` and `at_provider` are the identity provider's names for
    the person and for its own session; `roles` are the values of its role claim; `hint` is its token, sealed.
    """

    id: str
    person: Key
    subject: str
    began: Seconds
    seen: Seconds
    at_provider: str = ""
    roles: tuple[str, ...] = ()
    hint: str = ""

    def ended(self, now: Seconds, idle: Seconds, longest: Seconds) -> bool:
        """Whether it is over at `now`: nobody used it for `idle` seconds, or it began `longest` seconds ago."""
        return not (now - idle < self.seen and now - longest < self.began)


def hash_of(secret: str) -> str:
    """The hash of a random secret, as it is kept. It is long enough that nothing slower is needed."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def begin(ledger: Ledger, session: SiteSession) -> None:
    """Keep a new session, with the ways to find it by its person and by the session of the provider."""
    for index in _indexes(session):
        ledger.set(index + session.id, session.began)
    ledger.add(SESSION + session.id, _value(session))


def find(ledger: Ledger, named: str) -> SiteSession | None:
    """The session with this hash."""
    return _session(named, ledger.get(SESSION + named))


def mark_seen(ledger: Ledger, session: SiteSession) -> bool:
    """Note when it was last used. False when it was ended meanwhile: it stays so."""
    return ledger.change(SESSION + session.id, _value(session))


def end(ledger: Ledger, named: str) -> SiteSession | None:
    """End this session; gives it to the one caller who ended it."""
    session = _session(named, ledger.take(SESSION + named))
    if session is not None:
        for index in _indexes(session):
            ledger.set(index + named, None)
    return session


def end_of_person(ledger: Ledger, person: Key) -> int:
    """End all sessions of this person, and forget what their role claim said; how many sessions there were."""
    ledger.set(CLAIMED + person, None)
    return _end_all(ledger, f"{OF_PERSON}{person}:")


def end_at_provider(ledger: Ledger, at_provider: str, subject: str) -> list[SiteSession]:
    """End the sessions that the provider ended: those of this session of its, else all of this subject."""
    if at_provider:
        named = list(_under(ledger, _provider_index(at_provider)))
        ended = [session for each in named if (session := find(ledger, each)) and subject in ("", session.subject)]
    else:
        ended = [session for session in all_sessions(ledger) if session.subject == subject]
    return [session for session in ended if end(ledger, session.id)]


def all_sessions(ledger: Ledger) -> Iterator[SiteSession]:
    """All sessions that are kept."""
    for name, value in ledger.kept(SESSION).items():
        if (session := _session(name.removeprefix(SESSION), value)) is not None:
            yield session


def use_once(ledger: Ledger, secret: str, until: Seconds) -> bool:
    """Whether this is the first use of something that may be used once; it is remembered until then."""
    return ledger.add(USED + hash_of(secret), until)


def remove_ended(ledger: Ledger, now: Seconds, idle: Seconds, longest: Seconds) -> int:
    """Remove the sessions that are over and what was used long ago; how many sessions there were."""
    for name, until in ledger.kept(USED).items():
        if not isinstance(until, int) or until < now:
            ledger.take(name)
    over = [session for session in all_sessions(ledger) if session.ended(now, idle, longest)]
    return sum(end(ledger, session.id) is not None for session in over)


def _indexes(session: SiteSession) -> Iterator[str]:
    yield f"{OF_PERSON}{session.person}:"
    if session.at_provider:
        yield _provider_index(session.at_provider)


def _provider_index(at_provider: str) -> str:
    return f"{OF_PROVIDER}{hash_of(at_provider)}:"


def _under(ledger: Ledger, index: str) -> Iterator[str]:
    yield from (name.removeprefix(index) for name in ledger.kept(index))


def _end_all(ledger: Ledger, index: str) -> int:
    return sum(end(ledger, named) is not None for named in _under(ledger, index))


def _value(session: SiteSession) -> dict[str, Any]:
    value = asdict(session) | {"roles": list(session.roles)}
    del value["id"]
    return value


def _session(named: str, value: Any) -> SiteSession | None:
    if not isinstance(value, dict):
        return None
    return SiteSession(id=named, **{**value, "roles": tuple(value["roles"])})
