"""What a colleague was called before, under one id of the directory, stays hers."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from graph.facts import Account, Checkpoint, PersonRecord, current_emails, key_of
from graph.open_store import open_store
from graph.store import Store, Viewer
from ingest.contract import SourceSettings
from ingest.pipeline import sync
from ingest.renamed import MOST_FORMER, same_person, with_former
from tests.ingest.test_pipeline import Script

NOW = 1_750_000_000
ANNA = PersonRecord("1", "Anna de Vries", emails=("devries@x.org",), joined=100)
KEY = key_of("account", "people", "1")


def told(store: Store, *people: PersonRecord, now: int = NOW, kind: str = "directory") -> Account:
    settings = SourceSettings("people", kind, options={"path": "people.csv"})
    source = Script(*people, Checkpoint({}, complete=True))
    sync(source, settings, store, now=lambda: now, tell=lambda _: None, stop=lambda: False)
    with store.view(Viewer(system=True)) as view:
        account = view.get([KEY])[KEY]
    assert isinstance(account, Account)
    return account


def test_a_new_name_and_address_under_one_id(tmp_path: Path) -> None:
    store = open_store(f"sqlite:{tmp_path / 'store.db'}")
    told(store, ANNA)
    married = replace(ANNA, name="Anna Bakker", emails=("bakker@x.org",))
    found = told(store, married)
    assert (found.name, found.aliases, found.emails) == (
        "Anna Bakker",
        ("Anna de Vries",),
        ("bakker@x.org", "devries@x.org"),
    )
    assert found.former == (("Anna de Vries", NOW), ("devries@x.org", NOW))
    assert current_emails(found) == ("bakker@x.org",)
    assert told(store, married, now=NOW + 100) == found, "it is kept, with the day on which it changed"
    back = told(store, ANNA, now=NOW + 200)
    assert (back.name, back.former) == ("Anna de Vries", (("Anna Bakker", NOW + 200), ("bakker@x.org", NOW + 200)))
    store.close()


def test_an_id_that_went_to_somebody_else(tmp_path: Path) -> None:
    store = open_store(f"sqlite:{tmp_path / 'store.db'}")
    told(store, ANNA)
    found = told(store, PersonRecord("1", "Bram Kok", emails=("kok@x.org",)))
    assert (found.aliases, found.emails, found.former) == ((), ("kok@x.org",), ())
    store.close()


def test_former_forms_of_the_file_have_no_day(tmp_path: Path) -> None:
    store = open_store(f"sqlite:{tmp_path / 'store.db'}")
    found = told(store, replace(ANNA, former=("Anna Kok", "kok@x.org")))
    assert (found.aliases, found.emails) == (("Anna Kok",), ("devries@x.org", "kok@x.org"))
    assert found.former == (("Anna Kok", None), ("kok@x.org", None))
    store.close()


def account(name: str, **fields: object) -> Account:
    return Account(KEY, "people", "1", name, anchor=True, **fields)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        (account("Anna de Vries"), account("Anna Bakker"), True),
        (account("A. de Vries"), account("Anna de Vries"), True),
        (account("Piet Bakker"), account("Petra Bakker"), True),
        (account("Piet Bakker", joined=100), account("Petra Bakker", joined=900), False),
        (account("Piet Bakker", left=500), account("Petra Bakker"), False),
        (account("Anna de Vries", emails=("a@x.org",)), account("Eva Kok", emails=("A@x.org",)), True),
        (account("Anna de Vries"), account("Bram Kok"), False),
        (account("avries"), account("Anna de Vries"), False),
    ],
)
def test_whether_an_id_is_still_the_same_persons(before: Account, after: Account, same: bool) -> None:
    assert same_person(before, after) is same


def test_so_many_former_forms_are_kept() -> None:
    found = account("Anna Bakker", emails=("a@x.org",))
    for number in range(MOST_FORMER + 5):
        found = with_former(account("Anna Bakker", emails=(f"a{number}@x.org",)), found, number + 1)
    assert len(found.former) == MOST_FORMER
    assert found.former[0] == (f"a{MOST_FORMER + 3}@x.org", MOST_FORMER + 5)
