"""Authors of web pages that only a byline names."""

from __future__ import annotations

import pytest

from ingest.formats import parse

BODY = "<p>The pump runs at night and keeps the level where it should be.</p>"

LABELS = '<meta name="twitter:label1" content="Geschreven door"><meta name="twitter:data1" content="Ada Vos">'
LINKED = (
    '<script type="application/ld+json">{"@graph":[{"@type":"Article","author":{"@id":"#a"}},'
    '{"@type":["Person"],"@id":"#a","name":"Ada Vos"}]}</script>'
)
TEASER = '<article><p class="author">Ada Vos</p></article>'


@pytest.mark.parametrize(
    ("page", "authors"),
    [
        (f'<article><h1>Pumps</h1><p class="author">Ada Vos</p>{BODY}</article>', ("Ada Vos",)),
        (f'<div class="post byline">Door Ada Vos en Piet Berg</div>{BODY}', ("Ada Vos", "Piet Berg")),
        (f'<meta name="author" content="Piet Berg"><p class="byline">Ada Vos</p>{BODY}', ("Piet Berg",)),
        (f'<meta name="author" content="Gemeente Assen"><p class="byline">Ada Vos</p>{BODY}', ("Ada Vos",)),
        (f'<meta name="author" content="Gemeente Assen">{BODY}', ("Gemeente Assen",)),
        (f'<div class="article__author">Ada Vos<br>Adviseur water</div>{BODY}', ("Ada Vos",)),
        (f'<p class="byline">By <span class="author-name">Ada Vos</span> <time>3 May</time></p>{BODY}', ("Ada Vos",)),
        (f'<p class="byline">Door Ada Vos <time datetime="2024-05-03">3 mei 2024</time></p>{BODY}', ("Ada Vos",)),
        (f'<span class="wp-block-post-author__name">Ada Vos</span>{BODY}', ("Ada Vos",)),
        (f'<div class="author-bio">Ada Vos</div>{BODY}', ()),
        (f'<article><address>Door <a href="/ada">Ada Vos</a><br>Postbus 12</address>{BODY}</article>', ("Ada Vos",)),
        (f'<address>Kerkstraat 1, Assen</address><address>Gemeente Assen</address>{BODY}', ()),
        (f'{BODY}<footer><address>Ada Vos</address></footer>', ()),
        (f'<p>Door <a rel="author nofollow" href="/a">Ada Vos</a></p>{BODY}', ("Ada Vos",)),
        (f'<p>Zie <a rel="co-authored" href="/a">Ada Vos</a></p>{BODY}', ()),
        (f'<p itemprop="author" itemscope>Van <b itemprop="name">Ada Vos</b>, adviseur</p>{BODY}', ("Ada Vos",)),
        (f'<p itemprop="author" itemtype="https://schema.org/Organization">Ada Vos</p>{BODY}', ()),
        (f'<p property="schema:author">Ada Vos</p>{BODY}', ("Ada Vos",)),
        (f"{LABELS}{BODY}", ("Ada Vos",)),
        (f"{LINKED}{BODY}", ("Ada Vos",)),
        (f"<div>{TEASER}{TEASER}</div>{BODY}", ()),
        (f'{BODY}<div class="comments"><span class="author">Ada Vos</span></div>', ()),
        (f'{BODY}<div class="comment-body"><span class="author">Ada Vos</span></div>', ()),
        (f'{BODY}<aside><p class="author">Ada Vos</p></aside>', ()),
        (f'<p class="author">{"Ada Vos writes about pumps. " * 9}</p>{BODY}', ()),
        (f'<p class="authors-note">Ada Vos</p>{BODY}', ()),
    ],
)  # fmt: skip
def test_a_byline_names_the_authors_of_a_page(page: str, authors: tuple[str, ...]) -> None:
    assert parse(f"<html><body>{page}</body></html>".encode(), "text/html").authors == authors
