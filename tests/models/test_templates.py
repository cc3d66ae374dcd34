"""Paragraphs of templates are found by how many different texts hold them, and are no own words there."""

from __future__ import annotations

import pytest

from graph.own_words import TextParts
from models.templates import FEWEST, TemplateSearch, hash_of, without_templates

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
