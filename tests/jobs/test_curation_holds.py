"""Random decisions about topics, between syncs and choices of topics: all of them hold, and undo leaves nothing.

Whatever was decided in whatever order, on texts that come and go: after each choice a rejected label makes no topic, a
label is where it was put, a topic is called as people say, and what is pinned is there. When all is undone, the choice
is the one of an organisation where nobody ever decided anything.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule, run_state_machine_as_test

from graph.curated_acts import acts_of
from graph.curation import Curator
from graph.decisions import DecisionError
from graph.facts import EdgeKind, Extraction, Fact, Key, TermCandidate
from graph.judgements import OPERATOR, decide_topics
from graph.labelled_topics import LabelledTopic, read_topics
from graph.open_store import open_store
from graph.store import Store
from graph.terms import term_key
from tests.contracts.organisation import SYSTEM, document, key
from whoknows.jobs.passes import pass_over

SUBJECTS = ("waterstofopslag", "waterstof opslag", "inkoop", "warmtenet", "aanbesteding")
USED = 4
"""Texts about each subject in the beginning."""


def texts() -> dict[str, tuple[str, ...]]:
    """What is written about in each text, by its name."""
    found = {f"bulk{at}": (f"bijzaak{at % 7}", "vergadering in zaal") for at in range(30)}
    for number, subject in enumerate(SUBJECTS):
        found |= {f"{number}-{at}": (subject, f"bijzaak{at}") for at in range(USED)}
    return found | {"rare": ("kwantumnetwerk", "bijzaak0")}


def write(store: Store, some: dict[str, tuple[str, ...]]) -> None:
    """Sync and extract these texts."""
    with store.writer() as writer:
        for name in some:
            writer.put(Fact(document(name, text=name)), "1")
    keys = [key("document", name) for name in some]
    with store.view(SYSTEM) as view:
        hashes = {node.key: node.text_hash for node in view.get(keys).values()}  # type: ignore[union-attr]
    found = [
        Extraction(at, hashes[at], "1", tuple(TermCandidate("nl", term, term, 3, True) for term in some[name]))
        for name, at in zip(some, keys, strict=True)
    ]
    with store.writer() as writer:
        writer.derive("extraction", keys, found)


def choose(store: Store) -> None:
    pass_over(store, tell=lambda _: None, stop=lambda: False)


def topics(store: Store) -> dict[Key, LabelledTopic]:
    with store.view(SYSTEM) as view:
        return {each.key: each for each in read_topics(view, [node.key for node in view.nodes("topic")])}


class CuratedOrganisation(RuleBasedStateMachine):
    """An organisation that is curated while it goes on writing."""

    @initialize()
    def begin(self) -> None:
        self.folder = tempfile.TemporaryDirectory()
        self.store = open_store(f"sqlite:{self.folder.name}/graph")
        self.written = texts()
        self.at = 0
        write(self.store, self.written)
        choose(self.store)

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.leaves_nothing()
            self.store.close()
            self.folder.cleanup()

    def curator(self) -> Curator:
        self.at += 1
        return Curator(self.store, SYSTEM, OPERATOR, self.at // 3)  # several in one second

    def pick(self, data: st.DataObject) -> Key:
        return data.draw(st.sampled_from(sorted(topics(self.store))), "topic")

    @rule(data=st.data(), command=st.sampled_from(["confirm", "reject", "pin"]))
    def judge(self, data: st.DataObject, command: str) -> None:
        if topics(self.store):
            getattr(self.curator(), command)(self.pick(data))

    @rule(
        data=st.data(),
        label=st.sampled_from(["Opslag", "inkoop", "Storage", "warmte net"]),
        language=st.sampled_from(["nl", "en"]),
    )
    def name(self, data: st.DataObject, label: str, language: str) -> None:
        self._try(data, lambda curator, topic: curator.rename(topic, label, language))

    @rule(data=st.data())
    def merge(self, data: st.DataObject) -> None:
        self._try(data, lambda curator, topic: curator.merge(topic, self.pick(data)))

    @rule(data=st.data())
    def split(self, data: st.DataObject) -> None:
        label = st.sampled_from([*SUBJECTS, "Opslag", "Storage"])
        self._try(data, lambda curator, topic: curator.split(topic, data.draw(label, "label")))

    @rule(label=st.sampled_from(["kwantumnetwerk", "nergens"]))
    def add(self, label: str) -> None:
        self.curator().add(label, "nl")

    def _try(self, data: st.DataObject, command: object) -> None:
        try:
            if topics(self.store):
                command(self.curator(), self.pick(data))  # type: ignore[operator]
        except DecisionError:
            pass

    @rule(data=st.data())
    @precondition(lambda self: hasattr(self, "store"))
    def undo(self, data: st.DataObject) -> None:
        with self.store.view(SYSTEM) as view:
            standing = [act.id for act in acts_of(view.judgements()) if act.undone is None]
        if standing:
            self.curator().undo(data.draw(st.sampled_from(standing), "act"))

    @rule(subject=st.integers(0, len(SUBJECTS) - 1), gone=st.booleans())
    def sync(self, subject: int, gone: bool) -> None:
        """All texts about a subject go, or come back."""
        mine = {name: terms for name, terms in texts().items() if name.startswith(f"{subject}-")}
        if gone:
            self.written = {name: terms for name, terms in self.written.items() if name not in mine}
            with self.store.writer() as writer:
                writer.drop([key("document", name) for name in mine])
        else:
            self.written |= mine
            write(self.store, mine)

    @rule()
    def choose_again(self) -> None:
        choose(self.store)
        found = topics(self.store)
        with self.store.view(SYSTEM) as view:
            decided = decide_topics(view.judgements())
            labels = {edge.start: edge.end for edge in view.all_edges(EdgeKind.LABELS)}
        used = {term_key("nl", term) for terms in self.written.values() for term in terms}
        for term, home in decided.homes.items():
            assert labels.get(term) == home or (home is not None and home not in found)
            if home is not None and term in used and term != term_key("nl", "kwantumnetwerk"):
                assert home in found, "what texts use and people put somewhere is a topic with its key"
        for topic, names in decided.names.items():
            for language, term in names.items() if topic in found else ():
                assert found[topic].node.labels[language] == decided.labels[term]
        assert decided.pinned <= found.keys()

    @rule()
    def move(self) -> None:
        """Everything goes to another store, as with a backup."""
        with tempfile.TemporaryDirectory() as folder:
            before = topics(self.store)
            other = open_store(f"sqlite:{folder}/graph")
            other.load(self.store.dump(derived=True))
            assert topics(other) == before
            other.close()

    def leaves_nothing(self) -> None:
        """When all is undone, in any order, the choice is that of an organisation where nobody decided anything."""
        with self.store.view(SYSTEM) as view:
            standing = [act.id for act in acts_of(view.judgements()) if act.undone is None]
        for ident in standing:
            self.curator().undo(ident)
        choose(self.store)
        plain = open_store(f"sqlite:{Path(self.folder.name)}/plain")
        write(plain, self.written)
        choose(plain)
        assert topics(self.store) == topics(plain)
        plain.close()


@pytest.mark.slow
def test_decisions_hold_and_undo_leaves_nothing() -> None:
    run_state_machine_as_test(
        CuratedOrganisation,
        settings=settings(
            max_examples=5, stateful_step_count=10, derandomize=True, deadline=None, database=None,
            suppress_health_check=[HealthCheck.too_slow],
        ),
    )  # fmt: skip
