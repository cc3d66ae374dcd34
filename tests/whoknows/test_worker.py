"""The worker does what is queued, keeps it when it fails or dies, and leaves nothing behind."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from graph.facts import EdgeKind, Person
from graph.store import JobState
from tests.whoknows.office import SETTINGS, jobs_of, make_office, program, start, wait_for, write_page
from whoknows.cli import run
from whoknows.jobs.index import update_index
from whoknows.jobs.worker import queue_due, run_worker
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, Installation, now, open_installation

SOON = 15.0
"""Seconds, on a machine with other work too; far below the interval of a schedule."""


@pytest.fixture
def office(tmp_path: Path) -> Path:
    return make_office(tmp_path)


@pytest.fixture
def installation(office: Path) -> Iterator[Installation]:
    with open_installation(load_settings(office)) as opened:
        yield opened


def work_until(installation: Installation) -> None:
    """Let a worker without index work until no job waits or runs."""
    stop = threading.Event()
    busy = {JobState.WAITING, JobState.RUNNING}
    thread = threading.Thread(target=run_worker, args=(installation, stop), kwargs={"index": False})
    thread.start()

    def idle() -> bool:
        due = [job for job in installation.store.ledger.jobs(100) if job.state in busy and job.not_before <= now()]
        return not due

    try:
        wait_for(idle)
    finally:
        stop.set()
        thread.join()


def test_a_schedule_queues_a_sync_once_until_it_is_due_again(office: Path) -> None:
    (office / "whoknows.toml").write_text(
        SETTINGS.replace('as = "wiki"', 'as = "wiki"\nevery = "1h"'), encoding="utf-8"
    )
    with open_installation(load_settings(office)) as installation:
        for at in (1000, 1001, 4599):
            queue_due(installation, at)
        assert [dict(job.args) for job in installation.store.ledger.jobs()] == [{"source": "handbook"}]
        installation.store.ledger.finish(1, 4599)
        queue_due(installation, 4600)
        assert len(installation.store.ledger.jobs()) == 2


def test_a_queued_sync_is_done_and_followed_by_extraction_and_passes(installation: Installation) -> None:
    installation.store.ledger.enqueue("sync", {"source": "people"}, now())
    installation.store.ledger.enqueue("sync", {"source": "handbook"}, now())
    work_until(installation)
    assert [(kind, state) for kind, state, _ in jobs_of(installation)] == [
        ("sync", "done"),
        ("sync", "done"),
        ("extract", "done"),
        ("passes", "done"),
        ("photos", "done"),
    ]


def test_a_job_that_fails_is_tried_again_later_and_says_why(office: Path, installation: Installation) -> None:
    shutil.move(office / "people.csv", office / "elsewhere.csv")
    installation.store.ledger.enqueue("sync", {"source": "people"}, now())
    work_until(installation)
    (job,) = installation.store.ledger.jobs()
    assert job.state is JobState.WAITING
    assert job.error
    assert "Traceback" not in job.error
    assert job.not_before > now()


def test_what_a_killed_worker_had_in_hand_is_done_by_the_next(installation: Installation) -> None:
    installation.store.ledger.enqueue("sync", {"source": "people"}, now())
    assert installation.store.ledger.claim(f"{os.uname().nodename}:1", now()) is not None
    work_until(installation)
    assert jobs_of(installation)[0] == ("sync", "done", None)


def _known(installation: Installation) -> set[str]:
    """People who know about anything."""
    with installation.store.view(SYSTEM) as view:
        people = {edge.start for edge in view.all_edges(EdgeKind.KNOWS_ABOUT)}
        return {node.name for node in view.get(people).values() if isinstance(node, Person)}


def test_who_knows_about_what_follows_when_the_index_shows_what_changed(tmp_path: Path) -> None:
    folder = make_office(tmp_path / "office")
    for number in range(4):
        text = f"De waterstofopslag van hal {number} is klaar. In de waterstofopslag staan tanks."
        write_page(folder, f"opslag-{number}", "David Amrani", f"Waterstofopslag {number}", text)
    assert run(["sync", "-s", str(folder)]) == 0
    with open_installation(load_settings(folder)) as installation:
        assert _known(installation) == {"David Amrani"}
        rows = (folder / "people.csv").read_text(encoding="utf-8").splitlines()
        marked = [f"{row},{'yes' if 'David' in row else ''}" for row in rows[1:]]
        (folder / "people.csv").write_text("\n".join([f"{rows[0]},opted_out", *marked]), encoding="utf-8")
        installation.store.ledger.enqueue("sync", {"source": "people"}, now())
        work_until(installation)
        early = {kind for kind, _, _ in jobs_of(installation)} & {"knowledge", "insight"}
        assert not early, "the index does not show it yet"
        update_index(installation.store, installation.settings.index)
        queue_due(installation, now())
        work_until(installation)
        assert jobs_of(installation)[-2:] == [("knowledge", "done", None), ("insight", "done", None)]
        assert _known(installation) == set()


@pytest.mark.slow
def test_a_job_that_is_stopped_goes_back_to_the_queue(tmp_path: Path) -> None:
    folder = make_office(tmp_path / "big", pages=400)
    with open_installation(load_settings(folder)) as installation:
        installation.store.ledger.enqueue("sync", {"source": "handbook"}, now())
        stop = threading.Event()
        thread = threading.Thread(target=run_worker, args=(installation, stop), kwargs={"index": False})
        thread.start()
        wait_for(lambda: installation.store.ledger.cursor("handbook") is not None or bool(installation.store.seq()))
        stop.set()
        thread.join()
        job = installation.store.ledger.jobs()[-1]
        assert (job.state, job.error) == (JobState.WAITING, "worker-stopped")
        work_until(installation)
        assert jobs_of(installation)[0] == ("sync", "done", None)


# --- processes --------------------------------------------------------------------------------------------------------


def children_of(process: int) -> set[int]:
    """The processes that descend from this one."""
    found: set[int] = set()
    listed = subprocess.run(["ps", "-eo", "pid=,ppid="], capture_output=True, text=True, check=True).stdout
    parents = [tuple(map(int, line.split())) for line in listed.splitlines()]
    todo = [process]
    while todo:
        parent = todo.pop()
        todo += [child for child, of in parents if of == parent and child not in found]
        found |= {child for child, of in parents if of == parent}
    return found


def command_of(process: int) -> str:
    """The command line with which this process was started."""
    return subprocess.run(["ps", "-o", "args=", "-p", str(process)], capture_output=True, text=True, check=False).stdout


def alive(process: int) -> bool:
    """True when this process runs. One that ended and waits to be buried does not."""
    said = subprocess.run(["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True, check=False)
    return bool(said.stdout.strip()) and not said.stdout.strip().startswith("Z")


@contextmanager
def serving(folder: Path, processes: int = 1) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The program serves this folder, with a worker and its index process: its process and its address."""
    child = start("serve", "--port", "0", "-s", str(folder), "--processes", str(processes))
    try:
        assert child.stderr is not None
        line = child.stderr.readline()
        address = next(word for word in line.split() if word.startswith("http"))
        wait_for(lambda: len(children_of(child.pid)) == 1 + processes)
        yield child, address.rstrip("/")
    finally:
        left = children_of(child.pid)
        if child.poll() is None:
            child.terminate()
        child.wait(timeout=60)
        wait_for(lambda: not any(map(alive, left)))


