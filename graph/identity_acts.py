"""What people decide about who is who: the same, different or unsure, each with by whom and when, and taken back.

A decision is one judgement for each account that it is about; they are made together and undone together. It acts at
once and holds for every later choice of who is who.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from graph.facts import Judgement, Key, Seconds, Verdict, kind_of
from graph.store import Store, Viewer

_PART = re.compile(r"identity\.0*([1-9]\d*)-([0-9a-f]{4})\.\d{4}")
WIDTH = 12


class IdentityError(Exception):
    """A decision that cannot be made; `message` is a message id and `params` fill it in."""

    def __init__(self, message: str, **params: str) -> None:
        super().__init__(message, params)
        self.message = message
        self.params = params


@dataclass(frozen=True, slots=True)
class IdentityAct:
    """One decision: these accounts and this person are the same, different, or nobody can tell. `id` is for undo."""

    id: str
    verdict: Verdict
    accounts: tuple[Key, ...]
    person: Key
    by: str
    at: Seconds
    reason: str = ""
    undone: Seconds | None = None
    undone_by: str = ""


def identity_acts(judgements: Iterable[Judgement], about: Iterable[Key] | None = None) -> list[IdentityAct]:
    """The decisions about these accounts and people (None: about any), newest first."""
    wanted = None if about is None else {*about}
    parts = sorted((each for each in judgements if _act_id(each)), key=lambda each: each.id)
    acts = [_act(ident, list(some)) for ident, some in groupby(parts, key=_act_id)]
    return [act for act in reversed(acts) if wanted is None or wanted & {*act.accounts, act.person}]


def _act_id(judgement: Judgement) -> str:
    found = _PART.fullmatch(judgement.id)
    return f"{found[1]}-{found[2]}" if found else ""


def _act(ident: str, parts: Sequence[Judgement]) -> IdentityAct:
    first, accounts = parts[0], tuple(each.subject for each in parts)
    return IdentityAct(
        ident, first.verdict, accounts, first.object, first.by, first.at, first.reason, first.undone, first.undone_by
    )


@dataclass(frozen=True, slots=True)
class IdentityCurator:
    """Somebody who decides who is who: where, under what name and when. `reader` reads everything that is stored."""

    store: Store
    reader: Viewer
    by: str
    at: Seconds

    def decide(self, accounts: Sequence[Key], person: Key, verdict: Verdict, reason: str = "") -> IdentityAct:
        """Say of these accounts and a person that they are the same, different, or that nobody can tell."""
        with self.store.writer() as writer, self.store.view(self.reader) as view:
            if set(view.get([*accounts])) != set(accounts) or not accounts:
                raise IdentityError("identity-account-unknown", account=", ".join(accounts))
            known = view.judgements()
            at = max([self.at, *(each.at for each in known if kind_of(each.object) == "person")])
            newest = max((int(act.id.partition("-")[0]) for act in identity_acts(known)), default=0)
            ident = f"identity.{str(newest + 1).zfill(WIDTH)}-{secrets.token_hex(2)}"
            made = [
                Judgement(f"{ident}.{place:04}", account, person, verdict, self.by, at, reason, act=verdict.value)
                for place, account in enumerate(accounts)
            ]
            for each in made:
                writer.judge(each)
        return identity_acts(made)[0]

    def undo(self, act: str) -> IdentityAct:
        """Take back a decision, the newest or not: what holds is what would hold without it."""
        with self.store.writer() as writer, self.store.view(self.reader) as view:
            known = view.judgements()
            found = [each for each in identity_acts(known) if each.id == act]
            if not found:
                raise IdentityError("identity-act-unknown", act=act)
            if found[0].undone is not None:
                raise IdentityError("identity-act-undone", act=act)
            for each in known:
                if _act_id(each) == act:
                    writer.judge(replace(each, undone=self.at, undone_by=self.by))
        return replace(found[0], undone=self.at, undone_by=self.by)
