"""Why lines are not own words."""

from __future__ import annotations

from graph.facts import DocumentKind, Item
from ingest.formats import ParsedBody, Passage, PassageKind
from ingest.own import LeftOutReason, left_out, words_of_item

TEXT = "Grease the bearing.\n> Is it dry?\nprint(1)\nHeader of the page\n--\nAda"


def passage(piece: str, voice: PassageKind) -> Passage:
    start = TEXT.index(piece)
    return Passage(start, start + len(piece), voice)


PARSED = ParsedBody(
    None, TEXT, passages=(passage("print(1)", PassageKind.CODE), passage("Header of the page", PassageKind.ASIDE))
)


def reasons(item: Item) -> dict[str, str]:
    return {line: why.value for why, line in left_out(item, PARSED)}


def test_each_line_has_its_reason() -> None:
    reply = Item("1", b"", kind=DocumentKind.REPLY)
    assert reasons(reply) == {
        "> Is it dry?": "quote",
        "print(1)": "code",
        "Header of the page": "aside",
        "--": "added",
        "Ada": "added",
    }
    assert words_of_item(reply, PARSED).own == "Grease the bearing."


def test_pages_keep_quotes_and_commits_everything() -> None:
    assert set(reasons(Item("1", b"")).values()) == {"code", "aside"}
    assert reasons(Item("1", b"", kind=DocumentKind.COMMIT)) == {}


def test_nobody_s_words_are_all_left_out() -> None:
    found = reasons(Item("1", b"", kind=DocumentKind.REPLY, nobody=True))
    assert len(found) == 6
    assert set(found.values()) == {LeftOutReason.NOBODY}
