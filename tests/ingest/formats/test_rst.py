"""Text of reStructuredText files."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats import parse


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("Head\n====\n\nText **bold** *em* ``__init__`` and `quoted`.", "Head\n\nText bold em __init__ and quoted."),
        ("`link <http://x.org>`_ and ref_ and [1]_", "link and ref and"),
        (":pep:`8` :func:`~os.path.join` :ref:`the tank <tank>`", "8 join the tank"),
        (".. note:: Care\n   inside", "Care\n   inside"),
        (".. include:: /etc/passwd\n\ntext", "text"),
        (".. raw:: html\n\n   <b>x</b>\n\ntext", "text"),
        (".. code-block:: python\n   :linenos:\n\n   x = 1", "x = 1"),
        (".. mystery:: arg\n\n   kept :odd:`role`", "arg\n\n   kept role"),
        (".. a comment\n   with more\n\ntext", "text"),
        (".. _target:\n.. _site: http://x.org\n\ntext", "text"),
        ("Code::\n\n   x = 1", "Code:\n\n   x = 1"),
        ("+---+---+\n| a | b |\n+===+===+\n| c | d |\n+---+---+", "a | b\nc | d"),
        ("===  ===\na    b\n===  ===\nc    d\n===  ===", "a    b\nc    d"),
        (".. [1] A note.", "1 A note."),
        (":field: value", "field: value"),
    ],
)
def test_what_is_left(markup: str, text: str) -> None:
    found = parse(markup.encode(), "text/x-rst").text
    assert "\n".join(line.rstrip() for line in found.split("\n") if line.strip()).split() == text.split()


def test_headers_of_a_proposal() -> None:
    body = (
        b"PEP: 7\nTitle: Tanks\nAuthor: Ada Vos <a@x.org>,\n        Bram Kok\nCreated: 6-May-2024\n\nHead\n====\n\nText"
    )
    parsed = parse(body, "text/x-rst")
    assert (parsed.title, parsed.authors, parsed.at) == ("Tanks", ("Ada Vos", "Bram Kok"), 1714953600)
    assert parsed.text.startswith("Head")


def test_title_is_the_first_heading() -> None:
    assert parse(b"=====\nTanks\n=====\n\nSub\n---\n", "text/x-rst").title == "Tanks"
    assert parse(b"Text without any", "text/x-rst").title is None


def test_links() -> None:
    parsed = parse(b"`a <b.html>`_ :doc:`c/d` http://x.org/e.", "text/x-rst")
    assert set(parsed.links) == {"b.html", "c/d", "http://x.org/e"}


@given(st.binary(max_size=200) | st.text("=-*`:._|+<>[] \nab", max_size=300).map(str.encode))
def test_any_bytes_can_be_read(body: bytes) -> None:
    parse(body, "text/x-rst")


def test_hostile_markup_ends_soon() -> None:
    for markup in (":a" * 20000, "`a <" * 9000, "``a" * 9000, "=" * 90000, "a_ " * 20000):
        parse(markup.encode(), "text/x-rst")


def test_authors_that_sphinx_names() -> None:
    text = (
        "Pomp\n====\n\n.. sectionauthor:: Kees Vos <kees@pomp.example>\n.. codeauthor:: Maaike Smit\n\nDe pomp loopt.\n"
    )
    parsed = parse(text.encode(), "text/x-rst")
    assert parsed.authors == ("Kees Vos", "Maaike Smit")
    assert "Kees" not in parsed.text
