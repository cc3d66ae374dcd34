"""What is the same for many is read in the background, at the start and after a change, and no visitor waits for it."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.site import Site
from graph.facts import Account, Fact, key_of
from tests.api.small_facts import NOW
from tests.api.small_site import make_app, make_site
from whoknows.site import first_glance, open_newest


def refused() -> None:
    raise AssertionError("a visitor reads it")


def is_read(site: Site) -> bool:
    """Whether a visitor finds the organisation as it is now, without reading it."""
    with site.store.view(site.viewer_of(None)) as view:
        name, seq = view.rules(), site.store.seq()
    try:
        site.organisations.recall(name, seq, site.now() + 1000, refused)
    except AssertionError:
        return False
    return True


class PassingMinutes:
    """A minute passes at each look."""

    at = NOW

    def __call__(self) -> int:
        self.at += 60
        return self.at


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return make_site(tmp_path, now=PassingMinutes())


def change(site: Site) -> None:
    account = Account(key_of("account", "later", "zoe"), "later", "zoe", "Zoe Later")
    with site.store.writer() as writer:
        writer.put(Fact(account), "run")


def test_it_is_read_at_the_start(site: Site) -> None:
    assert not is_read(site)
    first_glance(make_app(site))
    assert is_read(site)


def test_it_is_read_again_once_the_store_is_at_rest_after_a_change(site: Site) -> None:
    app = make_app(site)
    open_newest(app)
    open_newest(app)
    assert is_read(site)
    change(site)
    assert not is_read(site)
    open_newest(app)
    assert not is_read(site), "more may come at once"
    open_newest(app)
    assert is_read(site)
