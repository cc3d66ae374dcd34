"""A text as lines that are somebody's own or not."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from graph.own_words import TextParts
from ingest.formats import ParsedBody, PassageKind

MANY_BLANKS = re.compile(r"\n{3,}")


@dataclass(slots=True)
class Lines:
    """The lines of a text. `mine` says which are own words, `said` which others said."""

    texts: list[str]
    mine: list[bool] = field(default_factory=list)
    said: list[bool] = field(default_factory=list)
    notices: set[int] = field(default_factory=set)

    def __len__(self) -> int:
        return len(self.texts)

    def drop(self, start: int, stop: int) -> None:
        """These lines are not own words."""
        self.mine[start:stop] = [False] * (stop - start)

    def left_out(self, at: int) -> None:
        """This line is the notice of an archive that it left something out."""
        self.mine[at] = False
        self.notices.add(at)

    def own(self) -> Iterator[int]:
        """The places of the own lines that are not blank."""
        return (at for at, text in enumerate(self.texts) if self.mine[at] and text.strip())

    def words(self, whole: str) -> TextParts:
        """The own words, and the rest in its order; the text as it is when all of it is own.

        What an archive left out is nobody else's: of such a message only the title is known, and that is its writer's.
        """
        blank = [not text.strip() for text in self.texts]
        if all(mine or empty for mine, empty in zip(self.mine, blank, strict=True)):
            return TextParts(whole)
        if all(empty or at in self.notices for at, empty in enumerate(blank)):
            return TextParts("")
        own = [text if mine else "" for text, mine in zip(self.texts, self.mine, strict=True)]
        rest = ["" if mine else text for text, mine in zip(self.texts, self.mine, strict=True)]
        return TextParts(_text(own), _text(rest))


def _text(lines: list[str]) -> str:
    return MANY_BLANKS.sub("\n\n", "\n".join(line.rstrip() for line in lines)).strip("\n")


def lines_of(parsed: ParsedBody, *, quotes: bool = True) -> Lines:
    """The lines of a parsed text, its passages marked; `quotes`: those of others too, and not only code and asides."""
    texts = parsed.text.split("\n")
    lines = Lines(texts, [True] * len(texts), [False] * len(texts))
    passages = [each for each in parsed.passages if quotes or each.voice != PassageKind.QUOTE]
    if not passages:
        return lines
    place, at = 0, 0
    for number, text in enumerate(texts):
        end = place + max(len(text), 1)
        while at < len(passages) and passages[at].end <= place:
            at += 1
        if at < len(passages) and passages[at].start < end:
            lines.mine[number] = False
            lines.said[number] = passages[at].voice == PassageKind.QUOTE
        place += len(text) + 1
    return lines
