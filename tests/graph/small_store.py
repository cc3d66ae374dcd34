"""The contract of a store in a few dicts, to compare real stores with."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from graph.credits import CreditCount, credited
from graph.facts import (
    EVERYONE,
    NOBODY,
    Account,
    Document,
    Edge,
    EdgeKind,
    Endorsement,
    Fact,
    Group,
    Identity,
    Judgement,
    Key,
    Rule,
    key_of,
    kind_of,
)
from graph.judgements import person_of
from graph.schema import ACTS, EDGES, Aspect
from graph.store import Outcome, Viewer


@dataclass
class SmallStore:
    """All facts by key, what is derived by kind, and nothing else. Persons are left to IS edges."""

    facts: dict[Key, Fact] = field(default_factory=dict)
    seen: dict[Key, str] = field(default_factory=dict)
    derived: dict[EdgeKind, set[Edge]] = field(default_factory=dict)
    suggested: set[Edge] = field(default_factory=set)
    said: dict[Identity, Edge] = field(default_factory=dict)
    judged: dict[str, Judgement] = field(default_factory=dict)
    changed: dict[tuple[Key, Aspect], bool] = field(default_factory=dict)
    gone: set[Key] = field(default_factory=set)
    called: dict[Key, Account] = field(default_factory=dict)
    closed: set[Key] = field(default_factory=set)
    counts: dict[Key, Key] = field(default_factory=dict)

    # --- writing ------------------------------------------------------------------------------------------------------

    def put(self, fact: Fact, run: str) -> Outcome:
        key, old = fact.node.key, self.facts.get(fact.node.key)
        fact = Fact(fact.node, tuple(sorted(fact.edges, key=repr)), fact.credits)
        self.facts[key], self.seen[key] = fact, run
        if old is not None and _content(old) == _content(fact):
            return Outcome.SAME
        self.gone.discard(key)
        self.closed.discard(key)
        self._note(key)
        self._settle()
        return Outcome.NEW if old is None else Outcome.CHANGED

    def keep(self, keys: Iterable[Key], run: str, below: bool = True) -> None:
        """What is kept keeps what is below it, and the containers and rules above it."""
        kept = set(keys)
        inside = [e for fact in self.facts.values() for e in fact.edges if e.kind in (EdgeKind.PART_OF, EdgeKind.IN)]
        while more := {e.start for e in inside if below and e.end in kept and kind_of(e.end) == "group"} - kept:
            kept |= more
        kept &= set(self.facts)
        while more := {e.end for e in inside if e.start in kept and e.end in self.facts} - kept:
            kept |= more
        kept |= {getattr(self.facts[key].node, "rule", "") for key in kept}
        self.seen.update({key: run for key in kept if key in self.facts})

    def drop(self, keys: Iterable[Key], unlisted: bool = False) -> None:
        for key in set(keys) & set(self.facts):
            del self.facts[key], self.seen[key]
            self.gone.add(key)
            if kind_of(key) == "group" and not unlisted:
                self.closed.add(key)
            self._note(key)
            for kind, edges in self.derived.items():
                self.derived[kind] = {
                    edge for edge in edges if edge.start != key and (edge.end != key or kind_of(key) == "document")
                }
            self.suggested = {edge for edge in self.suggested if edge.start != key}
        self._settle()

    def _settle(self) -> None:
        """Note each group for which another rule counts than before."""
        before = self.counts
        self.counts = {key: self.rule_of(key) for key in self.facts if kind_of(key) == "group"}
        for key, rule in self.counts.items():
            if key in before and before[key] != rule:
                self._note(key)

    def rule_of(self, key: Key) -> Key:
        """The rule that counts for a document or group: the nearest one that is stated."""
        node, passed = self.facts[key].node, {key}
        assert isinstance(node, Document | Group)
        own, unstated = node.rule, key_of("rule", node.source, "unstated")
        while own == unstated:
            kind = EdgeKind.IN if kind_of(key) == "document" else EdgeKind.PART_OF
            key = max(
                (edge.end for edge in self.facts[key].edges if edge.kind is kind and edge.start == key), default=""
            )
            if key in self.closed:
                return NOBODY
            if key in passed or key not in self.facts:
                return unstated
            passed.add(key)
            above = self.facts[key].node
            assert isinstance(above, Group)
            own, unstated_above = above.rule, key_of("rule", above.source, "unstated")
            own = unstated if own == unstated_above else own
        return own

    def sweep(self, source: str, run: str, started: int) -> None:
        """Until nothing goes: documents first, then what nothing points to."""
        for kind in ("document", "group", "account", "rule"):
            while missing := [key for key in self._unseen(source, kind, run) if not self._held(key)]:
                self.drop(missing, unlisted=True)
            for key in self._unseen(source, kind, run):
                node = self.facts[key].node
                if isinstance(node, Account) and node.anchor and node.left is None:
                    self.facts[key] = replace(self.facts[key], node=replace(node, left=started))
                    self._note(key)

    def settle(self) -> None:
        """The end of a transaction: an account that is called otherwise by documents for everyone has changed."""
        before, self.called = self.called, {}
        for key, fact in self.facts.items():
            if isinstance(fact.node, Account):
                self.called[key] = credited(fact.node, self._counts(key))
                if before.get(key, self.called[key]) != self.called[key]:
                    self._note(key)

    def _counts(self, account: Key) -> list[CreditCount]:
        """How many documents for everyone, by one rule each, show this account under which name and address."""
        found = Counter(
            (self._scope(fact), credit.name or "", credit.email or "")
            for fact in self.facts.values()
            if isinstance(fact.node, Document) and self._readable(fact, Viewer())
            for credit in fact.credits
            if credit.account == account
        )
        return [CreditCount(name, email, documents) for (_, name, email), documents in found.items()]

    def _scope(self, fact: Fact) -> Key:
        """By what a document is counted: its rule, or the container to which it leaves that."""
        node = fact.node
        assert isinstance(node, Document)
        unstated = key_of("rule", node.source, "unstated")
        container = max((edge.end for edge in fact.edges if edge.kind is EdgeKind.IN), default=unstated)
        return container if node.rule == unstated else node.rule

    def _note(self, key: Key, aspect: Aspect = Aspect.CONTENT) -> None:
        """Note a change; whether a node is gone holds for all that it changed in."""
        self.changed[key, aspect] = False
        self.changed.update({line: key in self.gone for line in self.changed if line[0] == key})

    def _unseen(self, source: str, kind: str, run: str) -> list[Key]:
        mine = [key for key, fact in self.facts.items() if getattr(fact.node, "source", "") == source]
        return [key for key in mine if kind_of(key) == kind and self.seen[key] != run]

    def _held(self, key: Key) -> bool:
        """Whether anything that is there points to it, or a directory lists it."""
        node = self.facts[key].node
        if isinstance(node, Account) and node.anchor:
            return True
        if isinstance(node, Rule | Document):
            return False
        others = [fact for other, fact in self.facts.items() if other != key]
        if isinstance(node, Group):
            holding = [e for fact in others for e in fact.edges if e.kind is EdgeKind.MEMBER_OF and e.end == key]
            return any(isinstance(fact.node, Account) and set(fact.edges) & set(holding) for fact in others)
        return any(key in (e.start, e.end) for fact in others for e in fact.edges)

    def derive(self, kind: EdgeKind, keys: set[Key] | None, edges: Iterable[Edge]) -> None:
        old = self.suggested if kind is EdgeKind.IS else self.derived.get(kind, set())
        left = {edge for edge in old if keys is not None and edge.start not in keys}
        there = {edge for edge in edges if kind is EdgeKind.IS or edge.start in self.facts}
        names = {(edge.start, edge.end) for edge in there}
        new = {edge for edge in left if (edge.start, edge.end) not in names} | there
        if kind is EdgeKind.IS:
            before = self.persons()
            self.suggested = new
            for key in [key for key, edge in self.persons().items() if before.get(key) != edge]:
                self._note(key, Aspect.IDENTITY)
        else:
            self.derived[kind] = new

    def judge(self, judgement: Judgement) -> None:
        if self.judged.get(judgement.id) != judgement:
            self.judged[judgement.id] = judgement
            self._note(judgement.subject, Aspect.IDENTITY)

    def say(self, edge: Edge) -> bool:
        """An edge stays as it was said first, unless more than its time is new."""
        old = self.said.get(edge.identity())
        if old and replace(old, at=edge.at) == edge:
            return False
        self.said[edge.identity()] = edge
        self._note(edge.start, EDGES[edge.kind].aspect)
        return True

    def unsay(self, edge: Edge) -> bool:
        if self.said.pop(edge.identity(), None) is None:
            return False
        self._note(edge.start, EDGES[edge.kind].aspect)
        return True

    # --- reading ------------------------------------------------------------------------------------------------------

    def persons(self) -> dict[Key, Edge]:
        """The IS edge of each account."""
        found = {}
        for key in (key for key in self.facts if kind_of(key) == "account"):
            judged = [each for each in self.judged.values() if each.subject == key]
            found[key] = person_of(key, judged, [edge for edge in self.suggested if edge.start == key])
        return found

    def all_edges(self) -> dict[Identity, Edge]:
        """Every edge, visible or not; of a membership that both ends state, the account's."""
        found = dict(self.said)
        for fact in sorted(self.facts.values(), key=lambda fact: kind_of(fact.node.key), reverse=True):
            found.update({edge.identity(): edge for edge in fact.edges})
        groups = [*self.derived.values(), self.persons().values()]
        found.update({edge.identity(): edge for edges in groups for edge in edges})
        return found

    def shown(self, viewer: Viewer) -> set[Key]:
        """The keys that this viewer may see."""
        edges = self.all_edges().values()
        read = {key for key, fact in self.facts.items() if self._readable(fact, viewer)}
        documents = {key for key in read if kind_of(key) == "document"}
        seen = {key for key in read if not isinstance(self.facts[key].node, Account)}
        seen |= {
            key for key, f in self.facts.items() if isinstance(f.node, Account) and (viewer.system or f.node.anchor)
        }
        for edge in edges:
            if edge.kind in (*ACTS, EdgeKind.TAGGED, EdgeKind.MENTIONS):
                near, far = (edge.end, edge.start) if edge.kind in ACTS else (edge.start, edge.end)
                seen |= {far} if near in documents else set()
            if edge.kind is EdgeKind.MEMBER_OF and edge.end in read:
                seen.add(edge.start)
        seen &= set(self.facts)
        return seen | {edge.end for edge in edges if edge.kind is EdgeKind.IS and edge.start in seen}

    def _readable(self, fact: Fact, viewer: Viewer) -> bool:
        node = fact.node
        if viewer.system:
            return True
        if isinstance(node, Rule):
            return node.key != NOBODY and bool(viewer.principals & set(node.principals))
        rule = self.rule_of(node.key) if isinstance(node, Document | Group) else None
        if rule == EVERYONE:
            return "everyone" in viewer.principals
        known = self.facts.get(rule or "")
        return known is not None and self._readable(known, viewer)

    def shown_edges(self, viewer: Viewer) -> set[Edge]:
        """The edges that this viewer may see."""
        seen = self.shown(viewer)
        return {
            edge
            for edge in self.all_edges().values()
            if edge.start in seen
            and edge.end in seen
            and (viewer.system or not EDGES[edge.kind].private or edge.start == viewer.person)
            and not (isinstance(edge, Endorsement) and edge.topic and edge.topic not in seen)
        }


def _content(fact: Fact) -> tuple[object, ...]:
    node = fact.node
    return (replace(node, version=None) if isinstance(node, Document) else node), fact.edges
