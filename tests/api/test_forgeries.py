"""Nobody signs in with what the provider did not give them, and no page of another site gives a command.

`python -m bench.fuzz sign-in --number 1000` tries more.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from bench.forgeries import CALLBACKS, FORGERIES, commands_from_elsewhere, commands_of, forge, framed_elsewhere
from tests.api.signed_site import HOME, SignedSite, signed_site
from tests.api.small_site import make_site
from tests.oidc_provider import serving_provider


@pytest.fixture(scope="module")
def at(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SignedSite]:
    site = make_site(tmp_path_factory.mktemp("forged"))
    with serving_provider() as provider:
        yield signed_site(site, provider)
    site.store.close()


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_no_forged_token_and_no_forged_callback_is_accepted(at: SignedSite, seed: int) -> None:
    found = forge(at, 8 * (len(FORGERIES) + len(CALLBACKS)), seed)
    assert found.accepted == []
    assert (found.honest > 0, found.honest_refused) == (True, 0)
    assert set(found.tried) == {*FORGERIES, *CALLBACKS}


def test_no_command_is_taken_from_a_page_of_another_site(at: SignedSite) -> None:
    tried, taken = commands_from_elsewhere(at, commands_of(at))
    assert taken == []
    assert tried >= 100


def test_no_page_can_be_shown_within_a_page_of_another_site(at: SignedSite) -> None:
    tried, shown = framed_elsewhere(at)
    assert shown == []
    assert tried >= 200


def test_browsers_are_told_to_come_by_https_alone(at: SignedSite) -> None:
    for path in ("/", "/sign-in", "/nothing", "/api/me", "/static/site.css"):
        assert at.browser().get(path).headers["strict-transport-security"] == "max-age=31536000"


def test_a_command_of_a_page_of_this_site_is_taken(at: SignedSite) -> None:
    browser = at.browser()
    browser.sign_in()
    assert browser.http.post("/api/me/pause", headers={"origin": HOME}).status_code == 200
