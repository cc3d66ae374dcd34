"""How much of a question stands together: in one passage of each of two of the documents that match it best.

Words that an organisation wrote, each somewhere, are no subject that it has: those of a question for another one stand
far apart in long texts, and what stands together by chance does so once. Of a list ("pumps and boilers") each part
counts by itself as well (docs/decisions/0045).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from models.answered import quoted, unwritten
from models.index.contract import Clause, Ordinals, ParsedQuestion
from models.index.text.analysis import word_forms
from models.index.text.engine import idf
from models.index.text.passages import LONGEST_TEXT, PASSAGE
from models.index.text.snippets import Finder, Hit, finder
from models.index.text.subject import subject_of
from models.rankers.coverage import amounts, rows_of
from models.rankers.matches import DEPTH, Matches

TOGETHER = 0.59
"""Of what the words of a question tell, passages hold at least this share: of two words that tell as much, both."""
SECOND = 0.4
"""What the second best document counts, of both. A passage that holds every word needs no second one."""
DOCUMENTS = 12
"""Best documents that are looked at."""
MOST_HITS = 400
"""Words of the question that are looked for in one text, at most."""
PARTS = re.compile(r"[,;:/&+()]|\b(?:and|or|en|of)\b", re.IGNORECASE)
"""What stands between the parts of a list, in either language."""


@dataclass(frozen=True, slots=True)
class Held:
    """What the best passage holds: the share of what is asked, and by place of a clause the words that it has of it."""

    share: float = 0.0
    clauses: dict[int, str] = field(default_factory=dict)


EVERYTHING = Held(1.0)


def words_found(matches: Matches) -> Finder:
    """A finder of the words of this question, made once for all who look for them."""
    return matches.once_of_documents(_finder)


def held_together(matches: Matches, enough: float = TOGETHER) -> Held:
    """What the best passages hold of this question, at most; those that hold enough end the search."""
    parsed, ordinals = matches.parsed, matches.ordinals[:DOCUMENTS]
    if not len(ordinals):
        return Held()
    if len(parsed.clauses) == 1 and not parsed.unknown:
        return EVERYTHING
    whole = _Look(matches, parsed, words_found(matches)).best_of(ordinals, enough)
    pieces = PARTS.split(subject_of(matches.question.text)) if whole.share < enough else []
    if len(pieces) < 2:
        return whole
    return replace(whole, share=max(whole.share, (whole.share + _of_parts(matches, pieces)) / 2))


def _finder(matches: Matches) -> Finder:
    return finder(matches.parsed.clauses)


def _of_parts(matches: Matches, pieces: Iterable[str]) -> float:
    """The share that is held of these parts, each in a passage of its own."""
    index, held, asked = matches.index, 0.0, 0.0
    for piece in pieces:
        parsed = replace(index.parse(piece, matches.access), kept=matches.parsed.kept)
        look = _Look(matches, parsed, finder(parsed.clauses))
        if look.all:
            found, _ = index.search(parsed, matches.access, matches.question, DOCUMENTS)
            held += look.all * look.best_of(found, 1.0).share
            asked += look.all
    return held / asked if asked else 0.0


class _Look:
    """Looks for the passage that holds most of a question or a part of it; `all` is what the whole of that tells.

    No passage of own words has what stands in quotes and templates alone: that tells the less, the more documents do.
    A word that stands nowhere tells the most, unless the question names a topic: of "cloud provider azure" it is the
    subject.
    """

    def __init__(self, matches: Matches, parsed: ParsedQuestion, find: Finder) -> None:
        index = matches.index
        self._columns, self._find = index.columns, find
        size, elsewhere = index.public.size(), matches.once_of_documents(quoted)
        self._amounts = amounts(parsed.clauses, matches.parsed.topical, size)
        for word, count in elsewhere.items():
            forms, most = _forms([word]), idf(size, min(size, count)) if count < DEPTH else 0.0
            for place, clause in enumerate(parsed.clauses):
                if _names(clause, forms):
                    self._amounts[place] = min(self._amounts[place], most)
        absent = _forms(set(matches.once_of_documents(unwritten)) - elsewhere.keys())
        if absent and not matches.parsed.topical:
            for place, clause in enumerate(parsed.clauses):
                if _names(clause, absent):
                    self._amounts[place] = idf(size, 0)
        self._rows = [[{word.token for word in row} for row in rows_of(clause)] for clause in parsed.clauses]
        self.all = sum(self._amounts)

    def best_of(self, ordinals: Ordinals, enough: float) -> Held:
        """What the best passages of these documents hold; the first ones that hold enough will do."""
        best, second = Held(), 0.0
        for ordinal in ordinals.tolist():
            text = f"{self._columns.name_of(ordinal)[1]}\n{self._columns.text_of(ordinal, LONGEST_TEXT)}"
            found = self._in_text(text, second)
            best, second = (found, best.share) if found.share > best.share else (best, max(second, found.share))
            if len(best.clauses) == len(self._rows):
                return replace(best, share=1.0)
            if _of_both(best.share, second) >= enough:
                break
        return best if len(ordinals) < 2 else replace(best, share=_of_both(best.share, second))

    def _in_text(self, text: str, least: float) -> Held:
        """What the best passage of a text holds; nothing when that cannot be more than `least`."""
        hits = self._find.hits(text, MOST_HITS)
        if self._share({token for _, _, token in hits}) <= least:
            return Held()
        inside, first, best = Counter[str](), 0, Held()
        for place, (start, _, token) in enumerate(hits):
            while start - hits[first][0] > PASSAGE:
                inside[hits[first][2]] -= 1
                first += 1
            inside[token] += 1
            if inside[token] == 1:
                share = self._share({each for each, count in inside.items() if count})
                if share > best.share:
                    best = self._held(text, hits[first : place + 1], share)
        return best

    def _share(self, tokens: set[str]) -> float:
        return sum(self._amounts[place] for place in self._places(tokens)) / (self.all or 1.0)

    def _places(self, tokens: set[str]) -> list[int]:
        """The clauses that these words hold."""
        return [place for place, rows in enumerate(self._rows) if any(row <= tokens for row in rows)]

    def _held(self, text: str, hits: Sequence[Hit], share: float) -> Held:
        spelled = {token: text[start:end] for start, end, token in hits}
        held = {}
        for place in self._places({*spelled}):
            row = next(row for row in self._rows[place] if row <= {*spelled})
            held[place] = " ".join(spelled[token] for token in spelled if token in row)
        return Held(share, held)


def nearest_subject(matches: Matches, held: Held) -> str:
    """The words of the question that a passage holds; of a compound of which it holds a part, that part.

    Empty when it holds none or all of them.
    """
    clauses, said = matches.parsed.clauses, dict[str, None]()
    for token in matches.parsed.rarity:
        forms = _forms([token])
        mine = [place for place, clause in enumerate(clauses) if _names(clause, forms)]
        there = [place for place in mine if place in held.clauses]
        if there and len(there) == len(mine):
            said[token] = None
        else:
            said.update(dict.fromkeys(held.clauses[place].lower() for place in there))
    return " ".join(said) if list(said) != list(matches.parsed.rarity) else ""


def _of_both(best: float, second: float) -> float:
    """The share that the best two documents hold."""
    return (1.0 - SECOND) * best + SECOND * second


def _forms(tokens: Iterable[str]) -> set[str]:
    """These words as the index may have them, in any language."""
    return {form for token in tokens for _, form in word_forms(token)}


def _names(clause: Clause, forms: set[str]) -> bool:
    return any(word.token in forms for way in clause.ways for word in way)
