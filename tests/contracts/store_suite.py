"""The contract of every store: all suites in one class. Tests of a store give the `store` and `empty` fixtures."""

from __future__ import annotations

from tests.contracts.store_authored_suite import Saying
from tests.contracts.store_content_suite import Going, Putting, Seeing
from tests.contracts.store_credits_suite import Crediting
from tests.contracts.store_curated_suite import Curating
from tests.contracts.store_erasure_suite import ForgettingEverywhere
from tests.contracts.store_inherited_suite import Inheriting
from tests.contracts.store_ledger_suite import Moving, Noting
from tests.contracts.store_names_suite import ForgettingNames
from tests.contracts.store_people_suite import Deriving, Forgetting, Rights
from tests.contracts.store_written_suite import Following, Publishing


class StoreSuite(
    Putting,
    Crediting,
    Seeing,
    Going,
    Inheriting,
    Deriving,
    Curating,
    Rights,
    Forgetting,
    ForgettingNames,
    ForgettingEverywhere,
    Saying,
    Publishing,
    Following,
    Noting,
    Moving,
):
    """All of it."""
