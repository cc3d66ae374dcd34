"""A very small office: four people, a handbook in Markdown, and the program as users run it."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from whoknows.cli import run
from whoknows.wiring import Installation

WRITTEN = 1_768_000_000
"""When the list of people was written: a cursor holds it, and equal offices give equal exports."""
ROOT = Path(__file__).resolve().parents[2]
SETTINGS = """
[organisation]
name = "Kantoor"

[[source]]
name = "people"
kind = "directory"
path = "people.csv"
access = "everyone"

[[source]]
name = "handbook"
kind = "markup"
path = "handbook"
access = "everyone"
as = "wiki"
"""
PEOPLE = """id,name,emails,department,title,phone,room
p1,Anna Verhage,anna@kantoor.example,Techniek,Pompenmonteur,+31 10 555 0101,B1.01
p2,Bram Oostdijk,bram@kantoor.example,Techniek,Ingenieur,+31 10 555 0102,B1.02
p3,Carla Nijboer,carla@kantoor.example,Juridisch,Jurist,+31 10 555 0103,B2.01
p4,David Amrani,david@kantoor.example,Juridisch,Secretaris,+31 10 555 0104,B2.02
"""
PAGES = {
    "pompen": (
        "Anna Verhage",
        "Onderhoud van pompen",
        "Een pomp die trilt heeft vaak een versleten lager. Smeer elk jaar.",
    ),
    "turbines": (
        "Bram Oostdijk",
        "Turbine inspection",
        "Inspect the turbine blades for cavitation before every winter.",
    ),
    "contracten": (
        "Carla Nijboer",
        "Contracten met leveranciers",
        "Een contract met een leverancier kent een opzegtermijn.",
    ),
}


def make_office(folder: Path, settings: str = SETTINGS, pages: int = 0) -> Path:
    """Write the office's files, with so many more pages."""
    (folder / "handbook").mkdir(parents=True, exist_ok=True)
    (folder / "people.csv").write_text(PEOPLE, encoding="utf-8")
    (folder / "whoknows.toml").write_text(settings, encoding="utf-8")
    os.utime(folder / "people.csv", (WRITTEN, WRITTEN))
    for name, (author, title, text) in PAGES.items():
        write_page(folder, name, author, title, text)
    for number in range(pages):
        write_page(folder, f"note-{number:04}", "David Amrani", f"Notitie {number}", f"Over vergunning {number}. " * 40)
    return folder


def write_page(folder: Path, name: str, author: str, title: str, text: str) -> None:
    head = f"---\ntitle: {title}\nauthor: {author}\ndate: 2026-01-05\n---\n\n"
    file = folder / "handbook" / f"{name}.md"
    file.write_text(f"{head}# {title}\n\n{text}\n", encoding="utf-8")


def start(*arguments: str, **environment: str) -> subprocess.Popen[str]:
    """Start the program; what it says comes through pipes."""
    return subprocess.Popen(
        [sys.executable, "-m", "whoknows", *arguments],
        cwd=ROOT,
        env={**os.environ, "WHOKNOWS_LANG": "en", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def program(*arguments: str, **environment: str) -> tuple[int, str, str]:
    """Run the program to its end: exit code, standard output, standard error."""
    child = start(*arguments, **environment)
    said, complained = child.communicate(timeout=120)
    return child.returncode, said, complained


def export(folder: Path, *options: str) -> str:
    """The graph of this office, as `whoknows export` writes it."""
    file = folder / "export.jsonl"
    assert run(["export", str(file), "-s", str(folder), *options]) == 0
    return file.read_text(encoding="utf-8")


def wait_for(what: Callable[[], bool], seconds: float = 30) -> float:
    """Wait until it is so; gives the seconds that it took. Fails when it never is."""
    began = time.monotonic()
    while not what():
        assert time.monotonic() - began < seconds, "waited in vain"
        time.sleep(0.02)
    return time.monotonic() - began


def jobs_of(installation: Installation) -> list[tuple[str, str, str | None]]:
    """Kind, state and error of the jobs, oldest first."""
    return [(job.kind, job.state.value, job.error) for job in reversed(installation.store.ledger.jobs(100))]
