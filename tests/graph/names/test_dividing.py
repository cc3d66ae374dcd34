"""Lines of several names: where one ends and the next begins."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.names import divide, in_order
from graph.names.vocabulary import is_particle


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Ada Vos", "Ada Vos"),
        ("Ada Vos en Bram Kok", "Ada Vos | Bram Kok"),
        ("Ada Vos, Bram Kok & Cato Mul", "Ada Vos | Bram Kok | Cato Mul"),
        ("Ada Vos, Bram Kok, and Cato Mul", "Ada Vos | Bram Kok | Cato Mul"),
        ("Ada Vos; Bram Kok", "Ada Vos | Bram Kok"),
        ("Ada Vos\nBram Kok", "Ada Vos | Bram Kok"),
        ("Ada Vos und Bram Kok et Cato Mul", "Ada Vos | Bram Kok | Cato Mul"),
        ("Fred Vos, Jr.", "Fred Vos, Jr."),
        ("Fred Vos, Jr. <f@example.org>, Ada Kok", "Fred Vos, Jr. <f@example.org> | Ada Kok"),
        ("Jan Vos, PhD, and Els Kok, MSc, RA", "Jan Vos, PhD | Els Kok, MSc, RA"),
        ("John Smith, III, Ada Vos", "John Smith, III | Ada Vos"),
        ("Jansen, Piet", "Piet Jansen"),
        ("Jansen, Piet <p@example.org>", "Piet Jansen <p@example.org>"),
        ("van den Berg, Jan", "Jan van den Berg"),
        ("Berg, J. van den", "J. van den Berg"),
        ("Berg-Jansen, Els van den", "Els van den Berg-Jansen"),
        ("De Boer, Karst", "Karst de Boer"),
        ("Jansen, Piet; Vos, Ada", "Piet Jansen | Ada Vos"),
        ("Jansen, Piet en Vos, Ada", "Piet Jansen | Ada Vos"),
        ("Jansen, P., Vos, A. de, Kok, B.", "P. Jansen | A. de Vos | B. Kok"),
        ("Jansen, P. & Vos, J.-W.", "P. Jansen | J.W. Vos"),
        ("Ada, Bram en Cato", "Ada | Bram | Cato"),
        ("Ada Vos (Bouw, team), Bram Kok", "Ada Vos (Bouw, team) | Bram Kok"),
        ("Team Communicatie, Ada Vos", "Team Communicatie | Ada Vos"),
        ("@ada, @bram", "@ada | @bram"),
        ("a.vos@example.org (Ada Vos)", "a.vos@example.org (Ada Vos)"),
        ("王小明, Ada Vos", "王小明 | Ada Vos"),
        ("", ""),
        (",;,", ""),
    ],
)
def test_dividing(line: str, names: str) -> None:
    assert " | ".join(divide(line)) == names


@pytest.mark.parametrize(
    ("family", "name"),
    [("De Boer", "Karst de Boer"), ("Van den Berg", "Karst van den Berg"), ("Vos", "Karst Vos"), ("Der", "Karst Der")],
)
def test_particles_are_small_behind_a_given_name(family: str, name: str) -> None:
    assert in_order(family, "Karst") == name


@pytest.mark.parametrize(
    ("word", "may_be", "surely"),
    [
        ("van", True, True), ("Van", True, True), ("v.d.", True, True), ("v/d", False, False), ("'t", True, True),
        ("’t", True, True), ("D.", False, False), ("d.", True, True), ("y", True, True), ("voor", True, False),
        ("op", True, True), ("Vos", False, False), ("zu", True, True), ("della", True, True), ("al", True, True),
    ],
)  # fmt: skip
def test_particles(word: str, may_be: bool, surely: bool) -> None:
    assert (is_particle(word), is_particle(word, sure=True)) == (may_be, surely)


@given(st.text("AaVv., ;&()<>[]-'\n@", max_size=120))
def test_no_letter_is_lost(line: str) -> None:
    letters = sorted(char for char in line if char.isalpha() or char == "@")
    assert sorted(char for name in divide(line) for char in name if char.isalpha() or char == "@") == letters


@pytest.mark.parametrize(
    "bit", ["(", "<", "[", "A'", ", ", " and", " ", "([<", "Jansen, P., ", "en ", "& ", "<a>", "\n"]
)
def test_time_grows_no_faster_than_the_text(bit: str) -> None:
    def seconds(count: int) -> float:
        begun = time.process_time()
        list(divide(bit * count))
        return time.process_time() - begun

    assert min(seconds(8_000) for _ in range(3)) < 12 * max(min(seconds(2_000) for _ in range(3)), 0.002)
