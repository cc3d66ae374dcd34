"""Who is named has work of their own on the subject, and what is told of it is counted whole."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as some

from graph.facts import ActKind, DocumentKind, EdgeKind
from models.answers import Did, Evidence, Span
from models.evidence import SORTS, strongest_first
from models.index.contract import Clause, Word
from models.rankers.coverage import ENOUGH, holding, rows_of
from tests.models.organisations import Organisation, Paper, people, person

NAMES = ("ann", "bob", "cem", "dee", "eve", "fay")
FILLER = tuple(
    Paper(f"f{number}", f"Letter {number}", "Nothing of note in this office.", ("fay",), at=number)
    for number in range(20)
)


def named(made: Organisation, question: str) -> list[str]:
    return [made_of(expert.person) for expert in made.ask(question).people]


def made_of(key: str) -> str:
    return next(name for name in NAMES if person(name) == key)


@pytest.mark.parametrize(
    ("paper", "names"),
    [
        (Paper("d", "Heat pump", "A heat pump needs a buffer.", ("ann",)), ["ann"]),
        (
            Paper("d", "Heat pump", "A heat pump needs a buffer.", ("ann",), did=(("bob", EdgeKind.EDITED),)),
            ["ann", "bob"],
        ),
        (Paper("d", "Heat pump", "A heat pump.", ("ann",), did=(("bob", EdgeKind.COMMENTED),)), ["ann"]),
        (Paper("d", "Heat pump", "A heat pump.", ("ann",), did=(("bob", EdgeKind.ATTENDED),)), ["ann"]),
        (Paper("d", "Heat pump", "A heat pump.", ("ann",), did=(("bob", EdgeKind.LIKED),)), ["ann"]),
        (Paper("d", "Heat pump", "A heat pump.", ("ann",), did=(("bob", EdgeKind.BOOKMARKED),)), ["ann"]),
        (Paper("d", "Heat pump", "A heat pump.", ("ann",), names=("bob",)), ["ann"]),
        (Paper("d", "Heat pump", "The heat pump was discussed.", ("ann",), kind=DocumentKind.MINUTES), []),
    ],
    ids=["wrote", "edited", "commented", "attended", "liked", "bookmarked", "is named", "took the minutes"],
)
def test_only_own_work_names_somebody(tmp_path: Path, paper: Paper, names: list[str]) -> None:
    made = Organisation(tmp_path, people(*NAMES))
    made.put(*FILLER, paper)
    made.rebuild()
    assert sorted(named(made, "heat pump")) == names


@pytest.mark.parametrize(
    ("question", "names"),
    [
        ("Buffer: the vessel of a heat pump", ["ann", "bob"]),
        ("buffer the vessel of a heat pump", ["bob"]),
        ("Office: the vessel of a heat pump", ["bob"]),
    ],
    ids=["explained", "without a colon", "a general word"],
)
def test_who_wrote_about_what_a_question_explains_behind_a_colon_is_named(
    tmp_path: Path, question: str, names: list[str]
) -> None:
    made = Organisation(tmp_path, people(*NAMES))
    made.put(
        *FILLER,
        Paper("c", "Buffer", "The buffer holds 200 litres.", ("ann",)),
        Paper("d", "Larger buffer", "A buffer of 300 litres.", ("ann",)),
        Paper("e", "Heat pump", "A heat pump has a vessel." + " It stands in the cellar." * 20, ("bob",)),
    )
    made.rebuild()
    assert sorted(named(made, question)) == names


def test_who_asks_is_not_named_and_told_as_asking(tmp_path: Path) -> None:
    made = Organisation(tmp_path, people(*NAMES))
    thread = "Buffer of the heat pump"
    made.put(
        *FILLER,
        Paper("q", thread, "How large is the buffer of a heat pump?", ("ann",), kind=DocumentKind.POST, at=100),
        Paper("a", f"Re: {thread}", "The buffer holds 200 litres.", ("bob",), kind=DocumentKind.REPLY, at=200),
        Paper("t", f"Re: {thread}", "Clear, thanks!", ("ann",), kind=DocumentKind.REPLY, at=300),
    )
    made.rebuild()
    assert named(made, "buffer heat pump") == ["bob"]
    (ann,) = (each for each in made.ask("buffer heat pump", everybody=True).people if each.person == person("ann"))
    assert ann.acts == {"asked": 1}
    assert ann.documents == 0
    assert ann.evidence[0].did[0].kind == "asked"


STORY = (
    "Good morning,\n\nThe buffer of the heat pump ran empty last night. Has anyone seen this? It has to work by noon. "
    "I am at the site until then. My phone is on."
)
"""One sentence of many asks."""


def test_who_tells_a_story_and_asks_in_it_is_asking_where_others_answer(tmp_path: Path) -> None:
    made = Organisation(tmp_path, people(*NAMES))
    thread, answer = "Buffer of the heat pump", "The buffer of a heat pump holds 200 litres."
    story = Paper("q", thread, STORY, ("ann",), kind=DocumentKind.POST, at=100)
    made.put(*FILLER, story)
    made.rebuild()
    assert named(made, "buffer heat pump") == ["ann"]
    made.put(
        Paper("a", f"Re: {thread}", answer, ("bob",), kind=DocumentKind.REPLY, at=200),
        Paper("c", thread, answer, ("bob",), "copies", kind=DocumentKind.REPLY, at=150),
        Paper("t", f"Re: {thread}", "Clear, thanks!", ("ann",), kind=DocumentKind.REPLY, at=300),
    )
    made.rebuild()
    assert named(made, "buffer heat pump") == ["bob"]
    (ann,) = (each for each in made.ask("buffer heat pump", everybody=True).people if each.person == person("ann"))
    assert ann.acts == {"asked": 1}


@pytest.mark.parametrize("text", [STORY, ""], ids=["a question in a story", "a title and nothing else"])
def test_where_others_answer_who_opens_with_a_question_asks_also_when_nobody_answered(
    tmp_path: Path, text: str
) -> None:
    made = Organisation(tmp_path, people(*NAMES))
    made.put(
        *FILLER,
        Paper("q", "Buffer of the heat pump", text, ("ann",), kind=DocumentKind.POST, at=100),
        Paper("a", "Re: Roof", "The roof is of slate.", ("bob",), kind=DocumentKind.REPLY, at=200),
    )
    made.rebuild()
    assert named(made, "buffer heat pump") == []
    people_found = made.ask("buffer heat pump", everybody=True).people
    (ann,) = (each for each in people_found if each.person == person("ann"))
    assert ann.acts == {"asked": 1}


def test_who_tells_something_is_named_whatever_is_answered(tmp_path: Path) -> None:
    made = Organisation(tmp_path, people(*NAMES))
    told = "The buffer of a heat pump holds 200 litres, so that it starts four times a day at most."
    made.put(
        *FILLER,
        Paper("q", "Buffers", told, ("ann",), kind=DocumentKind.POST, at=100),
        Paper("t", "Re: Buffers", "Clear, thanks!", ("bob",), kind=DocumentKind.REPLY, at=200),
    )
    made.rebuild()
    assert named(made, "buffer heat pump") == ["ann"]


def test_who_only_thanks_is_not_named_whoever_began_the_thread(tmp_path: Path) -> None:
    made = Organisation(tmp_path, people(*NAMES))
    thread = "Buffer of the heat pump"
    told = "The buffer of the heat pump holds 200 litres, so that it starts four times a day at most."
    replies = {"bob": "Clear, thanks!", "cem": "Dank je wel, hier kan ik mee verder.", "dee": "Thanks, ours holds 300."}
    made.put(
        *FILLER,
        Paper("q", thread, told, ("ann",), kind=DocumentKind.POST, at=100),
        *(
            Paper(f"t-{name}", f"Re: {thread}", said, (name,), kind=DocumentKind.REPLY, at=200)
            for name, said in replies.items()
        ),
    )
    made.rebuild()
    assert sorted(named(made, "buffer heat pump")) == ["ann", "dee"]


def test_the_list_ends_where_only_the_general_word_matches(tmp_path: Path) -> None:
    made = Organisation(tmp_path, people(*NAMES))
    made.put(
        *FILLER,
        Paper("c", "Public charging stations", "Public charging stations stand at the station.", ("ann",)),
        *(
            Paper(f"p{n}", f"Public {what}", f"The public {what} is open.", ("bob",))
            for n, what in enumerate(("library", "garden", "road"))
        ),
    )
    made.mention({"c": {"charging"}})
    made.rebuild()
    assert named(made, "public charging") == ["ann"]
    assert made.ask("public charging").total == 1


def test_a_label_is_a_phrase_of_which_all_words_are_held(tmp_path: Path) -> None:
    made = Organisation(tmp_path, people(*NAMES))
    made.put(
        *FILLER,
        Paper("c", "Pump controller runtime", "The controller runtime drives the pump.", ("ann",)),
        Paper("r", "Runtime class", "A runtime class for boilers, and its runtime.", ("bob",)),
    )
    made.mention({"c": {"controller runtime"}})
    made.rebuild()
    assert named(made, "controller runtime") == ["ann"]


def test_all_that_was_done_is_counted_and_a_thread_is_one_reason(tmp_path: Path) -> None:
    made = Organisation(tmp_path, people(*NAMES))
    made.put(
        *FILLER,
        Paper("g", "Heat pump guide", "A heat pump guide.", ("ann",)),
        *(
            Paper(f"r{n}", "Re: Noise of a heat pump", f"The heat pump makes noise {n}.", ("ann",), at=n)
            for n in range(9)
        ),
        Paper("n", "News", "The heat pump of Ann.", ("bob",), names=("ann",)),
    )
    made.rebuild()
    (ann,) = (each for each in made.ask("heat pump", evidence=5).people if each.person == person("ann"))
    assert ann.acts == {ActKind.WROTE: 10, ActKind.NAMED: 1}
    assert ann.documents == 11
    titles = [each.title for each in ann.evidence if each.kind == "document"]
    assert len(titles) == len(set(titles)) == 3
    assert sorted(each.more for each in ann.evidence) == [0, 0, 0, 8]
    assert (
        sum(each.points for each in ann.evidence) + ann.others == ann.points == sum(each.points for each in ann.shares)
    )


# --- pure parts -------------------------------------------------------------------------------------------------------


def clause(*tokens: str) -> Clause:
    return Clause((tuple(Word("en", token, 2.0) for token in tokens),))


@given(some.lists(some.floats(0.01, 10), min_size=2, max_size=8))
def test_each_set_holds_enough_and_none_holds_another(amounts: list[float]) -> None:
    clauses = [clause(f"w{place}") for place in range(len(amounts))]
    value = {rows_of(each): amount for each, amount in zip(clauses, amounts, strict=True)}
    sets = [set(parts) for parts in holding(clauses, amounts) or ()]
    whole = sum(sorted(amounts)[-6:])
    assert sets
    assert all(sum(value[part] for part in parts) >= ENOUGH * whole - 1e-6 for parts in sets)
    assert not any(one < other for one in sets for other in sets)


def test_one_word_asks_for_nothing_more() -> None:
    assert holding([clause("pump")], [3.0]) is None
    assert holding([], []) is None
    assert holding([clause("heat", "pump")], [3.0]) == (((clause("heat", "pump").ways[0],),),)


def reason(points: float) -> Evidence:
    return Evidence("documents", "document", f"document:x:{points}", "Gids", points, did=(Did(ActKind.WROTE, None),))


@given(some.lists(some.tuples(some.integers(0, len(SORTS)), some.floats(0.1, 50)), max_size=6))
def test_the_strongest_reason_comes_first_unless_it_says_little(found: list[tuple[int, float]]) -> None:
    order = strongest_first([(sort, reason(points)) for sort, points in found])
    assert sorted(each.points for each in order) == sorted(points for _, points in found)
    most = max((points for _, points in found), default=0.0)
    strong = [sort for sort, points in found if points >= most / 4]
    if order:
        assert (min(strong), order[0].points) in [(sort, points) for sort, points in found]


def test_what_shows_no_word_of_the_question_comes_behind_what_does() -> None:
    amazing, asked = (
        replace(reason(9.0), snippet=(Span("Amazing!"),)),
        replace(reason(3.0), snippet=(Span("pump", True),)),
    )
    wrote, named = SORTS.index(ActKind.WROTE), SORTS.index(ActKind.NAMED)
    assert strongest_first([(wrote, amazing), (named, asked)]) == (asked, amazing)
    assert strongest_first([(SORTS.index("page"), amazing), (named, asked)]) == (amazing, asked)


def test_a_folder_is_a_reason_by_a_name_and_once(tmp_path: Path) -> None:
    made = Organisation(tmp_path, people("ann", "bob"))
    made.put(Paper("p", "Pumps", "A heat pump.", ("ann",), "05"), Paper("q", "Roofs", "A slate.", ("bob",), "Roofing"))
    made.rebuild()
    told = {question: [each.title for each in made.ask(question).people[0].evidence] for question in ("pump", "slate")}
    assert told == {"pump": ["Pumps"], "slate": ["Roofs", "Roofing"]}


def touching(made: Organisation, question: str, **filters: int) -> tuple[list[str], list[str]]:
    """Who knows about it, and who mentioned it in passing, each in their order."""
    answer = made.ask(question, **filters)
    passing = [made_of(expert.person) for expert in answer.people if expert.in_passing]
    return [made_of(expert.person) for expert in answer.people if not expert.in_passing], passing


ASIDE = "Lunch, parking, badges, visitors, coffee, plants, windows, carpets, printers, and by the way a heat pump. " * 2
ABOUT = "A heat pump is a heat pump, heat pump by heat pump: the heat pump and its heat pump."
KNOWING = tuple(
    Paper(
        f"k{name}{number}",
        f"Heat pump {name} {number}",
        f"{ABOUT} Number {number} of {name}.",
        (name,),
        at=number,
    )
    for number in range(4)
    for name in NAMES[:3]
)


def of_eve(title: str, *texts: str, kind: DocumentKind = DocumentKind.PAGE) -> list[Paper]:
    """What Eve wrote under this title."""
    return [Paper(f"e{number}", f"{title} {number}", text, ("eve",), kind=kind) for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("papers", "passing"),
    [
        (of_eve("House rules", ASIDE), ["eve"]),
        (of_eve("House rules", ASIDE, f"Also. {ASIDE}"), ["eve"]),
        (of_eve("House rules", ABOUT, f"Also. {ABOUT}"), ["eve"]),
        (of_eve("House rules", ABOUT, f"Also. {ABOUT}", f"Again. {ABOUT}"), []),
        (of_eve("A heat pump for the house", ASIDE), []),
        (of_eve("The heat in the house", ASIDE), ["eve"]),
        (of_eve("House rules", ASIDE, kind=DocumentKind.REPLY), ["eve"]),
        (of_eve("House rules", ASIDE, f"Also. {ASIDE}", kind=DocumentKind.REPLY), []),
        (of_eve("House rules", ABOUT, kind=DocumentKind.REPLY), []),
    ],
    ids=[
        "a page that mentions it",
        "two of them",
        "two pages with it in their text alone",
        "three such pages",
        "a page whose title tells it",
        "a page whose title tells half of it",
        "a message that mentions it",
        "two of them",
        "a message about it",
    ],
)
def test_who_mentions_it_in_passing_comes_behind_who_knows(
    tmp_path: Path, papers: list[Paper], passing: list[str]
) -> None:
    made = Organisation(tmp_path, people(*NAMES))
    made.put(*FILLER, *KNOWING, *papers)
    made.rebuild()
    know, touched = touching(made, "heat pump")
    assert {*NAMES[:3]} <= {*know}
    assert touched == passing
    answer = made.ask("heat pump")
    assert (answer.total, answer.in_passing) == (4, len(passing))


def test_those_at_the_head_of_a_list_are_never_called_passing(tmp_path: Path) -> None:
    made = Organisation(tmp_path, people(*NAMES))
    made.put(*FILLER, Paper("k", "Heat pump", "A heat pump works with a buffer.", ("ann",)))
    made.put(Paper("e", "House rules", ASIDE, ("eve",)))
    made.rebuild()
    assert touching(made, "heat pump") == (["ann", "eve"], [])
