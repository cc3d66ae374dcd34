"""Who still has a part in a text: states that come back, what shrinks, what is undone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from graph.facts import Act, ActKind
from ingest.sources.text_states import TextState, chain, portions
from ingest.sources.wikipages import Revision, WikiPage, acts_of, is_mass_edit

EMPTY, FIRST, SECOND, THIRD = "empty", "first", "second", "third"


def edit(number: int, user: str | None, size: int, content: str | None = None, **more: object) -> Revision:
    return Revision(number, user, 1000 + number, size, content or f"{number}", **more)  # type: ignore[arg-type]


def told(*revisions: Revision, namespace: int = 0) -> list[tuple[str, ActKind, int, int]]:
    acts: tuple[Act, ...] = acts_of(WikiPage(1, namespace, "Pump", revisions))
    return [(act.account, act.kind, act.count, act.size) for act in acts]


ADA = ("Ada", ActKind.WROTE, 1, 10)


def test_who_puts_a_text_back_did_not_write_it_and_what_came_between_counts_for_nobody() -> None:
    assert told(edit(1, "Ada", 800, FIRST), edit(2, "Bram", 1, EMPTY), edit(3, "Cato", 800, FIRST)) == [ADA]


def test_a_text_that_comes_back_after_a_quarrel_is_its_first_author_s() -> None:
    quarrel = [edit(1, "Ada", 800, FIRST), edit(2, "Bram", 1600, SECOND), edit(3, "Cato", 800, FIRST)]
    assert told(*quarrel, edit(4, "Daan", 1600, SECOND)) == [ADA, ("Bram", ActKind.EDITED, 1, 10)]


def test_moves_protections_and_edits_of_nothing_are_nobody_s() -> None:
    assert told(edit(1, "Ada", 800, FIRST), edit(2, "Bram", 800, FIRST), edit(3, "Ada", 800, FIRST)) == [ADA]


def test_small_minor_edits_are_nobody_s_and_large_ones_count() -> None:
    assert told(edit(1, "Ada", 800), edit(2, "Bram", 810, minor=True)) == [ADA]
    assert told(edit(1, "Ada", 800), edit(2, "Bram", 1600, minor=True)) == [ADA, ("Bram", ActKind.EDITED, 1, 10)]
    assert told(edit(1, "Ada", 80, minor=True)) == [("Ada", ActKind.WROTE, 1, 1)]


def test_comments_of_tools_that_edit_many_pages() -> None:
    for comment in (
        'Text replacement - "pump" to "Pump"',
        'Tekst vervangen - "pomp" door "Pomp"',
        "Spelling met [[Project:AutoWikiBrowser|AWB]]",
        "added [[Category:Pumps]] using [[Help:Gadget-HotCat|HotCat]]",
    ):
        assert is_mass_edit(comment)
    for comment in ("", None, "The text on replacement of pumps", "Pumps of the firm Hawb", "More on text"):
        assert not is_mass_edit(comment)


def test_what_a_program_began_is_nobody_s() -> None:
    assert told(edit(1, None, 800), edit(2, "Bram", 1600)) == [("Bram", ActKind.EDITED, 1, 10)]
    assert told(edit(1, None, 800)) == []


def test_what_is_taken_away_is_taken_from_all() -> None:
    history = (edit(1, "Ada", 800), edit(2, "Bram", 1600), edit(3, "Cato", 400))
    assert [(who, size) for who, _, _, size in told(*history)] == [("Ada", 3), ("Bram", 3), ("Cato", 0)]


def test_an_edit_in_the_middle_is_undone_by_the_number_and_name_in_the_comment() -> None:
    comments = (
        "Undo revision 2002 by [[Special:Contributions/Bram|Bram]] ([[User talk:Bram|talk]])",
        "Undid revision [[Special:Diff/2002|2002]] by [[Special:Contributions/Bram|Bram]]",
        "Versie 2002 van [[Special:Contributions/Bram|Bram]] ([[User talk:Bram|overleg]]) ongedaan gemaakt",
        "Änderung 2002 von [[Special:Contributions/Bram|Bram]] rückgängig gemacht",
        "Annulation des modifications 2002 de [[Special:Contributions/Bram|Bram]]",
    )
    for comment in comments:
        history = (
            edit(2001, "Ada", 800, signed="Ada"),
            edit(2002, "Bram", 1600, signed="Bram"),
            edit(2003, "Ada", 2400, signed="Ada"),
            edit(2004, "Cato", 1600, signed="Cato", comment=comment),
        )
        assert told(*history) == [("Ada", ActKind.WROTE, 2, 20)]


def test_a_number_in_a_comment_undoes_nothing_by_itself() -> None:
    history = (edit(1, "Ada", 800, signed="Ada"), edit(2, "Bram", 1600, signed="Bram", comment="1 [[pump]] more"))
    assert told(*history) == [ADA, ("Bram", ActKind.EDITED, 1, 10)]


EDITS = st.lists(st.tuples(st.sampled_from("ABC "), st.integers(0, 9), st.integers(0, 500)), max_size=12)


@given(EDITS)
def test_no_more_is_told_than_there_is(edits: list[tuple[str, int, int]]) -> None:
    """Contents are 0 to 9, each of one size."""
    sizes: dict[int, int] = {}
    history = [
        edit(number, who.strip() or None, sizes.setdefault(content, size), f"{content}")
        for number, (who, content, size) in enumerate(edits)
    ]
    acts = acts_of(WikiPage(1, 0, "Pump", tuple(history)))
    newest = history[-1].size if history else 0
    assert sum(act.size for act in acts) <= newest / 80 + len(acts)
    assert sum(act.count for act in acts) <= len(history)
    writers = [act for act in acts if act.kind is ActKind.WROTE]
    assert len(writers) <= 1


def test_several_people_share_what_they_added() -> None:
    states = chain(TextState(("Ada", "Bram"), 5, 10, TextState(("Ada",), 3, 4)))
    found = portions(states)
    assert {name: (part.count, part.size, part.at) for name, part in found.items()} == {
        "Ada": (2, 7.0, 5),
        "Bram": (1, 3.0, 5),
    }
