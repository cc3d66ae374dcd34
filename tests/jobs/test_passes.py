"""The passes of the command line and of the worker, at the same time, end in what one pass over everything gives."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from tests.whoknows.office import export, make_office, write_page
from whoknows.cli import run
from whoknows.jobs.extract import follow_texts
from whoknows.jobs.index import passed
from whoknows.jobs.passes import Passed, run_passes
from whoknows.jobs.sync import sync_source
from whoknows.settings import load_settings
from whoknows.wiring import open_installation

PUMPS = "Onderhoud van pompen en waterstoftanks. De waterstoftank en de pomp zijn van staal. " * 3


def passes(folder: Path, tell: Callable[[Passed], None], stop: Callable[[], bool]) -> None:
    """The passes of one process: an installation of its own."""

    def told(progress: object) -> None:
        assert isinstance(progress, Passed)
        tell(progress)

    with open_installation(load_settings(folder)) as installation:
        run_passes(installation, tell=told, stop=stop)


def read(folder: Path) -> None:
    """Sync and extract, without passes."""
    with open_installation(load_settings(folder)) as installation:
        for entry in installation.settings.sources:
            sync_source(installation, entry, tell=lambda _: None, stop=lambda: False)
        follow_texts(installation, tell=lambda _: None, stop=lambda: False)


def test_the_second_waits_for_the_first(tmp_path: Path) -> None:
    """The first has chosen its topics when more is read and a second begins: what the second sees must win."""
    folder = make_office(tmp_path)
    read(folder)
    steps: list[tuple[str, int]] = []
    chosen, go_on = threading.Event(), threading.Event()

    def first(progress: Passed) -> None:
        steps.append(("first", progress.step))
        if progress.step == 3:
            chosen.set()
            assert go_on.wait(30)

    def second(progress: Passed) -> None:
        if progress.step:
            steps.append(("second", progress.step))

    def looks() -> bool:
        """The second asks whether to stop: it waits, or has done a step already."""
        if len(asked) or steps[-1][0] == "second":
            go_on.set()
        asked.append(True)
        return False

    asked: list[bool] = []

    def whole() -> None:
        passes(folder, first, lambda: False)
        steps.append(("first", 4))

    one = threading.Thread(target=whole)
    one.start()
    assert chosen.wait(30)
    for number in range(4):
        write_page(folder, f"tank-{number}", "Bram Oostdijk", f"Waterstoftank {number}", PUMPS)
    read(folder)
    two = threading.Thread(target=passes, args=(folder, second, looks))
    two.start()
    for each in (one, two):
        each.join(30)
    assert steps == [*(("first", step) for step in (1, 2, 3, 4)), *(("second", step) for step in (1, 2, 3))]
    with open_installation(load_settings(folder)) as installation:
        assert passed(installation.store) == 2
    together = export(folder, "--derived")
    assert "waterstoftank" in together
    passes(folder, lambda _: None, lambda: False)
    assert export(folder, "--derived") == together


def test_who_is_told_to_stop_waits_no_longer(tmp_path: Path) -> None:
    folder = make_office(tmp_path)
    assert run(["sync", "--only-sources", "-s", str(folder)]) == 0
    waited: list[Passed] = []

    def first(progress: Passed) -> None:
        if progress.step == 1:
            passes(folder, waited.append, lambda: bool(waited))

    passes(folder, first, lambda: False)
    assert waited == [Passed()]
