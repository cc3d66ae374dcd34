"""Weight and speed of pages as a reader has them, in a real Chromium: `python -m bench.vitals [URL]`.

Without an address a small site is served here. Each page is opened in a browser that has nothing of the site yet;
then keys are pressed in the question box and something on the page is opened, each answered within INP.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

from bench import figures
from tests.api.keys import document, person
from tests.api.small_facts import BUILDING, TOPIC, group
from tests.api.small_site import make_site
from tests.journeys.conftest import DESK, FLAGS, PHONE, served

KILOBYTES, PAINT, SHIFT, ANSWER = 150, 1000, 0, 100
"""Most that is wanted: KB compressed, ms until the largest part is there, layout shift, ms until a key is answered."""
PAGES = {
    "start": "/",
    "search": "/search?q=tank",
    "person": f"/people/{person('maaike')}",
    "people": "/people",
    "topic": f"/topics/{TOPIC}",
    "document": f"/documents/{document('guide')}",
    "department": f"/groups/{group('energy')}",
    "organisation": "/organisation",
    "place": f"/places/{BUILDING}",
    "ties": f"/people/{person('joost')}/ties",
    "sources": "/sources",
}
OBSERVE = """
window.vitals = {paint: 0, shift: 0, answer: 0};
const observe = (type, take, more) => new PerformanceObserver(list => list.getEntries().forEach(take))
  .observe({type, buffered: true, ...more});
observe('largest-contentful-paint', each => { vitals.paint = each.startTime; });
observe('layout-shift', each => { if (!each.hadRecentInput) vitals.shift += each.value; });
observe('event', each => { if (each.interactionId) vitals.answer = Math.max(vitals.answer, each.duration); },
        {durationThreshold: 16});
"""
WEIGHT = """() => [...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]
  .reduce((sum, each) => sum + each.transferSize, 0)"""
SETTLED = "() => new Promise(done => requestAnimationFrame(() => setTimeout(done, 150)))"


@dataclass(frozen=True, slots=True)
class PageVitals:
    """What one page weighs in bytes as sent, its largest paint and slowest answer in ms, and its layout shift."""

    weight: float
    paint: float
    shift: float
    answer: float


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("url", nargs="?", help="a site without sign-in that listens")
    url = parser.parse_args(arguments).url
    with sync_playwright() as playwright, _site(url) as address:
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=list(FLAGS))
        for width in (PHONE, DESK):
            for name, path in PAGES.items():
                if not url or path in ("/", "/people", "/organisation", "/sources", "/search?q=tank"):
                    _tell(f"{name}, {width} px", visit(browser, address + path, width))
        browser.close()
    return 0


@contextmanager
def _site(url: str | None) -> Iterator[str]:
    if url:
        yield url.rstrip("/")
        return
    with TemporaryDirectory() as folder:
        site = make_site(Path(folder))
        with served(site) as address:
            yield address
        site.store.close()


def visit(browser: Browser, address: str, width: int) -> PageVitals:
    """Open this page in a browser that knows nothing of the site, and use it."""
    context = browser.new_context(viewport={"width": width, "height": 844}, locale="nl-NL")
    context.add_init_script(OBSERVE)
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    page.evaluate(SETTLED)
    weight, shown = page.evaluate(WEIGHT), page.evaluate("vitals")
    _use(page)
    used: dict[str, Any] = page.evaluate("vitals")
    context.close()
    return PageVitals(weight, shown["paint"], shown["shift"], used["answer"])


def _use(page: Page) -> None:
    """Type in the question box, close what is suggested, and open what can be opened."""
    page.locator("input[name=q]").first.press_sequentially("maai")
    page.keyboard.press("Escape")
    for summary in page.locator("summary").all()[:2]:
        if summary.is_visible():
            summary.click()
    page.evaluate(SETTLED)


def _tell(what: str, found: PageVitals) -> None:
    print(what)
    print(figures.most("  first load", found.weight / 1024, KILOBYTES, "KB"))
    print(figures.most("  largest paint", found.paint, PAINT, "ms"))
    print(figures.most("  layout shift", round(found.shift, 3), SHIFT, ""))  # less than that nobody can see
    print(figures.most("  slowest answer to a key or a click", found.answer, ANSWER, "ms"), flush=True)


if __name__ == "__main__":
    sys.exit(main())
