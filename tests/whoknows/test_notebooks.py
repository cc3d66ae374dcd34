"""The notebooks run from their first cell to the last, over the sample organisation."""

from __future__ import annotations

from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parent.parent.parent / "notebooks").glob("*.ipynb"))


@pytest.mark.slow
@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_runs(file: Path, sample: Path, tmp_path: Path) -> None:
    (tmp_path / "demo").symlink_to(sample)
    notebook = nbformat.read(file, as_version=4)  # type: ignore[no-untyped-call]
    NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(tmp_path)}}).execute()
    printed = [output.text for cell in notebook.cells for output in cell.get("outputs", ()) if "text" in output]
    assert len(printed) == 3
    assert all(text.strip() for text in printed)


@pytest.mark.parametrize("file", NOTEBOOKS, ids=lambda file: file.stem)
def test_a_notebook_is_kept_without_its_output(file: Path) -> None:
    cells = nbformat.read(file, as_version=4).cells  # type: ignore[no-untyped-call]
    assert not [cell for cell in cells if cell.cell_type == "code" and cell.outputs]
