"""A kind of source from another package: installed by its entry point, used by the command line in both languages."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "tests" / "data" / "outside_source"
SETTINGS = """
[[source]]
name = "notes"
kind = "acme-notes"
access = "everyone"
path = "notes"
"""
OTHER = """
[[source]]
name = "papers"
kind = "files"
access = "everyone"
path = "papers"
"""


@pytest.fixture
def site_packages(tmp_path: Path) -> Path:
    """A folder as an installer leaves it: the module, and its metadata with the entry point."""
    folder = tmp_path / "site-packages"
    folder.mkdir()
    project = tomllib.loads((PACKAGE / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    shutil.copy(PACKAGE / "acme_notes.py", folder)
    info = folder / f"acme_notes-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    lines = [
        f"[{group}]\n" + "".join(f"{name} = {value}\n" for name, value in named.items())
        for group, named in project["entry-points"].items()
    ]
    (info / "entry_points.txt").write_text("\n".join(lines))
    return folder


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """An installation with one source of the outside kind: two notes, and one that names no author."""
    folder = tmp_path / "office"
    (folder / "notes").mkdir(parents=True)
    (folder / "papers").mkdir()
    (folder / "papers" / "lift.txt").write_text("The elevator stops on each floor.")
    (folder / "notes" / "boiler.note").write_text("Ada Vos: The boiler\nThe boiler needs water in winter.\n")
    (folder / "notes" / "pump.note").write_text("Bram Kok: The pump\nThe pump is quiet since it was repaired.\n")
    (folder / "notes" / "lost.note").write_text("Nobody signed this\nThe skylight leaks.\n")
    (folder / "whoknows.toml").write_text(SETTINGS)
    return folder


class FreshTerminal:
    """Runs the command line in fresh processes that have the outside package."""

    def __init__(self, site_packages: Path, office: Path) -> None:
        self._path = f"{ROOT}{os.pathsep}{site_packages}"
        self._office = office

    def run(self, *arguments: str, language: str = "en", code: int = 0) -> str:
        run = subprocess.run(
            [sys.executable, "-m", "whoknows", *arguments],
            cwd=self._office,
            env={**os.environ, "PYTHONPATH": self._path, "WHOKNOWS_LANG": language},
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        assert run.returncode == code, run.stdout + run.stderr
        return run.stdout + run.stderr


@pytest.fixture
def terminal(site_packages: Path, office: Path) -> FreshTerminal:
    return FreshTerminal(site_packages, office)


@pytest.mark.slow
def test_it_is_synced_end_to_end(terminal: FreshTerminal) -> None:
    first = json.loads(terminal.run("sync", "--json"))["notes"]["counts"]
    again = json.loads(terminal.run("sync", "--json"))["notes"]["counts"]
    assert (first["new"], first["problems"], again["same"]) == (2, 1, 2)
    nodes = [json.loads(line) for line in terminal.run("export", "-").splitlines() if line.startswith("{")]
    written = {node["key"]: node["props"] for node in nodes if node["record"] == "node"}
    assert {said["name"] for key, said in written.items() if key.startswith("account:")} == {"Ada Vos", "Bram Kok"}
    assert {said["title"] for key, said in written.items() if key.startswith("document:")} == {"The boiler", "The pump"}
    assert "acme-notes" in {said.get("kind") for key, said in written.items() if key.startswith("source:")}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "purpose", "problem"),
    [
        ("en", "notes of Acme: a folder of text files", "The note lost.note names no author."),
        ("nl", "notities van Acme: een map met tekstbestanden", "De notitie lost.note noemt geen auteur."),
    ],
)
def test_it_speaks_both_languages(terminal: FreshTerminal, language: str, purpose: str, problem: str) -> None:
    assert purpose in terminal.run("init", "--kinds", language=language)
    terminal.run("sync", "--only-sources", language=language)
    assert problem in terminal.run("doctor", "notes", language=language, code=3)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("change", "language", "told"),
    [
        ('paht = "notes"', "en", "Did you mean `path`?"),
        ("path = 3", "nl", "`path` van [[source]] notes is 3, maar moet een tekst tussen aanhalingstekens zijn."),
        (
            'path = "notes"\nsuffix = "note"',
            "nl",
            '`suffix` van [[source]] notes is "note", maar moet met een punt beginnen, zoals .note.',
        ),
        ('path = "elsewhere"', "en", "There is no folder with notes at"),
    ],
)
def test_a_mistake_is_told_and_the_other_source_goes_on(
    terminal: FreshTerminal, office: Path, change: str, language: str, told: str
) -> None:
    (office / "whoknows.toml").write_text(SETTINGS.replace('path = "notes"', change) + OTHER)
    said = terminal.run("sync", "--only-sources", language=language, code=3)
    assert told in said
    assert "papers" in said


@pytest.mark.slow
def test_a_package_that_cannot_be_imported_breaks_only_its_own_source(
    terminal: FreshTerminal, site_packages: Path, office: Path
) -> None:
    with (site_packages / "acme_notes.py").open("a", encoding="utf-8") as module:
        module.write("\nraise ValueError('half a release')\n")
    (office / "whoknows.toml").write_text(SETTINGS + OTHER)
    assert "acme-notes" not in terminal.run("init", "--kinds")
    said = terminal.run("sync", "--only-sources", code=3)
    assert "The kind of source acme-notes cannot be loaded: half a release." in said
    assert "papers" in said
