"""Places that no list knows are told by the words around their name."""

import pytest

from models.place_names import is_host, with_places
from models.proper_names import Names
from models.termhood import Usage, Usages


def usages(*uses: tuple[str, str, int]) -> Usages:
    """Each use is a language, a surface and a number of documents."""
    terms = {
        (language, surface.lower()): Usage(documents, documents, 0, {surface: documents})
        for language, surface, documents in uses
    }
    return Usages(1000, terms)


@pytest.mark.parametrize(
    ("uses", "place"),
    [
        ([("nl", "Waterhoek", 30), ("nl", "pompstation Waterhoek", 3)], True),
        ([("nl", "Waterhoek", 30), ("nl", "Waterhoek Noord", 2)], True),
        ([("en", "Waterhoek", 30), ("en", "Waterhoek castle", 2)], True),
        ([("nl", "Waterhoek", 30), ("nl", "pompstation Waterhoek", 1)], False),
        ([("nl", "Waterhoek", 90), ("nl", "pompstation Waterhoek", 3)], False),
        ([("nl", "waterhoek", 30), ("nl", "pompstation waterhoek", 3)], False),
        ([("nl", "Waterhoek", 30), ("nl", "pomp Waterhoek", 3)], False),
    ],
)
def test_a_name_is_a_place_when_texts_say_so(uses: list[tuple[str, str, int]], place: bool) -> None:
    assert ("waterhoek" in with_places(Names(), usages(*uses)).words) is place


@pytest.mark.parametrize(
    ("surfaces", "hosted", "host"),
    [
        ({"Waterhoek": 10}, 2, True),
        ({"Waterhoek": 11}, 2, False),
        ({"Waterhoek": 2}, 1, False),
        ({"Waterhoek": 9, "waterhoek": 1}, 5, False),
    ],
)
def test_where_things_are_is_told_by_what_stands_before_it(surfaces: dict[str, int], hosted: int, host: bool) -> None:
    documents = sum(surfaces.values())
    assert is_host(Usage(documents, documents, 0, surfaces, hosted=hosted)) is host
