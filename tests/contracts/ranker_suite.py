"""What every ranker must do. A test class inherits the suite and says which ranker it is about.

    class TestFolders(RankerSuite):
        ranker = FolderRanker()

The organisations in which it is asked are drawn with a fixed seed; in each somebody left, a machine writes, somebody
opted out, and some documents are hidden.
"""

from __future__ import annotations

import random
import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from graph.facts import Account, DocumentKind, Edge, EdgeKind, Fact, Group, GroupKind, Key, key_of
from graph.store import Viewer
from models.answers import Question
from models.evidence import NODE_KEYS
from models.index.opening import open_index
from models.rankers.contract import SPACES, Ranker
from models.rankers.fusion import POINT, fuse
from models.rankers.matches import Matches, able_persons, match
from models.reasons import RankedPerson, divide
from tests.models.organisations import COLLEAGUE, SOURCE, Organisation, Paper, people, person

NAMES = ("ann", "bob", "cem", "dee", "eve", "fay", "gus", "hal")
GONE = {"fay": {"left": 1}, "gus": {"service": True}, "hal": {"opted_out": True}}
SUBJECTS = ("hydrogen", "tank", "garden", "valve", "roof", "roses")
LAB = key_of("group", SOURCE, "lab")
QUESTIONS = ("hydrogen", "hydrogen tank", "garden roses valve", "roof")
EARLY, LATE = 1_600_000_000, 1_700_000_000
Scored = dict[Key, float]


def staff() -> list[Account]:
    """Everybody, with a function of two subjects each; three of them may not appear."""
    draw = random.Random(2)
    return [
        replace(
            each,
            function=" ".join(draw.sample(SUBJECTS, 2)).title(),
            **GONE.get(each.native_id, {}),  # type: ignore[arg-type]
        )
        for each in people(*NAMES)
    ]


def papers(seed: int, hidden: bool = False) -> list[Paper]:
    """Papers of one to three people about a few subjects, in two folders and two languages, dated or not."""
    draw = random.Random(seed)
    return [
        Paper(
            f"{'h' if hidden else 'p'}{number}",
            f"{'Re: ' if draw.random() < 0.4 else ''}{draw.choice(SUBJECTS)}",
            " ".join(draw.choices((*SUBJECTS, "office", "letter"), k=draw.randint(2, 9))),
            tuple(sorted(draw.sample(NAMES, draw.choice((1, 1, 2, 3))))),
            draw.choice(("gas", "green")),
            hidden=hidden,
            language=draw.choice(("en", "en", "nl")),
            at=draw.choice((EARLY, LATE, None)),
            kind=draw.choice((DocumentKind.PAGE, DocumentKind.REPLY)),
            names=tuple(draw.sample(NAMES, draw.choice((0, 0, 1)))),
        )
        for number in range(25)
    ]


@contextmanager
def organisation(folder: Path, written: Sequence[Paper]) -> Iterator[Organisation]:
    """An organisation that wrote this, in this order; Ann and Bob work in the laboratory."""
    made = Organisation(folder, staff())
    with made.store.writer() as writer:
        writer.put(Fact(Group(LAB, SOURCE, "lab", GroupKind.DEPARTMENT, "Lab")), "run")
        for each in staff()[:2]:
            writer.put(Fact(each, (Edge(EdgeKind.MEMBER_OF, each.key, LAB),)), "run")
    for paper in written:
        made.put(paper)
    made.mention({paper.id: {word for word in paper.title.split() if word in SUBJECTS} for paper in written})
    made.rebuild()
    yield made
    made.store.close()


@contextmanager
def asked(made: Organisation, text: str, viewer: Viewer = COLLEAGUE, **filters: Any) -> Iterator[Matches]:
    """The documents that match this question."""
    question = Question(text, **filters)
    with open_index(made.root) as index, made.store.view(viewer) as view:
        now = index.snapshot()
        able = able_persons(now, leavers=False, now=None)
        yield match(now, now.access_filter(view), question, now.parse(text), able)


