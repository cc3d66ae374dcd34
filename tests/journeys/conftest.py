"""A site that really listens and a browser that really opens it, for all journeys."""

from __future__ import annotations

import shutil
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, expect, sync_playwright

from api.site import Site
from graph.store import Store
from tests.api.small_site import make_app, make_site
from tests.conftest import ROOT, missing
from tests.graph.neo4j.stores import emptied
from whoknows.jobs.index import follow

SCREENS = ROOT / ".cache" / "screens"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
PHONE, DESK = 390, 1440
Open = Callable[..., Page]
PATIENCE = 45_000
"""Milliseconds: a machine may be busy, and what is there is not waited for."""
expect.set_options(timeout=PATIENCE)


@pytest.fixture(scope="session", params=["sqlite", pytest.param("neo4j", marks=pytest.mark.neo4j)])
def address(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a site that listens. Every journey is made twice: on SQLite, and on a real Neo4j."""
    store = emptied(request.getfixturevalue("neo4j_server")) if request.param == "neo4j" else None
    site = make_site(tmp_path_factory.mktemp("journey"), store)
    with served(site) as found:
        yield found
    site.store.close()


@contextmanager
def served(site: Site, port: int = 0) -> Iterator[str]:
    """The address of this site while it listens, at this port or a free one."""
    listening = socket.socket()
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # the next site listens there at once
    listening.bind(("127.0.0.1", port))
    listening.listen()
    server = uvicorn.Server(uvicorn.Config(make_app(site), log_level="warning", access_log=False, proxy_headers=False))
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}"
    server.should_exit = True
    thread.join(timeout=10)
    listening.close()


@contextmanager
def followed(store: Store, index: Path) -> Iterator[None]:
    """The index of this store follows it, as when it serves, until the block ends."""
    stop = threading.Event()
    following = threading.Thread(target=follow, args=(store, index, stop.is_set), kwargs={"ear": lambda: None})
    following.start()
    try:
        yield
    finally:
        stop.set()
        following.join()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    found = shutil.which("chromium")
    if found is None:
        missing("Chromium (make ci-parts)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield started
        started.close()


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Open]:
    """Opens a page of the site as somebody with this screen, language and taste; what went wrong fails the test."""
    contexts: list[BrowserContext] = []
    wrong: list[str] = []

    def open_page(path: str, width: int = DESK, language: str = "en", **options: object) -> Page:
        locale = {"nl": "nl-NL", "en": "en-GB"}[language]
        context = browser.new_context(viewport={"width": width, "height": 844}, locale=locale, **options)  # type: ignore[arg-type]
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text) if _is_wrong(message) else None)
        page.on("request", lambda request: None if request.url.startswith(address) else wrong.append(request.url))
        page.on("response", lambda answer: wrong.append(answer.url) if _is_missing(answer) else None)
        page.goto(address + path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not wrong, wrong


def _is_wrong(message: ConsoleMessage) -> bool:
    """Whether the browser complains, for instance that the content security policy forbids something."""
    return message.type == "error" and not message.text.startswith("Failed to load resource")


def _is_missing(answer: Response) -> bool:
    """Whether a file of a page is missing. A page itself may be: some journeys are about that."""
    return answer.status >= 400 and answer.request.resource_type != "document"


@pytest.fixture
def keep() -> Callable[[Page, str], None]:
    """Keeps a picture of a page, to be looked at."""
    SCREENS.mkdir(parents=True, exist_ok=True)

    def shoot(page: Page, name: str) -> None:
        page.screenshot(path=str(Path(SCREENS) / f"{name}.png"), full_page=True)

    return shoot
