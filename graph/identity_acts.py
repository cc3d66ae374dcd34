"""What people decide about who is who: the same, different or unsure, each with by whom and when, and taken back.

A decision is one judgement for each account that it is about; they are made together and undone together. It acts at
once and holds for every later choice of who is who.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from graph.decisions import DecisionError, DecisionIds, that_holds
from graph.facts import Judgement, Key, Seconds, Verdict, kind_of
from graph.store import Store, Viewer

IDS = DecisionIds("identity.")


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
    acts = IDS.acts(judgements, _act)
    return [act for act in acts if wanted is None or wanted & {*act.accounts, act.person}]


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
                raise DecisionError("identity-account-unknown", account=", ".join(accounts))
            known = view.judgements()
            at = max([self.at, *(each.at for each in known if kind_of(each.object) == "person")])
            ident = IDS.next(known)
            made = [
                Judgement(IDS.part(ident, place), account, person, verdict, self.by, at, reason, act=verdict.value)
                for place, account in enumerate(accounts)
            ]
            for each in made:
                writer.judge(each)
        return identity_acts(made)[0]

    def undo(self, act: str) -> IdentityAct:
        """Take back a decision, the newest or not: what holds is what would hold without it."""
        with self.store.writer() as writer, self.store.view(self.reader) as view:
            known = view.judgements()
            found = that_holds(identity_acts(known), act)
            IDS.take_back(writer, known, found, self.at, self.by)
        return replace(found, undone=self.at, undone_by=self.by)
