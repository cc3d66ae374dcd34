"""The sentence of a message id: from the catalogue of the product, else from the kind of source that brought it."""

from __future__ import annotations

from collections.abc import Mapping

from ui.messages import catalogue, fill
from ui.messages import sentence as own_sentence


def sentence(message: str, params: Mapping[str, object], language: str) -> str:
    """This message in this language. An id without a sentence is shown with its parameters, never hidden."""
    if message not in catalogue():
        from ingest import sources  # only here: a command that tells no such sentence loads none of it

        wording = sources.wording(message)
        if wording is not None:
            return fill(wording.text(language), params, language)
    return own_sentence(message, params, language)
