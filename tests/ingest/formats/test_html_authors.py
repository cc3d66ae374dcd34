"""Authors of web pages that only a byline names."""

from __future__ import annotations

import pytest

from ingest.formats import parse

BODY = "<p>The pump runs at night and keeps the level where it should be.</p>"


@pytest.mark.parametrize(
    ("page", "authors"),
    [
        (f'<article><h1>Pumps</h1><p class="author">Ada Vos</p>{BODY}</article>', ("Ada Vos",)),
        (f'<div class="post byline">Door Ada Vos en Piet Berg</div>{BODY}', ("Ada Vos", "Piet Berg")),
        (f'<meta name="author" content="Piet Berg"><p class="byline">Ada Vos</p>{BODY}', ("Piet Berg",)),
        (f'{BODY}<div class="comments"><span class="author">Ada Vos</span></div>', ()),
        (f'{BODY}<div class="comment-body"><span class="author">Ada Vos</span></div>', ()),
        (f'{BODY}<aside><p class="author">Ada Vos</p></aside>', ()),
        (f'<p class="author">{"Ada Vos writes about pumps. " * 9}</p>{BODY}', ()),
        (f'<p class="authors-note">Ada Vos</p>{BODY}', ()),
    ],
)  # fmt: skip
def test_a_byline_names_the_authors_of_a_page(page: str, authors: tuple[str, ...]) -> None:
    assert parse(f"<html><body>{page}</body></html>".encode(), "text/html").authors == authors
