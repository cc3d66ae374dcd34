"""Words with signs in them are words: in texts, in questions, in profiles and over either engine."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.answers import Question
from models.index.text.analysis import as_words, asked_words, typed_words, whole_words
from models.index.text.tantivy_engine import words_of
from tests.models.organisations import Organisation, Paper, people, person

WRITTEN = [
    ("Wij bouwen in C++ en C#.", "Wij bouwen in cplusplus en csharp"),
    ("C++17, F# (oud), J#", "cplusplus 17 fsharp oud jsharp"),
    ("Notepad++ en g++", "Notepad notepadplusplus en gplusplus"),
    (".NET 8, ASP.NET Core en VB.net", "dotnet 8 ASP dotnet aspdotnet Core en VB net"),
    ("https://voorbeeld.net/a.net", "https voorbeeld net a net"),
    ("Node.js naast Vue.js", "Node nodejs js naast Vue vuejs js"),
    ("TCP/IP, CI/CD en PL/SQL", "TCP IP tcpip CI CD cicd en PL SQL plsql"),
    ("een A/B-test over I/O", "een ab test over io"),
    ("S/4HANA op OS/2", "S 4HANA HANA s4hana op OS 2 os2"),
    ("C/C++, C#/.NET, R/Python, R/SPSS", "C cplusplus csharp dotnet R Python R SPSS rspss"),
    ("en/of, 24/7, 3/4, km/h, he/she", "en of 24 7 3 4 km h he she"),
    ("AT&T, R&D, R & D en Q&A", "AT atandt randd randd en qanda"),
    ("K. Mol en J.K. Mol, van M. van Dam", "Mol en Mol van van Dam"),
    ("geschreven in R. De rest in C.", "geschreven in R De rest in C"),
    ("een e-mail over T-shirts en het R-pakket", "een mail email over T shirts tshirts en het R pakket rpakket"),
    ("3-D en 3D, 5G, Objective-C", "3d en 3D 5G Objective objectivec"),
    ("gas- en waterleiding", "gas gasleiding en waterleiding"),
    ("zonne- en windenergie", "zonne energie en windenergie"),
    ("issue #12, A#b, i+++j", "issue 12 A b i j"),
    ("gewone tekst, met komma's.", "gewone tekst met komma s"),
]


@pytest.mark.parametrize(("text", "words"), WRITTEN)
def test_words_of_a_text(text: str, words: str) -> None:
    assert [word for word in _split(as_words(text)) if word] == words.split()


def _split(text: str) -> list[str]:
    return "".join(char if char.isalnum() else " " for char in text).split()


ASKED = [
    ("c++", "cplusplus"), ("C plus plus", "cplusplus"), ("c sharp", "csharp"), (".net", "dotnet"),
    ("dot net", "dotnet"), ("node.js", "node nodejs js"), ("tcp/ip", "tcp ip tcpip"), ("a/b test", "ab test"),
    ("s/4hana", "4hana hana s4hana"),
    ("r&d", "randd"), ("r", "r"), ("e-mail", "mail email"), ("3d", "3d"), ("j. jansen", "jansen"), ("R.", "r"),
]  # fmt: skip


@pytest.mark.parametrize(("question", "words"), ASKED)
def test_words_of_a_question(question: str, words: str) -> None:
    assert asked_words(question) == words.split()


def test_a_word_is_told_as_it_was_asked() -> None:
    assert typed_words("wie kent c++ of R&D?") == {"cplusplus": "c++", "randd": "R&D"}
    assert whole_words("tcp/ip en c++") == {"tcpip"}


@given(st.text(st.sampled_from("Cc+#.&/-R NETnetjs1é’") | st.characters(), max_size=60))
def test_any_text_is_read_and_nothing_is_lost_but_single_letters(text: str) -> None:
    for spelled in (as_words(text), as_words(text.upper())):
        assert isinstance(words_of(spelled, "nl"), list)
    long = [word for word in _split(text) if len(word) > 12]
    assert set(long) <= set(_split(as_words(text))) | set(_split(text.lower()))
    asked_words(text)


@given(st.text(st.sampled_from("C+#.&/-R NETjs1é\u4e00\n"), max_size=80))
def test_bytes_of_a_text_give_the_words_of_its_characters(text: str) -> None:
    there = as_words(text.encode().decode("latin-1")).encode("latin-1").decode("utf-8", "replace")
    assert there.split() == as_words(text).split()


PAPERS = (
    Paper("pp", "Solver", "The solver was written in C++ with templates.", ("ann",)),
    Paper("c", "Firmware", "The firmware was written in C without a library, for the net.", ("cem",)),
    Paper("r", "Survey", "The survey was analysed in R with care.", ("bob",)),
    Paper("net", "Office", "The office macro counts .NET prices, says R. Bos.", ("dee",)),
    Paper("ip", "Network", "Our TCP/IP course.", ("eve",)),
    Paper("gas", "Leidingen", "De gas- en waterleiding wordt vervangen.", ("fay",), language="nl"),
    *(Paper(f"other-{number}", f"Note {number}", "Roses grow, writes R. Kok.", ("gus",)) for number in range(6)),
)


@pytest.fixture
def organisation(tmp_path: Path) -> Organisation:
    made = Organisation(tmp_path, people("ann", "bob", "cem", "dee", "eve", "fay", "gus"))
    made.put(*PAPERS)
    made.rebuild()
    return made


def test_who_is_found(organisation: Organisation) -> None:
    right = {
        "C++": "ann", "c plus plus": "ann", "C": "cem", "R": "bob", ".NET": "dee", "dotnet": "dee", "tcp/ip": "eve",
        "TCPIP": "eve", "gasleiding": "fay",
    }  # fmt: skip
    found = {question: [each.person for each in organisation.ask(question).people] for question in right}
    assert found == {question: [person(who)] for question, who in right.items()}


def test_what_was_asked_is_marked_and_what_nobody_wrote_is_told_as_asked(organisation: Organisation) -> None:
    reason = organisation.ask("C++").people[0].evidence[0]
    assert [span.text for span in reason.snippet if span.hit] == ["C++"]
    assert organisation.ask("templates in C#").unwritten == ("C#",)


def test_only_joined_words_that_somebody_wrote_are_asked(organisation: Organisation) -> None:
    answer = organisation.ask(Question("roses/office").text)
    assert answer.unwritten == ()
