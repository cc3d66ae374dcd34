"""What every store notes, and how it moves: the ledger, dump and load."""

from __future__ import annotations

import json
import threading
from dataclasses import replace

import pytest

from graph.facts import (
    Edge,
    EdgeKind,
    Endorsement,
    Extraction,
    Fact,
    Judgement,
    Problem,
    TermCandidate,
    Verdict,
)
from graph.schema import EDGES, State
from graph.store import JobState, Outcome, RunState, Store
from tests.contracts.organisation import (
    SOURCE,
    SYSTEM,
    account,
    derive,
    document,
    group,
    key,
    member,
    mentions,
    part,
    person,
    put,
    rule,
    term,
    topic,
    within,
    wrote,
)


class Noting:
    """The ledger keeps cursors, runs, problems, jobs and settings."""

    def test_a_run_from_start_to_end(self, store: Store) -> None:
        ledger = store.ledger
        assert ledger.cursor(SOURCE) is None
        assert ledger.open_run(SOURCE) is None
        ledger.start_run(SOURCE, "r1", 100)
        with store.writer() as writer:
            for number in range(1_005):
                writer.problem(SOURCE, "r1", Problem(str(number), "no-text", {"line": "3"}))
            writer.mark(SOURCE, {"page": 3, "etag": None}, "r1", RunState.SWEEPING, {"new": 4})
        run = ledger.open_run(SOURCE)
        assert run is not None
        assert (run.id, run.state, run.started) == ("r1", RunState.SWEEPING, 100)
        assert run.counts == {"new": 4, "problems": 1_005}
        assert ledger.cursor(SOURCE) == {"page": 3, "etag": None}
        assert ledger.problems(SOURCE, limit=2) == [Problem(number, "no-text", {"line": "3"}) for number in "01"]
        assert len(ledger.problems(SOURCE, "r1", 5_000)) == 1_000
        ledger.end_run("r1", RunState.ENDED, 200)
        assert ledger.open_run(SOURCE) is None
        ledger.start_run(SOURCE, "r2", 300)
        ledger.end_run("r2", RunState.FAILED, 301, "feed-is-html")
        assert [(run.id, run.ended, run.error) for run in ledger.runs(SOURCE)] == [
            ("r2", 301, "feed-is-html"),
            ("r1", 200, None),
        ]
        assert ledger.problems(SOURCE) == []

    def test_of_several_marks_in_a_transaction_each_says_what_is_new(self, store: Store) -> None:
        store.ledger.start_run(SOURCE, "r1", 1)
        with store.writer() as writer:
            writer.mark(SOURCE, {"page": 1}, "r1", RunState.RUNNING, {"new": 2})
            writer.mark("other", {"page": 9}, "r2", RunState.RUNNING)
            writer.mark(SOURCE, {"page": 2}, "r1", RunState.RUNNING, {"new": 3})
            writer.mark(SOURCE, None, "r1", RunState.SWEEPING)
        run = store.ledger.open_run(SOURCE)
        assert run is not None
        assert (run.state, dict(run.counts)) == (RunState.SWEEPING, {"new": 3})
        assert (store.ledger.cursor(SOURCE), store.ledger.cursor("other")) == ({"page": 2}, {"page": 9})
        assert [each.id for each in store.ledger.runs("other")] == ["r2"]

    def test_a_mark_stands_before_what_the_ledger_notes_after_it(self, store: Store) -> None:
        store.ledger.start_run(SOURCE, "r1", 1)
        with store.writer() as writer:
            writer.mark(SOURCE, {"page": 1}, "r1", RunState.SWEEPING)
            store.ledger.end_run("r1", RunState.ENDED, 2)
        assert [run.state for run in store.ledger.runs(SOURCE)] == [RunState.ENDED]

    def test_a_cursor_is_in_the_transaction(self, store: Store) -> None:

        def fail() -> None:
            with store.writer() as writer:
                writer.mark(SOURCE, {"page": 1}, "r1", RunState.RUNNING)
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert store.ledger.cursor(SOURCE) is None

    def test_what_a_run_told_is_kept_until_it_ends(self, store: Store) -> None:
        ledger = store.ledger
        ledger.start_run(SOURCE, "r1", 1)
        ledger.start_run("other", "r2", 1)
        for run, told in (("r1", b"\x00one"), ("r2", b"other"), ("r1", b"two")):
            with store.writer() as writer:
                writer.tell(run, told)

        def fail() -> None:
            with store.writer() as writer:
                writer.tell("r1", b"undone")
                raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError):
            fail()
        assert (ledger.told("r1"), ledger.told("r2")) == ([b"\x00one", b"two"], [b"other"])
        ledger.end_run("r1", RunState.FAILED, 2)
        assert (ledger.told("r1"), ledger.told("r2"), ledger.told("never")) == ([], [b"other"], [])

    def test_settings(self, store: Store) -> None:
        assert store.ledger.get("x") is None
        store.ledger.set("x", {"a": [1, None, "é"]})
        assert store.ledger.get("x") == {"a": [1, None, "é"]}
        store.ledger.set("x", None)
        assert store.ledger.get("x") is None

    def test_a_name_is_taken_once_and_changed_only_when_it_is_taken(self, store: Store) -> None:
        ledger = store.ledger
        assert [ledger.add("once", each) for each in (1, 2)] == [True, False]
        assert (ledger.change("once", {"n": 3}), ledger.change("never", 3)) == (True, False)
        assert (ledger.get("once"), ledger.get("never")) == ({"n": 3}, None)
        assert [ledger.take("once") for _ in range(2)] == [{"n": 3}, None]
        assert ledger.add("once", 4)

    def test_what_is_kept_under_names_that_begin_alike_is_given_last_name_first(self, store: Store) -> None:
        ledger = store.ledger
        for name in ("seal:2", "seal:1", "seal:30", "seal", "sealed", "ses", "t"):
            ledger.set(name, name.upper())
        assert list(ledger.kept("seal:")) == ["seal:30", "seal:2", "seal:1"]
        assert ledger.kept("seal:", before="seal:30", limit=1) == {"seal:2": "SEAL:2"}
        assert ledger.kept("seal:", before="z") == ledger.kept("seal:")
        assert ledger.kept("nothing:") == {}
        assert ledger.several(["seal:1", "t", "none", "se'al"]) == {"seal:1": "SEAL:1", "t": "T"}
        assert ledger.several([]) == {}

    def test_one_of_many_threads_takes_what_is_kept(self, store: Store) -> None:
        store.ledger.set("one", "prize")
        found: list[object] = []
        threads = [threading.Thread(target=lambda: found.append(store.ledger.take("one"))) for _ in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(found, key=str) == [*[None] * 5, "prize"]

    def test_old_runs_and_jobs_are_forgotten_but_the_newest_run_and_those_that_are_kept(self, store: Store) -> None:
        ledger = store.ledger
        for number, run in enumerate(("r1", "r2", "r3", "r4"), start=1):
            ledger.start_run(SOURCE, run, number * 100)
            with store.writer() as writer:
                writer.problem(SOURCE, run, Problem(run, "no-text"))
            ledger.end_run(run, RunState.ENDED, number * 100 + 1)
        ledger.start_run("other", "o1", 10)
        ledger.end_run("o1", RunState.ENDED, 11)
        done, waiting = ledger.enqueue("sync", {"source": "a"}, 1), ledger.enqueue("passes", {}, 1)
        assert ledger.claim("w", 1) is not None
        ledger.finish(done, 5)
        assert ledger.forget(301, keep=["r1"]) == 2
        assert [run.id for run in ledger.runs(SOURCE)] == ["r4", "r3", "r1"]
        assert [run.id for run in ledger.runs("other")] == ["o1"]
        assert [job.id for job in ledger.jobs()] == [waiting]
        assert ledger.problems(SOURCE, "r1") == [Problem("r1", "no-text")]
        assert ledger.problems(SOURCE, "r2") == []
        assert ledger.forget(10_000) == 2
        assert [run.id for run in ledger.runs(SOURCE)] == ["r4"]
        ledger.start_run(SOURCE, "r5", 500)
        with store.writer() as writer:
            writer.problem(SOURCE, "r5", Problem("x", "no-text"))
        assert [run.id for run in ledger.runs(SOURCE)] == ["r5", "r4"]
        assert ledger.problems(SOURCE, "r4") == [Problem("r4", "no-text")]

    def test_jobs_are_claimed_once_and_in_order(self, store: Store) -> None:
        ledger = store.ledger
        first = ledger.enqueue("sync", {"source": "a"}, 10)
        assert ledger.enqueue("sync", {"source": "a"}, 11) == first
        later = ledger.enqueue("sync", {"source": "b"}, 10, not_before=50)
        job = ledger.claim("w1", 20)
        assert job is not None
        assert (job.id, job.state, job.args, job.attempts) == (first, JobState.RUNNING, {"source": "a"}, 1)
        assert ledger.claim("w2", 20) is None
        ledger.beat(first, 30, {"done": 3})
        assert ledger.claim("w2", 40) is None
        again = ledger.claim("w2", 91, stale_after=60)
        assert again is not None
        ledger.finish(again.id, 92, "feed-is-html", retry_at=200)
        assert [job.state for job in ledger.jobs()] == [JobState.WAITING, JobState.WAITING] or again.id == later

    def test_a_stale_job_is_taken_over(self, store: Store) -> None:
        ledger = store.ledger
        number = ledger.enqueue("sync", {}, 0)
        ledger.claim("w1", 0)
        ledger.beat(number, 10, {"done": 3})
        assert ledger.claim("w2", 70) is None
        job = ledger.claim("w2", 71)
        assert job is not None
        assert (job.worker, job.attempts, job.progress) == ("w2", 2, {"done": 3})
        ledger.finish(number, 80, "broken", retry_at=100)
        assert ledger.claim("w2", 99) is None
        assert ledger.claim("w2", 100) is not None
        ledger.finish(number, 101)
        assert ledger.jobs()[0].state is JobState.DONE
        assert ledger.enqueue("sync", {}, 0) != number

    def test_threads_never_claim_the_same_job(self, store: Store) -> None:
        for number in range(20):
            store.ledger.enqueue("x", {"n": number}, 0)
        claimed: list[int] = []

        def work(name: str) -> None:
            while job := store.ledger.claim(name, 1):
                claimed.append(job.id)

        threads = [threading.Thread(target=work, args=(str(number),)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert len(claimed) == len(set(claimed)) == 20


def authored() -> list[Edge]:
    """An edge of each kind that a person may say, and an endorsement for each of two topics."""
    ann, bob = person("ann"), person("bob")
    ends = {"topic": "topic:x", "term": "term:nl:x", "document": key("document", "plan"), "person": bob}
    kinds = [rule for rule in EDGES.values() if rule.state is State.AUTHORED and rule.record is Edge]
    said = [Edge(rule.kind, ann, ends[rule.end[0]], at=3) for rule in kinds if rule.start == ("person",)]
    said += [Endorsement(EdgeKind.ENDORSES, ann, bob, at=3, topic=topic) for topic in (None, "topic:x", "topic:y")]
    return said


class Moving:
    """A dump says everything, in one order, and loads back."""

    @pytest.fixture
    def full(self, store: Store) -> Store:
        put(
            store,
            account("ann", anchor=True, emails=("a@b.c",)),
            account("bob"),
            rule("board", "everyone"),
            term("tag"),
        )
        put(store, Fact(group("lab"), (member("bob", "lab", "lead"), part("lab", "dept"))))
        tag = Edge(EdgeKind.TAGGED, key("document", "plan"), "term:nl:tag")
        acts = (wrote("ann", "plan", at=0), within("plan", "lab"), tag)
        put(
            store,
            Fact(document("plan", key("rule", "board"), "long " * 300, version="7"), acts),
            document("empty", text=""),
        )
        derive(store, "MENTIONS", None, mentions("plan", "x"), mentions("empty", "x"))
        derive(store, "term", None, term("x"))
        derive(store, "topic", None, topic("x", documents=2))
        derive(store, "LABELS", None, Edge(EdgeKind.LABELS, "term:nl:x", "topic:x", weight=0.25))
        derive(store, "IS", None, Edge(EdgeKind.IS, key("account", "bob"), person("ann"), role="rule:name"))
        with store.view(SYSTEM) as view:
            hashed = view.get([key("document", "plan")])[key("document", "plan")].text_hash  # type: ignore[union-attr]
        found = Extraction(key("document", "plan"), hashed, "1", (TermCandidate("nl", "x", "X", 1),))
        derive(store, "extraction", None, found)
        with store.writer() as writer:
            writer.judge(Judgement("1", key("account", "bob"), person("bob"), Verdict.SAME, "person:x", 1, "sure", 3))
            named = Judgement("2", "term:nl:x", "topic:x", Verdict.NAMED, "person:x", 1, label="X", act="rename")
            writer.judge(named)
            writer.judge(replace(named, id="3", undone=4, undone_by="operator"))
            writer.judge(Judgement("4", "topic:x", "topic:y", Verdict.BROADER, "person:x", 1, act="broader"))
            for edge in authored():
                writer.say(edge)
            writer.mark(SOURCE, {"at": 1}, "1", RunState.ENDED)
        store.ledger.set("secret:x", "y")
        store.ledger.set("position", 5)
        return store

    @pytest.mark.parametrize("derived", [False, True])
    def test_load_makes_the_same_graph(self, full: Store, empty: Store, derived: bool) -> None:
        lines = list(full.dump(derived))
        assert json.loads(json.dumps(lines)) == lines
        assert empty.load(lines) == len(lines)
        assert list(empty.dump(derived)) == lines
        assert empty.ledger.get("position") is None
        seq = empty.seq()
        assert empty.load(lines) == len(lines)
        assert empty.seq() == seq

    def test_a_loaded_graph_knows_what_is_unchanged(self, full: Store, empty: Store) -> None:
        empty.load(full.dump())
        assert (
            put(empty, account("ann", anchor=True, emails=("a@b.c",)), document("empty", text="")) == [Outcome.SAME] * 2
        )
