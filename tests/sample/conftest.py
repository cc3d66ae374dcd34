"""One sample organisation for all tests of this folder."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from whoknows.sample import SampleReport, make_sample


@pytest.fixture(scope="session")
def report(tmp_path_factory: pytest.TempPathFactory) -> SampleReport:
    return make_sample(tmp_path_factory.mktemp("veldermark"))


@pytest.fixture(scope="session")
def folder(report: SampleReport) -> Path:
    return report.folder


@pytest.fixture(scope="session")
def facts(folder: Path) -> dict[str, Any]:
    return json.loads((folder / "truth/facts.json").read_text(encoding="utf-8"))
