"""The site: `serve`."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Sequence
from typing import Annotated

import typer
import uvicorn

from ingest.cycles import seldom_collected
from whoknows.commands.options import ParentOption, SettingsOption
from whoknows.connections import server_config
from whoknows.console import tell
from whoknows.container import EVERY_ADDRESS
from whoknows.errors import SettingsError
from whoknows.logs import configure
from whoknows.processes import Child, start_command
from whoknows.settings import is_loopback, load_settings
from whoknows.site import first_glance, make_site, open_newest
from whoknows.stopping import Stop
from whoknows.wiring import open_installation

GLANCE = 5.0
"""Seconds after which a site that nobody asks leaves an old generation of the index, so that its files can go."""
FIRST = 0.2
"""Seconds after which a site that has just begun reads what everybody will ask for."""
ENDING = 2.0
"""Seconds that a port may still be taken by processes that are ending."""


def serve(
    settings: SettingsOption = None,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on: loopback, unless people sign in behind a proxy.")
    ] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = None,
    worker: Annotated[bool, typer.Option(help="Run a worker as well.")] = True,
    processes: Annotated[int | None, typer.Option(min=1, help="Number of web processes.")] = None,
    parent: ParentOption = None,
) -> None:
    """Serve the site on this machine, with a worker next to it.

    Example: whoknows serve --port 8080
    """
    loaded = load_settings(settings)
    configure("site", loaded.log_level)
    address = host or (EVERY_ADDRESS if loaded.container else loaded.host)
    if not (loaded.container and address == EVERY_ADDRESS) and not (loaded.sign_in and loaded.proxies):
        require_loopback(address)
    count = processes or loaded.site_processes
    listening = _listen(address, loaded.port if port is None else port, shared=count > 1, joins=parent is not None)
    here = ("serve", "--host", address, "--port", str(listening.getsockname()[1]), "--no-worker", "--processes", "1")
    with open_installation(loaded) as installation, Stop(parent) as stop:
        site = make_site(installation)
        children = [Child("site-restarts", lambda: start_command(loaded.file, *here)) for _ in range(count - 1)]
        if worker:
            children.append(Child("worker-restarts", lambda: start_command(loaded.file, "worker")))
        try:
            listening.listen()  # who comes before the first answer waits and is not refused
            if parent is None:
                shown = "127.0.0.1" if address == EVERY_ADDRESS else address
                url = f"http://{shown}:{listening.getsockname()[1]}/"
                if loaded.sign_in:
                    tell("serving-signed-in", url=f"{loaded.address}/")
                else:
                    tell("serving-development" if loaded.development else "serving", url=url)
            _run(server_config(site), listening, stop, lambda: first_glance(site), lambda: open_newest(site))
        finally:
            listening.close()
            for child in children:
                child.ask_to_end()
            for child in children:
                child.end()


def _run(
    config: uvicorn.Config, listening: socket.socket, stop: Stop, first: Callable[[], None], glance: Callable[[], None]
) -> None:
    """Answer until a signal comes, or until the process that started this one has ended; `first` once it answers, and
    `glance` now and then."""
    server = uvicorn.Server(config)

    def end() -> None:
        if not stop.asked.wait(FIRST):
            first()
        while not stop.asked.wait(GLANCE):
            glance()
        server.should_exit = True

    threading.Thread(target=end, daemon=True).start()
    if not stop.asked.is_set():
        with seldom_collected():
            server.run(sockets=[listening])


def require_loopback(host: str) -> None:
    """Raises SettingsError unless only this machine can reach this address."""
    if not is_loopback(host):
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
