"""Copies of one text keep their place and their rights, and count once, for who wrote it first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from graph.facts import Document, DocumentKind, Edge, EdgeKind, key_of
from graph.store import Viewer
from models.answers import DocumentHit, DocumentsQuestion, Question
from models.documents import list_documents
from models.index.columns import Columns
from models.index.copies import CopyFinder, fingerprints
from models.index.opening import open_index
from models.knowledge_edges import knows_about
from models.profile import describe_person
from tests.models.organisations import (
    COLLEAGUE,
    INSIDER,
    Organisation,
    Paper,
    account,
    document,
    people,
    person,
    topic,
)

MAST = "The mast of the lock keeper's house was struck by lightning, and its earthing wire melted near the ground."
DAY = 86_400
NOTES = tuple(Paper(f"n{at}", f"Note {at}", f"Roses number {at} grow behind the office.", ("eve",)) for at in range(8))


def mast(id: str, who: str = "ann", day: int = 0, **more: object) -> Paper:
    made = Paper(id, "Mast", MAST, (who,) if who else (), folder=id, at=1_700_000_000 + day * DAY)
    return replace(made, **more)  # type: ignore[arg-type]


def organisation(folder: Path, *papers: Paper) -> Organisation:
    made = Organisation(folder, people("ann", "annie", "bob", "cem", "eve"))
    made.put(*papers, *NOTES)
    made.rebuild()
    return made


def experts(made: Organisation, viewer: Viewer = COLLEAGUE, **asked: object) -> dict[str, int]:
    return {each.person: each.documents for each in made.ask("lightning mast", viewer, **asked).people}


def listed(made: Organisation, viewer: Viewer = COLLEAGUE, **keys: str) -> Sequence[DocumentHit]:
    question = Question("" if keys else "lightning mast")
    with open_index(made.root) as index, made.store.view(viewer) as view:
        found = list_documents(DocumentsQuestion(question, **keys), view, index)
    assert found.total == len(found.documents)
    return found.documents


def test_a_question_that_only_a_pasted_copy_matches_names_nobody(tmp_path: Path) -> None:
    made = organisation(tmp_path, mast("first"), mast("pasted", "bob", 3, title="Pumpkin"))
    answer = made.ask("pumpkin")
    assert (answer.people, answer.total) == ((), 0)


# --- what is a copy ---------------------------------------------------------------------------------------------------


def told(
    text: str, *, title: str = "T", at: int | None = 5, who: str = "ann", rest: str = "", source: str = "a"
) -> int:
    node = Document(key_of("document", source, text), source, text, DocumentKind.POST, title, at=at)
    acts = [Edge(EdgeKind.WROTE, key_of("account", source, who), node.key, at=at)] if who else []
    return fingerprints(node, text, rest, acts)[0]


@pytest.mark.parametrize(
    "other",
    [
        MAST.upper(),
        MAST.replace(" ", "\n"),
        MAST.replace(" ", "\N{NO-BREAK SPACE}"),
        MAST.replace("'", "\N{RIGHT SINGLE QUOTATION MARK}"),
        MAST.replace("lightning", "light-\nning"),
        MAST.replace("lightning", "light\N{SOFT HYPHEN}ning"),
        f"* {MAST}\n",
    ],
)
def test_another_format_of_a_text_is_a_copy(other: str) -> None:
    assert told(MAST) == told(other, title="Other", at=None, who="bob", source="b")


def test_letters_are_the_same_in_every_spelling_of_unicode() -> None:
    one = (
        "De caf\N{LATIN SMALL LETTER E WITH ACUTE}bazin belt over de ko\N{LATIN SMALL LETTER E WITH DIAERESIS}lmachine."
    )
    other = "De cafe\N{COMBINING ACUTE ACCENT}bazin belt over de koe\N{COMBINING DIAERESIS}lmachine."
    assert told(one) == told(other) != 0


@pytest.mark.parametrize("text", ["Eens.", "+1", "Agreed, thanks!", "Dank je wel, tot morgen."])
def test_a_short_text_is_a_copy_only_of_what_the_same_person_says_at_that_moment(text: str) -> None:
    same = told(text)
    assert same == told(text) == told(text, source="b") != 0
    others = (told(text, who="bob"), told(text, at=6), told(text, title="Re"), told(text, at=None), told(text, who=""))
    assert same not in others
    assert others[3:] == (0, 0)


def test_a_change_makes_another_text() -> None:
    assert len({told(MAST), told(f"{MAST} Twice."), told(""), told("", rest=MAST), told("?!...")}) == 4
    assert told("") == told("?!...") == 0


def test_groups_are_the_same_however_the_rows_came(tmp_path: Path) -> None:
    made = organisation(tmp_path, *(mast(f"m{at}", day=at % 3) for at in range(5)))
    finder = CopyFinder()
    with open_index(made.root) as index:
        columns = index.snapshot().columns
        assert isinstance(columns, Columns)
        known = finder.copies(columns).kinds[0]
        assert sorted(np.bincount(known.group_at).tolist()) == [5]
    made.put(mast("later", day=9), replace(NOTES[0], id="again"))
    made.drop("m0")
    made.follow()
    with open_index(made.root) as index:
        columns = index.snapshot().columns
        assert isinstance(columns, Columns)
        for found in (finder.copies(columns).kinds[0], CopyFinder().copies(columns).kinds[0]):
            names = [columns.name_of(ordinal)[0] for ordinal in found.ordinals.tolist()]
            assert len(names) == 7
            assert names.index(document("later")) == names.index(document("m2")) + 1
            assert sorted(np.bincount(found.group_at).tolist()) == [2, 5]


# --- votes ------------------------------------------------------------------------------------------------------------


def test_copies_of_one_author_are_one_document(tmp_path: Path) -> None:
    made = organisation(tmp_path, mast("one"), mast("two"), mast("three", day=3))
    assert experts(made) == {person("ann"): 1}
    (ann,) = made.ask("lightning mast", evidence=9).people
    assert [each.kind for each in ann.evidence if each.kind == "document"] == ["document"]
    assert ann.points == pytest.approx(sum(each.points for each in ann.evidence) + ann.others)


def test_copies_weigh_as_much_as_one(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    own = Paper("own", "Mast", "The mast was struck by lightning once more.", ("cem",), folder="m0")
    once = organisation(tmp_path / "a", mast("m0"), own)
    often = organisation(tmp_path / "b", *(mast(f"m{at}", day=at) for at in range(4)), own)
    points = [
        {each.person: each.points for each in made.ask("lightning mast").people if each.person == person("ann")}
        for made in (once, often)
    ]
    assert points[0].keys() == points[1].keys() == {person("ann")}
    assert points[1][person("ann")] <= points[0][person("ann")]


def test_a_message_with_another_footer_on_each_list_is_one(tmp_path: Path) -> None:
    footers = ("Leave this list at the desk.", "Sent by the list of the harbour.", "")
    made = organisation(
        tmp_path, *(mast(f"m{at}", text=f"{MAST} {footer}", same="x1") for at, footer in enumerate(footers))
    )
    assert experts(made) == {person("ann"): 1}
    (hit,) = listed(made)
    assert (hit.copies, len(hit.also)) == (2, 2)


def test_copies_by_text_and_by_message_are_one_as_far_as_what_joins_them_may_be_read(tmp_path: Path) -> None:
    first = mast("first", text="The mast fell into the lock when lightning struck it.", same="x1")
    joins = mast("joins", day=1, same="x1", hidden=True)
    made = organisation(tmp_path, first, joins, mast("last", day=2))
    assert experts(made) == {person("ann"): 2}
    assert experts(made, INSIDER) == {person("ann"): 1}


def test_a_page_is_the_same_with_its_title_in_the_text_and_without(tmp_path: Path) -> None:
    wiki, file = mast("wiki"), mast("file", text=f"Mast\n\n{MAST}", day=1)
    other = mast("other", title="Pole", text=f"Pole\n\n{MAST}", day=2)
    made = organisation(tmp_path, wiki, file, other)
    assert experts(made) == {person("ann"): 2}
    assert sorted(hit.key for hit in listed(made)) == sorted(map(document, ("wiki", "other")))


@pytest.mark.parametrize("days", [(0, 1), (1, 0)])
def test_a_copied_text_is_that_of_who_wrote_it_first(tmp_path: Path, days: tuple[int, int]) -> None:
    made = organisation(tmp_path, mast("one", "ann", days[0]), mast("two", "bob", days[1]))
    first = person("ann" if days == (0, 1) else "bob")
    assert experts(made) == {first: 1}


def test_a_copy_without_author_or_date_leaves_the_text_to_its_author(tmp_path: Path) -> None:
    made = organisation(tmp_path, mast("found", "", -9), mast("undated", "bob", at=None), mast("written", "ann"))
    assert experts(made) == {person("ann"): 1}


def test_of_a_page_in_two_sources_that_one_votes_whose_author_is_known(tmp_path: Path) -> None:
    made = organisation(tmp_path, *(mast(f"m{at}", who) for at, who in enumerate(("ann", "editor", "desk"))))
    assert experts(made) == {person("ann"): 1}


def test_a_later_post_of_the_same_author_counts_in_its_period_and_a_pasted_one_does_not(tmp_path: Path) -> None:
    made = organisation(tmp_path, mast("one"), mast("two", day=40), mast("pasted", "bob", day=50))
    since = 1_700_000_000 + 30 * DAY
    assert experts(made, since=since) == {person("ann"): 1}


# --- rights -----------------------------------------------------------------------------------------------------------


def test_a_hidden_original_changes_nothing_for_who_may_not_read_it(tmp_path: Path) -> None:
    made = organisation(tmp_path, mast("secret", "ann", hidden=True), mast("open", "bob", day=1))
    assert experts(made) == {person("bob"): 1}
    assert experts(made, INSIDER)[person("ann")] == 1
    (hit,) = listed(made)
    assert (hit.key, hit.also, hit.copies) == (document("open"), (), 0)
    (hit,) = listed(made, INSIDER)
    assert (hit.key, [each.key for each in hit.also], hit.copies) == (document("secret"), [document("open")], 1)


def test_a_restricted_or_dropped_original_leaves_the_text_to_its_copy(tmp_path: Path) -> None:
    made = organisation(tmp_path, mast("one", "ann"), mast("two", "bob", day=1))
    made.put(mast("one", "ann", hidden=True))
    made.follow()
    assert experts(made) == {person("bob"): 1}
    made.put(mast("one", "ann"))
    made.follow()
    assert experts(made) == {person("ann"): 1}
    made.drop("one")
    made.follow()
    assert experts(made) == {person("bob"): 1}


def test_what_everybody_wrote_counts_a_text_once_when_its_original_comes_later(tmp_path: Path) -> None:
    """The tables that follow in batches make the profile of who loses a text anew, not only of who wrote another."""
    made = organisation(tmp_path, mast("two", "bob", day=1))
    made.put(mast("one", "ann"))
    made.follow()
    with open_index(made.root) as index:
        lengths = index.snapshot().profiles_for(_access(made)).lengths  # type: ignore[attr-defined]
        snapshot = index.snapshot()
        assert lengths[snapshot.person(person("ann"))] > 0
        assert lengths[snapshot.person(person("bob"))] == 0


def _access(made: Organisation) -> object:
    with open_index(made.root) as index, made.store.view(COLLEAGUE) as view:
        return index.snapshot().access_filter(view)


# --- lists, topics, profiles ------------------------------------------------------------------------------------------


def test_a_list_shows_copies_once_and_says_where_else(tmp_path: Path) -> None:
    made = organisation(tmp_path, mast("one"), mast("two", day=1), mast("pasted", "bob", day=2))
    (hit,) = listed(made)
    assert (hit.key, [(each.key, each.group) for each in hit.also]) == (
        document("one"),
        [(document("two"), "two"), (document("pasted"), "pasted")],
    )
    answer = made.ask("lightning mast")
    assert (answer.documents_total, [each.also for each in answer.documents]) == (1, [hit.also])
    assert {each.name: each.documents for each in answer.groups} == {"one": 1, "two": 1, "pasted": 1}


def test_copies_keep_their_place(tmp_path: Path) -> None:
    made = organisation(tmp_path, mast("one"), mast("two", day=1), mast("pasted", "bob", day=2))
    for name in ("one", "two", "pasted"):
        (hit,) = listed(made, group=key_of("group", "test", name))
        assert hit.key == document(name)
    assert [each.key for each in listed(made, person=person("ann"))] == [document("one")]
    assert [each.key for each in listed(made, person=person("bob"))] == [document("pasted")]


def test_a_topic_counts_a_text_once_and_for_its_author(tmp_path: Path) -> None:
    papers = (mast("one"), mast("two", day=1), mast("pasted", "bob", day=2))
    more = Paper("more", "Mast", "Another mast fell.", ("ann",))
    other = Paper("other", "Mast", "A mast was painted.", ("bob",))
    made = organisation(tmp_path, *papers, more, other)
    made.mention({each.id: ["mast"] for each in (*papers, more, other)})
    made.follow()
    with open_index(made.root) as index, made.store.view(COLLEAGUE) as view:
        snapshot = index.snapshot()
        edges = {edge.start: edge.documents for edge in knows_about(snapshot, snapshot.access_filter(view))}
        assert edges == {person("ann"): 2}
        profile = describe_person(person("ann"), view, index)
        assert profile is not None
        assert [(rank.documents, rank.topic.documents) for rank in profile.topics] == [(2, 3)]
        assert (profile.total, sum(profile.acts.values())) == (2, 2)
    assert len(listed(made, topic=topic("mast"))) == 3
    assert len(listed(made, topic=topic("mast"), person=person("bob"))) == 1


def test_an_edited_copy_is_a_text_of_its_own(tmp_path: Path) -> None:
    made = organisation(tmp_path, mast("one"), mast("two", "bob", day=1))
    made.put(mast("two", "bob", day=1, text=f"{MAST} I replaced the wire by a copper one of fifty square millimetres."))
    made.follow()
    assert experts(made) == {person("ann"): 1, person("bob"): 1}


def test_accounts_of_one_person_are_one_author(tmp_path: Path) -> None:
    made = organisation(tmp_path, mast("one"), mast("two", "annie", day=40))
    with made.store.writer() as writer:
        writer.derive("IS", [account("annie")], [Edge(EdgeKind.IS, account("annie"), person("ann"))])
    made.rebuild()
    assert experts(made, since=1_700_000_000 + 30 * DAY) == {person("ann"): 1}
