"""A list shows a text once and says where else it is, as far as the reader may know."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.api.small_site import client
from tests.api.test_hidden import COLLEAGUE, INSIDER, Draft, site

PAINT = ("paint on doors and windows",)
PUBLIC = [Draft(PAINT, ("ann",), "gas"), Draft(PAINT, ("bob",), "green")]
HIDDEN = [Draft(PAINT, ("bob",), "gas")]
ALSO = {"en": "Also in", "nl": "Ook in"}


@pytest.mark.slow
@pytest.mark.parametrize("language", ALSO)
def test_a_list_says_where_else_a_text_is(language: str) -> None:
    with site(PUBLIC, HIDDEN) as made:
        for viewer, places in ((COLLEAGUE, 1), (INSIDER, 2)):
            visitor = client(replace(made, viewer_of=lambda key, viewer=viewer: replace(viewer, person=key)))  # type: ignore[misc]
            page = visitor.get("/documents?q=paint", headers={"accept-language": language}).text
            (line,) = re.findall(rf"<p[^>]*>{ALSO[language]} (.*?)</p>", page, re.DOTALL)
            assert len(re.findall("<a href=", line)) == places
