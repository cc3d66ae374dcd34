"""Small inputs that people's tools really produce, each with what is right."""

import pytest

pytest.register_assert_rewrite("tests.cases.expectations")