needs_ps = pytest.mark.skipif(shutil.which("ps") is None and not os.environ.get("CI"), reason="needs ps")


@pytest.mark.slow
@needs_ps
@pytest.mark.parametrize("way", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_no_process_stays_when_the_site_ends(office: Path, way: signal.Signals) -> None:
    with serving(office, processes=2) as (child, _address):
        left = children_of(child.pid)
        child.send_signal(way)
        assert child.wait(timeout=60) == (-9 if way is signal.SIGKILL else 0)
        wait_for(lambda: not any(map(alive, left)), 15)


@pytest.mark.slow
@needs_ps
def test_one_process_of_the_site_that_is_killed_is_started_again(office: Path) -> None:
    with serving(office, processes=2) as (child, address), httpx.Client(base_url=address, timeout=30) as site:
        (other,) = (each for each in children_of(child.pid) if "serve" in command_of(each))
        os.kill(other, signal.SIGKILL)
        assert child.stderr is not None
        assert any("starts again" in line for line in child.stderr)
        assert site.get("/api/health").status_code == 200
        wait_for(lambda: any("serve" in command_of(each) for each in children_of(child.pid) - {other}))


@pytest.mark.slow
@needs_ps
def test_a_second_site_at_the_same_port_is_refused_also_when_the_first_shares_it(office: Path) -> None:
    with serving(office, processes=2) as (_child, address):
        code, _said, complained = program("serve", "-s", str(office), "--no-worker", "--port", address.split(":")[-1])
    assert code == 2
    assert address.split(":")[-1] in complained


@pytest.mark.slow
@needs_ps
def test_a_new_page_is_found_soon_and_a_second_worker_refuses(office: Path) -> None:
    assert run(["sync", "-s", str(office)]) == 0
    with serving(office) as (_child, address), httpx.Client(base_url=address, timeout=30) as site:
        code, _said, complained = program("worker", "-s", str(office))
        assert code == 2
        assert "already" in complained
        site.get("/api/experts", params={"q": "zeppelin"})  # the first question without an answer loads the encoder
        write_page(office, "kraan", "David Amrani", "Torenkraan", "De torenkraan staat achter het magazijn.")
        asked = site.post("/api/sources/handbook/sync", headers={"Origin": address, "Accept": "application/json"})
        assert asked.status_code == 202
        with open_installation(load_settings(office)) as installation:
            runs = installation.store.ledger.runs
            wait_for(lambda: len(runs("handbook")) == 2 and runs("handbook")[0].ended is not None)

        def found() -> bool:
            answer = site.get("/api/experts", params={"q": "torenkraan"}).json()
            return any(each["name"] == "David Amrani" for each in answer.get("people", ()))

        assert wait_for(found) < SOON
