"""The threshold of what stands together is chosen on other organisations than it is read on."""

from __future__ import annotations

from bench.nobody_elsewhere import AskedThere, chosen, rates, table


def asked_there(of: str, together: float, *, whole: float = 0.5, known: bool = True) -> AskedThere:
    return AskedThere(of, known, together, whole, near=True)


PUMPS = [
    *(asked_there("pumps", 1.0) for _ in range(99)),
    asked_there("pumps", 0.72),
    asked_there("boilers", 0.4),
    asked_there("boilers", 1.0),
    asked_there("boilers", 1.0, whole=1.0),
    asked_there("boilers", 0.1, known=False),
]
BOILERS = [*(asked_there("boilers", 0.62) for _ in range(10)), asked_there("pumps", 0.61)]


def test_a_question_of_others_of_which_one_document_holds_every_word_does_not_count() -> None:
    answered, refused, count = rates(PUMPS, "pumps", 0.0)
    assert (round(answered, 9), refused, count) == (round(2 / 3, 9), 0.0, 3)


def test_a_threshold_refuses_what_documents_hold_too_little_of() -> None:
    answered, refused, _ = rates(PUMPS, "pumps", 0.75)
    assert (round(answered, 9), round(refused, 9)) == (round(1 / 3, 9), 0.01)


def test_the_threshold_is_chosen_on_the_others() -> None:
    asked = {"pumps": PUMPS, "boilers": BOILERS}
    assert chosen(asked, "pumps") == 0.62
    assert chosen(asked, "boilers") == 0.8
    assert [line.split()[0] for line in table(asked).splitlines()[1:]] == ["pumps", "boilers"]
