"""What all tests share: the corpora, a fixed random seed, and the rule that CI has no missing part."""

from __future__ import annotations

import os
import signal
import subprocess
import tarfile
import threading
from collections import Counter
from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.neo4j_server import LocalNeo4j, serving

ROOT = Path(__file__).resolve().parent.parent

SECONDS = {"slow": 4, "neo4j": 4, "browser": 6, "server": 10, "corpora": 40}
"""About what a test with this marker takes, to decide which files begin first; `takes` says it of a long one."""

settings.register_profile(
    "fixed", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
settings.load_profile("fixed")


def pytest_configure() -> None:
    """Let what tests start be interrupted also where the tests are a background job, which ignores Ctrl-C."""
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN and threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_addoption(parser: pytest.Parser) -> None:
    told = "after how many random sequences of operations are Neo4j and SQLite compared (6)"
    parser.addoption("--sequences", type=int, default=6, metavar="N", help=told)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Where several processes share the files (pytest-xdist), let the files that take longest begin first."""
    if not hasattr(config, "workerinput"):
        return
    cost: Counter[Path] = Counter()
    for item in items:
        cost[item.path] += _seconds(item)
    items.sort(key=lambda item: (-cost[item.path], item.path))


def _seconds(item: pytest.Item) -> int:
    """About what this test takes."""
    said = item.get_closest_marker("takes")
    if said is not None:
        return int(said.args[0])
    return max((SECONDS[each.name] for each in item.iter_markers() if each.name in SECONDS), default=0)


def missing(part: str) -> None:
    """Skip by name where a part is not there; in CI that is a failure."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{part} is missing, and with CI=true nothing may be")
    pytest.skip(f"{part} is not there")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """With CI=true a test that needs a part (a marker of pyproject.toml) may not skip itself."""
    report = yield
    needs = any(item.get_closest_marker(name) for name in ("browser", "server", "neo4j", "corpora"))
    if report.skipped and needs and os.environ.get("CI") == "true":
        report.outcome = "failed"
        report.longrepr = f"{item.nodeid} was skipped, and with CI=true nothing may be missing: {report.longrepr}"
    return report


@pytest.fixture(scope="session")
def neo4j_server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalNeo4j]:
    """A real Neo4j, started once: that of NEO4J_URI, or one of our own."""
    with ExitStack() as stack:
        try:
            server = stack.enter_context(serving(tmp_path_factory.mktemp("neo4j")))
        except (OSError, ImportError, RuntimeError, subprocess.SubprocessError) as error:
            missing(f"Neo4j ({error})")
        yield server


@pytest.fixture(scope="session")
def corpora() -> Callable[[str], Path]:
    """The folder of this corpus, unpacked, from WHOKNOWS_CORPORA (default: shared/corpora next to the checkout)."""
    packed = Path(os.environ.get("WHOKNOWS_CORPORA", ROOT.parent / "shared" / "corpora"))
    cache = ROOT / ".cache" / "corpora"

    def corpus(name: str) -> Path:
        for folder in (packed / name, cache / name):
            if folder.is_dir():
                return folder
        archive = packed / f"{name}.tar.xz"
        if not archive.is_file():
            missing(f"the corpus {name} (set WHOKNOWS_CORPORA)")
        cache.mkdir(parents=True, exist_ok=True)
        with tarfile.open(archive) as tar:
            tar.extractall(cache, filter="data")
        return cache / name

    return corpus
