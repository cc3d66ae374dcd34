"""Erasing a person to the end: no file says their name in any form, whatever follows, and a kill changes nothing."""

from __future__ import annotations

import json
import shutil
import unicodedata
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from neo4j import GraphDatabase

from graph.copying import copy
from graph.erasure_plan import plan_erasure
from graph.erasures import ErasureRecord, ErasureStep, erasure_of, order_erasure, receipt_of
from graph.facts import Account, key_of, person_key
from graph.open_store import open_store
from graph.store import StoreError, Viewer
from models.answers import Question
from models.index.opening import open_index
from tests.graph.neo4j.stores import emptied
from tests.neo4j_server import LocalNeo4j
from tests.whoknows.erasable import FORMS, WORDS, make_organisation
from tests.whoknows.file_search import find_terms, find_words
from whoknows.jobs.erase import erase_person, unfinished
from whoknows.jobs.extract import follow_texts
from whoknows.jobs.index import reindex, update_index
from whoknows.jobs.passes import run_passes
from whoknows.jobs.sync import sync_source
from whoknows.jobs.worker import queue_due
from whoknows.settings import load_settings
from whoknows.wiring import SYSTEM, Installation, now, open_installation

PERSON = person_key(key_of("account", "people", "p9"))


class Killed(Exception):
    """The process was killed here."""


def never() -> bool:
    return False


def silent(_: object) -> None:
    return


def sync(installation: Installation) -> None:
    for entry in installation.settings.sources:
        sync_source(installation, entry, tell=silent, stop=never)
    follow_texts(installation, tell=silent, stop=never)
    run_passes(installation, tell=silent, stop=never)
    update_index(installation.store, installation.settings.index)


def order(installation: Installation) -> ErasureRecord:
    with installation.store.view(SYSTEM) as view:
        accounts = [node for node in view.nodes("account") if isinstance(node, Account) and node.native_id == "p9"]
    return order_erasure(installation.store, PERSON, accounts, None, now())


def traces(folder: Path) -> list[str]:
    """Where in the files of the installation a form of the person is found."""
    return find_words([folder / ".whoknows", folder / "stores"], WORDS) + find_terms(
        folder / ".whoknows" / "index", WORDS
    )


