"""A body that costs its parser too much time or memory is given up, and the next one is parsed."""

from __future__ import annotations

import pytest

from ingest.formats import FormatError, Limits
from ingest.isolation import Isolated

SLOW = ("<a " * 20_000).encode()
"""A page of a wiki on which its parser takes hours."""


@pytest.mark.parametrize(
    ("limits", "body", "message"),
    [
        (Limits(seconds=0.5), SLOW, "parse-took-too-long"),
        (Limits(memory=1), SLOW, "parse-needs-too-much"),
    ],
)
def test_what_costs_too_much_is_given_up(limits: Limits, body: bytes, message: str) -> None:
    with Isolated(limits) as isolated:
        with pytest.raises(FormatError) as caught:
            isolated.parse(body, "text/x-wiki")
        assert caught.value.message == message
        if message == "parse-took-too-long":
            assert isolated.parse(b"The boiler is in the cellar.", "text/x-wiki").text


def test_time_is_that_of_the_processor() -> None:
    with Isolated(Limits(seconds=5)) as isolated:
        for _ in range(3):
            assert isolated.parse(b"The '''boiler''' is here.", "text/x-wiki").text == "The boiler is here."
