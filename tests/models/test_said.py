"""What people say lifts whom their own work names, by so much at most, and adds up; it names nobody."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from hypothesis import given
from hypothesis import strategies as some

from models.answers import Evidence, Expert, Share
from models.rankers.fusion import Fusion, RankerScores
from models.rankers.registry import RANKERS
from models.said import CLAIM, COLLEAGUE, LOOKED, MOST, SaidOf, lifted, with_said

POINTS = some.lists(some.floats(0.001, 100.0, allow_nan=False), min_size=1, max_size=12)
WORDS = some.builds(SaidOf, some.just("topic:x"), some.just({"en": "x"}), some.booleans(), some.integers(0, 9))
SAID = some.dictionaries(some.integers(0, 11), WORDS)


def fusion(points: list[float]) -> Fusion:
    """People 0, 1, ... with these points, best first."""
    order = sorted(range(len(points)), key=lambda each: -points[each])
    values = np.asarray([points[each] for each in order])
    scored = RankerScores(RANKERS[0], values, values, values)
    return Fusion(np.asarray(order, dtype=np.int64), values, (scored,))


def places(found: Fusion) -> dict[int, int]:
    return {number: place for place, number in enumerate(found.persons.tolist())}


@given(POINTS, SAID)
def test_nobody_comes_or_goes_and_nobody_passes_who_has_much_more(points: list[float], said: dict[int, SaidOf]) -> None:
    before = fusion(points)
    after = lifted(before, said)
    assert sorted(after.persons.tolist()) == sorted(before.persons.tolist())
    at = places(after)
    for one in at:
        for other in at:
            if points[one] > points[other] * (1 + MOST) + 1e-5:
                assert at[one] < at[other]
    assert list(after.points.round(9)) == sorted(after.points.round(9), reverse=True)
    assert after.scored[0].scores.tolist() == [points[each] for each in after.persons.tolist()]


@given(POINTS)
def test_without_a_word_the_order_is_that_of_the_evidence(points: list[float]) -> None:
    before = fusion(points)
    assert lifted(before, {}) is before
    unsaid = SaidOf("topic:x", {})
    assert lifted(before, dict.fromkeys(range(12), unsaid)).persons.tolist() == before.persons.tolist()


@given(POINTS, SAID, some.integers(0, 11))
def test_a_word_for_somebody_moves_nobody_else_past_another(
    points: list[float], said: dict[int, SaidOf], whom: int
) -> None:
    without = {number: each for number, each in said.items() if number != whom}
    more = without | {whom: SaidOf("topic:x", {}, claims=True, colleagues=3)}
    one, two = lifted(fusion(points), without).persons.tolist(), lifted(fusion(points), more).persons.tolist()
    assert [each for each in one if each != whom] == [each for each in two if each != whom]
    if whom in one:
        assert two.index(whom) <= one.index(whom)


@given(some.booleans(), some.integers(0, 1000))
def test_it_is_capped_and_ones_own_word_is_worth_the_same_whatever_else_is_said(claims: bool, colleagues: int) -> None:
    part = SaidOf("topic:x", {}, claims, colleagues).part
    assert part <= MOST
    assert SaidOf("topic:x", {}, claims=True).part == CLAIM < MOST
    assert part == min(MOST, CLAIM * claims + COLLEAGUE * colleagues)


def test_who_stands_far_behind_changes_no_place() -> None:
    before = fusion([100.0 - number / 100 for number in range(LOOKED + 5)])
    after = lifted(before, {LOOKED + 1: SaidOf("topic:x", {}, claims=True)})
    assert after.persons.tolist() == before.persons.tolist()


class OnePerson:
    """An index that knows one person."""

    def person(self, key: str) -> int:
        return 0 if key == "person:people:ada" else -1


@given(some.integers(1, 1 << 26), some.booleans(), some.integers(0, 9), some.integers(0, 3))
def test_every_explanation_adds_up(grains: int, claims: bool, colleagues: int, limit: int) -> None:
    whole = grains * 2.0**-20
    evidence = (Evidence("documents", "document", "document:x:y", "Pump", whole),) if limit else ()
    shares = (Share("documents", whole, 1, 1),)
    ada = Expert("person:people:ada", "Ada", whole, shares, evidence, 0.0 if limit else whole)
    said = {0: SaidOf("topic:x", {"en": "pumps"}, claims, colleagues)}
    (told,) = with_said((ada,), said, OnePerson(), limit)  # type: ignore[arg-type]
    assert told.points == sum(each.points for each in told.shares)
    assert told.points == sum(each.points for each in told.evidence) + told.others
    assert whole <= told.points <= whole * (1 + MOST)
    assert (told.says_so, told.colleagues) == (claims, colleagues)
    assert with_said((ada,), {}, OnePerson(), limit) == (ada,)  # type: ignore[arg-type]
    assert replace(told, points=0, shares=(), evidence=(), others=0, says_so=False, colleagues=0) == replace(
        ada, points=0, shares=(), evidence=(), others=0
    )
