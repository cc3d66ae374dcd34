"""What is said when the Neo4j server is away, wrong, full or read-only, and that nothing is lost.

Everybody hears one sentence that says what to do: on the command line (exit code 3), in the worker's log, on the page.
"""

from __future__ import annotations

import html
import os
import subprocess
import threading
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from graph.store import JobState
from tests.api.small_site import caller
from tests.bolt_server import BOLT_4_4, NOTHING_IN_COMMON, Answers, Cable, listening
from tests.conftest import missing
from tests.graph.neo4j.stores import wipe
from tests.neo4j_server import LocalNeo4j, administer, configure, free_port, started
from tests.whoknows.office import export, make_office, program, wait_for, write_page
from ui.messages import sentence
from whoknows.cli import run
from whoknows.jobs.worker import run_worker
from whoknows.settings import load_settings
from whoknows.site import make_site
from whoknows.wiring import now, open_installation

pytestmark = [pytest.mark.neo4j, pytest.mark.slow]
ROOM = "16m"
PATIENCE = 90.0
READ_ONLY = {"server.databases.default_to_read_only": "true"}
SMALL_LOG = {"db.tx_log.preallocate": "false", "db.tx_log.rotation.size": "1m"}


@dataclass(frozen=True, slots=True)
class Fault:
    """A server with a fault: at which port, what is to be said of it, and what is known of its password."""

    port: int
    message: str
    secrets: Mapping[str, str] = field(default_factory=dict)

    def said(self, language: str, port: int | None = None) -> str:
        """What somebody must read who uses the server at this port."""
        return sentence(self.message, {"url": f"bolt://127.0.0.1:{port or self.port}"}, language)


def settle_in(folder: Path, port: int) -> None:
    """Use the store at this port."""
    settings = folder / "whoknows.toml"
    told = settings.read_text(encoding="utf-8")
    rest = told.partition("\n\n")[2] if told.startswith("[store]") else told
    settings.write_text(f'[store]\nurl = "bolt://127.0.0.1:{port}"\n\n{rest}', encoding="utf-8")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_office(tmp_path_factory.mktemp("office"))


# --- the faults -------------------------------------------------------------------------------------------------------


@contextmanager
def refused(folder: Path, office: Path) -> Iterator[Fault]:
    yield Fault(free_port(), "store-unreachable")


@contextmanager
def too_old(folder: Path, office: Path) -> Iterator[Fault]:
    with listening(Answers(version="Neo4j/4.4.41", shakes=BOLT_4_4).speak) as port:
        yield Fault(port, "store-no-neo4j")


@contextmanager
def much_too_old(folder: Path, office: Path) -> Iterator[Fault]:
    with listening(Answers(shakes=NOTHING_IN_COMMON).speak) as port:
        yield Fault(port, "store-no-neo4j")


@contextmanager
def web_server(folder: Path, office: Path) -> Iterator[Fault]:
    with listening(Answers(shakes=b"HTTP/1.1 400 Bad Request\r\n\r\n").speak) as port:
        yield Fault(port, "store-no-neo4j")


@contextmanager
def wrong_password(folder: Path, office: Path) -> Iterator[Fault]:
    configure(folder, free_port())
    administer(folder, "dbms", "set-initial-password", "right-and-long-enough")
    with started(folder, passwords=True) as (server, process):
        yield Fault(port_of(server), "store-wrong-password", {"NEO4J_PASSWORD": "wrong-and-long-enough"})
        process.kill()


@contextmanager
def read_only(folder: Path, office: Path) -> Iterator[Fault]:
    with started(folder) as (server, _):
        settle_in(office, port_of(server))
        assert run(["sync", "--only-sources", "-s", str(office)]) == 0
    with started(folder, more=READ_ONLY) as (server, process):
        yield Fault(port_of(server), "store-server-read-only")
        process.kill()


@contextmanager
def small_disk(folder: Path) -> Iterator[Path]:
    """A folder on a disk of a few MB."""
    disk = folder / "data"
    disk.mkdir()
    mounted = ["mount", "-t", "tmpfs", "-o", f"size={ROOM}", "tmpfs", str(disk)]
    if os.geteuid() or subprocess.run(mounted, capture_output=True, check=False).returncode:
        missing("the right to mount a small disk (root)")
    try:
        yield disk
    finally:
        subprocess.run(["umount", "--lazy", str(disk)], check=True)


@contextmanager
def disk_full(folder: Path, office: Path) -> Iterator[Fault]:
    with small_disk(folder) as disk, started(folder, more=SMALL_LOG) as (server, process):
        settle_in(office, port_of(server))
        assert run(["sync", "--only-sources", "-s", str(office)]) == 0
        fill(disk)
        yield Fault(port_of(server), "store-server-full")
        process.kill()


def fill(disk: Path) -> None:
    """Take all the room that is left."""
    with (disk / "filled").open("wb", buffering=0) as file:
        try:
            while True:
                file.write(bytes(4096))
        except OSError:
            return


def port_of(server: LocalNeo4j) -> int:
    return int(server.uri.rpartition(":")[2])


