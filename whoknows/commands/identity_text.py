"""Who is who in sentences for the terminal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo

from graph.facts import Account, Edge, EdgeKind, Key, anchor_key, kind_of, person_key
from graph.identity_acts import IdentityAct
from graph.judgements import OWN
from graph.store import View
from models.identity_suggestions import IdentitySuggestion
from whoknows.commands.deciding import decision_line, decision_told
from whoknows.console import number, say


def accounts_of_person(view: View, person: Key) -> list[Edge]:
    """The accounts of a person, each with why; their own one is first."""
    edges = view.edges([EdgeKind.IS], [person], "in")
    own = anchor_key(person)
    if own not in {edge.start for edge in edges}:
        edges = [Edge(EdgeKind.IS, own, person, weight=1.0, role=OWN), *edges]
    return sorted(edges, key=lambda edge: (edge.start != own, edge.start))


@dataclass(frozen=True, slots=True)
class IdentityText:
    """Says who is who. `accounts` are those that are named, by key; times are told in `zone`."""

    accounts: Mapping[Key, Account]
    zone: tzinfo

    @staticmethod
    def of(view: View, keys: Iterable[Key], zone: tzinfo | None) -> IdentityText:
        """The text about these accounts and people."""
        wanted = {anchor_key(key) if kind_of(key) == "person" else key for key in keys}
        nodes = view.get(sorted(wanted)) if wanted else {}
        found = {key: node for key, node in nodes.items() if isinstance(node, Account)}
        return IdentityText(found, zone or UTC)

    def called(self, key: Key) -> str:
        """An account or person by name, with its source and id, which the commands take."""
        account = self.accounts.get(anchor_key(key) if kind_of(key) == "person" else key)
        if account is None:
            return key
        return f"{account.name} ({account.source}:{account.native_id})"

    def suggestion(self, pair: IdentitySuggestion) -> Iterator[str]:
        """A pair with how likely it is, and the reasons."""
        yield say(
            "identity-pair",
            account=self.called(pair.account),
            person=self.called(pair.person),
            likely=f"{pair.score:.0%}",
        )
        reasons = ", ".join(say(f"identity-reason-{reason}") for reason in pair.reasons)
        yield f"   {reasons}; {say('identity-acts', count=number(pair.acts))}"
        if pair.unsure:
            yield f"   {say('identity-was-unsure')}"

    def card(self, person: Key, edges: Sequence[Edge]) -> Iterator[str]:
        """The accounts of one person."""
        yield self.called(person)
        for edge in edges:
            why = say(f"identity-role-{(edge.role or OWN).rpartition(':')[2]}")
            yield f"  {self.called(edge.start)}: {why}"

    def line(self, act: IdentityAct) -> str:
        """One decision: when, by whom, what, whether it was undone, and the reason."""
        told = decision_line(act, self.what(act), self.names, self.zone)
        return f"{told}  {act.reason}" if act.reason else told

    def told(self, act: IdentityAct) -> Iterator[str]:
        """What was decided, and how to take it back."""
        return decision_told(act, self.what(act), "identity")

    def what(self, act: IdentityAct) -> str:
        """What was decided, in words."""
        accounts = ", ".join(map(self.called, act.accounts))
        return say(f"identity-act-{act.verdict}", account=accounts, person=self.called(act.person))

    @property
    def names(self) -> dict[Key, str]:
        """The names of people who decided."""
        return {person_key(key): account.name for key, account in self.accounts.items()}
