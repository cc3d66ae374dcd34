"""The threshold of what documents must hold together is chosen on other organisations than it is read on."""

from __future__ import annotations

from bench.nobody_elsewhere import AskedThere, chosen, rates, share, table

PUMPS = [
    *(AskedThere("pumps", True, 1.0, 1.0) for _ in range(99)),
    AskedThere("pumps", True, 0.7, 0.72),
    AskedThere("boilers", True, 0.4, 0.4),
    AskedThere("boilers", True, 1.0, 1.0),
    AskedThere("boilers", False, 0.1, 0.1),
]
BOILERS = [
    *(AskedThere("boilers", True, 1.0, 0.62) for _ in range(10)),
    AskedThere("pumps", True, 0.6, 0.6),
]


def test_a_question_of_others_of_which_one_document_holds_every_word_does_not_count() -> None:
    answered, refused, count = rates(PUMPS, "pumps")
    assert (answered, refused, count) == (0.5, 0.0, 2)


def test_a_threshold_refuses_what_documents_hold_too_little_of() -> None:
    answered, refused, _ = rates(PUMPS, "pumps", 0.75)
    assert answered == 0.0
    assert round(refused, 9) == 0.01


def test_the_threshold_is_chosen_on_the_others() -> None:
    asked = {"pumps": PUMPS, "boilers": BOILERS}
    assert chosen(asked, "pumps") == 0.6
    assert chosen(asked, "boilers") == 0.95
    assert [line.split()[0] for line in table(asked).splitlines()[1:]] == ["pumps", "boilers"]


def test_parts_of_a_list_count_by_their_rarity() -> None:
    assert share([(6.0, 6.0), (0.0, 2.0)]) == 0.75
    assert share([]) == 0.0
