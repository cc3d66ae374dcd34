"""Whoever is found can be written to where the organisation writes, with the question as the subject."""

from __future__ import annotations

from dataclasses import replace

from api.site import Site
from tests.api.keys import person
from tests.api.small_site import client

TEAMS = "https://teams.microsoft.com/l/chat/0/0?users={email}&message={question}"


def test_a_chat_and_a_mail_have_the_question_as_their_subject(site: Site) -> None:
    visitor = client(replace(site, chats={"Teams": TEAMS}))
    visitor.cookies.set("as", person("tunde"))
    shown = visitor.get("/search?q=waterstofopslag").text
    assert f'href="{TEAMS.split("?", maxsplit=1)[0]}?users=maaike%40example.org&amp;message=waterstofopslag"' in shown
    assert 'href="mailto:maaike@example.org?subject=waterstofopslag"' in shown
    assert visitor.get("/api/me").json()["chats"] == {"Teams": TEAMS}