FAULTS = (refused, wrong_password, too_old, much_too_old, web_server, read_only, disk_full)
READABLE = ("store-server-read-only", "store-server-full")
"""Here only who writes hears of it."""


@pytest.fixture(scope="module", params=FAULTS, ids=lambda makes: makes.__name__)
def fault(request: pytest.FixtureRequest, office: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Fault]:
    with request.param(tmp_path_factory.mktemp("server"), office) as made:
        yield made


@pytest.fixture
def cable(fault: Fault, neo4j_server: LocalNeo4j) -> Iterator[tuple[Cable, int]]:
    """A way to a server that works, which can be led to the one with the fault; and at which port it begins."""
    wipe(neo4j_server)
    leads = Cable(port_of(neo4j_server))
    with listening(leads.speak) as port:
        yield leads, port


def lead(cable: Cable, port: int) -> None:
    cable.port = port
    cable.cut()


# --- what is said -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_command_line_says_one_sentence(fault: Fault, office: Path, language: str) -> None:
    settle_in(office, fault.port)
    write_page(office, "groot", "Anna Verhage", "Groot", "Een lang verhaal over pompen. " * 10_000)
    code, _said, complained = program(
        "sync", "--only-sources", "-s", str(office), **{**fault.secrets, "WHOKNOWS_LANG": language}
    )
    assert complained.strip() == fault.said(language)
    assert code == 3


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_page_says_it_and_works_again_afterwards(
    fault: Fault, cable: tuple[Cable, int], language: str, tmp_path: Path
) -> None:
    folder, (leads, port) = make_office(tmp_path), cable
    works = leads.port
    settle_in(folder, port)
    headers = {"accept-language": language, "origin": "http://127.0.0.1:8000"}
    with open_installation(load_settings(folder)) as installation:
        site = caller(make_site(installation), **headers)
        assert site.get("/sources").status_code == 200
        lead(leads, fault.port)
        said = fault.said(language, port)

        def told() -> bool:
            answer = site.post("/sources/handbook/sync") if fault.message in READABLE else site.get("/sources")
            assert answer.status_code in (303, 503), answer.text
            return answer.status_code == 503 and said in html.unescape(answer.text)

        wait_for(told, PATIENCE)
        lead(leads, works)
        wait_for(lambda: site.get("/sources").status_code == 200, PATIENCE)


@pytest.fixture
def language(request: pytest.FixtureRequest) -> str:
    """Dutch for one fault and English for the next."""
    turn: int = request.node.callspec.indices["fault"]  # type: ignore[attr-defined]
    return ("nl", "en")[turn % 2]


def test_the_worker_says_it_and_does_the_job_afterwards(
    fault: Fault,
    cable: tuple[Cable, int],
    language: str,
    tmp_path: Path,
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("WHOKNOWS_LANG", language)
    folder, (leads, port) = make_office(tmp_path), cable
    works = leads.port
    settle_in(folder, port)
    stop = threading.Event()
    with open_installation(load_settings(folder)) as installation:
        ledger = installation.store.ledger
        thread = threading.Thread(target=run_worker, args=(installation, stop), kwargs={"index": False})
        thread.start()
        try:
            wait_for(lambda: ledger.get("due-passes") is not None, PATIENCE)
            lead(leads, fault.port)
            wait_for(lambda: fault.said(language, port) in caplog.messages, PATIENCE)
            lead(leads, works)
            ledger.enqueue("sync", {"source": "people"}, now())
            wait_for(lambda: ledger.jobs()[-1].state is JobState.DONE, PATIENCE)
        finally:
            stop.set()
            thread.join()
    assert "Traceback" not in caplog.text


# --- what is lost -----------------------------------------------------------------------------------------------------


@pytest.mark.takes(140)
@pytest.mark.parametrize("why", ["full", "read-only"])
def test_nothing_is_lost_and_the_sync_goes_on_afterwards(tmp_path: Path, why: str) -> None:
    office, home = make_office(tmp_path / "office"), tmp_path / "home"
    home.mkdir()
    with ExitStack() as stack:
        disk = stack.enter_context(small_disk(home)) if why == "full" else home
        with started(home, more=SMALL_LOG) as (server, _):
            settle_in(office, port_of(server))
            assert run(["sync", "--only-sources", "-s", str(office)]) == 0
            before = export(office)
        write_page(office, "groot", "Anna Verhage", "Groot", "Een lang verhaal over pompen. " * 10_000)
        more = SMALL_LOG if why == "full" else {**SMALL_LOG, **READ_ONLY}
        with started(home, port_of(server), more=more) as (_, process):
            if why == "full":
                fill(disk)
            assert run(["sync", "--only-sources", "-s", str(office)]) == 3
            process.kill()  # with a full disk it needs half a minute to give up
        (disk / "filled").unlink(missing_ok=True)
        with started(home, port_of(server), more=SMALL_LOG) as (_, process):
            assert export(office) == before
            assert run(["sync", "--only-sources", "-s", str(office)]) == 0
            assert "Een lang verhaal" in export(office)
            process.kill()
