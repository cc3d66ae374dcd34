"""Suites that every store and source runs; they explain their failures as the tests themselves do."""

import pytest

pytest.register_assert_rewrite(
    *(f"tests.contracts.store_{part}_suite" for part in ("content", "people", "ledger")), "tests.contracts.organisation"
)
