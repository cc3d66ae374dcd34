"""Topics that a question means and names in the other language, where they have no name in that one.

"leak detection" asks for "lekdetectie" too, where the organisation calls that by a Dutch name only. Off the fast path:
the labels of topics are compared, whose vectors the index keeps (docs/decisions/0039).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np

from models.counterparts import worst_counterpart
from models.encoder import Encoder, OpenEncoder
from models.index.contract import Mask, Translation, TranslationRow, Word, WordsForEveryone
from models.index.text.analysis import LANGUAGES, asked_words, is_word, words
from models.index.text.asked_language import is_word_of
from models.index.text.subject import subject_of
from models.rankers.matches import Matches
from models.second_ear import is_foreign
from models.wording import is_general

NEAR = 0.62
"""Cosine of a label from which it may mean what was asked."""
CLEAR = 0.2
"""How much nearer it is than what lies around either, at least (CSLS, decision 29)."""
EACH = 0.45
"""Cosine of each word of either with its counterpart in the other, at least."""
ALONE = 0.3
"""The same as `CLEAR` for a single word, which says less."""
ENOUGH = 12
"""Documents with all words of a question that names no topic, from which they answer enough."""
LONGEST = 4
"""Words that are compared as one thing."""
MOST_WORDS = 12
"""Words of a question that are looked at."""
SHORTEST = 3
LIKELY = 3
"""Nearest labels that are looked at."""


def meant_topics(matches: Matches, ear: OpenEncoder, *, answered: bool) -> list[TranslationRow]:
    """What the words of this question mean among the topics that have a name in the other language only."""
    index = matches.index
    tokens = asked_words(subject_of(matches.question.text))[:MOST_WORDS]
    if not index.has_labels or not (not answered or is_foreign(matches) or _says_little(matches, tokens)):
        return []
    labels = index.labels
    asked = [each for language in set(labels.languages) for each in _asked(matches, tokens, language)]
    encoder = ear() if asked else None
    return [] if encoder is None else list(_meant(matches, asked, encoder))


def _says_little(matches: Matches, tokens: Sequence[str]) -> bool:
    """Whether this question is no name of a topic, and few documents hold all of its words."""
    parsed = matches.parsed
    if not parsed.rarity or tuple(tokens) in matches.index.topics.forms:
        return False
    accept = partial(np.isin, test_elements=matches.ordinals)
    _, scores = matches.index.public.top(parsed.clauses, ENOUGH, accept, constant=True)
    return len(scores) < ENOUGH or float(scores[-1]) < 0.99 * sum(parsed.rarity.values())


def _asked(matches: Matches, tokens: Sequence[str], language: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Words in a row of this question that are of the other language than this one and name no topic, with that one."""
    other = next(each for each in LANGUAGES if each != language)
    fit = [len(each) >= SHORTEST and is_word(each, other) and is_word_of(each, other) for each in tokens]
    for size in range(min(LONGEST, len(tokens)), 0, -1):
        for start in range(len(tokens) - size + 1):
            said = tuple(tokens[start : start + size])
            named = said in matches.index.topics.forms or (size == 1 and said[0] in matches.parsed.topical)
            foreign = all(fit[start : start + size]) and not all(is_word_of(each, language) for each in said)
            if foreign and not named and not is_general((other, " ".join(said))):
                yield other, said


def _meant(
    matches: Matches, asked: Sequence[tuple[str, tuple[str, ...]]], encoder: Encoder
) -> Iterator[TranslationRow]:
    labels, is_dutch = matches.index.labels, partial(_is_dutch, matches.index.words_for(matches.access))
    near = labels.cosines(encoder.encode([" ".join(said) for _, said in asked]))
    for (language, said), cosines in zip(asked, near, strict=True):
        margins = labels.margins(cosines[None, :], language)[0]
        likely = np.flatnonzero((cosines >= NEAR) & (margins >= (CLEAR if len(said) > 1 else ALONE)))
        for place in likely[np.argsort(-cosines[likely], kind="stable")].tolist()[:LIKELY]:
            tongue, surface = labels.languages[place], labels.surfaces[place]
            if tongue == language or set(said).intersection(asked_words(surface)):  # else it is found by its words
                continue
            if not _is_public(matches, int(labels.numbers[place])):
                continue
            if worst_counterpart(said, surface, tongue, is_dutch, encoder) >= EACH:
                yield language, " ".join(said), Translation(tongue, surface, float(cosines[place]))
                break


def _is_dutch(written: WordsForEveryone, word: str) -> bool:
    """Whether this is an ordinary Dutch word, or one that somebody wrote."""
    return is_word_of(word, "nl") or any(written.having(Word("nl", form)) for form in words(word, "nl"))


def _is_public(matches: Matches, topic: int) -> bool:
    """Whether a document for everyone that the asker may read now mentions this topic."""
    index, access = matches.index, matches.access
    ordinals = index.topics.mentioned(topic).astype(np.int64)
    good: Mask = index.visible(ordinals, access) & (index.columns["public"][ordinals] > 0)
    if access.lag is not None:  # it may mention it no more
        good &= ~np.isin(ordinals, access.lag.touched)
    return bool(good.any())