class RankerSuite:
    """`ranker` is the ranker that is tested."""

    ranker: Ranker

    @pytest.fixture(scope="class")
    @classmethod
    def made(cls, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Organisation]:
        with organisation(tmp_path_factory.mktemp("ranked"), papers(1) + papers(2, hidden=True)) as made:
            yield made

    def _scores(self, matches: Matches) -> Scored:
        scores = self.ranker.scores(matches)
        assert scores.shape == matches.able.shape
        persons = matches.index.persons
        return {persons[each].key: round(float(scores[each]), 9) for each in np.flatnonzero(scores).tolist()}

    def _ranked(self, matches: Matches, limit: int = 100) -> tuple[RankedPerson, ...]:
        fusion = fuse(matches, (self.ranker,), named=False)
        return divide(matches, fusion.persons, fusion.scored, limit)

    def _keys(self, matches: Matches, ranked: RankedPerson) -> list[tuple[Key, float]]:
        """The reasons of a person by key, with their points."""
        index = matches.index
        return [
            (
                index.columns.name_of(each.number)[0]
                if each.space == "document"
                else NODE_KEYS[each.space](index, each.number),
                each.points,
            )
            for each in ranked.reasons
        ]

    # --- it describes itself ------------------------------------------------------------------------------------------

    def test_it_says_what_it_is(self) -> None:
        ranker = self.ranker
        assert re.fullmatch(r"[a-z]+(-[a-z]+)*", ranker.name)
        assert all(text and text == text.strip() for text in (ranker.label.en, ranker.label.nl))
        assert ranker.space in SPACES
        assert ranker.weight > 0
        if ranker.reason is not None:
            assert all(text.count("%(title)s") == 1 for text in (ranker.reason.en, ranker.reason.nl))
        else:
            assert ranker.space == "document", "a fact needs a sentence"

    # --- points -------------------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("question", QUESTIONS)
    def test_all_points_are_divided_over_evidence_to_the_last_bit(self, made: Organisation, question: str) -> None:
        with asked(made, question) as matches:
            ranked = self._ranked(matches)
            assert {matches.index.persons[each.person].key for each in ranked} == set(self._scores(matches))
            assert ranked
            for each in ranked:
                assert [share.ranker for share in each.shares] == [self.ranker.name]
                assert sum(reason.points for reason in each.reasons) == each.shares[0].points > 0
                assert len({(reason.space, reason.number) for reason in each.reasons}) == len(each.reasons)
                assert all(reason.points > 0 and reason.space == self.ranker.space for reason in each.reasons)

    def test_points_follow_scores_and_weights_and_equals_share_a_place(self, made: Organisation) -> None:
        with asked(made, "hydrogen tank") as matches:
            scores = self._scores(matches)
            best = fuse(matches, (self.ranker,), named=False)
            twice = fuse(matches, (self.ranker,), named=False, weights={self.ranker.name: 2 * self.ranker.weight})
        assert (np.diff(best.points) <= 0).all()
        assert best.points[0] > POINT * self.ranker.weight
        assert twice.points.tolist() == (2 * best.points).tolist()
        assert twice.persons.tolist() == best.persons.tolist()
        for place, score in zip(best.scored[0].places.tolist(), sorted(scores.values(), reverse=True), strict=True):
            assert place == 1 + sum(other > score for other in scores.values())

    def test_what_nobody_wrote_gives_nothing(self, made: Organisation) -> None:
        for question in ("qwrtzp", "", "the of and"):
            with asked(made, question) as matches:
                assert self._scores(matches) == {}

    def test_whom_it_names_has_a_score(self, made: Organisation) -> None:
        if self.ranker.may_name:
            with asked(made, "hydrogen") as matches:
                scores = self.ranker.scores(matches)
                named = self.ranker.named(matches, scores)
                assert named.any()
                assert (scores[named] > 0).all()

    # --- rights and filters -------------------------------------------------------------------------------------------

    @pytest.mark.parametrize("seed", [3, 4, 5])
    def test_hidden_documents_change_nothing(self, tmp_path: Path, seed: int) -> None:
        found = []
        for name, written in (("with", papers(seed) + papers(seed + 50, hidden=True)), ("without", papers(seed))):
            with organisation(tmp_path / name, written) as made:
                for question in QUESTIONS:
                    with asked(made, question) as matches:
                        ranked = self._ranked(matches)
                        found.append((self._scores(matches), [self._keys(matches, each) for each in ranked]))
        half = len(QUESTIONS)
        assert found[:half] == found[half:]

    def test_who_may_not_appear_has_no_score(self, made: Organisation) -> None:
        gone = {person(name) for name in GONE}
        for question in QUESTIONS:
            with asked(made, question) as matches:
                assert not gone & set(self._scores(matches))

    @pytest.mark.parametrize(
        "filters", [{"language": "nl"}, {"since": LATE}, {"until": EARLY}, {"since": EARLY + 1, "language": "en"}]
    )
    def test_evidence_passes_the_filters(self, made: Organisation, filters: dict[str, Any]) -> None:
        with asked(made, "hydrogen garden", **filters) as matches:
            for each in self._ranked(matches):
                documents = np.asarray([why.number for why in each.reasons if why.space == "document"], np.int64)
                good = np.ones(len(documents), dtype=bool)
                assert matches.index.passing(documents, good, matches.question).all()

    def test_only_people_of_the_department_are_in_the_list(self, made: Organisation) -> None:
        with asked(made, "hydrogen", department=LAB) as matches:
            found = {matches.index.persons[each.person].key for each in self._ranked(matches)}
        assert found <= {person("ann"), person("bob")}

    # --- order --------------------------------------------------------------------------------------------------------

    def test_neither_scores_nor_ties_depend_on_the_order_of_arrival(self, tmp_path: Path) -> None:
        """Every paper twice under other people, so that there are ties."""
        first = papers(7)[:8]
        twins = [replace(each, id=f"t{each.id}", people=("eve",)) for each in first]
        same = [replace(each, people=("dee",)) for each in first] + twins
        found = []
        for name, order in (("there", same), ("back", same[::-1])):
            with organisation(tmp_path / name, order) as made:
                for question in QUESTIONS:
                    with asked(made, question) as matches:
                        ranked = self._ranked(matches)
                        keys = [matches.index.persons[each.person].key for each in ranked]
                        found.append((keys, self._scores(matches), [self._keys(matches, each) for each in ranked]))
        assert found[: len(QUESTIONS)] == found[len(QUESTIONS) :]
