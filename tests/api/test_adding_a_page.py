"""A page with its JSON is added with four files: the example of docs/ARCHITECTURE.md, in a copy of the code."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

EXAMPLE = ROOT / "tests" / "data" / "example_page"
FILES = {
    "api/pages/buildings.py",
    "ui/templates/buildings.html",
    "ui/locale/nl/LC_MESSAGES/messages.po",
    "ui/locale/en/LC_MESSAGES/messages.po",
}
VISIT = """
import json, sys
from pathlib import Path
from tests.api.small_site import client, make_site
site = make_site(Path(sys.argv[1]))
visitor = client(site)
told = {
    f"{address} {language}": visitor.get(address, headers={"accept-language": language}).text
    for address in ("/buildings", "/buildings?q=zzz", "/api/buildings", "/api/buildings?q=zzz")
    for language in ("nl", "en")
}
told["described"] = "/api/buildings" in visitor.get("/api/openapi.json").json()["paths"]
told["head"] = visitor.head("/buildings").status_code
told["refused"] = visitor.get("/api/buildings?q=" + "x" * 501).json()["message"]
print(json.dumps(told))
"""


@pytest.fixture(scope="module")
def tree(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The code with the example added: api and ui are copies, the rest is linked."""
    made = tmp_path_factory.mktemp("tree")
    for name in ("api", "ui"):
        shutil.copytree(ROOT / name, made / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("graph", "models", "ingest", "whoknows", "tests"):
        (made / name).symlink_to(ROOT / name)
    shutil.copy(EXAMPLE / "buildings.py", made / "api" / "pages")
    shutil.copy(EXAMPLE / "buildings.html", made / "ui" / "templates")
    run(made, "-m", "ui.catalogue")
    dutch = made / "ui/locale/nl/LC_MESSAGES/messages.po"
    text = dutch.read_text(encoding="utf-8")
    for english, translation in tomllib.loads((EXAMPLE / "dutch.toml").read_text(encoding="utf-8")).items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{translation}"')
    dutch.write_text(text, encoding="utf-8")
    return made


def run(tree: Path, *args: str) -> str:
    """What Python prints when it runs on the code in this folder."""
    environment = {**os.environ, "PYTHONPATH": str(tree), "PYTHONWARNINGS": "ignore", "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(
        [sys.executable, *args], cwd=tree, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_four_files_are_touched(tree: Path) -> None:
    changed = set()
    for name in ("api", "ui"):
        for file in (tree / name).rglob("*"):
            path = file.relative_to(tree)
            if file.is_file() and (not (ROOT / path).exists() or (ROOT / path).read_bytes() != file.read_bytes()):
                changed.add(str(path))
    assert changed == FILES


@pytest.mark.slow
def test_the_page_and_its_json_are_there_in_both_languages(tree: Path, tmp_path: Path) -> None:
    told = json.loads(run(tree, "-c", VISIT, str(tmp_path)).splitlines()[-1])
    assert "<h1>Gebouwen</h1>" in told["/buildings nl"]
    assert "<h1>Buildings</h1>" in told["/buildings en"]
    assert "Delft, 2nd floor" in told["/buildings en"]
    assert "Er is geen gebouw met deze naam." in told["/buildings?q=zzz nl"]
    found = json.loads(told["/api/buildings en"])
    assert [each["name"] for each in found["buildings"]] == ["Delft, 2nd floor"]
    assert json.loads(told["/api/buildings?q=zzz nl"]) == {"buildings": [], "q": "zzz"}
    assert (told["described"], told["head"], told["refused"]) == (True, 200, "parameter-not-understood")