@pytest.fixture(scope="module")
def synced(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = make_organisation(tmp_path_factory.mktemp("erasable"))
    settings = (folder / "whoknows.toml").read_text(encoding="utf-8")
    (folder / "whoknows.toml").write_text(settings.replace("whoknows.db", "stores/whoknows.db"), encoding="utf-8")
    with open_installation(load_settings(folder)) as installation:
        sync(installation)
    return folder


@pytest.fixture
def organisation(synced: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(synced, tmp_path / "organisation"))


@pytest.fixture
def installation(organisation: Path) -> Iterator[Installation]:
    with open_installation(load_settings(organisation)) as opened:
        yield opened


def state(installation: Installation) -> str:
    """All that the store says, without when, and without the secret and what depends on it."""
    lines = [line for line in installation.store.dump(derived=True) if line["record"] not in ("suppressed", "kept")]
    return json.dumps(lines, ensure_ascii=False, sort_keys=True)


@pytest.mark.slow
def test_no_file_says_the_name_in_any_form(organisation: Path, installation: Installation) -> None:
    before = traces(organisation)
    for place in ("whoknows.db", "texts.bin", "names.bin", "people-1.json", "sallows"):
        assert any(place in each for each in before), place
    order(installation)
    done = erase_person(installation, PERSON, tell=silent, stop=never)
    assert done is not None
    assert done.finished
    assert traces(organisation) == []
    sync(installation)
    assert traces(organisation) == []
    reindex(installation.store, installation.settings.index)
    assert traces(organisation) == []
    with closing(open_store(f"sqlite:{organisation / 'stores' / 'copied.db'}")) as copied:
        for _ in copy(installation.store, copied, derived=True):
            pass
        lines = [json.dumps(line, ensure_ascii=False) for line in copied.dump()]
        (organisation / "stores" / "export.jsonl").write_text("\n".join(lines), encoding="utf-8")
    assert traces(organisation) == []


@pytest.mark.slow
def test_the_plan_is_what_the_receipt_says(installation: Installation) -> None:
    plan = plan_erasure(installation.store, PERSON, SYSTEM)
    record = order(installation)
    erase_person(installation, PERSON, tell=silent, stop=never)
    receipt = receipt_of(installation.store, record)
    assert (plan.accounts, plan.acts, plan.texts) == (receipt.accounts, receipt.acts, receipt.texts)
    assert (sum(plan.redacted.values()), plan.forms, plan.shared, plan.ordinary) == (
        receipt.redacted, receipt.forms, receipt.shared, receipt.ordinary,
    )  # fmt: skip
    assert receipt.redacted > len(FORMS)


def test_nobody_finds_the_person_and_no_topic_is_called_so(installation: Installation) -> None:
    order(installation)
    erase_person(installation, PERSON, tell=silent, stop=never)
    with installation.store.view(SYSTEM) as view:
        texts = [str(node) for kind in ("topic", "term", "person", "account", "group") for node in view.nodes(kind)]
    assert not [text for text in texts if "sallow" in text.lower()]
    with open_index(installation.settings.index) as index:
        snapshot = index.snapshot()
        with installation.store.view(Viewer()) as view:
            question = snapshot.parse("sallow")
            assert not len(snapshot.search(question, snapshot.access_filter(view), Question("sallow"), 10)[0])


@pytest.mark.slow
def test_a_kill_at_any_point_and_going_on_end_alike(synced: Path, tmp_path: Path) -> None:
    """The n-th time that progress is told the process is killed; the next one goes on, by the worker's own look."""
    whole = Path(shutil.copytree(synced, tmp_path / "whole"))
    told = 0

    def counting(_: object) -> None:
        nonlocal told
        told += 1

    with open_installation(load_settings(whole)) as installation:
        order(installation)
        erase_person(installation, PERSON, tell=counting, stop=never)
        wanted = state(installation)
    for place in sorted({1, 2, 3, told // 4, told // 2, 3 * told // 4, told - 1, told}):
        folder = Path(shutil.copytree(synced, tmp_path / f"killed{place}"))
        with open_installation(load_settings(folder)) as installation:
            order(installation)
            with pytest.raises(Killed):
                erase_person(installation, PERSON, tell=_killing(place), stop=never)
            assert unfinished(installation) == [PERSON]
        with open_installation(load_settings(folder)) as installation:
            queue_due(installation, now())
            assert ("erase", {"person": PERSON}) in [
                (job.kind, dict(job.args)) for job in installation.store.ledger.jobs()
            ]
            erase_person(installation, PERSON, tell=silent, stop=never)
            assert unfinished(installation) == []
            assert state(installation) == wanted
        assert traces(folder) == []


def _killing(place: int) -> Callable[[object], None]:
    left = place

    def tell(_: object) -> None:
        nonlocal left
        left -= 1
        if not left:
            raise Killed

    return tell


def test_a_generation_that_somebody_reads_is_waited_for(
    installation: Installation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("whoknows.jobs.erase.PATIENCE", 0.3)
    order(installation)
    root = installation.settings.index
    with open_index(root) as index:
        with pytest.raises(StoreError, match="erase-index-read"):
            erase_person(installation, PERSON, tell=silent, stop=never)
        record = erasure_of(installation.store, PERSON)
        assert record is not None
        assert record.step is ErasureStep.INDEX
        index.snapshot()
        done = erase_person(installation, PERSON, tell=silent, stop=never)
    assert done is not None
    assert [folder.name for folder in root.glob("gen-*")] != []
    assert done.finished


def test_files_that_the_operator_keeps_are_named_without_the_name(
    organisation: Path, installation: Installation
) -> None:
    for name in ("backup-monday.tar", "export-sallow.jsonl.gz"):
        (organisation / ".whoknows" / name).write_bytes(b"x")
    order(installation)
    done = erase_person(installation, PERSON, tell=silent, stop=never)
    assert done is not None
    assert done.files == ("backup-monday.tar", "export-[…].jsonl.gz")


@pytest.mark.neo4j
@pytest.mark.slow
def test_so_it_is_on_neo4j(synced: Path, tmp_path: Path, neo4j_server: LocalNeo4j) -> None:
    """Nothing that a statement reads says the name, nor a store into which the graph is copied."""
    folder = Path(shutil.copytree(synced, tmp_path / "organisation"))
    settings = load_settings(folder)
    store = emptied(neo4j_server)
    shutil.rmtree(settings.index)
    (folder / "stores" / "whoknows.db").unlink()
    installation = Installation(settings, store)
    sync(installation)
    assert "sallow" in everything_in(neo4j_server)
    order(installation)
    done = erase_person(installation, PERSON, tell=silent, stop=never)
    assert done is not None
    assert done.finished
    for again in (False, True):
        if again:
            sync(installation)
        said = everything_in(neo4j_server)
        assert not [word for word in WORDS if word in said]
        assert traces(folder) == []
    with closing(open_store(f"sqlite:{folder / 'stores' / 'copied.db'}")) as copied:
        for _ in copy(store, copied, derived=True):
            pass
    assert traces(folder) == []


def everything_in(server: LocalNeo4j) -> str:
    """All properties of all nodes and relationships, folded."""
    auth = (server.user, server.password) if server.password else None
    with GraphDatabase.driver(server.uri, auth=auth) as driver, driver.session() as session:
        nodes = [str(each["told"]) for each in session.run("MATCH (n) RETURN properties(n) AS told")]
        edges = [str(each["told"]) for each in session.run("MATCH ()-[e]->() RETURN properties(e) AS told")]
    apart = unicodedata.normalize("NFKD", "\n".join(nodes + edges).casefold())
    return "".join(char for char in apart if not unicodedata.combining(char))
