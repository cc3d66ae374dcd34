"""The new hire of the sample finds where to begin on the start page, today."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.api.small_site import caller
from whoknows.settings import load_settings
from whoknows.site import make_site
from whoknows.wiring import open_installation

pytestmark = pytest.mark.slow


def test_the_start_page_leads_the_new_hire_to_welcome_and_nobody_else(sample: Path) -> None:
    with open_installation(load_settings(sample), create=False) as installation:
        visitor = caller(make_site(installation))
        page = visitor.get("/", headers={"accept-language": "en"}).text
        people = dict(re.findall(r'<option value="([^"]+)"[^>]*>([^<(]+) \(', page))
        leads = {
            label: 'href="/welcome"' in visitor.get("/", headers={"cookie": f"development={person}"}).text
            for person, label in people.items()
        }
    assert "New hire" in leads
    assert [label for label, led in leads.items() if led] == ["New hire"]
