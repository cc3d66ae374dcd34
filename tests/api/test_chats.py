"""Links to chat programs are made from templates of the settings, and hold nothing that was not encoded."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.chats import chat_links
from whoknows.chat_templates import is_template

TEAMS = "https://teams.microsoft.com/l/chat/0/0?users={email}&message={question}"
MATRIX = "https://matrix.to/#/@{user}:acme.example"


def test_a_link_says_who_is_written_to_and_about_what() -> None:
    links = chat_links({"Teams": TEAMS, "Matrix": MATRIX}, "ann@acme.example", "Ann Vos", "pumps & valves?")
    assert links == {
        "Teams": "https://teams.microsoft.com/l/chat/0/0?users=ann%40acme.example&message=pumps%20%26%20valves%3F",
        "Matrix": "https://matrix.to/#/@ann:acme.example",
    }


def test_whoever_has_no_address_has_no_link_that_needs_one() -> None:
    assert chat_links({"Matrix": MATRIX, "Chat": "https://chat.example/{name}"}, None, "Ann Vos", "") == {
        "Chat": "https://chat.example/Ann%20Vos"
    }


@pytest.mark.parametrize(
    "template", [TEAMS, MATRIX, "slack://user?team=T1&id={user}", "msteams:/l/chat/0/0?users={email}"]
)
def test_a_template_names_its_program_and_somebody(template: str) -> None:
    assert is_template(template)


@pytest.mark.parametrize(
    "template",
    [
        "", "https://chat.example/", "https://chat.example/?q={question}", "https://chat.example/{id}", "https:///{user}",
        "https://{user}/", "https://{user}.example/", "javascript:alert('{user}')", "data:text/html,{user}",
        "http://chat.example/{user}", "//chat.example/{user}", "https://chat.example/{user",
        "https://c.example/ {user}", "https://[chat/{user}",
    ],
)  # fmt: skip
def test_what_is_no_link_to_a_program_is_refused(template: str) -> None:
    assert not is_template(template)


@given(st.text(max_size=60), st.text(max_size=60), st.text(max_size=400))
def test_whatever_people_write_stays_one_part_of_the_link(email: str, name: str, question: str) -> None:
    for link in chat_links({"Teams": TEAMS}, email, name, question).values():
        rest = link.removeprefix("https://teams.microsoft.com/l/chat/0/0?users=")
        users, _, message = rest.partition("&message=")
        assert not {*users, *message} & {*"&?#=/<>\"' \n"}
