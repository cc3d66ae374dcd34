"""Ctrl-C while modules are being imported ends the program as quietly as it does later."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.whoknows.office import ROOT

IGNORING = ("sh", "-c", 'trap "" INT; exec "$@"', "sh")
PROGRAM = """
import os, runpy, signal, sys

class Interrupting:
    "Presses Ctrl-C when one module is about to be imported, however slow the machine is."

    def find_spec(self, name, path=None, target=None):
        if name == module:
            sys.meta_path.remove(self)
            os.kill(os.getpid(), signal.SIGINT)

module, program, *arguments = sys.argv[1:]
sys.meta_path.insert(0, Interrupting())
sys.argv[1:] = arguments
runpy.run_module(program, run_name="__main__", alter_sys=True)
"""


def interrupted_at(module: str, program: str, *arguments: str, before: tuple[str, ...] = ()) -> tuple[int, str]:
    """Press Ctrl-C while this module is imported; give the exit code and the output."""
    ended = subprocess.run(
        [*before, sys.executable, "-c", PROGRAM, module, program, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    return ended.returncode, ended.stdout


@pytest.mark.parametrize(("module", "command"), [("typer", "--help"), ("numpy", "experts"), ("tantivy", "experts")])
def test_ctrl_c_while_modules_are_imported_ends_without_a_word(module: str, command: str) -> None:
    assert interrupted_at(module, "whoknows", command, "--help") == (130, "")


def test_the_demonstration_too() -> None:
    assert interrupted_at("typer", "whoknows.demo", "--help") == (130, "")


def test_a_program_that_is_told_to_ignore_it_goes_on() -> None:
    code, said = interrupted_at("typer", "whoknows", "--help", before=IGNORING)
    assert code == 0
    assert "sync" in said
