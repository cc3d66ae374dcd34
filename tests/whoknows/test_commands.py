"""What every command answers, and with which exit code, on the sample organisation, synced once."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import typer

from tests.whoknows.office import export
from whoknows.cli import app, run

COMMANDS = sorted(typer.main.get_command(app).commands)  # type: ignore[attr-defined]


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_an_example(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run([command, "--help"]) == 0
    assert f"whoknows {command}" in " ".join(capsys.readouterr().out.replace("│", " ").split())


def test_exit_codes_are_in_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["--help"]) == 0
    assert "130 interrupted" in " ".join(capsys.readouterr().out.split())


@pytest.mark.parametrize("arguments", [["expert"], ["experts"], ["experts", "x", "--limit", "0"], ["sync", "--fast"]])
def test_wrong_usage_is_exit_code_2(arguments: list[str]) -> None:
    assert run(arguments) == 2


def test_init_writes_a_file_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "new" / "place"
    assert run(["init", str(folder)]) == 0
    text = (folder / "whoknows.toml").read_text(encoding="utf-8")
    assert run(["init", str(folder)]) == 2
    assert "--force" in capsys.readouterr().err
    assert run(["init", str(folder), "--force"]) == 0
    assert (folder / "whoknows.toml").read_text(encoding="utf-8") == text
    assert run(["sync", "-s", str(folder)]) == 2
    assert "[[source]]" in capsys.readouterr().err


def test_a_synced_store_can_be_exported_and_imported(synced: Path, tmp_path: Path) -> None:
    graph = export(synced)
    assert graph == export(synced)
    assert graph.count("\n") > 10
    assert export(synced, "--derived").count("\n") > graph.count("\n")
    (tmp_path / "whoknows.toml").write_text((synced / "whoknows.toml").read_text(encoding="utf-8"), encoding="utf-8")
    for name in ("graph.jsonl", "graph.jsonl.gz"):
        assert run(["export", str(tmp_path / name), "-s", str(synced)]) == 0
        assert run(["import", str(tmp_path / name), "-s", str(tmp_path)]) == 0
        assert export(tmp_path) == graph
        (tmp_path / "whoknows.db").unlink()


def test_an_import_wants_an_empty_store(synced: Path) -> None:
    export(synced)
    assert run(["import", str(synced / "export.jsonl"), "-s", str(synced)]) == 2


def test_people_are_found_by_name_phone_room_and_function(synced: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for question, name in (
        ("Anna Verhaage", "Anna Verhage"),
        ("555 0102", "Bram Oostdijk"),
        ("B2.01", "Carla Nijboer"),
        ("Secretaris", "David Amrani"),
    ):
        assert run(["people", question, "-s", str(synced)]) == 0
        assert capsys.readouterr().out.startswith(name)
    assert run(["people", "Zwgtx Qrrv", "-s", str(synced)]) == 4


def test_nonsense_finds_nobody(synced: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["experts", "qwxzzy blorft", "-s", str(synced)]) == 4
    said = capsys.readouterr()
    assert "Nobody found" in said.err
    assert run(["experts", "qwxzzy blorft", "--json", "-s", str(synced)]) == 4
    assert json.loads(capsys.readouterr().out)["people"] == []


# --- the sample organisation ------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.parametrize(
    "question", ["wie weet iets van waterstofopslag?", "who knows about hydrogen storage?", "sick leave", "verzuim"]
)
def test_questions_are_answered_with_reasons(sample: Path, question: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["experts", question, "-s", str(sample), "--limit", "3"]) == 0
    said = capsys.readouterr().out
    assert "\n1. " in said
    assert " = " in said
    assert "wrote «" in said


@pytest.mark.slow
def test_a_topic_is_called_the_same_once(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["experts", "waterstofopslag", "-s", str(sample)]) == 0
    (line,) = [line for line in capsys.readouterr().out.splitlines() if line.startswith("Topics: ")]
    called = [name.split("/") for name in line.removeprefix("Topics: ").split(" · ")]
    assert ["Waterstofopslag"] in called
    assert all(len(names) == len({name.casefold() for name in names}) for names in called)


@pytest.mark.slow
def test_an_answer_is_one_json_document(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["experts", "waterstofopslag", "--json", "--limit", "2", "-s", str(sample)]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert len(answer["people"]) == 2
    for person in answer["people"]:
        given = sum(each["points"] for each in person["evidence"]) + person["others"]
        assert given == pytest.approx(person["points"])
        assert person["points"] == pytest.approx(sum(share["points"] for share in person["shares"]))


@pytest.mark.slow
def test_only_members_find_what_is_for_their_group(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The dossiers are for one group: nobody in particular gets none of them."""
    capsys.readouterr()
    assert run(["experts", "dossier", "--json", "-s", str(sample)]) in (0, 4)
    answer = json.loads(capsys.readouterr().out)
    assert all(each["source"] != "dossiers" for each in answer["documents"])


@pytest.mark.slow
def test_a_second_sync_finds_everything_unchanged(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = export(sample)
    capsys.readouterr()
    assert run(["sync", "--json", "-s", str(sample)]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report.pop("after")["extracted"]["documents"] == 0
    for name, each in report.items():
        counts = each["counts"]
        assert not any(counts.get(what) for what in ("new", "changed", "gone", "problems")), name
    assert export(sample) == before


@pytest.mark.slow
def test_topics_and_doctor(sample: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["topics", "opslag", "-s", str(sample)]) == 0
    said = capsys.readouterr().out
    assert "Waterstofopslag" in said
    assert all(line.lower().count("waterstofopslag") <= 1 for line in said.splitlines()), "called the same once"
    assert run(["topics", "--json", "-s", str(sample), "--limit", "3"]) == 0
    assert len(json.loads(capsys.readouterr().out)) == 3
    assert run(["topics", "qwxzzy", "-s", str(sample)]) == 4
    assert run(["doctor", "--json", "-s", str(sample)]) == 0
    found = json.loads(capsys.readouterr().out)
    assert [each["about"] for each in found if not each["fine"]] == []
    assert [each["about"] for each in found][-4:] == ["index", "meaning", "worker", "files"]


@pytest.mark.slow
def test_quality_is_measured_through_the_function_that_answers(
    sample: Path, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    truth = sample / "truth"
    lines = (truth / "topics.tsv").read_text(encoding="utf-8").splitlines()
    (tmp_path / "topics.tsv").write_text("\n".join(lines[:40]), encoding="utf-8")
    assert run(["evaluate", str(tmp_path / "topics.tsv"), str(truth / "qrels.txt"), "--fit", "-s", str(sample)]) == 0
    said = capsys.readouterr().out
    assert all(measure in said for measure in ("MAP", "MRR", "nDCG@10", "P@5"))
    assert "plain votes over the same documents" in said
    assert "Weights chosen on these questions" in said


@pytest.mark.parametrize("command", ["experts", "people"])
@pytest.mark.parametrize("question", [[""], [" ", "\t"]])
def test_a_blank_question_is_told_as_one(
    synced: Path, command: str, question: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert run([command, *question, "-s", str(synced)]) == 3
    assert "Nothing was asked" in capsys.readouterr().err
