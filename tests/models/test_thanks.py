"""Replies that only thank, told apart from those that say something."""

from __future__ import annotations

import pytest

from graph.facts import EVERYONE, Document, DocumentKind
from models.index.text.thanks import only_thanks


def reply(kind: DocumentKind = DocumentKind.REPLY) -> Document:
    return Document("document:list:1", "list", "1", kind, "Re: Buffer of the heat pump", rule=EVERYONE)


@pytest.mark.parametrize(
    "text",
    [
        "Clear, thanks!",
        "Helder, dank!",
        "Dank je wel, hier kan ik mee verder.",
        "Thank you, that helps a lot.",
        "Thanks Maaike, it works now.",
        "Hi @tunde,\n\nMany thanks for your quick reply!\n\nKind regards,\nAnn",
        "Great, I'll do that.",
    ],
)
def test_thanks_tell_nothing(text: str) -> None:
    assert only_thanks(reply(), text)


@pytest.mark.parametrize(
    "text",
    [
        "Thanks, use the 3 mm valve.",
        "Dank. De klep staat dicht.",
        "Maaike",
        "GDPR",
        "Yes, with ultrasound.",
        "https://example.org/buffers",
        "+1",
        "",
    ],
)
def test_what_tells_something_is_more_than_thanks(text: str) -> None:
    assert not only_thanks(reply(), text)


def test_a_first_message_tells_by_its_title() -> None:
    assert not only_thanks(reply(DocumentKind.POST), "Thanks!")
