"""The pages are tested on the site of the tests of `api`."""

from tests.api.conftest import app, site, visitor

__all__ = ["app", "site", "visitor"]
