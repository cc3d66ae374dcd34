"""Text of Markdown files."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.formats import Limits, parse
from ingest.formats.frontmatter import split


def text_of(markup: str) -> str:
    return parse(markup.encode(), "text/markdown").text


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("# One *two*\n\n**three** `four_x` ~~five~~", "One two\n\nthree four_x five"),
        ("- a\n- b\n  1. c", "a\n\nb\n\nc"),
        ("> said", "said"),
        ("[link](http://x.org 'title') ![alt text](a.png)", "link alt text"),
        ("```python\nx = '*'\n```", "x = '*'"),
        ("    indented *code*", "indented *code*"),
        ("```{note} Careful\n:class: tip\nInner **bold**\n```", "Careful\n\nInner bold"),
        (":::{warning}\nHot\n:::", "Hot"),
        ("```{include} /etc/passwd\n```", ""),
        ("```{raw} html\n<b>x</b>\n```", ""),
        ("see {ref}`the tank <tank>`", "see the tank"),
        ("(anchor)=\n# Head", "Head"),
        ("| a | b |\n|---|---|\n| c | d |", "a | b\n\nc | d"),
        ("<div>one &amp; <b>two</b></div>\n<!-- no -->", "one & two"),
        ("<script>alert(1)</script>\n\ntext", "text"),
        ("import A from '@x/y';\n\n# Head\n\n<Tabs items={1}>in</Tabs>", "Head\n\nin"),
        ("a $x^2$ b", "a x^2 b"),
        ("line one\nline two", "line one\nline two"),
    ],
)
def test_what_is_left(markup: str, text: str) -> None:
    assert " ".join(text_of(markup).split(" ")) == text


def test_title_and_byline() -> None:
    parsed = parse(
        b"---\ntitle: Tanks\nauthor: Ada Vos\ndate: 2024-05-06\ntags: [a, b]\nlang: nl\n---\n# Head\n\n[l](../b.md)",
        "text/markdown",
    )
    assert (parsed.title, parsed.authors, parsed.tags, parsed.language) == ("Tanks", ("Ada Vos",), ("a", "b"), "nl")
    assert (parsed.at, parsed.links) == (1714953600, ("../b.md",))
    assert parse(b"text\n\n# *Head*", "text/markdown").title == "Head"


def test_broken_front_matter_is_told_and_the_text_stays() -> None:
    parsed = parse(b"---\na: b: [\n---\nText", "text/markdown")
    assert [problem.message for problem in parsed.problems] == ["front-matter-broken"]
    assert parsed.text == "Text"


def test_deep_and_long_markup_ends_soon() -> None:
    for markup in (
        ">" * 5000 + "x",
        "[" * 5000,
        "*" * 20000,
        "- " * 3000,
        "<" * 20000,
        "<div>" + "<script>" * 9000,
        "```{note}\n" * 500,
    ):
        parse(markup.encode(), "text/markdown", Limits(seconds=5))


@given(st.binary(max_size=200) | st.text("#*_`[]()<>{}:-|\n x$", max_size=200).map(str.encode))
def test_any_bytes_can_be_read(body: bytes) -> None:
    parse(body, "text/markdown")


def test_what_stands_around_a_broken_field_is_read() -> None:
    matter = (
        "title: Pomp: keuring: elk jaar\nauthors:\n  - Ada Vos\n  - name: Piet Berg\ntags: [pomp]\ndate: 2024-05-03\n"
        "owner: @anna\nsummary: >\n  Lange\n  tekst\ndraft:\ttrue\n"
    )
    found = split(f"---\n{matter}---\nTekst")
    assert found.problem == "front-matter-broken"
    assert found.body == "Tekst"
    assert found.fields == {
        "title": "Pomp: keuring: elk jaar",
        "authors": ["Ada Vos", {"name": "Piet Berg"}],
        "tags": ["pomp"],
        "date": date(2024, 5, 3),
        "owner": "@anna",
        "summary": "Lange tekst",
        "draft": True,
    }
