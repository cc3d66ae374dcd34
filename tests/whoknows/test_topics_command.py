"""Topics on the command line: what is decided is told in a sentence, holds after a sync, and can be undone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from tests.whoknows.office import make_office, write_page
from whoknows.cli import run


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A synced office in which two topics were made by people."""
    office = make_office(tmp_path_factory.mktemp("office"))
    assert run(["sync", "-s", str(office)]) == 0
    return office


class TopicsProgram:
    """Runs commands about topics and keeps what they say."""

    def __init__(self, folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self._folder = folder
        self._capsys = capsys

    def __call__(self, *arguments: str) -> tuple[int, str]:
        self._capsys.readouterr()
        code = run(["topics", *arguments, "-s", str(self._folder)])
        said = self._capsys.readouterr()
        return code, said.out + said.err

    def json(self, *arguments: str) -> Any:
        code, said = self(*arguments, "--json")
        assert code == 0, said
        return json.loads(said)


@pytest.fixture
def topics(folder: Path, capsys: pytest.CaptureFixture[str]) -> TopicsProgram:
    return TopicsProgram(folder, capsys)


def test_a_topic_from_first_to_last(topics: TopicsProgram, folder: Path) -> None:
    pinned = topics.json("pin", "kogellager", "--language", "nl", "--as", "p1")
    key = pinned["topic"]
    write_page(
        folder,
        "lagers",
        "Anna Verhage",
        "Lagers",
        "Het kogellager slijt. Vervang elk kogellager op tijd, ook dit kogellager.",
    )
    assert run(["sync", "-s", str(folder)]) == 0
    assert topics("list", "kogellager")[0] == 0, "pages mention it since"
    assert topics("rename", "kogellager", "rollager") == (
        0,
        "the topic is now called rollager\nTo undo this: whoknows topics undo "
        f"{topics.json('history', key)[0]['id']}\n",
    )
    topics.json("translate", "rollager", "ball bearing")
    assert run(["sync", "-s", str(folder)]) == 0
    card = topics.json("show", "Ball Bearing")
    assert (card["key"], card["labels"]) == (key, {"nl": "rollager", "en": "ball bearing"})
    assert (card["pinned"], card["confirmed"]) == (True, False)
    assert [act["act"] for act in card["history"]] == ["translate", "rename", "pin"]
    code, said = topics("show", "rollager")
    assert code == 0
    assert said.startswith(
        f"ball bearing · rollager\n  id: {key}\n  English: ball bearing\n  Dutch: rollager, kogellager\n"
    )
    assert "Anna Verhage: always a topic: kogellager" in said
    for act in card["history"]:
        assert topics("undo", act["id"])[0] == 0
    assert topics("show", "rollager")[0] == 2
    assert run(["sync", "-s", str(folder)]) == 0
    assert topics("show", key)[0] == 2
    assert len(topics.json("history", key)) == 3
    assert "(undone 2" in topics("history", key)[1]


def test_mistakes_are_told_with_what_to_do(topics: TopicsProgram) -> None:
    first = topics.json("pin", "vergunning", "-l", "nl")["topic"]
    second = topics.json("pin", "vergunning", "-l", "en")["topic"]
    for arguments, wanted in (
        (("show", "nergens"), "whoknows topics list nergens"),
        (("show", "vergunning"), f"vergunning ({first})"),
        (("reject", "vergunning"), second),
        (("pin", "onbekend"), "--language"),
        (("rename", first, "VERGUNNING", "-l", "en"), f"({second})"),
        (("translate", first, "permit", "-l", "fr"), "nl, en"),
        (("split", first, "vergunning"), "only label"),
        (("split", first, "iets"), "Its labels are: vergunning"),
        (("merge", first, first), "itself"),
        (("broader", first, first), "itself"),
        (("show", "  "), "letters or digits"),
        (("pin", ""), "letters or digits"),
        (("undo", "1-nope"), "in the history"),
        (("confirm", first, "--as", "nobody at all"), "Nobody is called"),
    ):
        code, said = topics(*arguments)
        assert (code, wanted in said) == (2, True), (arguments, said)


def test_a_rejected_label_tells_how_to_take_that_back(topics: TopicsProgram) -> None:
    key = topics.json("pin", "afgekeurd", "-l", "nl")["topic"]
    rejected = topics.json("reject", "afgekeurd")["id"]
    for command in ("show", "confirm"):
        code, said = topics(command, "Afgekeurd")
        assert (code, f"whoknows topics undo {rejected}" in said) == (2, True), said
    assert [act["act"] for act in topics.json("history", "afgekeurd")] == ["reject", "pin"]
    topics.json("undo", rejected)
    assert topics.json("show", "afgekeurd")["key"] == key


def test_the_same_in_dutch(topics: TopicsProgram, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WHOKNOWS_LANG", "nl")
    key = topics.json("pin", "stuwdam", "-l", "nl", "--as", "p2")["topic"]
    other = topics.json("pin", "waterkering", "-l", "nl")["topic"]
    said = topics("broader", "stuwdam", "waterkering")[1]
    assert said.startswith("waterkering is breder dan stuwdam\nOngedaan maken: whoknows topics undo ")
    assert topics("merge", "stuwdam", other)[1].startswith("stuwdam hoort nu bij waterkering")
    assert topics("reject", "waterkering")[1].startswith("nooit een onderwerp: ")
    lines = topics("history", key)[1].splitlines()
    assert [line.partition(": ")[0].split("  ")[1] for line in lines] == ["de beheerder"] * 2 + ["Bram Oostdijk"]
    act = topics.json("history")[0]["id"]
    assert topics("undo", act)[1].startswith("Ongedaan gemaakt: nooit een onderwerp: ")
    assert "al eerder ongedaan gemaakt" in topics("undo", act)[1]


def test_without_a_command_it_is_the_list(
    topics: TopicsProgram, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert topics("zwgtx")[0] == topics("list", "zwgtx")[0] == 4
    assert run(["topics", "-s", str(folder), "--limit", "1", "history"]) in (0, 4)  # options may come first
    assert run(["topics", "-s", str(folder), "zwgtx"]) == 4
    capsys.readouterr()
    assert run(["topics", "--help"]) == 0
    helped = capsys.readouterr().out
    assert all(name in helped for name in ("confirm", "reject", "rename", "merge", "split", "translate", "pin", "undo"))


def test_a_vocabulary_is_imported_and_taken_out(topics: TopicsProgram, folder: Path) -> None:
    write_page(
        folder, "huur", "Carla Nijboer", "Huur", "Ook huur kent een opzegtermijn; die opzegtermijn is een maand."
    )
    file = folder / "begrippen.csv"
    file.write_text(
        "benaming;taal;synoniemen;vertaling\nopzegtermijn;nl;;notice period\nsluis;nl;schut;\n", encoding="utf-8"
    )
    done = topics.json("import", str(file))
    assert (done["name"], done["concepts"], done["labels"], done["gone"]) == ("begrippen", 2, 4, 0)
    assert run(["sync", "-s", str(folder)]) == 0
    card = topics.json("show", "notice period")
    assert (card["labels"], card["vocabularies"]) == ({"nl": "opzegtermijn", "en": "notice period"}, ["begrippen"])
    assert "from the vocabulary begrippen" in topics("show", "opzegtermijn")[1]
    assert topics("show", "sluis")[0] == 2, "no text is about it"
    said = topics("import", "--remove", "--name", "begrippen")
    assert said[0] == 0
    assert "taken back: 4" in said[1]
    again = topics("import", "--remove", "--name", "begrippen")
    assert (again[0], "Imported are: -" in again[1]) == (4, True)
    assert topics("import", str(file), "-l", "xx")[0] == 2
    assert topics("import", str(file))[0] == topics("import", str(file))[0] == 0, "the same file again"
    other = folder / "elsewhere" / "begrippen.csv"
    other.parent.mkdir()
    other.write_text("benaming;taal\nbrug;nl\n", encoding="utf-8")
    refused = topics("import", str(other))
    assert (refused[0], str(file) in refused[1].replace("\n", "")) == (2, True)
    assert topics.json("show", "notice period")["vocabularies"] == ["begrippen"], "the first one is as it was"
    assert topics.json("import", str(other), "--name", "begrippen")["gone"] == 4
    assert topics("import", str(other))[0] == 0
    assert (
        topics("import", "--remove")[0] == topics("import")[0] == topics("import", str(folder / "none.ttl"))[0] - 1 == 2
    )
