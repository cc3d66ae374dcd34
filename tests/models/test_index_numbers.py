"""Numbers in the files of the index: given once, pinned here, whatever the order of an enum."""

from __future__ import annotations

from graph.facts import ActKind, DocumentKind
from models.index.generation import FORMAT
from models.index.numbers import ACT_NUMBERS, DOCUMENT_KIND_NUMBERS, LANGUAGE_NUMBERS, NEVER, NO_ACT, READERS
from models.index.text.languages import LANGUAGES

PINNED = {
    15: {
        "acts": "wrote 0, answered 1, accepted 2, edited 3, commented 4, attended 5, bookmarked 6, liked 7, named 8",
        "documents": ("post 0, page 1, reply 2, file 3, micropost 4, bookmark 5, episode 6, minutes 7, commit 8"),
        "languages": "nl 1, en 2",
    },
}
"""By format. Whoever changes a number, not only adds one, raises the format and writes a new line."""


def test_every_kind_has_the_number_that_is_pinned_for_this_format() -> None:
    assert PINNED[FORMAT] == {
        "acts": ", ".join(f"{kind.value} {number}" for kind, number in ACT_NUMBERS.items()),
        "documents": ", ".join(f"{kind.value} {number}" for kind, number in DOCUMENT_KIND_NUMBERS.items()),
        "languages": ", ".join(f"{code} {number}" for code, number in LANGUAGE_NUMBERS.items()),
    }


def test_every_kind_has_a_number_of_its_own_that_fits_the_column() -> None:
    assert set(ACT_NUMBERS) == set(ActKind)
    assert set(DOCUMENT_KIND_NUMBERS) == set(DocumentKind)
    assert set(LANGUAGE_NUMBERS) == set(LANGUAGES)
    for numbers in (ACT_NUMBERS.values(), DOCUMENT_KIND_NUMBERS.values(), LANGUAGE_NUMBERS.values()):
        assert len(set(numbers)) == len(numbers)
        assert max(numbers) < NO_ACT <= 255
    assert NEVER == -(2**62)


def test_readers_are_those_who_bookmark_like_and_are_named() -> None:
    reading = {kind for kind, number in ACT_NUMBERS.items() if number >= READERS}
    assert reading == {ActKind.BOOKMARKED, ActKind.LIKED, ActKind.NAMED}
