"""Ctrl-C in the first second, while modules are being imported, ends the program as quietly as later."""

from __future__ import annotations

import os
import signal
import subprocess
import sys

import pytest

from tests.whoknows.office import ROOT

IGNORING = ("sh", "-c", 'trap "" INT; exec "$@"', "sh")


def interrupted_at(part: str, *arguments: str, before: tuple[str, ...] = ()) -> tuple[int, list[str]]:
    """Press Ctrl-C when this module was imported; give the exit code and the output without the lines about imports."""
    child = subprocess.Popen(
        [*before, sys.executable, "-X", "importtime", *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert child.stdout is not None
    lines = iter(child.stdout.readline, "")
    assert any(line.rpartition("|")[2].strip() == part for line in lines), f"{part} was never imported"
    child.send_signal(signal.SIGINT)
    said = [line for line in lines if not line.startswith("import time:")]
    child.stdout.close()
    return child.wait(timeout=60), said


@pytest.mark.parametrize(("part", "command"), [("typer", "--help"), ("numpy", "experts"), ("tantivy", "experts")])
def test_ctrl_c_while_parts_are_imported_ends_without_a_word(part: str, command: str) -> None:
    assert interrupted_at(part, "-m", "whoknows", command, "--help") == (130, [])


def test_the_demonstration_too() -> None:
    assert interrupted_at("typer", "-m", "whoknows.demo", "--help") == (130, [])


def test_who_is_told_to_ignore_it_goes_on() -> None:
    code, said = interrupted_at("typer", "-m", "whoknows", "--help", before=IGNORING)
    assert code == 0
    assert any("sync" in line for line in said)
