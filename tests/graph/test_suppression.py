"""Forms of a name that are blanked, words that are left, and the time that it takes."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from graph.forms import forms_of
from graph.suppression import Suppression
from tests.contracts.organisation import account


def suppressed(*names: str, **props: object) -> Suppression:
    plain = Suppression(b"key", [])
    found = forms_of(account("jdv", aliases=names, **props))
    return Suppression(b"key", [plain.entry(form) for form in found])


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("Dank aan Jan de Vries!", "Dank aan […]!"),
        ("JAN DE VRIES, Vries, Jan de en De Vries, Jan", "[…], […] en […]"),
        ("J. de Vries / jan-de-vries / jan_de_vries", "[…] / […] / […]"),
        ("Jan Vries", "[…]"),
        ("vraag @jdv of jdv", "vraag @[…] of jdv"),
        ("mail j.vries@example.org nu", "mail […] nu"),
        ("mail j.vries+jira@Example.org of j.vries+a+b=c@example.org", "mail […] of […]"),
        ("Jan de Boer en Piet de Vries", "Jan de Boer en Piet de Vries"),
        ("Ján dé Vríes", "[…]"),
        ("", ""),
    ],
)
def test_which_words_are_blanked(text: str, left: str) -> None:
    assert suppressed("Jan de Vries", emails=("j.vries@example.org",)).blank(text) == left


@pytest.mark.parametrize(
    ("email", "refused"),
    [("J.Vries@example.org", True), ("j.vries+x@example.org", True), ("j.vries+x@elders.example", False)],
)
def test_a_sub_address_of_somebody_erased_is_refused(email: str, refused: bool) -> None:
    suppression = suppressed("Jan de Vries", emails=("j.vries@example.org",))
    assert suppression.refuses(account("ander", emails=(email,))) is refused


def test_another_secret_knows_nothing() -> None:
    forms = forms_of(account("jdv", aliases=("Jan de Vries",)))
    entries = [Suppression(b"key", []).entry(form) for form in forms]
    assert Suppression(b"other", entries).blank("Jan de Vries") == "Jan de Vries"


def test_a_document_takes_as_long_whatever_the_number_of_people() -> None:
    text = " ".join(f"woord{number % 400}" for number in range(300))
    few, many = (suppressed(*(f"Jan{number} de Vries" for number in range(count))).blank for count in (5, 500))
    assert _least_time(many, text) < 4 * _least_time(few, text)


def _least_time(blank: Callable[[str], str], text: str) -> float:
    """Processor seconds of the fastest of some rounds."""
    times = []
    for _ in range(5):
        begun = time.process_time()
        for _ in range(20):
            blank(text)
        times.append(time.process_time() - begun)
    return min(times)
