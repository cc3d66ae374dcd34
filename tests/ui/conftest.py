"""What do the tests of the pages share? The house of the site's tests."""

from tests.api.conftest import app, house, site

__all__ = ["app", "house", "site"]
