"""Paragraphs of templates are found by how many different texts hold them, and are no own words there."""

from __future__ import annotations

import pytest

from graph.facts import Edge, EdgeKind
from graph.own_words import TextParts
from models.templates import FEWEST, TemplateSearch, hash_of, said_by_writer, without_makers, without_templates

TEMPLATE = "Describe here the risks by the method RISMAN, and the measures."


def plan(number: int, paragraph: str = TEMPLATE) -> str:
    return f"The plant in city {'abcdefghij'[number]} gets a new pump.\n\nRisks\n\n{paragraph}"


def found(*texts: str) -> frozenset[int]:
    search = TemplateSearch()
    for text in texts:
        search.add(text)
    return search.found()


@pytest.mark.parametrize(("plans", "template"), [(FEWEST, True), (FEWEST - 1, False)])
def test_a_paragraph_in_enough_texts_is_a_templates(plans: int, template: bool) -> None:
    assert (hash_of(TEMPLATE) in found(*map(plan, range(plans)))) is template


def test_copies_of_one_text_make_no_template() -> None:
    assert found(*[plan(0)] * 20) == frozenset()


def test_a_text_of_one_paragraph_is_no_template() -> None:
    assert found(*[TEMPLATE] * 20, *(f"{TEMPLATE} Part {number}." for number in "abcdefgh")) == frozenset()


def test_capitals_spaces_and_numbers_make_no_difference() -> None:
    paragraph = "Printed on {} from the system of permits."
    texts = [plan(number, paragraph.format(f"{number + 1}-3-2026")) for number in range(FEWEST)]
    assert hash_of("printed  on 28-11-2025 from the SYSTEM of permits.") in found(*texts)


def test_own_words_lose_the_template_and_its_headings() -> None:
    templates = found(*map(plan, range(FEWEST)))
    parts = without_templates(TextParts(plan(7), "> quoted"), templates)
    assert parts == TextParts("The plant in city h gets a new pump.", f"Risks\n\n{TEMPLATE}\n\n> quoted")


def test_a_common_heading_stays_where_the_template_is_not() -> None:
    templates = found(*map(plan, range(FEWEST)))
    parts = TextParts("Risks\n\nWith RISMAN we weigh the risks of a project in three sessions.")
    assert without_templates(parts, templates) == parts


def test_what_a_form_asks_for_is_not_what_its_writer_said() -> None:
    templates = found(*map(plan, range(FEWEST)))
    assert said_by_writer("Risks\n\nA leak.\n\n```\n\nx = 1\n\n```", templates) == "A leak.\n\n```\n\nx = 1\n\n```"
    assert said_by_writer("Risks", templates) == "Risks"


MAKER, OTHER = "account:docs:maker", "account:docs:other"
MADE = 1_325_412_000


def acts(*kinds: tuple[str, EdgeKind, int | None]) -> list[Edge]:
    return [Edge(kind, account, "document:docs:memo", at) for account, kind, at in kinds]


def saved_by(other: str = OTHER, made: int | None = MADE) -> list[Edge]:
    return acts((MAKER, EdgeKind.WROTE, made), (other, EdgeKind.EDITED, MADE + 99))


def made_often(times: int, made: int | None = MADE, other: str = OTHER) -> frozenset[int]:
    search = TemplateSearch()
    for number in range(times):
        search.add_makers(saved_by(other, made), plan(number))
    return search.found()


def test_who_made_the_file_that_many_began_as_did_none_of_their_work() -> None:
    assert without_makers(saved_by(), made_often(FEWEST)) == saved_by()[1:]
    assert without_makers(saved_by(), made_often(FEWEST - 1)) == saved_by()


@pytest.mark.parametrize(
    "own",
    [
        saved_by(MAKER),
        saved_by(made=MADE + 1),
        acts((MAKER, EdgeKind.WROTE, MADE)),
        [*saved_by(), *acts((MAKER, EdgeKind.EDITED, MADE + 5))],
    ],
)
def test_the_maker_has_what_was_made_at_another_time_or_saved_as_well(own: list[Edge]) -> None:
    assert without_makers(own, made_often(FEWEST)) == own


@pytest.mark.parametrize("made", [None, 86_400 * 15_340])
def test_a_file_without_the_moment_of_its_making_tells_no_maker(made: int | None) -> None:
    assert made_often(FEWEST, made) == frozenset()


def test_copies_of_one_text_have_their_maker() -> None:
    search = TemplateSearch()
    for _ in range(20):
        search.add_makers(saved_by(), plan(0))
    assert search.found() == frozenset()
