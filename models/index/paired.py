"""Topics in two languages that probably mean the same, as one: so that whoever counts people per topic counts once.

They stay two topics until a person joins them; a count over both is the one that it would be after that.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from models.grouping import run_starts
from models.index.topics import Topics, turned
from models.index.translations import Translations


def pairs_of(topics: Topics, translations: Translations) -> dict[int, int]:
    """The topics that count with another one, by number: those of which questions ask for the other along.

    Each is in one pair at most, the surest of its own. Documents for everyone decide which of both stands for the pair:
    the one that is more usual in them.
    """
    called: dict[str, list[int]] = defaultdict(list)
    for number, row in enumerate(topics.rows):
        for label in {label.casefold() for label in row.labels.values()}:
            called[label].append(number)
    sure: dict[tuple[int, int], float] = {}
    for (asked, meant), weight in translations.pairs.items():
        for one in called.get(asked, ()):
            for other in called.get(meant, ()):
                if one != other:
                    pair = _usual_first(topics, one, other)
                    sure[pair] = max(weight, sure.get(pair, 0.0))
    also: dict[int, int] = {}
    taken: set[int] = set()
    for pair in sorted(sure, key=lambda pair: (-sure[pair], [topics.rows[topic].key for topic in pair])):
        if taken.isdisjoint(pair):
            taken.update(pair)
            also[pair[1]] = pair[0]
    return also


def _usual_first(topics: Topics, one: int, other: int) -> tuple[int, int]:
    first, last = sorted((one, other), key=lambda topic: (-topics.usual[topic], topics.rows[topic].key))
    return first, last


def joined(topics: Topics, also: Mapping[int, int]) -> Topics:
    """These topics with the documents of each pair at the one that stands for it; the other one has none.

    A document about both is as much about the pair as about the one that it is most about. What is usual is that of
    both together. A pair is of a special category when one of both is.
    """
    if not also:
        return topics
    main = np.arange(len(topics.rows), dtype=np.int64)
    main[list(also)] = list(also.values())
    owners = main[np.repeat(np.arange(len(topics.rows)), np.diff(topics.starts))]
    documents, about = np.asarray(topics.documents), np.asarray(topics.about)
    order = np.lexsort((-about.astype(np.int64), documents, owners))
    order = order[run_starts(owners[order], documents[order])]
    starts = np.searchsorted(owners[order], np.arange(len(topics.rows) + 1)).astype(np.int64)
    usual = np.zeros(len(main))
    np.add.at(usual, main, topics.usual)
    special = topics.special.copy()
    np.logical_or.at(special, main, topics.special)
    return replace(
        topics,
        starts=starts,
        documents=documents[order],
        about=about[order],
        usual=usual,
        special=special,
        back=turned(starts, documents[order]),
    )
