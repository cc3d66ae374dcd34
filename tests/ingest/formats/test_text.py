"""Web pages and plain texts, whatever their encoding and markup."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest import formats
from ingest.formats import FormatError, Limits

PAGE = (
    """<!doctype html><html lang="nl"><head><title>Stille pompen | Intranet</title>
<meta name="author" content="Ada Vos"><meta property="article:published_time" content="2024-01-31T12:00:00+01:00">
<meta property="article:tag" content="warmte, geluid"><script>alert("nee")</script><style>p {color: red}</style></head>
<body><nav><a href="/">Menu</a></nav><header>Zoeken</header><main><h1>Stille pompen</h1>
<p>De pomp <b>zoemt</b> in de kelder.</p><ul><li>een</li><li>twee</li></ul><pre>a
  b</pre><a href="../andere.html">verder</a>"""
    + "<p>Dit is een lange alinea over pompen in de kelder.</p>" * 5
    + """
</main><footer>Copyright</footer></body></html>"""
)


def test_page() -> None:
    parsed = formats.parse(PAGE.encode(), "text/html")
    assert parsed.title == "Stille pompen"
    assert parsed.authors == ("Ada Vos",)
    assert parsed.at == 1706698800
    assert parsed.tags == ("warmte", "geluid")
    assert parsed.language == "nl"
    assert "../andere.html" in parsed.links
    assert "De pomp zoemt in de kelder.\n" in parsed.text
    assert "een\ntwee" in parsed.text
    assert "a\n  b" in parsed.text
    assert not {"Menu", "Zoeken", "Copyright", "alert", "color"} & set(parsed.text.replace("(", " ").split())


def test_linked_data() -> None:
    data = '{"@graph": [{"@type": "Article", "author": [{"name": "Ada Vos"}], "datePublished": "2024-01-31"}]}'
    parsed = formats.parse(f'<script type="application/ld+json">{data}</script><p>Hi'.encode(), "text/html")
    assert (parsed.authors, parsed.at) == (("Ada Vos",), 1706659200)


@pytest.mark.parametrize(
    ("body", "text"),
    [
        ("café".encode(), "café"),
        ("café".encode("utf-8-sig"), "café"),
        ("café".encode("windows-1252"), "café"),
        ("café €".encode("windows-1252"), "café €"),
        ("café".encode("utf-16"), "café"),
        ("plain words".encode("utf-16-le"), "plain words"),
        ("plain words".encode("utf-16-be"), "plain words"),
        (b"a\r\nb\rc", "a\nb\nc"),
    ],
)
def test_encodings(body: bytes, text: str) -> None:
    assert formats.parse(body, "text/plain").text == text


@pytest.mark.parametrize("charset", ["windows-1252", "iso-8859-15", "utf-16", "utf-8"])
def test_stated_charset(charset: str) -> None:
    body = "<p>crème brûlée".encode(charset)
    assert formats.parse(body, f"text/html; charset={charset}").text == "crème brûlée"


def test_binary_is_no_text() -> None:
    with pytest.raises(FormatError, match="text-is-binary"):
        formats.parse(b"\x7fELF\0\1\2\0\0\0" + bytes(range(256)), "text/plain")


@pytest.mark.parametrize("body", ["<div>" * 100_000, "<div>" * 400 + "x" + "</div>" * 400, "<b>" * 50_000 + "x"])
def test_depth_bomb(body: str) -> None:
    with pytest.raises(FormatError, match="html-too-deep"):
        formats.parse(body.encode(), "text/html")


def test_external_entities_are_not_read() -> None:
    body = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><html><p>a &x; b</p></html>'
    assert "root:" not in formats.parse(body, "application/xhtml+xml").text


def test_long_text_is_cut_and_told() -> None:
    parsed = formats.parse(b"word " * 100, "text/plain", Limits(characters=50))
    assert len(parsed.text) == 50
    assert [problem.message for problem in parsed.problems] == ["text-cut"]


@given(body=st.binary(max_size=300))
@pytest.mark.parametrize("media_type", ["text/plain", "text/html"])
def test_any_bytes(media_type: str, body: bytes) -> None:
    with contextlib.suppress(FormatError):
        assert isinstance(formats.parse(bytes(body), media_type).text, str)


def test_a_remark_in_the_margin_of_a_page_of_google_docs_is_not_its_writers() -> None:
    page = (
        "<p>De pomp lekt.<sup><a href='#cmnt1' id='cmnt_ref1'>[a]</a></sup></p>"
        "<div><p><a href='#cmnt_ref1' id='cmnt1'>[a]</a><span>Weet je het zeker?</span></p></div>"
    )
    parsed = formats.parse(page.encode(), "text/html")
    (aside,) = parsed.passages
    assert parsed.text[: aside.start].strip() == "De pomp lekt."
    assert parsed.text[aside.start : aside.end].strip() == "[a]Weet je het zeker?"


def test_control_characters_cost_no_page() -> None:
    page = b"<body><p>The boiler</p><script>x()</script>\x1b[2J is \x01 here<nav>y</nav>\x0b behind</body>"
    assert "The boiler" in formats.parse(page, "text/html").text


@pytest.mark.parametrize(
    "mark",
    [
        '<sup><a href="#fn1">1</a></sup>',
        '<a class="sdfootnoteanc" href="#sdfootnote1sym"><sup>1</sup></a>',
        '<sup class="reference"><a href="#cite_note-1">[1]</a></sup>',
        '<a role="doc-noteref" href="notes.xhtml#n1">*</a>',
    ],
)
def test_the_number_of_a_note_is_no_part_of_a_word(mark: str) -> None:
    page = f'<html><body><p>De klep{mark} lekt, 5 m<sup>3</sup> per <a href="#h1">uur</a>.</p></body></html>'
    assert formats.parse(page.encode(), "text/html").text == "De klep lekt, 5 m3 per uur."
