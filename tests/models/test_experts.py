"""An answer names the right people, adds up, and says nothing of what is hidden."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import mkdtemp

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.facts import Account, DocumentKind
from graph.store import Viewer
from models.answers import Answer
from models.index import generation
from models.index.contract import IndexProblem
from models.index.opening import open_index
from tests.models.organisations import COLLEAGUE, INSIDER, Organisation, Paper, account, document, people, person
from whoknows.jobs.index import open_writer

SYSTEM = Viewer(system=True)
PAPERS = (
    Paper("tank", "Hydrogen tank", "How a hydrogen tank is built and tested.", ("ann",), "gas"),
    Paper("valve", "Valves", "A valve for the hydrogen tank, and its pressure.", ("ann", "bob"), "gas"),
    Paper("garden", "The garden", "Roses and tulips in the garden behind the office.", ("cem",), "green"),
    Paper("roof", "Green roof", "A garden upon the roof: sedum and roses.", ("cem", "dee"), "green"),
    Paper(
        "opslag",
        "Waterstofopslag",
        "De opslag van waterstof in tanks is niet eenvoudig.",
        ("dee",),
        "gas",
        language="nl",
    ),
)


@pytest.fixture
def organisation(tmp_path: Path) -> Organisation:
    made = Organisation(tmp_path, people("ann", "bob", "cem", "dee"))
    made.put(*PAPERS)
    made.rebuild()
    return made


@pytest.mark.parametrize(
    ("question", "first"),
    [("hydrogen tank", "ann"), ("Gardens", "cem"), ("wie weet iets van waterstofopslag?", "dee"), ("sedum", "cem")],
)
def test_the_first_is_who_wrote_most_about_it(organisation: Organisation, question: str, first: str) -> None:
    assert organisation.ask(question).people[0].person == person(first)


@pytest.mark.parametrize(
    "question", ["qwrtzp flurb", "", "the of and", "de het een", "wie weet iets van", "?!", "hydrogen " * 0]
)
def test_nonsense_finds_nobody(organisation: Organisation, question: str) -> None:
    answer = organisation.ask(question)
    assert (answer.people, answer.total, answer.documents, answer.departments) == ((), 0, (), ())


def shown(answer: Answer) -> list[str]:
    """Who is found, or else shown as the nearest."""
    people = answer.people or (answer.nearest.people if answer.nearest else ())
    return [expert.person for expert in people]


@pytest.mark.parametrize(
    ("question", "first", "unwritten"),
    [
        ("Quux and hydrogen", "ann", ("Quux",)),
        ("weet iemand iets van QUUX of van roses en tulips?", "cem", ("QUUX",)),
        ("roses, rozen and rosas", None, ("rozen", "rosas")),
        ("hydrogen tank pressures quuxen", "ann", ("quuxen",)),
        ("hydrogen", "ann", ()),
        ("qwrtzp flurb hydrogen", None, ("qwrtzp", "flurb")),
        ("qwrtzp", None, ("qwrtzp",)),
        ("hydrogen hydrogen hydrogen quux", "ann", ("quux",)),
    ],
)
def test_words_that_nobody_wrote_are_named_and_who_wrote_the_rest_is_shown(
    organisation: Organisation, question: str, first: str | None, unwritten: tuple[str, ...]
) -> None:
    answer = organisation.ask(question)
    assert answer.unwritten == unwritten
    assert shown(answer)[:1] == ([person(first)] if first else [])


def test_a_word_is_unwritten_for_who_may_not_read_it(organisation: Organisation) -> None:
    organisation.put(Paper("board", "Merger", "The zeppelin merger.", ("dee",), hidden=True))
    organisation.rebuild()
    question = "zeppelin and hydrogen"
    assert organisation.ask(question, COLLEAGUE).unwritten == ("zeppelin",)
    assert organisation.ask(question, INSIDER).unwritten == ()
    assert organisation.ask(question, SYSTEM).unwritten == ()


def test_a_word_of_everybody_says_nothing_beside_one_that_nobody_wrote(tmp_path: Path) -> None:
    made = Organisation(tmp_path, people("ann", "bob"))
    made.put(*(Paper(f"n{n}", f"Note {n}", "Our project met again.", ("ann",)) for n in range(40)))
    made.put(*(Paper(f"g{n}", f"Garden {n}", "A garden of roses.", ("bob",)) for n in range(10)))
    made.rebuild()
    assert made.ask("quux project").people == ()
    assert shown(made.ask("quux roses")) == [person("bob")]
    assert [expert.person for expert in made.ask("project").people] == [person("ann")]


@pytest.mark.slow
@given(
    first=st.sampled_from(["python", "hydrogen", "roses"]),
    second=st.sampled_from(["tunnels", "paint", "waterstof"]),
    each=st.integers(1, 3),
    noise=st.integers(0, 3),
)
@settings(max_examples=12, deadline=None)
def test_who_knows_of_both_goes_before_who_knows_as_much_of_one(first: str, second: str, each: int, noise: int) -> None:
    """Several topics in one question are a soft AND: who has one of them is named too, behind who has both."""
    folder = Path(mkdtemp())
    made = Organisation(folder, people("aap", "both", "one", "other"))
    for number in range(each):
        made.put(
            Paper(f"b1{number}", f"On {first}", f"We measure {first} with care.", ("both",), f"f{number}"),
            Paper(f"b2{number}", f"On {second}", f"We measure {second} with care.", ("both",), f"g{number}"),
            Paper(f"o1{number}", f"On {first}", f"We measure {first} with care.", ("one",), f"h{number}"),
            Paper(f"o2{number}", f"On {first}", f"We measure {first} with care.", ("one",), f"i{number}"),
            Paper(f"p1{number}", f"On {second}", f"We measure {second} with care.", ("other",), f"j{number}"),
            Paper(f"p2{number}", f"On {second}", f"We measure {second} with care.", ("other",), f"k{number}"),
        )
    for number in range(noise):
        made.put(Paper(f"n{number}", "On lunch", "We eat soup in the garden at noon.", ("aap",), "lunch"))
    made.rebuild()
    answer = made.ask(f"{first} and {second}")
    made.store.close()
    shutil.rmtree(folder)
    assert answer.people[0].person == person("both")
    assert {found.person for found in answer.people} == {person("both"), person("one"), person("other")}


def test_points_add_up_to_the_last_bit(organisation: Organisation) -> None:
    for limit in (0, 1, 2, 50):
        for expert in organisation.ask("hydrogen garden", evidence=limit).people:
            assert expert.points == sum(share.points for share in expert.shares)
            assert expert.points == sum(each.points for each in expert.evidence) + expert.others
            assert len(expert.evidence) <= limit
            assert len({each.key for each in expert.evidence}) == len(expert.evidence)
            for each in expert.evidence:
                assert each.points == sum(points for _, points in each.rankers)
            for share in expert.shares if limit == 50 else ():
                assert share.points == sum(each.given_by(share.ranker) for each in expert.evidence)


def test_only_those_with_work_that_matches_are_named(organisation: Organisation) -> None:
    organisation.put(Paper("desk", "Desks", "Where the desks of the laboratory stand.", ("eve",), "gas"))
    organisation.rebuild()
    question = "hydrogen tank"
    named, everybody = organisation.ask(question), organisation.ask(question, everybody=True, limit=100)
    assert {expert.person for expert in named.people} == {person("ann"), person("bob")}
    assert named.total == 2
    order = [expert.person for expert in everybody.people]
    assert order[:2] == [expert.person for expert in named.people]
    assert len(order) > 2


def test_a_snippet_marks_the_words_that_were_asked(organisation: Organisation) -> None:
    evidence = organisation.ask("hydrogen").people[0].evidence
    marked = {span.text.lower() for each in evidence for span in each.snippet if span.hit}
    assert marked == {"hydrogen"}


def test_a_typing_error_is_suggested_away(organisation: Organisation) -> None:
    assert organisation.ask("hydrogne").did_you_mean == "hydrogen"


def test_a_colleague_is_found_by_name_with_a_typing_error(tmp_path: Path) -> None:
    zoe = Account(account("zoe"), "test", "zoe", "Zoë Müller", phone="020 555 0123", room="B2.14", anchor=True)
    made = Organisation(tmp_path, [zoe])
    made.rebuild()
    for asked, matched, typo in (
        ("muller", "name", False), ("Zoe Muler", "name", True), ("hi all, does anyone know Müller?", "name", False),
        ("0123", "phone", False), ("b2.14", "room", False),
    ):  # fmt: skip
        assert [(hit.person, hit.matched, hit.typo) for hit in made.ask(asked).named] == [
            (person("zoe"), matched, typo)
        ]


@pytest.mark.parametrize("change", [{"left": 1}, {"service": True}, {"opted_out": True}])
def test_leavers_machines_and_who_opted_out_are_not_experts(tmp_path: Path, change: dict[str, object]) -> None:
    ann, bob = people("ann", "bob")
    made = Organisation(tmp_path, [replace(ann, **change), bob])  # type: ignore[arg-type]
    made.put(*PAPERS[:2])
    made.rebuild()
    answer = made.ask("hydrogen tank")
    assert [expert.person for expert in answer.people] == [person("bob")]
    assert [expert.person for expert in answer.used_to] == ([person("ann")] if "left" in change else [])


def test_an_edit_a_drop_and_a_new_document_act_at_once(organisation: Organisation) -> None:
    organisation.put(replace(PAPERS[2], text="Nothing but turbines.", title="Turbines"))
    organisation.put(Paper("new", "Ferry", "The ferry timetable.", ("bob",)))
    organisation.drop("tank")
    organisation.follow()
    assert [expert.person for expert in organisation.ask("turbines").people][:1] == [person("cem")]
    assert organisation.ask("ferry timetable").people[0].person == person("bob")
    assert all(hit.title != "Hydrogen tank" for hit in organisation.ask("hydrogen tank").documents)


def test_what_becomes_hidden_leaves_answers_and_comes_back(organisation: Organisation) -> None:
    hidden = replace(PAPERS[0], hidden=True)
    organisation.put(hidden)
    organisation.follow()
    assert "Hydrogen tank" not in {hit.title for hit in organisation.ask("hydrogen tank").documents}
    assert "Hydrogen tank" in {hit.title for hit in organisation.ask("hydrogen tank", INSIDER).documents}


def test_an_open_reader_sees_a_commit_and_a_new_generation(organisation: Organisation) -> None:
    with open_index(organisation.root) as index:
        before = index.generation
        organisation.put(Paper("late", "Ferry", "The ferry timetable."))
        organisation.follow()
        assert index.snapshot().document_count == len(PAPERS) + 1
        organisation.rebuild()
        assert index.generation == before + 1


def test_replay_after_a_kill_changes_nothing(organisation: Organisation) -> None:
    organisation.follow()
    expected = organisation.ask("hydrogen tank")
    with open_writer(organisation.root) as writer, organisation.store.view(SYSTEM) as view:
        commit = writer.commit_state
        writer.update(view, organisation.store.changes(0, 1000))
    folder = generation.current(organisation.root)
    assert folder is not None
    reserved = generation.read_commit(folder).reserved
    generation.write_commit(folder, replace(commit, reserved=reserved, seq=0))  # as if killed before the last commit
    organisation.follow()
    assert organisation.ask("hydrogen tank") == expected


def test_there_is_no_index_yet(tmp_path: Path) -> None:
    with pytest.raises(IndexProblem, match="index-missing"):
        open_index(tmp_path)


def test_one_writer_at_a_time(organisation: Organisation) -> None:
    with open_writer(organisation.root), pytest.raises(IndexProblem, match="index-locked"):
        organisation.follow()


# --- nothing is learned from what is hidden ---------------------------------------------------------------------------

WORDS = ("hydrogen", "tank", "garden", "valve", "roof", "roses")
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)
papers = st.lists(
    st.builds(
        lambda title, text, people, folder: (title, text, tuple(people), folder),
        texts,
        texts,
        st.sets(st.sampled_from(("ann", "bob", "cem")), min_size=1).map(sorted),
        st.sampled_from(("gas", "green")),
    ),
    min_size=1,
    max_size=6,
)


@pytest.mark.slow
@settings(max_examples=15, deadline=None, derandomize=True)
@given(public=papers, hidden=papers, question=texts)
def test_a_hidden_document_changes_no_answer(public: list[tuple], hidden: list[tuple], question: str) -> None:
    answers = []
    for extra in ([], hidden):
        folder = Path(mkdtemp())
        made = Organisation(folder, people("ann", "bob", "cem"))
        made.put(*(Paper(f"p{n}", *each) for n, each in enumerate(public)))
        if extra:
            made.put(*(Paper(f"h{n}", *each, hidden=True) for n, each in enumerate(extra)))
        made.rebuild()
        answers.append([made.ask(asked, COLLEAGUE) for asked in (question, "hydrogne", "rosse")])
        made.store.close()
        shutil.rmtree(folder)
    assert answers[0] == answers[1]


@pytest.mark.slow
@settings(max_examples=10, deadline=None, derandomize=True)
@given(public=papers, question=texts, order=st.randoms(use_true_random=False))
def test_the_order_of_arrival_changes_no_answer(public: list[tuple], question: str, order: object) -> None:
    made_of = [Paper(f"p{n}", *each) for n, each in enumerate(public)]
    shuffled = list(made_of)
    order.shuffle(shuffled)  # type: ignore[attr-defined]
    answers = []
    for arriving in (made_of, shuffled):
        folder = Path(mkdtemp())
        made = Organisation(folder, people("ann", "bob", "cem"))
        for paper in arriving:
            made.put(paper)
        made.rebuild()
        answers.append(made.ask(question))
        made.store.close()
        shutil.rmtree(folder)
    assert answers[0] == answers[1]


def test_a_thread_stands_once_beside_an_answer_and_counts_in_full(organisation: Organisation) -> None:
    organisation.put(
        Paper("ask", "Windmill", "Who knows the windmill?", ("bob",), "chat", kind=DocumentKind.POST),
        Paper("tell", "Re: Windmill", "The windmill has a gearbox.", ("ann",), "chat", kind=DocumentKind.REPLY),
        Paper("more", "Re: Windmill", "A windmill needs grease.", ("ann",), "chat", kind=DocumentKind.REPLY),
        Paper("page", "Windmill", "How a windmill is built.", ("ann",), "chat"),
    )
    organisation.rebuild()
    answer = organisation.ask("windmill")
    threads = {document(each): "thread" for each in ("ask", "tell", "more")}
    beside = [threads.get(each.key, "page") for each in answer.documents]
    assert (sorted(beside), answer.documents_total) == (["page", "thread"], 4)
