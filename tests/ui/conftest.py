"""The pages are tested on the site of the tests of `api`."""

from tests.api.conftest import app, shared_site, site, unchanged, visitor

__all__ = ["app", "shared_site", "site", "unchanged", "visitor"]
