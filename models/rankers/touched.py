"""Who touched the subject and no more.

A message says one thing. A page says many, and its title tells what it is about: one that has the subject in its text
alone says little by itself, so it takes several that match well.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate, groupby

import numpy as np

from graph.facts import DocumentKind
from models.index.contract import DOCUMENT_KINDS, Mask, Numbers
from models.index.text.snippets import Finder
from models.rankers.coverage import CLOSE, amounts, nearness, rows_of, working_rows
from models.rankers.matches import Matches
from models.together import words_found

PAGES = frozenset({DocumentKind.PAGE, DocumentKind.FILE, DocumentKind.MINUTES, DocumentKind.EPISODE})
"""Kinds of documents that say many things; any other says one."""
IS_PAGE = np.isin(np.arange(256), [number for number, kind in DOCUMENT_KINDS.items() if kind in PAGES])
MESSAGE_LIKE_THE_BEST = 0.8
"""How well one message matches, compared with the best document, of whoever did more than touch the subject."""
MESSAGES_ENOUGH = 2
"""Messages that match well (`CLOSE`) say so too."""
PAGE_LIKE_THE_BEST = 0.9
"""How well a page matches that says so with the subject in its text alone."""
PAGES_ENOUGH = 3
"""It takes so many documents, that page among them, which match at least `PAGE_CLOSE` times as well as the best."""
PAGE_CLOSE = 0.6
TITLED = 0.6
"""Of what the words of a question tell, the share that a title holds which says so."""


def in_passing(matches: Matches, persons: Numbers) -> Mask:
    """Whether each of these persons touched the subject and no more: no pages, messages or title of theirs say more."""
    rows = working_rows(matches)
    places, owners = matches.places[rows], matches.owners[rows]
    near = nearness(matches)[places]
    pages = IS_PAGE[matches.index.columns["kind"].take(matches.ordinals.take(places))]

    def having(chosen: Mask, least: int = 1) -> Mask:
        counts = np.bincount(owners[chosen], minlength=len(matches.able))
        enough: Mask = counts >= least
        return enough

    knowing = having(near >= PAGE_LIKE_THE_BEST) & having(near >= PAGE_CLOSE, PAGES_ENOUGH)
    knowing |= having(~pages & (near >= MESSAGE_LIKE_THE_BEST)) | having(~pages & (near >= CLOSE), MESSAGES_ENOUGH)
    unsure = np.zeros(len(matches.able), dtype=bool)
    unsure[persons] = True
    unsure &= ~knowing
    knowing |= having(_titled(matches, places, pages & (near >= CLOSE) & unsure[owners]))
    return ~knowing[persons]


def _titled(matches: Matches, places: Numbers, looked_at: Mask) -> Mask:
    """Which of these rows, where they are looked at, are of a document of which the title tells the subject."""
    index, clauses = matches.index, matches.parsed.clauses
    chosen = np.unique(places[looked_at])
    titles = [title.replace("\n", " ") for title in index.columns.titles_of(matches.ordinals.take(chosen))]
    telling = amounts(clauses, matches.parsed.topical, index.public.size())
    tokens = [[{word.token for word in row} for row in rows_of(clause)] for clause in clauses]
    titled = np.zeros(len(matches.ordinals), dtype=bool)
    for number, words in _words_of(titles, words_found(matches)):
        held = [told for told, rows in zip(telling, tokens, strict=True) if any(row <= words for row in rows)]
        titled[chosen[number]] = bool(held) and sum(held) >= TITLED * sum(telling)
    return titled[places]


def _words_of(titles: Sequence[str], find: Finder) -> Iterator[tuple[int, set[str]]]:
    """The words of the question in each title that has any, by its number: looked for in all titles at once."""
    ends = list(accumulate(len(title) + 1 for title in titles))
    hits = find.hits("\n".join(titles), sum(map(len, titles)) + 1)
    for number, group in groupby(hits, key=lambda hit: bisect_right(ends, hit[0])):
        yield number, {token for _, _, token in group}
