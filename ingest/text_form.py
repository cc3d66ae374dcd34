"""The text of a body in its one form, with whole words, and its passages where they are in it then."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from graph.writing.characters import one_form
from ingest.formats import ParsedBody, Passage, PassageKind
from ingest.line_ends import with_whole_words


def in_one_form(parsed: ParsedBody) -> ParsedBody:
    """The body as it is stored; no word goes over the border of a passage, and code keeps its hyphens."""
    tabled = one_form(parsed.tabled)
    if not parsed.passages:
        return replace(parsed, text=one_form(with_whole_words(parsed.text)), tabled=tabled)
    size = len(parsed.text)
    code = {place.start: place.end for place in parsed.passages if place.voice is PassageKind.CODE}
    places = sorted({0, size, *(min(at, size) for each in parsed.passages for at in (each.start, each.end))})
    moved, parts, length, in_code = {0: 0}, [], 0, 0
    for start, end in pairwise(places):
        in_code = max(in_code, code.get(start, 0))
        piece = parsed.text[start:end]
        parts.append(one_form(piece if start < in_code else with_whole_words(piece)))
        length += len(parts[-1])
        moved[end] = length
    passages = tuple(
        Passage(moved[min(each.start, size)], moved[min(each.end, size)], each.voice) for each in parsed.passages
    )
    return replace(parsed, text="".join(parts), passages=passages, tabled=tabled)
