"""A snippet marks the same words as a second search in its piece would."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from models.index.contract import Clause, Word
from models.index.text.snippets import finder, snippet

WORDS = (
    "topology",
    "Topologies",
    "ruimte",
    "Ruimten",
    "café",
    "CAFÉ",
    "other",
    "x_topology",
    "mistopology",
    "\n",
    "  ",
    "é",
)
FIND = finder(
    [Clause(((Word("en", "topolog"),), (Word("nl", "ruimt"), Word("nl", "caf")))), Clause(((Word("en", "cafe"),),))]
)


@settings(derandomize=True, max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=120).map(" ".join))
def test_the_hits_of_a_snippet_are_those_of_its_text(text: str) -> None:
    shown = snippet(text, FIND)
    piece = "".join(span.text for span in shown if span.text not in ("… ", " …"))
    hits = FIND.hits(piece)
    assert [piece[start:end] for start, end, _ in hits] == [span.text for span in shown if span.hit]
    assert piece in " ".join(text.split())


def test_a_sentence_is_shown_before_a_web_address() -> None:
    found = finder([Clause(((Word("en", "galoi"),),))])
    address, filler = "https://example.org/#narrow/topic/galois.20theory", "We met and had soup. " * 30
    assert "The galois group" in "".join(span.text for span in snippet(f"{address} {filler}The galois group.", found))
    assert "narrow" in "".join(span.text for span in snippet(f"{filler} {address}", found))
