"""The site: `serve`."""

from __future__ import annotations

import ipaddress
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from typing import Annotated

import typer
import uvicorn

from whoknows.commands.setup import SettingsOption
from whoknows.commands.sync import ParentOption, Stop
from whoknows.console import tell
from whoknows.container import EVERY_ADDRESS
from whoknows.jobs.worker import await_end
from whoknows.settings import SettingsError, load_settings
from whoknows.site import make_site
from whoknows.wiring import open_installation

PATIENCE = 60
"""Seconds that the worker gets to bring its job to a checkpoint."""
LOOK = 0.5
"""Seconds between two looks at the worker."""
LONGEST = 60.0
"""Seconds that are waited at most before a crashed worker is started again."""
STEADY = 300.0
"""Seconds after which a worker has run well, so that the next crash is the first again."""
ENDING = 2.0
"""Seconds that a port may still be taken by processes that are ending."""
LEFT_ALONE = (0, 2)


def add_commands(app: typer.Typer) -> None:
    app.command()(serve)


def serve(
    settings: SettingsOption = None,
    host: Annotated[str | None, typer.Option(help="A loopback address.")] = None,
    port: Annotated[int | None, typer.Option(help="0 takes a free one.")] = None,
    worker: Annotated[bool, typer.Option(help="Run the worker beside it.")] = True,
    processes: Annotated[int | None, typer.Option(min=1, help="How many processes answer.")] = None,
    parent: ParentOption = None,
) -> None:
    """Serve the site on this machine, with a worker beside it.

    Example: whoknows serve --port 8080
    """
    loaded = load_settings(settings)
    address = host or (EVERY_ADDRESS if loaded.container else loaded.host)
    if not (loaded.container and address == EVERY_ADDRESS):
        require_loopback(address)
    count = processes or loaded.site_processes
    listening = _listen(address, loaded.port if port is None else port, shared=count > 1, joins=parent is not None)
    here = ("serve", "--host", address, "--port", str(listening.getsockname()[1]), "--no-worker", "--processes", "1")
    with open_installation(loaded) as installation, Stop(parent) as stop:
        site = make_site(installation)
        children = [Child("site-restarts", lambda: _start(str(loaded.file), *here)) for _ in range(count - 1)]
        if worker:
            children.append(Child("worker-restarts", lambda: _start(str(loaded.file), "worker")))
        try:
            if parent is None:
                shown = "127.0.0.1" if address == EVERY_ADDRESS else address
                tell("serving", url=f"http://{shown}:{listening.getsockname()[1]}/")
            _run(uvicorn.Config(site, log_level="warning", access_log=False, server_header=False), listening, stop)
        finally:
            listening.close()
            for child in children:
                child.ask_to_end()
            for child in children:
                child.end()


def _run(config: uvicorn.Config, listening: socket.socket, stop: Stop) -> None:
    """Answer until a signal comes, or until the process that started this one has ended."""
    server = uvicorn.Server(config)

    def end() -> None:
        stop.asked.wait()
        server.should_exit = True

    threading.Thread(target=end, daemon=True).start()
    if not stop.asked.is_set():
        server.run(sockets=[listening])


class Child:
    """A process beside the site: one that crashes is started again, each time after twice the wait, and it is said.

    One that ended by itself (0) or by a mistake in the settings (2), such as a second worker, is left alone. `message`
    is the id of what is said, with `code` and `seconds`.
    """

    def __init__(self, message: str, begin: Callable[[], subprocess.Popen[bytes]], wait: float = 1.0) -> None:
        self._message, self._begin, self._wait = message, begin, wait
        self._ended = threading.Event()
        self._child = begin()
        self._watcher = threading.Thread(target=self._watch, daemon=True)
        self._watcher.start()

    def _watch(self) -> None:
        wait, since = self._wait, time.monotonic()
        while not self._ended.wait(min(LOOK, self._wait)):
            code = self._child.poll()
            if code is None:
                continue
            if code in LEFT_ALONE:
                return
            wait = self._wait if time.monotonic() - since > STEADY else wait
            tell(self._message, code=code, seconds=round(wait))
            if self._ended.wait(wait):
                return
            self._child, since = self._begin(), time.monotonic()
            wait = min(LONGEST, 2 * wait)

    def ask_to_end(self) -> None:
        """Let the process end, without waiting for it; it is not started again.

        It is asked once: a second signal would end a worker before its next checkpoint.
        """
        if self._ended.is_set():
            return
        self._ended.set()
        self._watcher.join()
        self._child.terminate()

    def end(self) -> None:
        """End the process for good."""
        self.ask_to_end()
        await_end(self._child, PATIENCE)


def require_loopback(host: str) -> None:
    """Raises SettingsError unless this address reaches this machine alone."""
    if host == "localhost":
        return
    try:
        if ipaddress.ip_address(host).is_loopback:
            return
    except ValueError:
        pass
    raise SettingsError("host-not-loopback", host=host)


def _listen(host: str, port: int, *, shared: bool, joins: bool) -> socket.socket:
    """Listen at this address. `shared`: several processes do, and the system spreads the connections over them.

    Raises SettingsError when something else listens there, another site of ours included; only who `joins` one may.
    """
    if joins:
        return _bound(host, port, (socket.SO_REUSEPORT,))
    listening = _alone(host, port)
    if not shared:
        return listening
    port = listening.getsockname()[1]
    listening.close()
    return _bound(host, port, (socket.SO_REUSEPORT,))


def _alone(host: str, port: int) -> socket.socket:
    """Listen where nobody else does. A site that was killed a moment ago may have processes that are just ending."""
    until = time.monotonic() + ENDING
    while True:
        try:
            return _bound(host, port, ())
        except SettingsError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def _bound(host: str, port: int, options: Sequence[int]) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    for option in (socket.SO_REUSEADDR, *options):
        listening.setsockopt(socket.SOL_SOCKET, option, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise SettingsError("port-taken", port=str(port)) from error
    return listening


def _start(settings: str, command: str, *options: str) -> subprocess.Popen[bytes]:
    """Start a process of the installation: the worker, so that a sync never holds up a page, or one more of the site.

    In a session of its own: Ctrl-C reaches it through this process, once, and it ends when this process does.
    """
    program = [sys.executable, "-m", "whoknows", command, *options]
    return subprocess.Popen([*program, "--settings", settings, "--parent", str(os.getpid())], start_new_session=True)
