"""The site: `serve`."""

from __future__ import annotations

import ipaddress
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from typing import Annotated

import typer
import uvicorn

from whoknows.commands.setup import SettingsOption
from whoknows.commands.sync import Stop
from whoknows.console import tell
from whoknows.container import EVERY_ADDRESS
from whoknows.jobs.worker import end_child
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
LEFT_ALONE = (0, 2)


def add_commands(app: typer.Typer) -> None:
    app.command()(serve)


def serve(
    settings: SettingsOption = None,
    host: Annotated[str | None, typer.Option(help="A loopback address.")] = None,
    port: Annotated[int | None, typer.Option(help="0 takes a free one.")] = None,
    worker: Annotated[bool, typer.Option(help="Run the worker beside it.")] = True,
) -> None:
    """Serve the site on this machine, with a worker beside it.

    Example: whoknows serve --port 8080
    """
    loaded = load_settings(settings)
    address = host or (EVERY_ADDRESS if loaded.container else loaded.host)
    if not (loaded.container and address == EVERY_ADDRESS):
        require_loopback(address)
    listening = _listen(address, loaded.port if port is None else port)
    with open_installation(loaded) as installation, Stop() as stop:
        child = WorkerChild(lambda: _start_worker(str(loaded.file))) if worker else None
        try:
            site = make_site(installation)
            shown = "127.0.0.1" if address == EVERY_ADDRESS else address
            tell("serving", url=f"http://{shown}:{listening.getsockname()[1]}/")
            config = uvicorn.Config(site, log_level="warning", access_log=False, server_header=False)
            if not stop.asked.is_set():
                uvicorn.Server(config).run(sockets=[listening])
        finally:
            listening.close()
            if child is not None:
                child.end()


class WorkerChild:
    """The worker beside the site: one that crashes is started again, each time after twice the wait, and it is said.

    One that ended by itself (0) or by a mistake in the settings (2), such as a second worker, is left alone.
    """

    def __init__(self, begin: Callable[[], subprocess.Popen[bytes]], wait: float = 1.0) -> None:
        self._begin, self._wait = begin, wait
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
            tell("worker-restarts", code=code, seconds=round(wait))
            if self._ended.wait(wait):
                return
            self._child, since = self._begin(), time.monotonic()
            wait = min(LONGEST, 2 * wait)

    def end(self) -> None:
        """End the worker for good."""
        self._ended.set()
        self._watcher.join()
        end_child(self._child, PATIENCE)


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


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except OSError as error:
        listening.close()
        raise SettingsError("port-taken", port=str(port)) from error
    return listening


def _start_worker(settings: str) -> subprocess.Popen[bytes]:
    """Start the worker as a process of its own, so that a sync never holds up a page.

    In a session of its own: Ctrl-C reaches it through this process, once, and it ends when this process does.
    """
    command = [sys.executable, "-m", "whoknows.cli", "worker", "--settings", settings, "--parent", str(os.getpid())]
    return subprocess.Popen(command, start_new_session=True)
