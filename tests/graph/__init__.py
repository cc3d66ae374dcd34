"""Tests of the graph; the shared suites explain their failures as the tests themselves do."""

import pytest

pytest.register_assert_rewrite("tests.contracts.store_suite", "tests.contracts.organisation")
