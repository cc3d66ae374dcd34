"""Who is near somebody, and whom they should meet: two lists that share nobody."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from models.colleagues import HALF, LARGE, Colleagues, Line
from models.ties import SMALL
from tests.models.graphs import NOW, organisation_graph, person

PEOPLE = ("ann", "bob", "cem", "dia", "eva")


def names(found: list[int]) -> list[str]:
    return [PEOPLE[each] for each in found]


def test_who_shares_a_document_of_few_is_nearer_than_who_shares_one_of_many() -> None:
    made = Colleagues(organisation_graph(PEOPLE, together=[("ann", "bob", "cem", "dia"), ("ann", "eva")]))
    assert names(made.near(0, 9)) == ["eva", "bob", "cem", "dia"]
    assert names(made.near(0, 2)) == ["eva", "bob"]


def test_a_small_group_a_manager_and_a_report_are_near() -> None:
    groups = {"hydrogen": ("ann", "bob", "cem")}
    made = Colleagues(organisation_graph(PEOPLE, groups=groups, manager={"ann": "dia", "eva": "ann"}))
    assert names(made.near(0, 9)) == ["eva", "dia", "bob", "cem"]
    assert [made.line(0, other) for other in (3, 4, 1)] == [Line.MANAGER, Line.REPORT, None]


def test_people_of_one_manager_are_near() -> None:
    made = Colleagues(organisation_graph(PEOPLE, manager={"ann": "dia", "bob": "dia"}))
    assert names(made.near(0, 9)) == ["dia", "bob"]
    assert made.line(0, 1) is Line.SAME_MANAGER


def test_a_group_that_is_too_large_makes_nobody_near() -> None:
    crowd = [f"p{number:03}" for number in range(LARGE + 1)]
    assert Colleagues(organisation_graph(crowd, groups={"all": crowd})).near(0, 9) == []
    assert len(Colleagues(organisation_graph(crowd, groups={"most": crowd[1:]})).near(1, 999)) == LARGE - 1


def test_who_shares_only_a_larger_group_or_a_partner_is_to_be_met_for_a_topic_and_near_without_one() -> None:
    crowd = [f"x{number:02}" for number in range(SMALL)]
    groups = {"channel": ("ann", "bob", "cem", *crowd)}
    work = {name: {"tanks": 1.0} for name in ("ann", "bob", "eva")}
    graph = organisation_graph((*PEOPLE, *crowd), work=work, groups=groups, together=[("ann", "dia"), ("dia", "eva")])
    made = Colleagues(graph)
    assert set(made.to_meet(0, 99)) == {1, 4}
    assert {2, 3} <= set(made.near(0, 99))
    assert not {1, 4} & set(made.near(0, 99))


WORK = {"ann": {"tanks": 3.0, "permits": 1.0}, "bob": {"tanks": 9.0}, "cem": {"permits": 1.0}, "dia": {"roses": 5.0}}


def test_who_works_on_the_same_and_shares_nothing_else_should_be_met() -> None:
    made = Colleagues(organisation_graph(PEOPLE, work=WORK, together=[("ann", "cem")]))
    assert names(made.to_meet(0, 9)) == ["bob"]
    assert [made.graph.topics[each] for each in made.shared_topics(0, 1)] == ["tanks"]


def test_who_sits_next_door_in_the_same_department_is_not_to_be_met() -> None:
    told = {"department": {"ann": "energy", "bob": "energy", "cem": "law"}, "location": dict.fromkeys(PEOPLE, "delft")}
    crowd = {f"x{number:02}": "energy" for number in range(SMALL)}
    made = Colleagues(
        organisation_graph(
            (*PEOPLE, *crowd), work=WORK, department=told["department"] | crowd, location=told["location"]
        )
    )
    assert names(made.to_meet(0, 9)) == ["cem"]
    assert names(Colleagues(organisation_graph(PEOPLE, work=WORK, **told)).both(0, 9, beside=[2])[1]) == []


def test_who_works_in_the_same_department_elsewhere_may_be_met() -> None:
    crowd = {f"x{number:02}": "energy" for number in range(SMALL)}
    departments = dict.fromkeys(("ann", "bob"), "energy") | crowd
    made = Colleagues(
        organisation_graph((*PEOPLE, *crowd), work=WORK, department=departments, location={"ann": "a", "bob": "b"})
    )
    assert "bob" in names(made.to_meet(0, 9))


def test_ten_times_the_work_gives_no_better_place() -> None:
    work = {"ann": {"tanks": 1.0}, "bob": {"tanks": 1.0}, "cem": {"tanks": 90.0}}
    made = Colleagues(organisation_graph(PEOPLE, work=work))
    assert made.likeness(0)[1] == made.likeness(0)[2]


def test_who_is_known_to_those_near_comes_first() -> None:
    work = {name: {"tanks": 1.0} for name in ("ann", "bob", "cem")}
    made = Colleagues(organisation_graph(PEOPLE, work=work, together=[("ann", "eva"), ("eva", "cem")]))
    assert names(made.to_meet(0, 9)) == ["cem", "bob"]


def test_who_did_nothing_for_years_comes_later_and_is_not_left_out() -> None:
    together = [("ann", "bob"), ("ann", "cem")]
    made = Colleagues(organisation_graph(PEOPLE, together=together, active={"bob": NOW - 9 * HALF}))
    assert names(made.near(0, 9)) == ["cem", "bob"]


def test_what_several_of_those_near_work_on_is_to_be_followed() -> None:
    work = {"ann": {"tanks": 1.0}, "bob": {"tanks": 1.0, "steel": 1.0}, "cem": {"steel": 1.0, "roses": 1.0}}
    groups = {"canteen": ("bob", "cem", "dia", "eva"), "mine": ("ann", "bob", "cem")}
    made = Colleagues(organisation_graph(PEOPLE, work=work, groups=groups))
    near = made.near(0, 9)
    topics = [(made.graph.topics[each.number], names(list(each.people))) for each in made.topics_to_follow(0, near)]
    assert topics == [("steel", ["bob", "cem"])]
    found = [(made.graph.groups[each.number], names(list(each.people))) for each in made.groups_to_follow(0, near)]
    assert found == [("canteen", ["bob", "cem"])]


def test_a_person_whom_the_graph_does_not_have_has_no_number() -> None:
    made = Colleagues(organisation_graph(PEOPLE))
    assert [made.number(person("bob")), made.number(person("zoe")), made.number(None)] == [1, -1, -1]


some = st.sets(st.sampled_from(PEOPLE), min_size=2, max_size=4).map(sorted)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    together=st.lists(some, max_size=5),
    groups=st.lists(some, max_size=2),
    topics=st.dictionaries(st.sampled_from(PEOPLE), st.dictionaries(st.sampled_from("stu"), st.floats(0.5, 9))),
)
def test_nobody_with_a_tie_should_be_met(
    together: list[list[str]], groups: list[list[str]], topics: dict[str, dict[str, float]]
) -> None:
    units = {f"group {place}": group for place, group in enumerate(groups)}
    made = Colleagues(organisation_graph(PEOPLE, work=topics, together=together, groups=units))
    for me in range(len(PEOPLE)):
        near, new = made.near(me, 9), made.to_meet(me, 9)
        assert not set(near) & set(new)
        assert me not in (*near, *new)
        assert np.asarray(made.graph.documents.todense())[me, new].sum() == 0
        assert all(made.shared_topics(me, other) for other in new)


def test_groups_of_both_begin_with_the_one_of_fewest_people() -> None:
    groups = {"a house": PEOPLE, "a pair": PEOPLE[:2], "a team": PEOPLE[:3]}
    made = Colleagues(organisation_graph(PEOPLE, groups=groups))
    assert [made.graph.groups[each] for each in made.shared_groups(0, 1)] == ["a pair", "a team", "a house"]


def test_what_many_work_on_is_broad() -> None:
    people = [f"p{number:02}" for number in range(40)]
    work = {name: {"water": 1.0, **({"valves": 1.0} if number < 10 else {})} for number, name in enumerate(people)}
    known = Colleagues(organisation_graph(people, work=work))
    topics = known.graph.topics
    assert known.is_broad(topics.index("water"))
    assert not known.is_broad(topics.index("valves")), "ten of forty: no more than the fewest for which it counts"
