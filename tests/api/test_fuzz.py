"""The site answers random requests only as its own description says. `make fuzz` asks the sample organisation more."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.fuzz_api import ROLES, fuzz_api
from tests.api.small_site import make_app, make_site


@pytest.mark.slow
def test_every_answer_is_one_that_is_described(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    found = fuzz_api(make_app(site), 120, 1)
    site.store.close()
    assert found.failures == {}
    assert found.asked >= 120
    assert {200, 202, 400, 403, 404} <= set(found.statuses)
    assert set(ROLES) == {"operator", "colleague", "nobody"}
