"""Chat programs of the organisation: links by which a colleague is written to there, made from templates.

Messages stay where they are: WhoKnows makes a link and sends nothing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from urllib.parse import quote

MOST_TOLD = 300
"""Characters of a question that go along."""
FIELD = re.compile(r"\{([^{}]{0,40})\}")


def chat_links(templates: Mapping[str, str], email: str | None, name: str, question: str) -> dict[str, str]:
    """The address at which this colleague is written to, by program; none of one that needs what is not known."""
    known = {"email": email or "", "user": (email or "").partition("@")[0], "name": name}
    links = {}
    for program, template in templates.items():
        if all(known.get(each, "-") for each in FIELD.findall(template)):
            told = {**known, "question": question[:MOST_TOLD]}
            links[program] = FIELD.sub(lambda found, told=told: quote(told[found[1]], safe=""), template)  # type: ignore[misc]
    return links
