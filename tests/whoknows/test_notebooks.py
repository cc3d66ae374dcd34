"""The notebooks run from their first cell to the last, over the sample organisation."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

from tests.conftest import ROOT
from tests.graph.neo4j.stores import wipe
from tests.neo4j_server import LocalNeo4j
from whoknows.cli import run

NOTEBOOKS = sorted((ROOT / "notebooks").glob("*.ipynb"))
TOUR = "tour_of_the_graph"


def printed(name: str, sample: Path, folder: Path) -> str:
    """What this notebook prints over the sample organisation."""
    (folder / "demo").symlink_to(sample)
    notebook = nbformat.read(ROOT / "notebooks" / f"{name}.ipynb", as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=240, resources={"metadata": {"path": str(folder)}}).execute()
    texts = [output.text for cell in notebook.cells for output in cell.get("outputs", ()) if "text" in output]
    assert all(text.strip() for text in texts)
    return "".join(texts)


@pytest.mark.slow
@pytest.mark.parametrize("name", [file.stem for file in NOTEBOOKS if file.stem != TOUR])
def test_a_notebook_runs(name: str, sample: Path, tmp_path: Path) -> None:
    assert printed(name, sample, tmp_path)


@pytest.mark.slow
@pytest.mark.neo4j
def test_the_tour_of_the_graph_asks_a_real_copy(
    neo4j_server: LocalNeo4j, sample: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wipe(neo4j_server)
    monkeypatch.setenv("NEO4J_TARGET_USER", neo4j_server.user)
    monkeypatch.setenv("NEO4J_TARGET_PASSWORD", neo4j_server.password)
    assert run(["copy", "--public", neo4j_server.uri, "-s", str(sample)]) == 0
    monkeypatch.setenv("WHOKNOWS_EXPLORE", neo4j_server.uri)
    told = printed(TOUR, sample, tmp_path)
    assert "WhoKnowsCopy  1" in told
    assert "colleagues" in told


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_is_kept_without_its_output(file: Path) -> None:
    cells = nbformat.read(file, as_version=4).cells  # type: ignore[no-untyped-call]
    assert not [cell for cell in cells if cell.cell_type == "code" and cell.outputs]
