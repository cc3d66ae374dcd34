"""The report on language: parts run in turn, and what is missing is said by name."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.language_report.__main__ import main
from bench.language_report.contract import Inputs, ReportFigure


@pytest.mark.parametrize(
    ("figure", "held"),
    [
        (ReportFigure("subjects", 90, 90), True),
        (ReportFigure("subjects", 89.9, 90), False),
        (ReportFigure("noise", 2, 2, at_most=True), True),
        (ReportFigure("noise", 2.1, 2, at_most=True), False),
        (ReportFigure("documents", 3, None), True),
    ],
)
def test_a_figure_is_held_when_it_is_as_good_as_asked(figure: ReportFigure, held: bool) -> None:
    assert figure.held is held
    assert ("MISSED" in str(figure)) is not held


def test_sites_that_are_not_there_are_missing_by_name(tmp_path: Path) -> None:
    (tmp_path / "here").mkdir()
    (tmp_path / "here" / "whoknows.toml").touch()
    found, missing = Inputs(tmp_path, tmp_path, tmp_path).sites(["here", "there"])
    assert found == [tmp_path / "here"]
    assert [str(each).split()[:4] for each in missing] == [["MISSING", "the", "site", "there"]]


@pytest.mark.parametrize(("ci", "status"), [("true", 1), ("", 0)])
def test_what_is_missing_fails_in_ci_only(
    ci: str, status: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CI", ci)
    assert main(["pipelines", "--treebanks", str(tmp_path), "--again"]) == status
    assert f"MISSING the treebanks in {tmp_path}" in capsys.readouterr().out
