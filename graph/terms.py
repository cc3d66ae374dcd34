"""Keys of terms and topics, and the norm of a term that somebody typed."""

from __future__ import annotations

from graph.facts import Key, key_of
from graph.writing.characters import one_form


def term_key(language: str, norm: str) -> Key:
    """The key of this term."""
    return key_of("term", language, norm)


def topic_key(anchor: Key) -> Key:
    """The key of the topic of this anchor term."""
    return "topic:" + anchor.split(":", 1)[1]


def parted_topic_key(term: Key) -> Key:
    """The key of the topic of a term that left the topic which has its own key."""
    return key_of("topic", language_of(term), f"{term} by itself")


def language_of(term: Key) -> str:
    """The language of this term."""
    return term.split(":")[1]


def norm_of(label: str) -> str:
    """The norm of a term of which nothing is known but how somebody wrote it."""
    return " ".join(one_form(label).casefold().split())
