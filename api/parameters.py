"""Parameters that several pages take, each with its limits and its description."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Path, Query

from graph.facts import Key

TEXT_MOST = 500
QUESTION_MOST = 4000
"""Characters of a question, which may be a text that was pasted."""
KEY_MOST = 400
ADDRESS_MOST = 2000
PAGES_MOST = 1_000_000

KeyParameter: TypeAlias = Annotated[
    Key, Path(max_length=KEY_MOST, description="The key, as lists and answers give it.")
]
ListLimit: TypeAlias = Annotated[int, Query(ge=1, le=100, description="Number of lines on a page.")]
PageNumber: TypeAlias = Annotated[
    int, Query(ge=1, le=PAGES_MOST, description="The page of the list; past the end is the last one.")
]
