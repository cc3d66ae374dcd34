"""Who wrote the words of a question together is found; who wrote a part of them is shown as the nearest."""

from __future__ import annotations

from pathlib import Path

import pytest

from models.answers import Answer
from tests.models.organisations import COLLEAGUE, INSIDER, Organisation, Paper, people, person

FILLER = " ".join("The garden behind the office is a quiet place for lunch." for _ in range(40))
PAPERS = (
    Paper("network", "The network", f"A network of pipes. {FILLER} Every policy is on paper.", ("ann",)),
    Paper("policy", "Travel policy", "The travel policy says who may fly.", ("bob",)),
    Paper("pump", "Pumps", "A pump that leaks is repaired.", ("cem",)),
    Paper("boiler", "Boilers", "A boiler in the cellar hums.", ("dee",)),
    *(Paper(f"n{number}", f"Note {number}", "We met again about soup.", ("eve",)) for number in range(12)),
)


@pytest.fixture
def organisation(tmp_path: Path) -> Organisation:
    made = Organisation(tmp_path, people("ann", "bob", "cem", "dee", "eve"))
    made.put(*PAPERS)
    made.rebuild()
    return made


def found(answer: Answer) -> list[str]:
    return [expert.person for expert in answer.people]


def nearest(answer: Answer) -> tuple[str, list[str]]:
    assert answer.nearest is not None
    return answer.nearest.subject, [expert.person for expert in answer.nearest.people]


def test_words_far_apart_in_a_long_text_are_no_subject(organisation: Organisation) -> None:
    answer = organisation.ask("network policy")
    assert (found(answer), answer.total, answer.documents, answer.apart) == ([], 0, (), True)
    assert answer.unwritten == ()
    assert nearest(answer)[0] in {"network", "policy"}


def test_words_in_one_passage_are(organisation: Organisation) -> None:
    for question in ("network pipes", "travel policy", "who may fly by the travel policy"):
        answer = organisation.ask(question)
        assert answer.people
        assert (answer.apart, answer.nearest) == (False, None)


@pytest.mark.parametrize(
    ("texts", "named"),
    [
        (("Moss on the slate.", "A gutter.", "A slate."), False),
        (("Moss on the slate.", "A slate with moss.", "A gutter."), True),
        (("Moss on the slate in the gutter.", "A gutter.", "A slate."), True),
    ],
    ids=["two of three words in one document", "in two documents", "all words in one document"],
)
def test_a_part_that_stands_together_once_is_chance(tmp_path: Path, texts: tuple[str, ...], named: bool) -> None:
    made = Organisation(tmp_path, people("ann", "eve"))
    made.put(*(Paper(f"t{number}", f"Paper {number}", text) for number, text in enumerate(texts)), *PAPERS[-12:])
    made.rebuild()
    answer = made.ask("moss slate gutter")
    assert (bool(answer.people), answer.apart) == (named, not named)


def test_each_part_of_a_list_may_stand_by_itself(organisation: Organisation) -> None:
    assert {*found(organisation.ask("pumps and boilers"))} == {person("cem"), person("dee")}
    assert found(organisation.ask("pump boiler")) == []


def test_beside_a_word_that_nobody_wrote_the_nearest_are_shown(organisation: Organisation) -> None:
    answer = organisation.ask("zeppelin pumps")
    assert (found(answer), answer.unwritten) == ([], ("zeppelin",))
    assert nearest(answer) == ("pumps", [person("cem")])


def test_beside_two_words_that_stand_together_too(organisation: Organisation) -> None:
    organisation.put(*(Paper(f"m{number}", f"Menu {number}", "There was soup.", ("eve",)) for number in range(200)))
    organisation.rebuild()
    assert found(organisation.ask("travel policy"))[0] == person("bob")
    answer = organisation.ask("travel policy zeppelin")
    assert (found(answer), answer.unwritten) == ([], ("zeppelin",))
    assert nearest(answer) == ("travel policy", [person("bob")])


@pytest.mark.parametrize(
    ("quoting", "named", "apart"), [(9, ["cem"], False), (1, [], True)], ids=["in a template", "in one quote"]
)
def test_a_word_beside_own_words_is_written_and_tells_the_less_the_more_documents_hold_it(
    organisation: Organisation, quoting: int, named: list[str], apart: bool
) -> None:
    for number in range(quoting):
        organisation.put(Paper(f"p{number}", "Plan", f"We see {number}.", ("bob",), rest="Describe the zeppelin here."))
    organisation.rebuild()
    answer = organisation.ask("zeppelin pumps")
    assert (found(answer), answer.unwritten, answer.apart) == ([*map(person, named)], (), apart)


def test_nonsense_has_nobody_near(organisation: Organisation) -> None:
    answer = organisation.ask("zeppelin qwrtzp flurb pumps")
    assert (answer.people, answer.nearest, answer.apart) == ((), None, False)


def test_evaluation_ranks_those_who_are_near_too(organisation: Organisation) -> None:
    assert found(organisation.ask("zeppelin pumps", everybody=True))[0] == person("cem")


def test_what_is_hidden_holds_nothing_together(organisation: Organisation) -> None:
    before = organisation.ask("network policy", COLLEAGUE)
    organisation.put(Paper("board", "Network policy", "The network policy of the board.", ("dee",), hidden=True))
    organisation.rebuild()
    assert organisation.ask("network policy", COLLEAGUE) == before
    assert person("dee") in found(organisation.ask("network policy", INSIDER))
