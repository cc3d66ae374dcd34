"""The gallery in a real browser: accessible and no wider than the screen, in every state, language and theme."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page

from tests.api.development_site import development_site
from tests.journeys.conftest import DESK, PHONE, served
from tests.journeys.test_site import RULES, fits

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def gallery(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Its address."""
    site = development_site(tmp_path_factory.mktemp("gallery"))
    with served(site) as address:
        yield f"{address}/development/gallery"
    site.store.close()


@pytest.mark.parametrize("state", ["usual", "full", "least"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_part_is_accessible_and_fits(
    browser: Browser, gallery: str, keep: Callable[[Page, str], None], state: str, scheme: Any
) -> None:
    for width, language in ((PHONE, "nl-NL"), (DESK, "en-GB")):
        context = browser.new_context(
            viewport={"width": width, "height": 844}, locale=language, color_scheme=scheme, bypass_csp=True
        )
        page = context.new_page()
        page.goto(f"{gallery}?state={state}")
        assert fits(page)
        keep(page, f"gallery-{state}-{width}-{scheme}")
        for summary in page.locator("summary").all():
            if summary.is_visible():
                summary.click()
        found: Any = Axe().run(page, options={"runOnly": RULES, "rules": {"target-size": {"enabled": True}}})
        assert found.violations_count == 0, found.generate_report()
        assert fits(page)
        context.close()
